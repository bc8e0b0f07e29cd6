"""The tables of countries, offices, speakers and sides, read into look-ups.

In: `parties.toml` and the tables of conflicts (`parties.wars.toml`, `parties.ukraine.toml`; FOGLINE_PARTIES names
others, parted by `:`; empty for none). Out: `PartyTables`. Refused: a file that cannot be read or a row without name
(`TableError`).
"""

from __future__ import annotations

import functools
import os
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fogline.model.errors import TableError

_GENERAL, _CONFLICTS = "parties.toml", ("parties.wars.toml", "parties.ukraine.toml")
_TOKEN = re.compile(r"[^\W_][\w.&/-]*(?:['’](?!s\b)\w+)*|['’]s\b")
ARMED_GROUP = "armed group"  # the role of those who are no state's
_DROPPED = {"the", "a", "an", "'s", "’s", "its", "of", "for", "this", "that", "state's"}
_SPELLING = {"defence": "defense", "organisation": "organization", "centre": "center", "department's": "department"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A speaker as the tables name it, with what is known of it."""

    name: str
    role: str | None = None
    party: str | None = None
    gender: str | None = None
    where_named: bool = False  # counts only in a report that names the party


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """A kind of office, or the person at its head."""

    label: str
    role: str
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country as a party."""

    name: str
    adjective: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartyTables:
    """All tables, by keys of lower-case words."""

    countries: dict[tuple[str, ...], Country]
    offices: dict[frozenset[str], Office]
    speakers: dict[tuple[str, ...], Known]
    members: dict[tuple[str, ...], str]
    against: dict[str, str]
    enemy: frozenset[tuple[str, ...]]
    of_state: frozenset[str]  # what a country has: "officials in Kyiv"
    from_outside: frozenset[str]
    installing: frozenset[str]  # "Russian-installed" people are Russia's
    backing: frozenset[str]  # "Rwanda-backed" ones are not Rwanda's
    risen: frozenset[str]  # people in arms who are not their country's: "Haiti gangs"
    no_country: frozenset[tuple[str, ...]]
    office_words: frozenset[str]
    role_pairs: dict[tuple[str, str], str]
    roles: dict[str, str]
    titles: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    bodies: frozenset[str]
    unique: frozenset[str]  # bodies and offices of which a place has one
    body_roles: frozenset[str]
    shows: frozenset[str]  # things that show and do not speak
    like: dict[str, frozenset[str]]  # by role: other words for a body of it
    longest: int  # words of the longest name


def key(words: str) -> tuple[str, ...]:
    """Words as a key: lower case, no dots, no articles, no possessive marks, one spelling.

    >>> key("the U.K.'s Ministry of Defence")
    ('uk', 'ministry', 'defense')
    """
    made = (token.lower().replace(".", "").replace("’", "'") for token in _TOKEN.findall(words))
    return tuple(_SPELLING.get(token, token) for token in made if token and token not in _DROPPED)


def tables() -> PartyTables:
    """The tables in use: the general one, and the conflicts' that FOGLINE_PARTIES names or those that ship."""
    return read_tables(os.environ.get("FOGLINE_PARTIES"))


@functools.cache
def read_tables(paths: str | None = None) -> PartyTables:
    """Reads the general table and those of `paths` (parted by `:`); None: those that ship; empty: no other."""
    conflict = _CONFLICTS if paths is None else [path for path in paths.split(":") if path]
    rows = [_read(_GENERAL, shipped=True), *(_read(path, shipped=paths is None) for path in conflict)]
    general = rows[0]
    speakers = _speakers(rows)
    members: dict[tuple[str, ...], str] = {}
    against: dict[str, str] = {}
    for row in (row for table in rows for row in table.get("parties", [])):
        against[row["name"]] = row.get("against", "")
        members |= {key(word): row["name"] for word in row.get("members", [])}
    offices: dict[frozenset[str], Office] = {}
    for row in general["offices"]:
        for words, is_head in [(w, False) for w in row["words"]] + [(w, True) for w in row["head"]]:
            offices[frozenset(key(words))] = Office(label=row["label"], role=row["role"], is_head=is_head)
    roles = {word: role for role, words in reversed(general["roles"].items()) for word in words}
    return PartyTables(
        countries=_countries(general["countries"]),
        offices=offices,
        speakers=speakers,
        members=members,
        against={side: other for side, other in against.items() if other},
        enemy=frozenset(key(words) for words in general["enemy"]),
        of_state=frozenset(general["of_state"]),
        from_outside=frozenset(general["from_outside"]),
        installing=frozenset(general["installing"]),
        backing=frozenset(general["backing"]),
        risen=frozenset(general["risen"]),
        no_country=frozenset(key(words) for words in general["no_country"]),
        office_words=frozenset(word for words in offices for word in words),
        role_pairs={(pair.split()[0], pair.split()[1]): role for pair, role in general["role_pairs"].items()},
        roles=roles,
        titles=frozenset(general["titles"]["words"]),
        male=frozenset(general["titles"]["male"]),
        female=frozenset(general["titles"]["female"]),
        bodies=frozenset(general["bodies"]["words"].split()),
        unique=frozenset(general["bodies"]["unique"]),
        shows=frozenset(general["shows"]["words"].split()),
        body_roles=frozenset(general["bodies"]["roles"]),
        like={role: frozenset(words) for role, words in general["bodies"]["like"].items()},
        longest=max(map(len, [*speakers, *members]), default=1),
    )


def _read(path: str, *, shipped: bool) -> dict:  # type: ignore[type-arg]
    try:
        file = resources.files(__package__).joinpath(path) if shipped else Path(path)
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise TableError(f"{path}: cannot be read as a table of parties: {problem}") from problem


def _speakers(tables_read: list[dict]) -> dict[tuple[str, ...], Known]:  # type: ignore[type-arg]
    made: dict[tuple[str, ...], Known] = {}
    for table in tables_read:
        for number, row in enumerate(table.get("speakers", []), 1):
            if "name" not in row:
                raise TableError(f"parties: speaker {number} has no name; give it one or take the row out")
            known = {field: row[field] for field in ("name", "role", "party", "gender", "where_named") if field in row}
            for words in [row["name"], *row.get("aliases", [])]:
                made[key(words)] = Known(**known)
            if known.get("where_named"):  # its own full name is told from others'
                made[key(row["name"])] = Known(**{**known, "where_named": False})
    return made


def _countries(rows: list[dict]) -> dict[tuple[str, ...], Country]:  # type: ignore[type-arg]
    made: dict[tuple[str, ...], Country] = {}
    for row in rows:
        country = Country(name=row["name"], adjective=row["adjective"])
        for words in [
            row["name"],
            row["adjective"],
            *row.get("names", []),
            *row.get("adjectives", []),
            *row.get("seats", []),
        ]:
            for form in (words, words + "s"):
                made.setdefault(key(form), country)
    return made

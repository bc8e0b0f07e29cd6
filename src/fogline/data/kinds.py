"""The table of kinds: `kinds.toml` (or a user's own) to `Kind` rows and an index of the words that tell them.

Comes in: a TOML file. Goes out: `Kind`s by name, in the table's order. Refused: a row without name, label or family,
two rows of one name (`TableError` with the file and the row).
"""

from __future__ import annotations

import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fogline.model.codec import decode
from fogline.model.errors import TableError

# Kinds of what hits a place, and no single person, from far away.
FROM_AFAR = frozenset({"missile_strike", "drone_strike", "air_strike", "shelling"})
INTERCEPTED = "weapons_intercepted"  # the kind of what was shot down, which struck nothing
ACCUSATION = "accusation"  # the kind of blame, and of deeds that somebody claims or does not claim
PRIVATION = "privation"  # the kind of deaths that nobody's blow caused: hunger, disease, cold
RUNNING_TOLL = "running_toll"  # the kind of counts over a whole war or weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of happening, with its name in the schemes that users join with. Empty: the scheme has none."""

    name: str
    label: str
    family: str
    plover_type: str = ""
    plover_mode: str = ""
    acled_event: str = ""
    acled_sub_event: str = ""
    cameo_root: str = ""
    muc4: str = ""
    case2021: str = ""
    viina: str = ""
    harm: bool = False  # people or their homes can come to harm
    territory: bool = False  # who holds what changes, or may
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()  # nouns that make a general attack one of this kind
    subject: str | None = None  # word class that the subject must have
    object: str | None = None  # word class that the object must have


@dataclass(frozen=True, slots=True, kw_only=True)
class KindTable:
    """All kinds by name, in order, and the word classes that narrow them."""

    kinds: Mapping[str, Kind]
    classes: Mapping[str, frozenset[str]]


def kinds() -> Mapping[str, Kind]:
    """All kinds by name, in the table's order.

    >>> kinds()["shelling"].plover_type
    'ASSAULT'
    """
    return kind_table().kinds


def kind_table() -> KindTable:
    """The table in use: the file that FOGLINE_KINDS names, else the one that ships."""
    return read_kinds(os.environ.get("FOGLINE_KINDS"))


@functools.cache
def read_kinds(path: str | None = None) -> KindTable:
    """Reads a table of kinds; without a path, the one that ships."""
    source = path or "kinds.toml"
    try:
        text = (
            Path(path).read_text("utf-8") if path else resources.files(__package__).joinpath(source).read_text("utf-8")
        )
        table = tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise TableError(f"{source}: cannot be read as a table of kinds: {problem}") from problem
    found: dict[str, Kind] = {}
    for number, row in enumerate(table.get("kind", []), 1):
        try:
            kind = decode(Kind, row)
        except (TypeError, ValueError) as problem:
            raise TableError(f"{source}: kind {number} ({row.get('name', 'no name')}): {problem}") from problem
        if kind.name in found:
            raise TableError(f"{source}: kind {kind.name!r} stands twice; give each row a name of its own")
        found[kind.name] = kind
    classes = {name: frozenset(words) for name, words in table.get("classes", {}).items()}
    return KindTable(kinds=found, classes=classes)

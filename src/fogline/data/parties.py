"""Who a speaker or actor is: one name for its many wordings, its role and its side.

In: words of a report ("the Polish Ministry of Defence", "Wagner chief Prigozhin", "the enemy"). Out: `Known`, a party,
an actor. Refused: nothing; None is "not known". By table (people, bodies) and by composition: a country's name or
adjective and an office make the same name in every wording.
"""

from __future__ import annotations

import functools
import itertools
import re

from fogline.data.party_tables import ARMED_GROUP, Country, Known, PartyTables, key, tables
from fogline.data.remembered import MOST_REMEMBERED

__all__ = ["Known", "actor_of", "canonical", "country_in", "party_of", "roles", "tables"]

_CUT = re.compile(r"\s*[,(;–—]|\s+(?:who|which|whose|that)\s|\s--?\s")
_RISEN = re.compile(
    r"\b(?:Liberation|Resistance|Revolutionary|Democratic (?!Republic)|Free(?:dom)?|People['’]?s Defen[cs]e)\b.*"
    r"\b(?:Army|Armies|Forces?|Front|Movement|Alliance|Council|Fighters?)\b"
)
_WHERE = re.compile(r"\s(?:in|near|at|across|inside)\s", re.IGNORECASE)
_BACKED = re.compile(r"(?:(?:the|an?)\s+)?[\w.]+-(\w+)\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_FOR = re.compile(r"\s+(?:for|of|at|from|with)\s+", re.IGNORECASE)
_PLACE = re.compile(r"\s+(?:in|on|at|from|near|of|to)\s+")
_LEADING = re.compile(
    r"^(?:the|a|an|its|his|her|their|our|(?:some|many|several|one|another|other|both)(?!\s+of\b))\s+", re.IGNORECASE
)
_FILLER = {"federal", "regional", "own", "national", "and", "russian-installed", "s"}
_POSSESSIVE = re.compile(r"['’]s?$")
_WORD = re.compile(r"[^\W_][\w.&/'’-]*")


def canonical(as_worded: str) -> Known | None:
    """The speaker behind a wording, or None where the words are no name that the tables or their grammar know.

    >>> canonical("Britain's Ministry of Defence").name, canonical("the U.K. Defense Ministry").name
    ('U.K. Defense Ministry', 'U.K. Defense Ministry')
    >>> canonical("Polish Defence Minister Mariusz Błaszczak")
    Known(name='Mariusz Błaszczak', role='minister', party='Poland', gender=None, where_named=False)
    """
    return _canonical(as_worded, tables())


def party_of(name: str) -> str | None:
    """The side that a name belongs to.

    >>> party_of("the Wagner Group"), party_of("Ukrainian border guards"), party_of("a farmer")
    ('Russia', 'Ukraine', None)
    """
    known = canonical(name)
    return known.party if known else _party_in(name, tables())


def roles() -> frozenset[str]:
    """All roles that a speaker can have, as the tables and the grammar of names give them.

    >>> sorted(roles())[:4]
    ['agency', 'analyst', 'armed group', 'army']
    """
    table = tables()
    named = {one.role for one in table.speakers.values() if one.role}
    by_grammar = {"country", "minister", "official", "spokesperson", "outlet"}
    offices = {one.role for one in table.offices.values()}
    return frozenset(
        {*table.roles.values(), *table.role_pairs.values(), *table.body_roles} | named | offices | by_grammar
    )


def actor_of(words: str, speaker_party: str | None) -> tuple[str, str | None]:
    """An actor's name and side, seen from the party that speaks.

    >>> actor_of("the enemy", "Ukraine"), actor_of("the enemy", None), actor_of("Russian troops", "Ukraine")
    (('Russia', 'Russia'), ('enemy', None), ('Russian troops', 'Russia'))
    """
    table = tables()
    if key(words) in table.enemy:
        other = table.against.get(speaker_party or "")
        return (other, other) if other else (bare(words), None)
    known = _canonical(words, table)
    if known is not None:
        return known.name, known.party
    return bare(words), _party_in(words, table)


def country_in(words: str) -> Country | None:
    """The first country that the words name, by name, adjective or seat of government."""
    found = _country(words, tables())
    return found[0] if found else None


def bare(words: str) -> str:
    """Words without article, possessive mark or quotation marks.

    >>> bare("The “Ghost” unit's")
    'Ghost unit'
    """
    words = re.sub(r"[\"“”]", "", words).strip(" ,.;:–—-")
    while (shorter := _LEADING.sub("", words)) != words:
        words = shorter
    return _POSSESSIVE.sub("", words)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _canonical(as_worded: str, table: PartyTables) -> Known | None:
    words = re.sub(r"[\"“”]", "", as_worded).strip()
    while (behind := _BACKED.match(words)) is not None and behind[1].lower() in table.backing:
        words = behind[2]  # "the U.S.-backed Syrian Democratic Forces"
    if (known := table.speakers.get(key(words))) is not None:
        return known
    head = _CUT.split(words, maxsplit=1)[0].strip()
    return (
        _by_table(head, table)
        or _by_table_cut(head, table)
        or _spokesperson(head, table)
        or _office(head, table)
        or _person(head, words, table)
        or _country_alone(head, table)
        or _people(head, table)
    )


def _by_table(words: str, table: PartyTables) -> Known | None:
    """The whole wording, or its end after titles and descriptions ("Wagner chief Yevgeny Prigozhin")."""
    name = key(words)
    for start in range(len(name)):
        known = table.speakers.get(name[start:])
        if known is None:
            continue
        before = name[:start]
        person = known.gender is not None
        if before and known.role == ARMED_GROUP and all(_says_which_group(word, table) for word in before):
            return known  # "Lebanon's Hezbollah", "Yemen's Iran-aligned Houthi rebels": where it is, is not whose it is
        others = {table.countries[(word,)].name for word in before if (word,) in table.countries}
        if known.party and others - {known.party}:  # "the Russian General Staff" is not Ukraine's
            return None
        if not before or person or all(_is_filler(word, table) for word in before):
            return known
    return None


def _by_table_cut(words: str, table: PartyTables) -> Known | None:
    """A name of the table with a place or a duty behind it ("the Red Cross in Goma")."""
    for cut in reversed(list(_PLACE.finditer(words))):
        if (known := table.speakers.get(key(words[: cut.start()]))) is not None:
            return known
    return None


def _says_which_group(word: str, table: PartyTables) -> bool:
    """Whether a word before an armed group's name only describes it: "Syria's Kurdish-led", "the Lebanese group"."""
    joined = word.rpartition("-")[2] in table.backing | table.installing
    return joined or _is_filler(word, table) or word in table.bodies or word in table.roles


def _is_filler(word: str, table: PartyTables) -> bool:
    return word in _FILLER or (word,) in table.countries or word in table.titles


def _spokesperson(words: str, table: PartyTables) -> Known | None:
    """ "a spokesman for the Polish army" speaks for it, under its name."""
    parts = _FOR.split(words, maxsplit=1)
    if len(parts) < 2 or not key(parts[0]):
        return None
    if table.roles.get(key(parts[0])[-1]) != "spokesperson":
        return None
    inner = _canonical(parts[1], table)
    return Known(name=inner.name, role="spokesperson", party=inner.party) if inner else None


def _office(words: str, table: PartyTables) -> Known | None:
    """A country and an office, in any order; or an office without country, whose party is not known."""
    found = _country(words, table)
    rest = found[1] if found else key(words)
    for kept in (rest, tuple(word for word in rest if word not in _FILLER)):
        office = table.offices.get(frozenset(kept))
        if office is None:
            continue
        if found is None:
            if len(kept) < 2 and kept[0] not in ("government", "parliament", "military", "army", "police", "mod"):
                return None
            return Known(
                name=bare(words) if office.is_head else office.label, role=_head_role(office.role, office.is_head)
            )
        country = found[0]
        if office.is_head:
            return Known(
                name=f"{country.adjective} {' '.join(kept).title()}",
                role="minister" if office.role == "ministry" else "official",
                party=country.name,
            )
        if kept in (("troops",), ("forces",), ("prosecutors",), ("authorities",)):
            return Known(name=f"{country.adjective} {kept[0]}", role=office.role, party=country.name)
        return Known(name=f"{country.adjective} {office.label}", role=office.role, party=country.name)
    return None


def _head_role(role: str, is_head: bool) -> str:
    return role if not is_head else "minister" if role == "ministry" else "official"


def _person(head: str, words: str, table: PartyTables) -> Known | None:
    """Titles and a name ("Polish Foreign Minister Zbigniew Rau"), or a name with what follows it ("…, mayor of …")."""
    tokens = [token for token in _WORD.findall(head) if token.lower() not in ("the", "a", "an")]
    at = len(tokens)
    while at > 0 and tokens[at - 1][0].isupper() and not _describes(tokens[at - 1], table):
        at -= 1
    name, before = tokens[at:], tokens[:at]
    named = [token for token in name if not token.endswith(("'s", "’s"))]
    if not named or len(named) != len(name) or len(name) > 4:
        return None
    lows = [token.lower().strip(".") for token in before]
    role = next((table.role_pairs[two] for two in itertools.pairwise(lows) if two in table.role_pairs), None)
    held = [table.roles[low] for low in reversed(lows) if low in table.roles]
    role = role or next((one for one in held if one == "spokesperson"), next(iter(held), None))  # and not his rank
    after = words[len(head) :]
    if role in (None, "commander") and after:
        first = _CUT.split(after.lstrip(" ,(–—-"), maxsplit=1)[0]
        told = next((table.roles[word] for word in key(first) if word in table.roles), None)
        role = told if role is None or told == "spokesperson" else role  # "Major Ivan Koval, a spokesman for the army"
    if role is None and not any(token.lower().strip(".") in table.titles for token in before):
        return None
    if before and not any(_describes(token, table) for token in before[-1:]):
        return None
    if any(token.lower() in table.bodies for token in name):
        return None
    titles = {token.lower().strip(".") for token in before}
    gender = "male" if titles & table.male else "female" if titles & table.female else None
    party = _party_in(" ".join(before), table) or (_party_in(after, table) if after else None)
    return Known(name=" ".join(name), role=role, party=party, gender=gender)


def _describes(token: str, table: PartyTables) -> bool:
    """Whether a word before a name describes its bearer: a title, a role, a demonym."""
    low = token.lower().strip(".")
    low = low[:-2] if low.endswith(("'s", "’s")) else low
    return low in table.titles or low in table.roles or (low.replace(".", ""),) in table.countries


def _country_alone(words: str, table: PartyTables) -> Known | None:
    found = _country(words, table)
    if found is None or found[1]:
        return None
    return Known(name=found[0].name, role="country", party=found[0].name)


def _people(words: str, table: PartyTables) -> Known | None:
    """ "Ukrainian officials", "Wagner fighters": a side's people, under their own words."""
    party = _party_in(words, table)
    if party is None:
        return None
    short = _PLACE.split(words, maxsplit=1)[0]
    last = key(short)
    return Known(name=bare(short), role=table.roles.get(last[-1]) if last else None, party=party)


def _country(words: str, table: PartyTables) -> tuple[Country, tuple[str, ...]] | None:
    """The first country in the words, and the words without it."""
    tokens = _WORD.findall(words)
    for start in _starts(tokens, table):
        for size in range(min(4, len(tokens) - start), 0, -1):
            country = _country_at(tokens, start, size, table)
            if country is not None:
                return country, key(" ".join(tokens[:start])) + key(" ".join(tokens[start + size :]))
    return None


def _party_in(words: str, table: PartyTables) -> str | None:
    """The first side that the words name: a member, a country, or who installed them ("Russian-installed").

    Who stands behind others is not their side: "Russian-backed Syrian troops" are Syria's, "Iran-backed fighters" are
    nobody's.
    """
    if (away := _WHERE.search(words)) is not None and not _is_of_a_state(words[: away.start()], table):
        words = words[: away.start()]
    tokens = _WORD.findall(words)
    risen = bool(tokens) and tokens[-1].lower() in table.risen
    if (named := _named_side(tokens, table)) is not None:
        return named
    if _RISEN.search(words):
        return None  # "Myanmar National Democratic Alliance Army" is none of the state's
    for start in _starts(tokens, table):
        for size in range(min(4, len(tokens) - start), 0, -1):
            if (side := _side_called(tokens[start : start + size], table)) is not None:
                return side
            if (country := _country_at(tokens, start, size, table)) is not None:
                return None if risen and start + size == len(tokens) - 1 else country.name  # "Haiti gangs"
        first, _, rest = tokens[start].partition("-")
        installed = table.countries.get(key(first)) if rest.lower() in table.installing else None
        if installed is not None and first[:1].isupper():
            return installed.name
    return None


def _is_of_a_state(words: str, table: PartyTables) -> bool:
    """Whether somebody is of the country in which he is: "officials in Kyiv", not "a doctor in Sudan"."""
    said = {word.lower() for word in words.split()}
    return not said.isdisjoint(table.of_state) and said.isdisjoint(table.from_outside)


def _named_side(tokens: list[str], table: PartyTables) -> str | None:
    """A side that is named behind whoever backs it: "Rwandan-backed M23 rebels" are M23."""
    backed = [at for at, token in enumerate(tokens[:-1]) if token.partition("-")[2].lower() in table.backing]
    for start in range(backed[0] + 1, len(tokens)) if backed else ():
        for size in range(min(4, len(tokens) - start), 0, -1):
            if (side := _side_called(tokens[start : start + size], table)) is not None:
                return side
    return None


def _side_called(tokens: list[str], table: PartyTables) -> str | None:
    """The side of a member or speaker whose whole name some words are."""
    name = key(" ".join(tokens))
    if name in table.members:
        return table.members[name]
    known = table.speakers.get(name)
    return known.party if known is not None and not known.where_named else None


def _starts(tokens: list[str], table: PartyTables) -> list[int]:
    """Where a name may begin: not within "Latin American" and its like."""
    skipped: set[int] = set()
    for start in range(len(tokens) - 1):
        if key(" ".join(tokens[start : start + 2])) in table.no_country:
            skipped |= {start, start + 1}
    return [start for start in range(len(tokens)) if start not in skipped]


def _country_at(tokens: list[str], start: int, size: int, table: PartyTables) -> Country | None:
    """The country that some words name; "Jordan Clay" and "us" name none."""
    if not tokens[start][0].isupper():
        return None
    words = " ".join(tokens[start : start + size])
    country = table.countries.get(key(words))
    if country is None or words == "Us":
        return None
    after = tokens[start + size] if start + size < len(tokens) else ""
    if size == 1 and words == country.name and after[:1].isupper():
        low = after.lower().strip(".")
        titled = low in table.titles or low in table.roles or low in table.bodies or (low,) in table.countries
        if not titled and not set(key(after)) & table.office_words:
            return None
    return country

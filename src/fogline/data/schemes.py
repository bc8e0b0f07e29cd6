"""How others name what fogline knows: `schemes.toml`, `country_codes.toml` and tables of P-codes, read into look-ups.

In: TOML files (FOGLINE_SCHEMES and FOGLINE_PCODES name others). Out: `Schemes`, codes of countries and divisions.
Refused: a file that cannot be read, a row without its fields (`TableError`). What stands in no row has no name: None.
"""

from __future__ import annotations

import functools
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from fogline.data.kinds import kinds
from fogline.data.measures import measures
from fogline.model.codec import Json, decode
from fogline.model.errors import TableError

CONDITIONS = (
    "own side",
    "other side",
    "both sides",
    "both sides, one a state",
    "both sides, no state",
    "civilians",
    "never",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindRow:
    """Where ACLED's name of a kind holds. Without `event`: the name that stands in the table of kinds."""

    kind: str
    only: str
    event: str = ""
    sub_event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRow:
    """The code of a span of up to so many days."""

    days: int
    code: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRow:
    """A type of violence, where it holds. `kinds`: only these; empty: any."""

    code: int
    only: str
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acled:
    """ACLED's codes."""

    kind: tuple[KindRow, ...]
    disorder: Mapping[str, str]
    disorder_of_sub_event: Mapping[str, str]
    time: tuple[SpanRow, ...]
    place: Mapping[str, int]
    inter: Mapping[str, int]
    vague: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ucdp:
    """UCDP GED's codes."""

    type: tuple[TypeRow, ...]
    time: tuple[SpanRow, ...]
    place: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plover:
    """PLOVER's codes."""

    recipient: tuple[str, ...]
    quad: Mapping[str, int]
    context: Mapping[str, str]
    place: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stix:
    """STIX's numbers. `confidence`: by Admiralty's number as text."""

    confidence: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A list of words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Which stages of a happening make it an event."""

    events: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who people are: groups of the table of measures, and words."""

    civilians: tuple[str, ...]
    civilian_words: tuple[str, ...]
    armed: tuple[str, ...]
    armed_words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemes:
    """The whole table."""

    stages: Stages
    near: Words
    acled: Acled
    ucdp: Ucdp
    plover: Plover
    stix: Stix
    place_sorts: Mapping[str, tuple[str, ...]]
    people: People


def schemes() -> Schemes:
    """The table in use: the file that FOGLINE_SCHEMES names, else the one that ships.

    >>> schemes().acled.place["settlement"]
    1
    """
    return _schemes(os.environ.get("FOGLINE_SCHEMES") or None)


def country_codes(alpha2: str | None) -> tuple[str, int] | None:
    """ISO 3166-1's three letters and number of a country.

    >>> country_codes("UA"), country_codes("XK")
    (('UKR', 804), None)
    """
    return _countries().get(alpha2 or "")


def iso3_of(country: str) -> str | None:
    """The three letters of a country by its English name, as the gazetteer has it.

    >>> iso3_of("Ukraine"), iso3_of("Wagner")
    ('UKR', None)
    """
    from fogline.data.gazetteer import default_gazetteer

    codes = country_codes(default_gazetteer().country_code(country))
    return codes[0] if codes else None


def pcode(country: str | None, admin1: str | None) -> str | None:
    """The P-code of a first-order division, where a table has it.

    >>> pcode("UA", "Donetsk Oblast"), pcode("UA", None), pcode("FR", "Brittany")
    ('UA14', None, None)
    """
    return _pcodes(os.environ.get("FOGLINE_PCODES") or None).get((country or "", admin1 or ""))


def place_sort(kind: str | None) -> str | None:
    """What sort of place a kind of the gazetteer is: settlement, district, region, area, country, sea."""
    return next((sort for sort, listed in schemes().place_sorts.items() if kind in listed), None)


def people_of(noun: str) -> str | None:
    """Who a head noun is: civilians, armed, people (which of them is not said), or None for what is no people.

    >>> people_of("residents"), people_of("army"), people_of("people"), people_of("bridge")
    ('civilians', 'armed', 'people', None)
    """
    table, people = measures(), schemes().people
    word = _singular(noun)
    group = table.groups.get(word)
    if word in people.civilian_words or group in people.civilians:
        return "civilians"
    if word in people.armed_words or group in people.armed:
        return "armed"
    return "people" if word in table.people else None


def is_thing(noun: str) -> bool:
    """Whether a head noun is a thing that is counted: a weapon, a vehicle, a building.

    >>> is_thing("missiles"), is_thing("Wagner"), is_thing("troops")
    (True, False, False)
    """
    return _singular(noun) in measures().groups and people_of(noun) is None


def _singular(noun: str) -> str:
    low = noun.lower()
    return measures().noun_forms.get(low, low if low in measures().groups else low.removesuffix("s"))


@functools.cache
def _schemes(path: str | None) -> Schemes:
    table = _read(path, "schemes.toml")
    try:
        found = decode(Schemes, table)
    except ValueError as problem:
        raise TableError(f"{path or 'schemes.toml'}: {problem}") from problem
    for only in (*(row.only for row in found.acled.kind), *(row.only for row in found.ucdp.type)):
        if only not in CONDITIONS:
            listed = ", ".join(CONDITIONS)
            raise TableError(f"{path or 'schemes.toml'}: {only!r} is no condition; write one of {listed}")
    unknown = sorted({row.kind for row in found.acled.kind} - set(kinds()))
    if unknown and path is None:
        raise TableError(f"schemes.toml: no such kinds in the table of kinds: {', '.join(unknown)}")
    return found


@functools.cache
def _countries() -> dict[str, tuple[str, int]]:
    codes = _read(None, "country_codes.toml").get("codes")
    return decode(dict[str, tuple[str, int]], codes)


@functools.cache
def _pcodes(path: str | None) -> dict[tuple[str, str], str]:
    try:
        found = decode(dict[str, dict[str, tuple[str, ...]]], _read(path, "pcodes.ukraine.toml").get("adm1"))
    except ValueError as problem:
        raise TableError(f"{path or 'pcodes.ukraine.toml'}: {problem}") from problem
    return {(country, name): code for country, rows in found.items() for code, names in rows.items() for name in names}


def _read(path: str | None, shipped: str) -> dict[str, Json]:
    try:
        file = Path(path) if path else resources.files(__package__).joinpath(shipped)
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as problem:
        raise TableError(f"{path or shipped}: cannot be read as a table: {problem}") from problem

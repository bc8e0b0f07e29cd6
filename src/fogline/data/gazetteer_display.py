"""Names of places as English-language news prints them: "Hama" for "Ḩamāh", "Avdiivka" for "Avdiyivka".

In: a country and the gazetteer's name, or a name as a report spells it. Out: the name to print, or the gazetteer's name
behind a spelling (`place_names.toml`). Ukrainian names in the romanisation of maps (BGN) are turned to the official
one, which news follows; marks of romanisation are dropped for the countries of the table. Refused: nothing.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.resources import files

from fogline.data.gazetteer_names import name_key

_MARKS = re.compile(r"['’‘ʹʼ`ʻʿʾ](?!s\b)")  # of romanisations; not the one of "People's"
# Official (2010) for map romanisation of Ukrainian; after a vowel both are printed ("Mayaky"), so that stays.
_OFFICIAL = (
    (re.compile(r"(?<=[aeiou])yi(?=[a-z])"), "i"),
    (re.compile(r"(?<=[bcdfghklmnprstvz])y(?=[au])"), "i"),
    (re.compile(r"yy\b"), "yi"),
    (re.compile(r"(?<=[a-z])iya\b"), "iia"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedNames:
    """The table, by what is asked."""

    printed: dict[tuple[str, str], str]
    spellings: dict[str, tuple[str, str]]  # key of a spelling → country and the gazetteer's name
    plain: frozenset[str]
    wide: dict[str, str]  # key of a name → the kind of entry that it stands for


@functools.cache
def printed_names() -> PrintedNames:
    """The shipped table, read once."""
    raw = tomllib.loads(files("fogline.data").joinpath("place_names.toml").read_text(encoding="utf-8"))
    rows = [[str(cell) for cell in row] for row in raw["printed"]]
    return PrintedNames(
        printed={(country, name): shown for country, name, shown, _ in rows},
        spellings={
            name_key(spelling): (country, name)
            for country, name, shown, more in rows
            for spelling in (shown, *more.split("|"))
            if spelling and name_key(spelling) != name_key(name)
        },
        plain=frozenset(str(raw["plain"]).split()),
        wide={name_key(name): str(kind) for name, kind in raw["wide"].items()},
    )


def printed_name(country: str | None, name: str) -> str:
    """The name to print for an entry of the gazetteer.

    >>> printed_name("SY", "Ḩamāh"), printed_name("UA", "Avdiyivka"), printed_name("UA", "Kryvyy Rih")
    ('Hama', 'Avdiivka', 'Kryvyi Rih')
    """
    table = printed_names()
    if country is None:
        return name
    if (shown := table.printed.get((country, name))) is not None:
        return shown
    if country == "UA":
        for pattern, letters in _OFFICIAL:
            name = pattern.sub(letters, name)
        return _MARKS.sub("", name)
    if country in table.plain and (not name.isascii() or "'" in name):
        bare = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
        return _MARKS.sub("", "".join(bare))
    return name

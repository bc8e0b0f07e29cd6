"""Other people and organisations: each name is replaced by another wherever it stands in a text.

In: a corpus row. A person is a common given name before family names, or a family name after a title; whoever's name is
also a place of the gold, a state or a large city keeps it, so that the gold still holds. In muc4 the names are those of
the gold's victims.
"""

from __future__ import annotations

import functools
import hashlib
import re
import tomllib
from pathlib import Path

from perturbations.edits import Edit, Row, edited, gold_spans, touches

_TITLES = (
    r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Sgt|Lt|Capt|Maj)\.|President|Senator|Governor|General|Colonel|Minister|Mayor|Judge|Sheriff|Chief|"
    r"Secretary|Chancellor|Professor"
)
_WORD = r"[A-Z][a-z'’]?[A-Za-z]*[a-z]"


@functools.cache
def _table() -> dict[str, tuple[str, ...]]:
    table = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
    return {name: tuple(str(table[name]).split()) for name in ("male", "female", "family", "places", "no_names")}


@functools.cache
def _exchanged() -> dict[str, str]:
    table = tomllib.loads((Path(__file__).parent / "names.toml").read_text("utf-8"))
    return {name: row[(i + 1) % len(row)] for row in table["exchanged"] for i, name in enumerate(row)}


def other_names(row: Row) -> Row:
    """The row with other people and, outside muc4, other organisations."""
    text = str(row["text"])
    kept = gold_spans(row, "places", "times")
    gold_words = {word for a, b in gold_spans(row, "places") for word in re.findall(r"\w+", text[a:b])}
    names = _of_the_gold(row) if row.get("corpus") == "muc4" else _people(text)
    seed = str(row.get("id"))
    names = {
        word: kind for word, kind in names.items() if word not in gold_words and word.title() not in _table()["places"]
    }
    lent = {word: _other(word, kind, seed) for word, kind in names.items()}
    if row.get("corpus") != "muc4":
        lent |= _exchanged()
    if not lent:
        return row
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(sorted(map(re.escape, lent), key=len, reverse=True)) + r")(?![\w-])"
    )
    found = [one for one in pattern.finditer(text) if not touches(*one.span(), kept)]
    return edited(row, [Edit(*one.span(), lent[one[0]]) for one in found])


def _people(text: str) -> dict[str, str]:
    """Words that name people, with the list that they are to be replaced from."""
    table = _table()
    given = {name: kind for kind in ("male", "female") for name in table[kind]}
    names: dict[str, str] = {}
    for found in re.finditer(rf"\b({_WORD})\s+(?:[A-Z]\.\s+)?({_WORD})(?:\s+({_WORD}))?", text):
        first, second = found[1], found[2]
        if first in given and not {second, found[3]} & set(table["no_names"]) and second not in given:
            names |= {first: given[first], second: "family"}
    for found in re.finditer(rf"(?:{_TITLES})\s+({_WORD})(?!\s+(?:of|[A-Z]))", text):
        if found[1] not in table["no_names"] and found[1] not in given:
            names[found[1]] = "family"
    return names


def _of_the_gold(row: Row) -> dict[str, str]:
    """The victims' names of muc4's gold, word for word, but for words of places and organisations."""
    gold = row.get("gold")
    templates = gold.get("templates") if isinstance(gold, dict) else None
    people: set[str] = set()
    others: set[str] = set()
    for one in templates if isinstance(templates, list) else ():
        for slot, fills in one.items():
            words = {word for text in _strings(fills) for word in re.findall(r"[^\W\d_]{3,}", text)}
            if slot == "hum_name":
                people |= words
            elif slot in ("location", "perp_org", "perp_individual", "phys_target", "instrument"):
                others |= words
    table = _table()
    kinds = {name.upper(): kind for kind in ("male", "female") for name in table[kind]}
    return {
        word: kinds.get(word, "family") for word in people - others if word not in {"THE", "DEL", "LOS", "LAS", "DON"}
    }


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inside for text in _strings(one)]


def _other(word: str, kind: str, seed: str) -> str:
    """Another name from the list, always the same one in one text."""
    names = _table()[kind]
    number = int(hashlib.sha256(f"{seed}/{word}".encode()).hexdigest()[:8], 16)
    other = names[number % len(names)]
    other = names[(number + 1) % len(names)] if other.upper() == word.upper() else other
    return other.upper() if word.isupper() else other

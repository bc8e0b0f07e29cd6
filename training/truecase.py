"""Builds `src/fogline/data/truecase.txt`: how words that news writes with capitals are usually written.

    python training/truecase.py ../shared/corpora

In: the texts of open corpora (names below). Out: one word a line, as it is usually written inside a sentence, for words
that are mostly capitalised there. It lets upper-case wire copy be parsed. Deterministic: counts and a cut.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

CORPORA = ("polnear", "gva", "lgl", "geovirus", "timebank", "wikievents", "ecbplus", "meantime")
FEWEST = 3  # occurrences inside sentences; below that a word's case is chance
SHARE = 0.6  # of them capitalised
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def count(folder: Path) -> dict[str, Counter[str]]:
    """How often each word is written how, inside sentences that are not headlines."""
    forms: dict[str, Counter[str]] = {}
    for name in CORPORA:
        with gzip.open(folder / name / "open.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                for sentence in re.split(r"(?<=[.!?:])[\"”’)]*\s+|\n+", json.loads(line)["text"]):
                    words = _WORD.findall(sentence)
                    if len(words) < 8 or sum(word[0].isupper() for word in words) > len(words) / 2:
                        continue
                    for word in words[1:]:
                        forms.setdefault(word.lower(), Counter())[word] += 1
    return forms


def main() -> int:
    folder, target = Path(sys.argv[1]), Path(__file__).parent.parent / "src/fogline/data/truecase.txt"
    kept = []
    for word, counted in sorted(count(folder).items()):
        best, _ = max(counted.items(), key=lambda item: (item[1], item[0]))
        capitals = sum(n for form, n in counted.items() if form != form.lower())
        if counted.total() >= FEWEST and capitals / counted.total() > SHARE and best != word:
            kept.append(best)
    head = (
        "# Words that news usually writes with capitals inside a sentence, as it writes them.\n"
        f"# Built by training/truecase.py from the texts of {', '.join(CORPORA)}: single words, nothing else.\n"
    )
    target.write_text(head + "\n".join(kept) + "\n", "utf-8")
    print(f"{len(kept)} words to {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

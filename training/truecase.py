"""Builds `src/fogline/data/truecase.txt` and `truecase_places.txt`: how news writes words and places with capitals.

    python training/truecase.py ../shared/corpora

In: the texts of open corpora (names below), the shipped gazetteer. Out: one word a line, as it is usually written
inside a sentence, for words that are mostly capitalised there; and one name a line, of places that the parser's
dictionary would take for common words ("Hunan", "Foggy Bottom") though those texts never have them in lower case. They
let upper-case wire copy be parsed. Deterministic: counts and a cut.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

CORPORA = ("polnear", "gva", "lgl", "geovirus", "timebank", "wikievents", "ecbplus", "meantime")
FEWEST = 3  # occurrences inside sentences; below that a word's case is chance
SHARE = 0.6  # of them capitalised
TABLE = Path(__file__).parent.parent / "src/fogline/data/truecase.toml"
SEVERAL, MANY = 20_000, 300_000  # people of a well-known place; of one that is known by another name too
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


def lower_case(folder: Path) -> Counter[str]:
    """How often the texts have a word, or two that follow one another, in lower case."""
    found: Counter[str] = Counter()
    for name in CORPORA:
        with gzip.open(folder / name / "open.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line)["text"]
                found.update(re.findall(r"\b[a-z]+\b", text))
                found.update(re.findall(r"(?=\b([a-z]+ [a-z]+)\b)", text))
    return found


def places(folder: Path) -> list[str]:
    """Names of well-known places that would come out in lower case, of one word or of several."""
    import apsw

    from fogline.claims.parse import word_classes
    from fogline.claims.place_names import place_words
    from fogline.claims.truecase import usual_case
    from fogline.data.gazetteer import SHIPPED
    from fogline.data.gazetteer_writer import KINDS

    counted, words = lower_case(folder), place_words()
    no_places = frozenset(tomllib.loads(TABLE.read_text("utf-8"))["no_places"].split())
    generic = {*map(str.lower, words.directions), *words.kind_words}
    rows = apsw.Connection(str(SHIPPED), flags=apsw.SQLITE_OPEN_READONLY).execute(
        "SELECT p.name, n.key, p.kind, p.population FROM name n JOIN place p ON p.id = n.place"
    )
    found: set[str] = set()
    for name, key, kind, people in rows:
        parts = key.split()
        least = 0 if KINDS[kind] in ("country", "region") or kind > KINDS.index("village") else SEVERAL
        if key != name.lower():  # a further name: "Bombay", "Holland"
            least = 0 if KINDS[kind] == "country" else MANY
        if people < least or (key != name.lower() and len(parts) > 1):
            continue
        if not re.fullmatch(r"[a-z]{3,}(?: [a-z]{2,}){0,2}", key) or key in no_places:
            continue
        if not all(usual_case(part.upper()).islower() for part in parts) or all(part in generic for part in parts):
            continue
        pairs = [f"{a} {b}" for a, b in itertools.pairwise(parts)] or parts
        common = len(parts) == 1 and word_classes(key) != {"noun"}
        if not common and not any(counted[pair] for pair in pairs):
            found.add(" ".join(part.capitalize() for part in parts))
    return sorted(found)


def main() -> int:
    folder, target = Path(sys.argv[1]), Path(__file__).parent.parent / "src/fogline/data/truecase.txt"
    head = (
        "# Places whose names the parser's dictionary holds as common words. Built by training/truecase.py from the\n"
    )
    head += "# gazetteer (GeoNames, CC BY 4.0) and counts of lower-case words in the open corpora.\n"
    target.with_name("truecase_places.txt").write_text(head, "utf-8")  # what is there must not count as known
    named = places(folder)
    target.with_name("truecase_places.txt").write_text(head + "\n".join(named) + "\n", "utf-8")
    print(f"{len(named)} names to truecase_places.txt")
    kept = []
    for word, counted in sorted(count(folder).items()):
        best, _ = max(counted.items(), key=lambda item: (item[1], item[0]))
        capitals = sum(n for form, n in counted.items() if form != form.lower())
        if counted.total() >= FEWEST and capitals / counted.total() > SHARE and best != word:
            kept.append(best)
    head = (
        "# Words that news usually writes with capitals inside a sentence, as it writes them.\n"
        f"# Built by training/truecase.py from the texts of {', '.join(CORPORA)} (see the model card): "
        "single words and nothing else of them.\n"
    )
    target.write_text(head + "\n".join(kept) + "\n", "utf-8")
    print(f"{len(kept)} words to {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The plain way to a picture: for each TF-IDF story, the most frequent number of dead and injured, city and first day.

Numbers are those beside the words for dead and injured, by a pattern; the toll is the number that most reports give,
the higher of two. The day is that of the first report. The city is the settlement that the reports name most, found by
spaCy and put at the most populous bearer of its name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from peers.populous import most_populous
from peers.records import Line, Report
from peers.spacy_populous import reader
from peers.tfidf_stories import stories

_WORDS_OF_NUMBERS = "one two three four five six seven eight nine ten"
_NUMBERS = {word: n for n, word in enumerate(_WORDS_OF_NUMBERS.split(), 1)} | {"a": 1, "an": 1}
_MANY = rf"(\d{{1,4}}|{'|'.join(_NUMBERS)})"
_WHO = (
    r"(?:\s+(?:other|more|others|people|persons?|men|man|women|woman|teens?|teenagers?|child|children|victims?)){0,2}"
)
_WERE = r"(?:(?:was|were|is|are|has|have|been|left)\s+){0,2}"


def _pattern(after: str, before: str) -> re.Pattern[str]:
    """A number before the words for what befell them, or behind them."""
    return re.compile(rf"\b{_MANY}{_WHO}\s+{_WERE}(?:{after})\b|\b(?:{before})\s+{_MANY}\b", re.I)


_TOLLS = {
    "killed": _pattern("killed|dead|died|dies|fatally", "killed|killing"),
    "injured": _pattern("injured|wounded|hurt|hospitali[sz]ed", "injured|injuring|wounded|wounding"),
}


def fuse(reports: Sequence[Report]) -> Iterator[Line]:
    """A report line for each report, a development for each story."""
    read = reader()
    groups: dict[str, list[Report]] = defaultdict(list)
    for report, story in zip(reports, stories(reports), strict=True):
        yield {"is": "report", "id": report["id"], "origin": report["id"], "story": story}
        groups[story].append(report)
    for story, group in groups.items():
        named = Counter(place["name"] for report in group for place in read(report)["places"])
        cities = {name: found for name in named if (found := most_populous(name)) and found[3]}
        city = max(cities, key=lambda name: (named[name], name), default=None)
        day = min((report["published"][:10] for report in group if report.get("published")), default=None)
        yield {
            "is": "development",
            "id": story,
            "when": {"begin": day, "finish": day},
            "place": {"name": city, "lat": cities[city][0], "lon": cities[city][1]} if city else {},
            "tolls": [toll for measure in _TOLLS if (toll := _toll(measure, group))],
            "reports": [report["id"] for report in group],
            "origins": len(group),
        }


def _toll(measure: str, group: Sequence[Report]) -> Line | None:
    said = {report["id"]: number for report in group if (number := _number(measure, report["text"]))}
    if not said:
        return None
    often = Counter(said.values())
    best = max(often, key=lambda number: (often[number], number))
    return {
        "measure": measure,
        "group": None,
        "best": best,
        "series": [{"report": r, "best": n} for r, n in said.items()],
    }


def _number(measure: str, text: str) -> int | None:
    """The first number of a report for this measure."""
    found = _TOLLS[measure].search(text)
    if not found:
        return None
    word = (found[1] or found[2]).lower()
    return int(word) if word.isdigit() else _NUMBERS[word]

"""Reads the examples of `docs/reading.md` anew: `python docs/reading_examples.py [--write]`.

In: the tables of the page, whose second column names layers ("speaker: …"). Out: each example that is read otherwise
than the page says; with `--write` the page tells what is read today. Exit status 1 where they differ.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from fogline.claims.extract import extract
from fogline.model.claim import UNRESOLVED, Attribution, Figure, Place, Reading, Span
from fogline.model.report import Capture, Facts, Report
from fogline.reports.read import read

PAGE = Path(__file__).with_name("reading.md")
PUBLISHED = "2023-03-09"  # a Thursday
_ROW = re.compile(r"^\| (?P<sentence>[^|]+) \| (?P<read>(?:\w+: [^|]+)) \| (?P<ought>[^|]+) \|$", re.MULTILINE)


def reading(sentence: str) -> tuple[Report, Reading]:
    """A sentence as a report of its own."""
    facts = Facts(id="r1", published=PUBLISHED, lang="en")
    report = read(Capture(body=sentence.encode(), source="-", media_type="text/plain", facts=facts))
    return report, extract(report)


def _attribution(report: Report, one: Attribution) -> str:
    def words(spans: tuple[Span, ...]) -> str:
        return " … ".join(report.text[span.start : span.end] for span in spans) or "nobody"

    return f"{words(one.source)} / {words(one.cue)} / {words(one.content)}"


def _place(one: Place) -> str:
    if one.lat is None:
        return f"{one.as_worded} without a point"
    return f"{one.as_worded} = {', '.join(dict.fromkeys(filter(None, (one.name, one.admin1, one.country_name))))}"


def _figure(one: Figure) -> str:
    low, high = (None if value is None else f"{value:g}" for value in (one.low, one.high))
    number = low if low == high else f"{low or '?'} to {high or '?'}"
    return f"{number} {one.group or 'people'} {one.measure or 'counted'}"


LAYERS: dict[str, Callable[[Report, Reading], list[str]]] = {
    "said": lambda report, got: [_attribution(report, one) for one in got.attributions],
    "speaker": lambda _, got: [
        "nobody known" if who.name == UNRESOLVED else who.name for claim in got.claims for who in claim.speakers
    ],
    "place": lambda _, got: [_place(one) for one in got.places],
    "at": lambda _, got: [
        f"{claim.kind} at {' and '.join(place.name for place in claim.places) or 'no place'}"
        for claim in got.claims
        if claim.kind
    ],
    "time": lambda report, got: [f"{report.text[one.start : one.end]} = {one.value}" for one in got.times],
    "figure": lambda _, got: [_figure(one) for one in got.figures],
    "event": lambda _, got: [f"{claim.kind} ({claim.stage})" for claim in got.claims if claim.kind],
    "sure": lambda _, got: [
        f"{claim.kind or 'a claim'} {claim.stance}, {claim.certainty.value}" for claim in got.claims
    ],
}


def today(sentence: str, told: str) -> str:
    """What is read in a sentence today, in the layers that the page tells of."""
    report, got = reading(sentence)
    layers = [part.partition(":")[0] for part in told.split("; ") if part.partition(":")[0] in LAYERS]
    return "; ".join(
        f"{layer}: {', '.join(dict.fromkeys(LAYERS[layer](report, got))) or 'nothing'}" for layer in layers
    )


def rows(page: str) -> Iterator[re.Match[str]]:
    """The examples of the page: sentence, what is read, what ought to be read."""
    return _ROW.finditer(page)


def main() -> int:
    """Prints what the page tells wrongly, or puts it right."""
    page = PAGE.read_text("utf-8")

    def anew(row: re.Match[str]) -> str:
        return f"| {row['sentence']} | {today(row['sentence'], row['read'])} | {row['ought']} |"

    changed = [
        (row["sentence"], row["read"], now)
        for row in rows(page)
        if (now := today(row["sentence"], row["read"])) != row["read"]
    ]
    for sentence, before, now in changed:
        print(f"{sentence}\n    page:  {before}\n    today: {now}")
    if "--write" in sys.argv:
        PAGE.write_text(_ROW.sub(anew, page), "utf-8")
    return int(bool(changed))


if __name__ == "__main__":
    sys.exit(main())

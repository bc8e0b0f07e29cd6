"""`fogline annotate`: what each report says, as the JSON object of the contract.

In: captures. Out: one line of JSON a report, in the order that they came in, or the reason why it was set aside.
Refused: nothing. A report that the reader cannot read has its line, with empty layers and the reason in `unread`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fogline.model.claim import Attribution, EventWord, Reading, Span
from fogline.model.codec import Json, encode
from fogline.model.report import Capture, Report, SetAside
from fogline.run.pool import in_order
from fogline.run.read import fault_of_the_reader, read_one


def annotate(captures: Iterable[Capture | SetAside], *, jobs: int | None = None) -> Iterator[str | SetAside]:
    """One line of JSON a report, in order."""
    return in_order(annotate_one, captures, jobs=jobs)


def annotate_one(capture: Capture | SetAside) -> str | SetAside:
    """The line of one capture, or why there is none."""
    entry = read_one(capture)
    if isinstance(entry, SetAside):
        return entry
    try:
        return json.dumps(annotation(entry.report, entry.reading), ensure_ascii=False)
    except Exception as fault:  # noqa: BLE001
        return fault_of_the_reader(entry.capture.source, fault)


def annotation(report: Report, reading: Reading) -> dict[str, Json]:
    """The contract's object for one report."""
    from fogline.picture.fuse import fuse
    from fogline.picture.incidents import incidents

    report = report.as_read
    picture = fuse([report], reading.claims)
    return {
        "id": report.id,
        "lang": report.lang,
        "published": report.published,
        "published_basis": report.published_basis,
        "attributions": [_attribution(one) for one in reading.attributions],
        "places": encode(reading.places),
        "times": encode(reading.times),
        "figures": encode(reading.figures),
        "claims": [*map(encode, reading.claims), *(_event_word(report, word) for word in reading.event_words)],
        "developments": encode(incidents(report, reading, picture.developments)),
        "unread": reading.unread,
    }


def _event_word(report: Report, word: EventWord) -> dict[str, Json]:
    """A word that tells an event of any sort, as a claim of kind "other" without what only kinds of the table have."""
    from fogline.picture.events import KIND, METHOD, word_id

    return {
        "id": word_id(report.id, word),
        "report": report.id,
        "start": word.start,
        "end": word.end,
        "quote": report.text[word.start : word.end],
        "kind": KIND,
        "method": {"name": METHOD, "version": "1"},
    }


def _attribution(attribution: Attribution) -> dict[str, Json]:
    return {
        "cue": _pairs(attribution.cue),
        "source": _pairs(attribution.source),
        "content": _pairs(attribution.content),
    }


def _pairs(spans: tuple[Span, ...]) -> list[Json]:
    return [[span.start, span.end] for span in spans]

"""`fogline picture`: what all reports add up to, as the JSON objects of the contract.

In: a picture and the reports that it was made of. Out: one line of JSON each for reports, developments, statuses and
conflicts, ordered by `is`, then by date (unknown last), then by id. Refused: nothing.

Different reports under one id cannot be told apart by it: one is kept, the same in any order of arrival, and the others
are set aside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from fogline.model.codec import Json, canonical, encode
from fogline.model.picture import Development, Picture
from fogline.model.report import Report, SetAside
from fogline.store.contract import Entry


def lines(picture: Picture, reports: Iterable[Report], events: Iterable[Development] = ()) -> Iterator[str]:
    """The contract's lines for a picture, with the events of any sort that words tell beside its developments."""
    published = {report.id: report.published for report in reports}
    rows: list[tuple[str, str | None, str, object]] = [
        *(("report", published.get(line.id), line.id, line) for line in picture.reports),
        *(("development", found.when.begin, found.id, found) for found in (*picture.developments, *events)),
        *(("status", status.since or status.last_confirmed, status.id, status) for status in picture.statuses),
        *(("conflict", None, conflict.id, conflict) for conflict in picture.conflicts),
    ]
    for name, _, _, noun in sorted(rows, key=lambda row: (row[0], row[1] is None, row[1] or "", row[2])):
        yield json.dumps({"is": name, **_object(noun)}, ensure_ascii=False)


def one_an_id(entries: Iterable[Entry | SetAside]) -> tuple[list[Entry], list[SetAside]]:
    """The entries with each id once, whatever their order, and what was set aside."""
    kept: dict[str, Entry] = {}
    aside: list[SetAside] = []
    for entry in entries:
        if isinstance(entry, SetAside):
            aside.append(entry)
            continue
        other = kept.get(entry.report.id)
        if other is None:
            kept[entry.report.id] = entry
        elif _content(other) != _content(entry):
            first, second = sorted((other, entry), key=_content)
            kept[entry.report.id] = first
            reason = f"has the id {entry.report.id} of another report. Give each report an id of its own."
            aside.append(SetAside(source=second.capture.source, reason=reason))
    return list(kept.values()), aside


def _content(entry: Entry) -> tuple[str, str]:
    report = entry.report
    return report.text, canonical([report.published, report.outlet, report.title, report.url, report.lang]).decode()


def _object(noun: object) -> dict[str, Json]:
    fields = encode(noun)
    return fields if isinstance(fields, dict) else {}

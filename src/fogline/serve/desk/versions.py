"""What a report said before: each text that it came with, word by word against the one before.

In: a view that withholds, a report. Out: `Version`s in order, the first without a comparison. Refused: versions that
were recorded after the day as of which the desk stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fogline.model.report import Report
from fogline.outputs.changes import Stretch, word_changes
from fogline.serve.desk.sight import Sight

_AROUND = 12  # words shown before and after a change


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of a report."""

    recorded_at: str
    title: str | None
    before: str | None  # the title that it had before, where that was another
    stretches: tuple[Stretch, ...]  # of the text before and this one; long stretches that were kept are shortened
    changed: bool  # whether words went or came


def versions(sight: Sight, report: str) -> list[Version]:
    """All texts that a report came with, the earliest first; those of which nothing changed are left out."""
    found: list[Version] = []
    before: Report | None = None
    for revision in sight.view.revisions(report):
        if sight.as_of and revision.recorded_at[:10] > sight.as_of:
            continue
        now = revision.report
        stretches: tuple[Stretch, ...] = () if before is None else word_changes(before.text, now.text)
        changed = any(one.sort != "kept" for one in stretches)
        titled = before is not None and before.title != now.title
        if before is None or changed or titled:
            found.append(
                Version(
                    recorded_at=revision.recorded_at, title=now.title,
                    before=before.title if before is not None and titled else None,
                    stretches=tuple(_shortened(stretches)), changed=changed,
                )
            )  # fmt: skip
        before = now
    return found


def _shortened(stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    for number, one in enumerate(stretches):
        first, last = number == 0, number == len(stretches) - 1
        if one.sort == "kept" and len(one.words) > _AROUND * (1 if first or last else 2) + 1:
            before = () if first else one.words[:_AROUND]
            after = () if last else one.words[-_AROUND:]
            yield Stretch(sort="kept", words=(*before, "…", *after))
        else:
            yield one

"""`fogline changes`: what was corrected after it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fogline.serve.notices import leave
from fogline.serve.options import As, Format, LedgerPath, source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fogline.outputs.changes import Change
    from fogline.outputs.tables import Row
    from fogline.store.contract import View


def changes(
    report: Annotated[
        str | None, typer.Argument(metavar="[REPORT]", help="One report's id.", show_default=False)
    ] = None,
    ledger: LedgerPath = None,
    form: As = Format.TABLE,
) -> None:
    """Show what was corrected in reports, word by word.

    A report that came again with another text is kept beside what it said before. Words in [-…-] are gone, words in
    {+…+} have come.

    \b
    Example:
      fogline changes --ledger war.ledger
      fogline changes p_4f1c0a9be2d37715 --format json
    """
    from fogline.serve.holdings import ledger_path
    from fogline.serve.show import show
    from fogline.serve.withdrawn import Remaining, taken_down
    from fogline.store.sqlite import open_ledger

    columns = ("report", "outlet", "title", "recorded_at", "changed")
    with open_ledger(ledger_path(source(None, ledger)), create=False) as opened:
        view = Remaining(opened.view(), taken_down(opened.view()))
        leave(found=bool(show(_changes(view, report), _rows, form, columns=columns)))


def _changes(view: View, report: str | None) -> Iterator[Change]:
    from fogline.outputs.changes import Change, word_changes

    before = None
    for now in view.revisions(report):
        if before is not None and before.report.id == now.report.id and before.report.text != now.report.text:
            yield Change(
                report=now.report,
                before=before.report,
                recorded_at=now.recorded_at,
                stretches=word_changes(before.report.text, now.report.text),
            )
        before = now


def _rows(changes: Iterable[Change]) -> list[Row]:
    from fogline.outputs.changes import shown

    return [
        {
            "report": one.report.id, "outlet": one.report.outlet, "title": one.report.title, "url": one.report.url,
            "recorded_at": one.recorded_at, "changed": shown(one.stretches),
        }
        for one in changes
    ]  # fmt: skip

"""Who is heard how often in the holdings, by the rule of `picture.silence`.

In: a view, the day of asking. Out: `Silence`s, silent ones first. Refused: nothing; without a dated report there are
none.
"""

from __future__ import annotations

from collections.abc import Iterator

from fogline.model.claim import UNRESOLVED
from fogline.picture.days import day_number
from fogline.picture.silence import Silence, counted, silences
from fogline.store.contract import View

Row = tuple[str, str, int, int]


def hearing(
    view: View, as_of: str | None, *, place: str | None = None, speaker: str | None = None, only: str | None = None
) -> tuple[Silence, ...]:
    """How outlets, speakers and places are heard; of one place or speaker, only that; or `only` all of one sort."""
    rows = list(_rows(view, only))
    last = max((day for _, _, day, _ in rows), default=None)
    today = day_number(as_of) or last
    if today is None:
        return ()
    wanted = {(what, name.casefold()) for what, name in (("place", place), ("speaker", speaker)) if name}
    heard = counted(row for row in rows if not wanted or (row[0], row[1].casefold()) in wanted)
    return silences(heard, today)


def _rows(view: View, only: str | None) -> Iterator[Row]:
    for one in view.heard(only):
        day = day_number(one.day)
        if day is not None and one.name != UNRESOLVED:
            yield one.what, one.name, day, one.reports
            if one.what == "outlet":
                yield "all", "all reports", day, one.reports

"""Whether two tellings of one report are of different times, where neither gives an hour or a day that decides it.

Comes in: tellings in the order of the text. Goes out: yes or no.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fogline.picture.days import DAY, Minutes, day_number
from fogline.picture.tellings import Telling

_MONTH = 31  # days before a report, from which what it tells is no news
_NEXT = 150  # characters to what goes on telling of the past


def of_another_time(known: Sequence[Telling], new: Sequence[Telling], others: Iterable[Sequence[Telling]]) -> bool:
    """Whether one was over before the other, or long ago while the other has no day, in a report with news of its own.

    `others`: all that the report tells as fact. What goes on right behind is of the same time: "In August 2022 gunmen
    held the hotel. At least 21 people died".
    """
    if _over_before(known, new) or _over_before(new, known):
        return True
    dated, undated = (known, new) if _is_timed(known) else (new, known)
    if not _is_timed(dated) or _is_timed(undated) or not is_long_ago(dated):
        return False
    last, one = known[-1].claim, new[0].claim
    goes_on = is_long_ago(known) and 0 <= one.start - last.end <= _NEXT
    return not goes_on and any(_times(some) and not is_long_ago(some) for some in others)


def _over_before(one: Sequence[Telling], other: Sequence[Telling]) -> bool:
    """Whether all that is said of the time of one was over before the other began: "last month", and last night."""
    ends, begins = [last for _, last in _times(one)], [first for first, _ in _times(other)]
    return bool(ends and begins) and min(begins) - max(ends) > DAY


def is_long_ago(tellings: Sequence[Telling]) -> bool:
    """Whether all that tellings say of their time is more than a month before they were published."""
    times, published = _times(tellings), [day_number(one.order[0]) for one in tellings]
    told_by = min((day for day in published if day is not None), default=None)
    return bool(times) and told_by is not None and all(told_by - last / DAY > _MONTH for _, last in times)


def _is_timed(tellings: Sequence[Telling]) -> bool:
    return any(told.days is not None for told in tellings)


def _times(tellings: Sequence[Telling]) -> list[Minutes]:
    """All times that tellings give, long ones too."""
    return [told.days for told in tellings if told.days is not None]

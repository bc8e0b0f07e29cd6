"""What a time expression means on the calendar: TIMEX3 type and value, interval, and from what it was reckoned.

In: a `TimeMatch` and a `Now` (the day from which the text speaks, what was spoken of before, the tense). Out: a
`Sense`, or None where the words are no time after all. No word of any language stands here, and no clock is read.
"""

from __future__ import annotations

from collections.abc import Callable

from fogline.claims.time_days import moment_sense
from fogline.claims.time_lengths import (
    day_shift_sense,
    duration_sense,
    reference_sense,
    set_sense,
    shifted_sense,
    span_sense,
    these_sense,
    year_ago_sense,
)
from fogline.claims.time_matches import TimeMatch
from fogline.claims.time_periods import (
    century_sense,
    decade_sense,
    month_sense,
    plain_year_sense,
    quarter_sense,
    season_sense,
    unit_sense,
    year_period_sense,
)
from fogline.claims.time_sense import Now, Sense

_FORMS: dict[str, Callable[[TimeMatch, Now], Sense | None]] = {
    "moment": moment_sense,
    "month": month_sense,
    "season": season_sense,
    "year": plain_year_sense,
    "decade": decade_sense,
    "century": century_sense,
    "quarter": quarter_sense,
    "yearperiod": year_period_sense,
    "unit": unit_sense,
    "duration": duration_sense,
    "span": span_sense,
    "shifted": shifted_sense,
    "yearago": year_ago_sense,
    "dayshift": day_shift_sense,
    "set": set_sense,
    "these": these_sense,
    "reference": reference_sense,
}


def sense_of(match: TimeMatch, now: Now) -> Sense | None:
    """What a match means from where the text speaks."""
    try:
        return _FORMS[match.form](match, now)
    except (ValueError, OverflowError):
        return None  # off the calendar: "30 February", "40,000 years ago"

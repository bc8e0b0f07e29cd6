"""When an outlet is asked next: pure arithmetic, with chance as an argument.

In: how often it is asked at most, how it went, a source of chance. Out: seconds to wait. Refused: nothing.

An outlet with news is asked as often as its subscription says; one without, less and less, up to `SLOWEST` times as
seldom. One that fails is asked after twice as long each time, up to a day, or when it says itself. All waits are spread
by chance, so that a thousand outlets are not asked in one second.
"""

from __future__ import annotations

import random
import re

from fogline.model.errors import QueryError

SLOWEST = 6  # times the interval of the subscription: 30 minutes for 5
LONGEST = 86_400.0  # seconds; also the most that a Retry-After is believed
_SPREAD = 0.1
_UNITS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0}


def seconds(written: str) -> float:
    """An interval as written in a subscription.

    >>> seconds("5m"), seconds("1.5h"), seconds("90s")
    (300.0, 5400.0, 90.0)
    >>> seconds("often")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: often: no interval. Write one as 90s, 5m, 2h or 1d, at least 30s.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", written)
    length = float(found[1]) * _UNITS[found[2]] if found else 0.0
    if not 30.0 <= length <= 30 * LONGEST:
        raise QueryError(f"{written}: no interval. Write one as 90s, 5m, 2h or 1d, at least 30s.")
    return length


def after_news(interval: float, every: float, *, news: bool) -> float:
    """The interval from now on, by whether there was news.

    >>> after_news(300.0, 300.0, news=False), after_news(1_700.0, 300.0, news=False)
    (375.0, 1800.0)
    >>> after_news(1_500.0, 300.0, news=True)
    750.0
    """
    return max(every, interval / 2) if news else min(max(every, interval) * 1.25, float(every * SLOWEST))


def after_failure(failures: int, every: float, retry_after: float | None, chance: random.Random) -> float:
    """Seconds to wait after so many failures in a row."""
    doubled = min(every * 2.0 ** min(failures, 20), LONGEST)
    spread = doubled * (0.5 + chance.random() / 2)
    return max(spread, min(retry_after or 0.0, LONGEST))


def spread(interval: float, chance: random.Random) -> float:
    """The interval, a little shorter or longer by chance."""
    return interval * (1 + _SPREAD * (2 * chance.random() - 1))


def second_wait(interval: float, chance: random.Random) -> float:
    """Seconds to wait after the first look since a start, so that outlets which were asked at once are not for ever.

    After a start all are asked within moments, and by intervals alone they would stay together for hours: what they
    bring would wait to be read, and then the reader for them. One interval at least, two at most.
    """
    return interval * (1 + chance.random())


def first_wait(due: float | None, now: float, interval: float, outlets: int, chance: random.Random) -> float:
    """Seconds to wait after a start. A clock that was set back, or forward, delays nothing by more than an interval.

    >>> first_wait(1_000.0, 900.0, 300.0, 1, random.Random(1)), first_wait(9e9, 900.0, 300.0, 1, random.Random(1))
    (100.0, 300.0)
    """
    if due is None:
        return chance.random() * min(interval, outlets / 10)
    return min(max(0.0, due - now), max(interval, 0.0))

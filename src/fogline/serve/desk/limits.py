"""How often something may be tried: so many times within so many seconds, for each name or address.

In: who tries, and when. Out: 0, or how many seconds to wait. Refused: nothing.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field

_MOST_HELD = 10_000  # names that are remembered; of more, those that tried longest ago are forgotten


@dataclass(slots=True, kw_only=True)
class Limit:
    """At most `most` within `within_s`.

    >>> two = Limit(most=2, within_s=60.0)
    >>> two.take("ana", 0.0), two.take("ana", 1.0), two.take("ana", 2.0), two.take("ben", 2.0)
    (0, 0, 58, 0)
    """

    most: int
    within_s: float
    _held: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, who: str, now: float) -> int:
        """Counts one try, unless there were too many already: then the seconds until one is allowed again."""
        with self._lock:
            wait = self._wait(who, now)
            if not wait:
                self._held.setdefault(who, deque()).append(now)
                self._held.move_to_end(who)
                while len(self._held) > _MOST_HELD:
                    self._held.popitem(last=False)
            return wait

    def wait(self, who: str, now: float) -> int:
        """The seconds until a try is allowed, without counting one."""
        with self._lock:
            return self._wait(who, now)

    def forget(self, who: str) -> None:
        """Begins anew for a name."""
        with self._lock:
            self._held.pop(who, None)

    def _wait(self, who: str, now: float) -> int:
        tries = self._held.get(who)
        while tries and now - tries[0] >= self.within_s:
            tries.popleft()
        return math.ceil(tries[0] + self.within_s - now) if tries and len(tries) >= self.most else 0

"""Pages that are made once for each state of the ledger; while a new one is made, the last whole one is still sent.

In: questions. Out: answers with the mark of the state that they tell. Refused: what the page's maker refuses.

Reports come in all day, and each of them changes the state. A page that somebody asked for lately is made anew by a
thread as soon as the state changes, those that take longest first; who asks meanwhile gets the one of the state before,
for at most `MOST_BEHIND` seconds after that was known, and at once. Whoever wants the newest state whatever it takes
asks with `Cache-Control: no-cache`, as a browser does that is told to load a page again.
"""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from fogline.model.errors import FoglineError
from fogline.serve.desk.asked import Asked
from fogline.serve.desk.language import speaking, spoken
from fogline.serve.desk.opened import Opened
from fogline.serve.desk.page import Answer, Maker, Remembered, answer, beside, etag
from fogline.serve.desk.sight import Sight

MOST_BEHIND = 60.0  # seconds that a page may lag behind the state that is known
ASKED_LATELY = 300.0  # seconds for which a page is made anew by itself after somebody asked for it
MOST_RENEWED = 100  # pages
_STATES_KNOWN = 20
LOOKS_EVERY = 0.5  # seconds between two looks at the state


@dataclass(slots=True)
class _Last:
    """The last answer to a question, the state that it tells, and how many seconds it took."""

    mark: str
    made: Answer
    stamp: str
    took: float
    asked_at: float
    asked: Asked
    make: Maker
    tongue: str  # the language that whoever asked reads


class Renewed:
    """The pages of a desk."""

    def __init__(self, opened: Opened, clock: Callable[[], float] = time.monotonic) -> None:
        self._opened = opened
        self._clock = clock
        self._remembered = Remembered()
        self._last: OrderedDict[str, _Last] = OrderedDict()
        self._states: OrderedDict[str, float] = OrderedDict()  # when each was known first, the newest last
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._ends = False
        self._thread = threading.Thread(target=self._renew, name="fogline-desk-renewal", daemon=True)

    def start(self) -> None:
        """Begins to make pages anew when the state changes."""
        self._thread.start()

    def close(self) -> None:
        """Ends that."""
        self._ends = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join()

    def page(self, asked: Asked, make: Maker, *, newest: bool = False) -> tuple[str, Answer]:
        """The answer and its mark. `newest`: of the state that is known now, however long it takes."""
        with self._opened.sight(asked.as_of) as sight:
            key = _key(sight, asked)
            mark, now = etag(sight, asked), self._clock()
            made = self._remembered.get(mark)
            with self._lock:
                self._known(sight.stamp, now)
                last = self._last.get(key)
                if made is None and not newest and last is not None:
                    last.asked_at = now
                    if self._behind(last, now) <= MOST_BEHIND:
                        return last.mark, last.made
            if made is None:
                made = self._made(sight, asked, make, mark)
                took = self._clock() - now
            else:
                took = last.took if last is not None else 0.0
            stamp = sight.stamp
        self._note(key, _Last(mark, made, stamp, took, asked_at=now, asked=asked, make=make, tongue=spoken()))
        return mark, made

    def _known(self, stamp: str, now: float) -> None:
        """Takes note of when a state was known first."""
        self._states.setdefault(stamp, now)
        while len(self._states) > _STATES_KNOWN:
            self._states.popitem(last=False)

    def _behind(self, last: _Last, now: float) -> float:
        """For how many seconds a state after that of a page has been known."""
        states = [*self._states]
        if last.stamp not in self._states:
            return math.inf
        after = states.index(last.stamp) + 1
        return now - self._states[states[after]] if after < len(states) else 0.0

    def _made(self, sight: Sight, asked: Asked, make: Maker, mark: str) -> Answer:
        made = answer(make(sight, asked), sight, asked, self._opened.name)
        self._remembered.put(mark, made)
        return made

    def _note(self, key: str, last: _Last) -> None:
        with self._lock:
            self._last[key] = last
            self._last.move_to_end(key)
            while len(self._last) > MOST_RENEWED:
                self._last.popitem(last=False)

    def _renew(self) -> None:
        """Makes what was asked for lately anew, whenever the state has changed, those that take longest first."""
        seen = ""
        while not self._ends:
            self._wake.wait(LOOKS_EVERY)
            self._wake.clear()
            before, seen = seen, self._state()
            if seen == before:
                continue
            with self._lock:
                lately = self._clock() - ASKED_LATELY
                for key in [key for key, last in self._last.items() if last.asked_at < lately]:
                    del self._last[key]
                some = sorted(self._last.items(), key=lambda pair: (-pair[1].took, pair[0]))
            for key, last in some:
                if self._ends:
                    break
                self._again(key, last)

    def _state(self) -> str:
        """The state that is known now; the one before is good enough where none can be seen."""
        try:
            with self._opened.sight(None) as sight, self._lock:
                self._known(sight.stamp, self._clock())
                return sight.stamp
        except FoglineError:
            return ""

    def _again(self, key: str, last: _Last) -> None:
        """Makes one page anew where it tells an earlier state."""
        try:
            with speaking(last.tongue), self._opened.sight(last.asked.as_of) as sight:
                mark, now, stamp = etag(sight, last.asked), self._clock(), sight.stamp
                with self._lock:
                    self._known(stamp, now)
                made = self._remembered.get(mark)
                took = last.took
                if made is None:
                    made = self._made(sight, last.asked, last.make, mark)
                    took = self._clock() - now
        except FoglineError:  # it is not there any more: whoever asks next is told so
            with self._lock, contextlib.suppress(KeyError):
                del self._last[key]
            return
        with self._lock:
            last.mark, last.made, last.stamp, last.took = mark, made, stamp, took


def _key(sight: Sight, asked: Asked) -> str:
    return f"{asked.form} {spoken()} {beside(sight, asked)} {asked.again()}"

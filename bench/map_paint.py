"""How soon the desk's map is seen with very many developments: the page made, sent, and painted in headless Chromium.

In: how many developments, of how many places (made up, between 44° and 52° N, 22° and 40° E). Out: a line a view: size
of the page, processor time of the server, time to first paint and to the whole page, median and worst of the rounds.
Refused: a machine without Playwright or Chromium. Rounds after the first get the page that the desk remembers.

    python bench/map_paint.py --developments 100000 --places 20000
"""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.request import urlopen

from desk_opened import CHROMIUM, QUIET, served
from fogline.model.claim import Place, Stage, When
from fogline.model.errors import QueryError
from fogline.model.picture import Development, Judgement, Picture, Status
from fogline.picture.days import day_number, day_text
from fogline.serve.desk.sight import OpenView, Sight
from fogline.serve.holdings import Holdings
from fogline.serve.selection import Material
from fogline.serve.withdrawn import NOTHING_TAKEN
from fogline.store.memory import MemoryStore

FIRST = "2022-02-24"
_DAYS, _ROUNDS = 730, 5
_SEED = 7
KINDS = ("shelling", "missile_strike", "armed_clash", "advance", "drone_strike")
VIEWS = ("map", "map?view=48.00,31.00,600", "map?view=48.00,31.00,100", "timeline")


@dataclass(slots=True, kw_only=True)
class MadeUp:
    """A desk on a picture that was made up."""

    picture: Picture
    name: str = "made up"
    keeps: bool = False

    @contextlib.contextmanager
    def sight(self, as_of: str | None) -> Iterator[Sight]:
        """All of it, whatever the day."""
        view = OpenView(MemoryStore().view(), {}, NOTHING_TAKEN)
        held = Holdings(view=view, as_of=as_of, at_hand=(self.picture, Material.of((), ())))
        last = day_text((day_number(FIRST) or 1) + _DAYS)
        yield Sight(held=held, view=view, stamp="made up", first=FIRST, last=last)

    def record(self, judgement: Judgement) -> None:
        """Refused: a picture that was made up has no ledger in which a decision would stay."""
        raise QueryError(f"{self.name}: decisions are kept in a ledger.")

    def behind(self) -> int:
        """Nothing is waiting."""
        return 0

    def start(self) -> None:
        """Nothing is added."""

    def close(self) -> None:
        """Nothing to let go of."""


def made_up(developments: int, places: int) -> Picture:
    """Developments at places, some of which happen far more often than others; a status for every tenth place."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    where = [
        Place(start=0, end=0, name=f"Village {one}", as_worded="", lat=round(chance.uniform(44, 52), 2),
              lon=round(chance.uniform(22, 40), 2), radius_km=1 + chance.random() * 3, geonameid=one + 1)
        for one in range(places)
    ]  # fmt: skip
    begin = day_number(FIRST) or 1
    happened = []
    for one in range(developments):
        day = day_text(begin + chance.randrange(_DAYS))
        place = where[int(places * chance.random() ** 2)]
        happened.append(Development(id=f"d_{one:08}", kind=chance.choice(KINDS), stage=Stage.HAPPENED,
                                    when=When(begin=day, finish=day, edtf=day), place=place))  # fmt: skip
    statuses = [
        Status(id=f"t_{one.geonameid}", place=one, subject=one.name, aspect="control", value="held", by="Ukraine",
               layer=chance.choice(("claimed", "assessed")), since=FIRST)
        for one in where[::10]
    ]  # fmt: skip
    return Picture(as_of=None, developments=tuple(happened), statuses=tuple(statuses))


def main() -> int:
    """Makes the picture, opens the desk on it, and looks at it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--developments", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=20_000)
    asked = parser.parse_args()
    if CHROMIUM is None:
        print("no Chromium here: apt-get install chromium", file=sys.stderr)
        return 2
    from playwright.sync_api import sync_playwright

    desk = MadeUp(picture=made_up(asked.developments, asked.places))
    with served(desk) as here, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for address in VIEWS:
            begin = time.process_time()
            body = urlopen(f"{here}/{address}").read()  # noqa: S310 - this machine
            spent = time.process_time() - begin
            paints, wholes = [], []
            for _ in range(_ROUNDS):
                page = browser.new_page(viewport={"width": 1100, "height": 900})
                page.goto(f"{here}/{address}", wait_until="load")
                paints.append(_of(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime"))
                wholes.append(_of(page, "performance.getEntriesByType('navigation')[0].loadEventStart"))
                page.close()
            first, whole = (statistics.median(one) for one in (paints, wholes))
            print(
                f"{address:<28} {len(body) / 1000:6.0f} kB, made in {spent * 1000:6.0f} ms of processor; first paint "
                f"{first:5.0f} ms (worst {max(paints):5.0f}), whole {whole:5.0f} ms"
            )
        browser.close()
    return 0


def _of(page: object, what: str) -> float:
    return float(page.evaluate(what))  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())

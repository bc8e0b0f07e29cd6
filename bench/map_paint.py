"""How soon the desk's map is seen with very many developments, and how it moves: in headless Chromium.

In: how many developments, of how many places (made up, between 44° and 52° N, 22° and 40° E), in the rows beside a
ledger, as they are when reports were added up; and for two views in memory, as of a day that was asked for. Out: a line
a view: size of the page, processor time that it takes to make, time to first paint, first of a page that nobody asked
for before (of the first map and the first timeline nothing is at hand at all: each has a desk of its own), then of one
that the desk remembers, and frames a second while the map is dragged; written to docs/map.json and the table in
docs/desk.md. Refused: a machine without Playwright or Chromium. Chromium has no graphics card (`--disable-gpu`).

    python bench/map_paint.py --developments 100000 --places 20000
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import math
import os
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from desk_opened import CHROMIUM, QUIET, served
from fogline.model.claim import Place, Stage, When
from fogline.model.errors import QueryError
from fogline.model.picture import Development, Judgement, Picture, Status
from fogline.picture.days import day_number, day_text
from fogline.run.fusing import row_of, stamp_of
from fogline.serve.desk.opened import Kept, Opened, OpenedLedger
from fogline.serve.desk.serving import collect_seldom
from fogline.serve.desk.sight import OpenView, Sight
from fogline.serve.holdings import Holdings
from fogline.serve.selection import Material
from fogline.serve.withdrawn import NOTHING_TAKEN
from fogline.store.fused import Fused, beside
from fogline.store.memory import MemoryStore
from fogline.store.sqlite import open_ledger
from score import between
from scoring import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FIRST = "2022-02-24"
_DAYS, _ROUNDS = 730, 5
_SEED = 7
_PATIENCE_MS = 30_000  # for one paint
_DRAGS_S = 2.0  # seconds for which a map is dragged
_PAINTED = "(performance.getEntriesByName('first-contentful-paint')[0] || {startTime: 0}).startTime"
KINDS = ("shelling", "missile_strike", "armed_clash", "advance", "drone_strike")
TOLD, PAGE = ROOT / "docs/map.json", ROOT / "docs/desk.md"
NEW_DESKS = (  # the views that are looked at one after another, of desks that were opened just before
    ("map", "map?view=48.00,31.00,600", "map?view=48.00,31.00,100"),
    ("timeline", "timeline?by=kind"),
    ("developments",),
)
IN_MEMORY = ("map", "timeline")


@dataclass(slots=True, kw_only=True)
class MadeUp:
    """A desk on a picture that was made up."""

    picture: Picture
    name: str = "made up"
    kept: Kept[object] = field(default_factory=lambda: Kept(3))
    keeps: bool = False

    @contextlib.contextmanager
    def sight(self, as_of: str | None) -> Iterator[Sight]:
        """All of it, whatever the day."""
        view = OpenView(MemoryStore().view(), {}, NOTHING_TAKEN)
        held = Holdings(view=view, as_of=as_of, at_hand=(self.picture, Material.of((), ())))
        last = day_text((day_number(FIRST) or 1) + _DAYS)
        yield Sight(held=held, view=view, stamp="made up", first=FIRST, last=last, kept=self.kept)

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


def ledger_with(picture: Picture, folder: Path) -> Path:
    """A ledger without reports, beside it the rows of a picture as if its reports had been added up."""
    path = folder / "made_up.ledger"
    last = day_text((day_number(FIRST) or 1) + _DAYS)
    told: list[Development | Status] = [*picture.developments, *picture.statuses]
    rows = [row_of(one, (), {}) for one in told]
    with open_ledger(path) as ledger, Fused(beside(path)) as fused:
        facts = {"today_on": last, "first": FIRST, "last": last}
        fused.replace((), [(b"made up", rows)], stamp_of(ledger.view()), facts)
    return path


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

    picture = made_up(asked.developments, asked.places)
    found: dict[str, dict[str, float]] = {}
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        path = ledger_with(picture, Path(folder))
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))

        def look(desk: Opened, addresses: Sequence[str], of: str = "") -> None:
            with served(desk) as here:
                collect_seldom()
                for address in addresses:
                    found[of + address] = looked_at(browser, here, address)
                    print(of + address, found[of + address], flush=True)

        for address in IN_MEMORY:
            look(MadeUp(picture=picture), [address], "in memory: ")
        del picture
        for addresses in NEW_DESKS:
            look(OpenedLedger(path), addresses)
        browser.close()
    told = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load_average": round(os.getloadavg()[0], 1),
        "developments": asked.developments, "places": asked.places, "views": found,
    }  # fmt: skip
    TOLD.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    between(PAGE, "map", table(found))
    return 0


def looked_at(browser: Browser, here: str, address: str) -> dict[str, float]:
    """One view: seen for the first time, seen again, dragged."""
    found: dict[str, float] = {}
    processor = time.process_time()
    paints: list[float] = []
    for _ in range(_ROUNDS):
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.goto(f"{here}/{address}", wait_until="load", timeout=_PATIENCE_MS)
        paints.append(_painted(page))
        if len(paints) == 1:
            found["made_ms_of_processor"] = round(1000 * (time.process_time() - processor))
            found["page_kb"] = round(len(page.content()) / 1000)
        if len(paints) == _ROUNDS and page.locator("svg.map").count():
            found |= _dragged(page)
        page.close()
    return found | {
        "first_paint_ms": round(paints[0]),
        "first_paint_again_ms": round(statistics.median(paints[1:])),
        "first_paint_again_worst_ms": round(max(paints[1:])),
    }


def _painted(page: Page) -> float:
    """When it was painted first; the entry may come after the page is whole."""
    ends = time.monotonic() + _PATIENCE_MS / 1000
    while not (at := float(page.evaluate(_PAINTED))):
        if time.monotonic() > ends:
            raise SystemExit(f"{page.url}: nothing was painted within {_PATIENCE_MS / 1000:.0f} s")
        page.wait_for_timeout(20)
    return at


def _dragged(page: Page) -> dict[str, float]:
    """Frames a second while the map is dragged about, and the longest that one stood still."""
    box = page.locator("svg.map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(
        """() => { window.frames_at = []; const next = (at) => { window.frames_at.push(at);
        requestAnimationFrame(next); }; requestAnimationFrame(next); }"""
    )
    ends, step = time.monotonic() + _DRAGS_S, 0
    while time.monotonic() < ends:
        step += 1
        page.mouse.move(x + 200 * math.sin(step / 9), y + 120 * math.cos(step / 7))
    moved = page.locator("svg.map").evaluate("one => one.parentElement.style.transform")
    at = page.evaluate("window.frames_at")
    page.keyboard.press("Escape")
    page.mouse.up()
    if not moved:
        raise SystemExit("the map did not follow the pointer")
    gaps = [later - one for one, later in itertools.pairwise(at)]
    return {"frames_a_second": round(1000 * len(gaps) / sum(gaps), 1), "longest_frame_ms": round(max(gaps))}


def table(found: dict[str, dict[str, float]]) -> str:
    """The figures as they stand in the docs."""
    lines = [
        "| page | size | made, in processor time | first paint | first paint again | dragged |",
        "|---|---|---|---|---|---|",
    ]
    for address, one in found.items():
        of, _, name = address.rpartition(": ")
        frames = f"{one['frames_a_second']:g} frames/s" if "frames_a_second" in one else ""
        lines.append(
            f"| {of + ', ' if of else ''}`/{name}` | {one['page_kb']:g} kB | {one['made_ms_of_processor']:,.0f} ms "
            f"| {one['first_paint_ms']:,.0f} ms | {one['first_paint_again_ms']:,.0f} ms | {frames} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

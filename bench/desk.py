"""How the desk holds up: each page's cost, and N readers over HTTP while reports come in.

In: a ledger. Out, with `--pages`: one line a page: its size, processor time for the first answer and for the same one
again. Out, without: the 50th, 95th and 99th of a hundred of the times that readers wait, for Today, Place, Development
and search, written to docs/desk.json. Refused: nothing. The ledger is copied first; reports are added to the copy.

    python bench/desk.py war.ledger --pages
    python bench/desk.py war.ledger --readers 50 --seconds 60 --reports 20

A reader opens a page, reads for some seconds, opens another; connections are kept. What is asked for is drawn by
chance: Today by a third of the readers' steps, a place, a development, a search for a word each by two ninths, of the
`--hot` places and developments most told of, which somebody looked at before, and of words of the quotes. Half of the
requests come with the mark of what the reader has, as browsers do.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import platform
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from datetime import date
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import httpx2
from starlette.testclient import TestClient

from fogline.run.fusing import kept_up
from fogline.run.indexing import indexed
from fogline.serve.desk.app import desk_app
from fogline.serve.desk.opened import opened
from fogline.serve.options import Source
from fogline.store.contract import Facets
from fogline.store.fused import Fused, beside
from fogline.store.sqlite import open_ledger
from fogline.store.words import Words, words_beside
from streams import FIRST_DAY, entries

ROOT = Path(__file__).resolve().parent.parent
TOLD = ROOT / "docs/desk.json"
READS = 4.0  # seconds for which a page is read, on average
FIXED = (
    *("today", "today?span=week", "today?span=all", "developments", "claims", "claims?kind=shelling"),
    *("claims?q=bridge", "search?q=bridge", "reports", "places", "conflicts", "tolls", "map", "method"),
)


def main() -> int:
    """Asks for pages, or has readers ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--pages", action="store_true", help="each page twice, by processor time, without HTTP")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--reports", type=int, default=20, help="that come in every ten seconds meanwhile")
    parser.add_argument("--hot", type=int, default=20, help="places and developments that are asked for")
    parser.add_argument("--only", default="today,place,development,search", help="what is asked for")
    parser.add_argument("--words", type=int, default=400, help="words that are looked for")
    parser.add_argument("--name", help="under which docs/desk.json keeps the figures; without, they are only printed")
    given = parser.parse_args()
    if given.pages:
        pages(given.ledger)
        return 0
    _bring_up(given.ledger)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / given.ledger.name
        for file, copy in ((given.ledger, path), (beside(given.ledger), beside(path)),
                           (words_beside(given.ledger), words_beside(path))):  # fmt: skip
            shutil.copyfile(file, copy)
        found = measured(path, given)
    print(json.dumps(found, indent=1))
    if given.name:
        figures = json.loads(TOLD.read_text("utf-8")) if TOLD.exists() else {}
        TOLD.write_text(json.dumps(figures | {given.name: found}, indent=1) + "\n", "utf-8")
    return 0


def _bring_up(path: Path) -> None:
    """Adds up and indexes what is new, as a desk that was open on the ledger before has done."""
    with (
        open_ledger(path, reading=True) as ledger,
        closing(Fused(beside(path))) as fused,
        Words(words_beside(path)) as words,
    ):
        indexed(ledger.view(), words)
        kept_up(ledger.view(), fused)


# ---- pages by processor time -------------------------------------------------------------------------------------


def pages(ledger: Path) -> None:
    """Asks for each page twice. Of single things, those with the most to tell."""
    begin = time.process_time()
    found = opened(Source(ledger=ledger))
    print(f"opened in {time.process_time() - begin:.1f} s")
    with TestClient(desk_app(found), base_url="http://127.0.0.1") as client:
        for address in [*FIXED, *_largest(client)]:
            first, body = _asked(client, address)
            again, _ = _asked(client, address)
            print(f"{address[:48]:<48} {body / 1000:8.0f} kB {first * 1000:8.0f} ms, again {again * 1000:5.0f} ms")


def _asked(client: TestClient, address: str) -> tuple[float, int]:
    begin = time.process_time()
    answer = client.get(f"/{address}")
    answer.raise_for_status()
    return time.process_time() - begin, len(answer.content)


def _largest(client: TestClient) -> list[str]:
    """The things with the most to tell."""
    told = client.get("/api/v1/developments?limit=1000").json()["rows"]
    found = [f"developments/{max(told, key=lambda one: len(one['claims']))['id']}"] if told else []
    for name in ("places", "speakers", "outlets"):
        rows = client.get(f"/{name}.json").json()[name]
        found += [f"{name}/{quote(rows[0]['name'], safe='')}"] if rows else []
    reports = client.get("/api/v1/reports?limit=1").json()["rows"]
    return found + [f"reports/{quote(one['id'], safe='')}" for one in reports]


# ---- readers over HTTP -------------------------------------------------------------------------------------------


def measured(path: Path, given: argparse.Namespace) -> dict[str, object]:
    """What readers wait, while reports come in."""
    with open_ledger(path) as ledger:
        words = sorted({word for claim in islice(ledger.view().claims(), 2_000) for word in claim.quote.split()})
        size = sum(1 for _ in ledger.view().claim_ids())
    process = subprocess.Popen(
        [sys.executable, "-m", "fogline.serve.cli", "serve", "--ledger", str(path), "--port", "0"],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        line = (process.stderr.readline() if process.stderr else "").strip()
        base = line.rpartition(" ")[2].rstrip("/")
        begun = time.process_time()
        waited, states = asyncio.run(_reading(base, path, words, given))
        used = time.process_time() - begun
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()
    load = os.getloadavg()[0]
    return {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load_average": round(load, 1),  # of the whole machine: what else ran has a say in what the clock tells
        "claims": size,
        "readers": given.readers,
        "seconds": given.seconds,
        "reports_a_minute": 6 * given.reports,
        "states_of_today": states,  # that readers were shown: the ledger grew that often under them
        "client_processor_seconds": round(used, 1),
        **{name: _spread(times) for name, times in sorted(waited.items()) if times},
    }


async def _reading(
    base: str, path: Path, words: Sequence[str], given: argparse.Namespace
) -> tuple[dict[str, list[float]], int]:
    chance = random.Random(5)  # noqa: S311 - no secret
    states = set[str]()
    waited: dict[str, list[float]] = {"today": [], "place": [], "development": [], "search": []}
    limits = httpx2.Limits(max_connections=given.readers, max_keepalive_connections=given.readers)
    async with httpx2.AsyncClient(base_url=base, timeout=60.0, limits=limits) as client:
        addresses = await _addresses(client, chance.sample(words, min(given.words, len(words))), given.hot)
        addresses = {what: some for what, some in addresses.items() if some and what in given.only.split(",")}
        for what, some in addresses.items():  # somebody looked at each of them before; words are looked for anew
            for address in some if what != "search" else ():
                await client.get(address)
        ends = time.monotonic() + given.seconds
        readers = [_reader(client, addresses, random.Random(n), waited, states, ends) for n in range(given.readers)]  # noqa: S311
        await asyncio.gather(_coming(path, given.reports, ends), *readers)
    return waited, len(states)


async def _addresses(client: httpx2.AsyncClient, words: Sequence[str], hot: int) -> dict[str, list[str]]:
    places = (await client.get("/api/v1/places")).json()["rows"][:hot]
    told = (await client.get("/api/v1/developments?limit=1000")).json()["rows"]
    told.sort(key=lambda one: -len(one["claims"]))
    return {
        "today": ["/today"],
        "place": [f"/places/{quote(one['name'], safe='')}" for one in places],
        "development": [f"/developments/{one['id']}" for one in told[:hot]],
        "search": [f"/claims?q={quote(word.strip('.,'))}" for word in words],
    }


async def _reader(
    client: httpx2.AsyncClient, addresses: dict[str, list[str]], chance: random.Random,
    waited: dict[str, list[float]], states: set[str], ends: float,
) -> None:  # fmt: skip
    marks: dict[str, str] = {}
    await asyncio.sleep(chance.random() * READS)
    while time.monotonic() < ends:
        what = chance.choices(list(addresses), [3 if what == "today" else 2 for what in addresses])[0]
        address = chance.choice(addresses[what])
        headers = {"if-none-match": marks[address]} if address in marks and chance.random() < 0.5 else {}
        begin = time.monotonic()
        answer = await client.get(address, headers=headers)
        waited[what].append(time.monotonic() - begin)
        if answer.status_code not in (200, 304):
            raise SystemExit(f"{address}: {answer.status_code} {answer.text[-200:]}")
        marks[address] = answer.headers["etag"]
        if what == "today":
            states.add(marks[address])
        await asyncio.sleep(chance.expovariate(1 / READS))


async def _coming(path: Path, reports: int, ends: float) -> None:
    """Adds some reports every ten seconds, read already: reading is measured elsewhere (`bench/speed.py`)."""
    with open_ledger(path) as ledger:
        last = next(ledger.view().newest(Facets()))[0].day
        day = (date.fromisoformat(last) - FIRST_DAY).days
        made = entries(reports * 60, first=day, days=1) if reports else []
        if made and ledger.view().report(made[0].report.id) is not None:  # the stream was there already
            made = entries(reports * 60, first=day + 1, days=1)
    at = 0
    while made and time.monotonic() < ends - 10:
        with open_ledger(path) as ledger:
            ledger.writer().add(made[at : at + reports])
        at += reports
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(10)


def _spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    at = {f"p{share}": ordered[math.ceil(share / 100 * len(ordered)) - 1] for share in (50, 95, 99)} if ordered else {}
    return {"asked": len(ordered), **{name: round(1000 * value, 1) for name, value in at.items()}}


if __name__ == "__main__":
    sys.exit(main())

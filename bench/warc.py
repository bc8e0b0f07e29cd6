"""How fast a WARC file is read, up to the report: `python bench/warc.py --help`.

In: nothing; the file is made here, of pages written for this project, and so many bytes long as asked. Out: megabytes a
second and the most memory, as `docs/warc.json` and the table in `docs/sources.md`. Three things are measured apart, on
the same file: `records` (read, unpacked, taken apart; each page a capture), `reports` on one process and on all (each
capture read into a report: main text, headline, day, language, sections; no claims), wall time and processor time.

Two files: `pages` is nothing but pages, as a news crawl (CC-News) is; `crawl` is what a browser's crawl keeps, where
pages are a tenth of the bytes and the rest is requests, pictures and scripts, which are passed over by their headers.
A page has 94 kB: a third of it markup with 700 words of report, the rest scripts and styles, as the pages of the html
corpus (open) have on average (180 kB; 0.34 of the bytes are neither script, style, comment nor drawing).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from scoring import ROOT

FIGURES, PAGE = ROOT / "docs/warc.json", ROOT / "docs/sources.md"
_TOWNS = ("Nikopol", "Kherson", "Kupiansk", "Orikhiv", "Huliaipole", "Siversk", "Vuhledar", "Marhanets")
_TOLD = (
    "Shelling hit {town} overnight and {n} people were wounded, the regional administration said.",
    "Power was cut in {n} villages near {town}, and crews waited for the fire to stop before they went out.",
    "“We heard three explosions, then the windows went,” said a resident of {town} who gave only her first name.",
    "The governor said on Saturday that {n} houses and a school in {town} were damaged.",
    "Russia's defence ministry said its forces had struck a depot near {town}; it gave no evidence.",
)
FILES = ("pages", "crawl")


def page(number: int, chance: random.Random) -> bytes:
    """One page of 100 kB."""
    town = _TOWNS[number % len(_TOWNS)]
    told = [chance.choice(_TOLD).format(town=town, n=chance.randint(2, 40)) for _ in range(40)]
    body = "".join(f"<p class='article-text'>{' '.join(told[at : at + 2])}</p>" for at in range(0, 40, 2))
    links = "".join(f"<li><a class='teaser__link' href='/a/{chance.random()}'><span>{chance.choice(_TOWNS)} in pictures"
                    "</span></a></li>" for _ in range(180))  # fmt: skip
    script = "".join(f"window.q{n}={chance.random()};function f{n}(a){{return a*{n}+window.q{n}}}" for n in range(900))
    day = number % 28 + 1
    head = (
        f"<title>Night of shelling in {town} - Dnipro Courier</title>"
        "<meta property='og:site_name' content='Dnipro Courier'>"
        f"<meta property='article:published_time' content='2023-03-{day:02}T09:00:00Z'>"
    )
    return (f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}<script>{script}</script></head><body>"
            f"<nav><ul>{links}</ul></nav><main><article><h1>Night of shelling in {town}</h1>{body}</article></main>"
            f"<footer><ul>{links[: len(links) // 3]}</ul></footer></body></html>").encode()  # fmt: skip


def write_file(out: BinaryIO, kind: str, size: int) -> int:
    """Writes a WARC file of about so many bytes; how many pages it holds."""
    chance = random.Random(5)  # noqa: S311 - the same file every time
    written = pages = 0
    picture = chance.randbytes(200_000)
    while written < size:
        made = page(pages, chance)
        written += _record(out, f"https://courier.example/{pages}", "text/html", made)
        pages += 1
        if kind == "crawl":
            for number in range(5):
                of = f"https://courier.example/{pages}-{number}.jpg"
                written += _record(out, of, "image/jpeg", picture[: 180_000 + number])
    return pages


def _record(out: BinaryIO, url: str, media_type: str, body: bytes) -> int:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    request = f"GET / HTTP/1.1\r\nHost: courier.example\r\nUser-Agent: fogline\r\n\r\n".encode()  # noqa: F541
    written = 0
    for kind, block in (("request", request), ("response", head + body)):
        lines = (f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-03-04T12:00:00Z\r\n"
                 f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(block)}\r\n\r\n")  # fmt: skip
        written += out.write(lines.encode() + block + b"\r\n\r\n")
    return written


def read(path: Path, upto: str, jobs: int) -> int:
    """Reads the file; how many reports, or captures, it holds."""
    from fogline.model.report import Capture, Report
    from fogline.run.pool import in_order
    from fogline.run.read import read_report
    from fogline.sources.files import collect

    captures: Iterator[Capture] = (one for one in collect([str(path)]) if isinstance(one, Capture))
    if upto == "records":
        return sum(1 for _ in captures)
    return sum(isinstance(one, Report) for one in in_order(read_report, captures, jobs=jobs))


def measured(path: Path, upto: str, jobs: int) -> dict[str, float]:
    """One reading in a process of its own."""
    start = time.monotonic()
    order = [sys.executable, __file__, "--read", str(path), upto, str(jobs)]
    done = subprocess.run(order, capture_output=True, text=True, check=True)
    wall = time.monotonic() - start
    told = json.loads(done.stdout.strip().splitlines()[-1])
    size = path.stat().st_size / 1e6
    told_of: dict[str, float] = {
        "jobs": jobs,
        "found": told["found"],
        "megabytes": round(size),
        "megabytes_a_second": round(size / wall, 1),
    }
    if jobs == 1:  # of a pool, the processes that read are not seen from here: neither their time nor their memory
        told_of |= {
            "megabytes_a_processor_second": round(size / told["processor"], 1),
            "most_megabytes": round(told["most"] / 1e3),
        }
    return told_of


def main() -> int:
    """Makes the files, measures, and writes the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=1_000, help="megabytes of each file (default 1000)")
    parser.add_argument("--pages", type=int, help="megabytes of the file of nothing but pages (default: as --size)")
    parser.add_argument("--make", type=Path, help="only write a file of nothing but pages there")
    parser.add_argument("--write", action="store_true", help="write docs/warc.json and the table in docs/sources.md")
    parser.add_argument("--read", nargs=3, metavar=("FILE", "UPTO", "JOBS"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.read:
        found = read(Path(asked.read[0]), asked.read[1], int(asked.read[2]))
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(json.dumps({"found": found, "processor": used.ru_utime + used.ru_stime, "most": used.ru_maxrss}))
        return 0
    if asked.make:
        with asked.make.open("wb") as out:
            print(f"{write_file(out, 'pages', asked.size * 1_000_000):,} pages")
        return 0
    rows: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kind in FILES:
            path = Path(folder) / f"{kind}.warc"
            with path.open("wb") as out:
                size = asked.pages or asked.size if kind == "pages" else asked.size
                write_file(out, kind, size * 1_000_000)
            rows[kind] = {}
            for name, upto, jobs in (("records", "records", 1), ("reports", "reports", 1),
                                     ("reports, all processes", "reports", os.cpu_count() or 1)):  # fmt: skip
                rows[kind][name] = measured(path, upto, jobs)
                print(kind, name, json.dumps(rows[kind][name]), flush=True)
            path.unlink()
    if asked.write:
        _write(rows)
    return 0


def _write(rows: dict[str, dict[str, dict[str, float]]]) -> None:
    from score import between

    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    told = {"machine": machine, "measured_on": datetime.now(UTC).date().isoformat(), "files": rows}
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    # Wall times hold for a machine that has nothing else to do; the page shows what one processor does.
    lines = ["| file | MB | read up to | MB/s of processor time | most memory |", "|---|---|---|---|---|"]
    for kind, measures in rows.items():
        for name, row in measures.items():
            if row["jobs"] == 1:
                rate, most = row["megabytes_a_processor_second"], row["most_megabytes"]
                lines.append(f"| {kind} | {row['megabytes']:,.0f} | {name} | {rate:,.1f} | {most:,.0f} MB |")
    between(PAGE, "warc", "\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())

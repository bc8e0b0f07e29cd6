"""What a large gazetteer costs: `python bench/large_gazetteer.py [--rows 2000000] [--names 1000000]`.

In: nothing; it writes a dump in GeoNames' form with that many places (and as many alternate names as asked for), of
made-up names spread over the globe. Out: rows a second of one CPU and the largest memory of `fogline gazetteer import`,
the size of the file, and what the file costs when it is used: seconds to open it and microseconds a look-up. Written to
docs/gazetteer.json.
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
import sysconfig
import tempfile
import time
from pathlib import Path

from speed import timed

ROOT = Path(__file__).resolve().parent.parent
FOGLINE = Path(sysconfig.get_path("scripts")) / "fogline"
_SEED = 11
_SOUNDS = (
    "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru sa se"
)
_COUNTRIES = ("UA", "RU", "SD", "MM", "SY", "CO", "ET", "IQ", "YE", "ML")
_ASKED = 20_000  # names looked up
_OPENED = """
import sys, time
from pathlib import Path
start = time.perf_counter()
from fogline.data.gazetteer import SHIPPED, Gazetteer
read = Gazetteer(Path(sys.argv[1]), SHIPPED)
opened = time.perf_counter()
began = time.process_time()
found = sum(len(read.lookup(name)) > 0 for name in Path(sys.argv[2]).read_text().split("\\n"))
print(opened - start, time.process_time() - began, found)
"""


def dump(path: Path, rows: int) -> None:
    """Writes a dump in which half of the rows are settlements, as in GeoNames' own, with three other names each."""
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    sounds = _SOUNDS.split()

    def name() -> str:
        return "".join(chance.choices(sounds, k=chance.randint(3, 6))).capitalize()

    with path.open("w", encoding="utf-8") as out:
        for number in range(1, rows + 1):
            settled = number % 2 == 0
            own, others = name(), ",".join(name() for _ in range(3))
            country, people = chance.choice(_COUNTRIES), int(chance.paretovariate(0.6) * 50) if settled else 0
            where = [f"{chance.uniform(-60, 70):.5f}", f"{chance.uniform(-180, 180):.5f}"]
            code = ("P", "PPL") if settled else ("S", "SCH")
            admin = [f"{number % 25:02}", f"{number % 400:04}", "", ""]
            row = [str(number), own, own, others, *where, *code, country, "", *admin, str(min(people, 20_000_000)), "",
                   "100", "Etc/UTC", "2023-01-01"]  # fmt: skip
            out.write("\t".join(row) + "\n")


def alternates(path: Path, rows: int, places: int) -> None:
    """Writes alternate names in the order of their own numbers, which is not that of the places."""
    chance = random.Random(_SEED + 1)  # noqa: S311 - no secret
    sounds = _SOUNDS.split()
    with path.open("w", encoding="utf-8") as out:
        for number in range(rows):
            name = "".join(chance.choices(sounds, k=chance.randint(3, 6))).capitalize()
            out.write(f"{number}\t{chance.randint(1, places)}\ten\t{name}\t\t\t\t\t\t\n")


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--names", type=int, default=1_000_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places, names, out = (Path(folder) / name for name in ("XX.txt", "alternateNamesV2.txt", "own.gazetteer"))
        dump(places, asked.rows)
        alternates(names, asked.names, asked.rows)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds, memory = timed(FOGLINE, "gazetteer", "import", places, names, "--out", out)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        words = [line.split("\t")[1] for line in _head(places, _ASKED)]
        (Path(folder) / "asked").write_text("\n".join(words), "utf-8")
        script = [sys.executable, "-c", _OPENED, str(out), str(Path(folder) / "asked")]
        began = time.monotonic()
        done = subprocess.run(script, capture_output=True, text=True, check=True)
        took = time.monotonic() - began
        opening, looking, found = (float(part) for part in done.stdout.split())
        figures = {
            "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            "rows": asked.rows + asked.names,
            "dump_mb": round((places.stat().st_size + names.stat().st_size) / 1e6),
            "rows_a_second": round((asked.rows + asked.names) / busy),
            "import_cpu_seconds": round(busy, 1),
            "import_seconds": round(seconds, 1),
            "largest_memory_mb": round(memory),
            "file_mb": round(out.stat().st_size / 1e6),
            "open_seconds": round(opening, 2),
            "look_up_microseconds": round(looking / _ASKED * 1e6),
            "names_found": int(found),
        }
    print(json.dumps(figures, indent=1), f"({took:.1f} s to ask)")
    (ROOT / "docs/gazetteer.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def _head(path: Path, lines: int) -> list[str]:
    with path.open(encoding="utf-8") as rows:
        return [line for line, _ in zip(rows, range(lines), strict=False)]


if __name__ == "__main__":
    sys.exit(main())

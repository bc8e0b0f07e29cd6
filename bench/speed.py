"""Speed, memory and start-up on this machine: `python bench/speed.py [--reports N,N]`.

In: reports of 400 words put together from `examples/`. Out: reports a second, the largest memory of a process, seconds
from typing `fogline brief examples` to its text, and time over the number of reports; written to docs/speed.json.
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
from collections.abc import Sequence
from pathlib import Path

from score import between

ROOT = Path(__file__).resolve().parent.parent
FOGLINE = Path(sysconfig.get_path("scripts")) / "fogline"
_WORDS = 400
_SEED = 5  # reports are shuffled sentences: the same ones each time


def reports(number: int, path: Path) -> None:
    """Writes reports of 400 words: shuffled sentences of the examples, none equal to another."""
    told = sentences()
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8") as out:
        for count in range(number):
            day = f"2023-{1 + count % 12:02}-{1 + count % 28:02}"
            row = {
                "id": f"r{count}",
                "text": shuffled(told, chance),
                "published": day,
                "outlet": f"Paper {count % 40}",
            }
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def sentences() -> list[str]:
    """The sentences of the examples."""
    texts = [one.read_text("utf-8") for one in sorted((ROOT / "examples").glob("*.txt"))]
    return [part.strip() + "." for text in texts for part in text.replace("\n", " ").split(". ") if len(part) > 30]


def shuffled(told: Sequence[str], chance: random.Random, words: int = _WORDS) -> str:
    """A text of so many words out of sentences."""
    put: list[str] = []
    while len(put) < words:
        put += chance.choice(told).split()
    return " ".join(put[:words])


def timed(*command: str | Path) -> tuple[float, float]:
    """Seconds and the largest memory in MB of any process that the command ran."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 3):
        raise SystemExit(f"{' '.join(map(str, command))}: {done.stderr.decode()[-400:]}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return time.monotonic() - start, most / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--reports", default="100,1000", help="numbers of reports, parted by commas (add 10000 for the long one)"
    )
    parser.add_argument("--picture", help="numbers of reports for `picture`, where they are others")
    asked = parser.parse_args()
    numbers = {
        "annotate": [int(one) for one in asked.reports.split(",")],
        "picture": [int(one) for one in (asked.picture or asked.reports).split(",")],
    }
    figures: dict[str, object] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "start_seconds": round(min(timed(FOGLINE, "--version")[0] for _ in range(3)), 2),
        "brief_of_examples_seconds": round(min(timed(FOGLINE, "brief", ROOT / "examples")[0] for _ in range(2)), 2),
    }
    with tempfile.TemporaryDirectory() as folder:
        for verb in ("annotate", "picture"):
            for number in numbers[verb]:
                given = Path(folder) / f"{number}.jsonl"
                reports(number, given)
                seconds, most = timed(FOGLINE, verb, given)
                figures[f"{verb}_{number}"] = {
                    "seconds": round(seconds, 1),
                    "reports_a_second": round(number / seconds, 1),
                    "most_memory_mb": round(most),
                }
                print(f"{verb} {number}: {figures[f'{verb}_{number}']}", flush=True)
    print(json.dumps(figures, indent=1))
    _tell(figures, numbers)
    (ROOT / "docs/speed.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    return 0


def _tell(figures: dict[str, object], numbers: dict[str, list[int]]) -> None:
    """Writes the README's lines."""
    lines = ["| what | figure |", "|---|---|", f"| machine | {figures['machine']} |"]
    lines.append(
        f"| `fogline brief examples`, installed, from typing to text | {figures['brief_of_examples_seconds']} s |"
    )
    for verb in ("annotate", "picture"):
        for number in numbers[verb]:
            one = figures[f"{verb}_{number}"]
            if isinstance(one, dict):
                rate, most = one["reports_a_second"], one["most_memory_mb"]
                lines.append(
                    f"| `fogline {verb}`, {number:,} reports of 400 words | {rate} reports/s, {most:,} MB at most |"
                )
    between(ROOT / "README.md", "speed", "\n".join(lines))


if __name__ == "__main__":
    sys.exit(main())

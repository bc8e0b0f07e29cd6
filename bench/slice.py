"""Scores the reader on the slice that ships (`tests/data/slice.yaml`) and holds it against `bench/slice_floors.toml`.

In: nothing but this repository. Out: the share of what a careful reader takes from each text that is found, by layer,
and each miss. Refused: a share below its floor (exit status 1); `--pin` raises floors, and never lowers one.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from fogline.claims.extract import extract
from fogline.model.claim import Reading
from fogline.model.report import Capture, Facts, Report
from fogline.reports.read import read

ROOT = Path(__file__).resolve().parent.parent
SLICE, FLOORS = ROOT / "tests/data/slice.yaml", ROOT / "bench/slice_floors.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One thing that a careful reader takes from a text, and whether it was found."""

    layer: str
    what: str
    found: bool


def scored() -> Iterator[Wanted]:
    """Every wanted thing of every text."""
    for row in yaml.safe_load(SLICE.read_text("utf-8")):
        facts = Facts(id=row["id"], published=str(row["published"]), outlet="Slice", lang="en")
        report = read(Capture(body=row["text"].encode(), source=row["id"], media_type="text/plain", facts=facts))
        yield from _wanted(row, report, extract(report))


def _wanted(row: dict[str, object], report: Report, reading: Reading) -> Iterator[Wanted]:
    for words, geonameid in _pairs(row.get("places")):
        found = any(one.as_worded == words and one.geonameid == geonameid for one in reading.places)
        yield Wanted(layer="places", what=f"{report.id}: {words} is {geonameid}", found=found)
    for words, value in _pairs(row.get("times")):
        said = {report.text[one.start : one.end]: one.value for one in reading.times}
        found = any(str(words) in text and got == str(value) for text, got in said.items())
        yield Wanted(layer="times", what=f"{report.id}: {words} is {value}", found=found)
    for speaker, words in _rows(row.get("said")):
        start = report.text.find(str(words))
        over = [one for one in reading.claims if start >= 0 and one.start < start + len(str(words)) and one.end > start]
        names = [[f"{who.name} {who.as_worded}".lower() for who in one.speakers] for one in over]
        found = any(not who if speaker is None else any(str(speaker).lower() in name for name in who) for who in names)
        yield Wanted(layer="said", what=f"{report.id}: {speaker or 'the outlet'} says “{words}”", found=found)
    for measure, group, number in _rows(row.get("figures")):
        got = [(one.measure, one.group, one.best if one.best is not None else one.low) for one in reading.figures]
        yield Wanted(layer="figures", what=f"{report.id}: {measure} {group or 'people'} {number}",
                     found=(measure, group, number) in got)  # fmt: skip
    kinds = row.get("kinds")
    for kind in kinds if isinstance(kinds, list) else []:
        found = any(one.kind == kind for one in reading.claims)
        yield Wanted(layer="kinds", what=f"{report.id}: {kind}", found=found)


def _pairs(value: object) -> list[tuple[object, object]]:
    return list(value.items()) if isinstance(value, dict) else []


def _rows(value: object) -> list[list[object]]:
    return value if isinstance(value, list) else []


def main() -> int:
    """Prints shares and misses; fails where one lies below its floor."""
    wanted = list(scored())
    floors = tomllib.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    fallen, pinned = 0, dict(floors)
    for layer in dict.fromkeys(one.layer for one in wanted):
        rows = [one for one in wanted if one.layer == layer]
        share = round(sum(one.found for one in rows) / len(rows), 3)
        floor = float(floors.get(layer, 0.0))
        fallen += share < floor
        pinned[layer] = max(share, floor)
        print(f"{layer}: {share} of {len(rows)}, floor {floor}" + ("   BELOW ITS FLOOR" if share < floor else ""))
        for one in rows:
            if not one.found:
                print(f"    missed  {one.what}")
    if "--pin" in sys.argv:
        head = (
            "# Shares of tests/data/slice.yaml that must be found: raised by `bench/slice.py --pin`, never lowered.\n"
        )
        FLOORS.write_text(head + "".join(f"{layer} = {share}\n" for layer, share in sorted(pinned.items())), "utf-8")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())

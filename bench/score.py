"""Scores fogline on the public corpora and holds the figures against their floors: `python bench/score.py --help`.

In: a folder of corpora with its scorers (`score_reading.py`, `score_fusion.py`), which is not part of this repository.
Out: `docs/scores.json` (each figure with its corpus, the file's hash and size) and what fell below `bench/floors.toml`.
Refused: to lower a floor without a reason. Figures are read through `fogline annotate` and `fogline picture`, as any
outsider would.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from peers.shapes import shaped
from scoring import ROOT, gold_lines, run_fogline, scored, without_gold

FLOORS, SCORES, FOLDS = ROOT / "bench/floors.toml", ROOT / "docs/scores.json", ROOT / "bench/folds.toml"
_SHARES = {"f", "f1", "ari", "conll", "exact", "accuracy", "weighted_f1", "accuracy_161km", "end_to_end", "right_city"}
_MARGIN = 0.002  # a floor is pinned this far below its figure, so that the last digit of a rounding does not fail a run


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One scorer over one corpus. `figures` are paths into the scorer's JSON; `more` are the scorer's own arguments."""

    name: str
    corpus: str
    verb: str  # annotate or picture; none where the scorer reads by itself
    scorer: str
    task: str
    figures: tuple[str, ...]
    more: tuple[str, ...] = ()
    with_claims: bool = False  # the scorer wants the output of annotate too
    shape: str = "reports"  # how the corpus becomes reports and gold (peers/shapes.py)
    gold: str = "open.jsonl.gz"


_READ, _FUSE = "score_reading.py", "score_fusion.py"
_SAME = str(ROOT / "bench/same_claim.py")  # pairs have no scorer among the corpora that takes what the commands write
_JUDGED = str(ROOT / "bench/judged.py")  # nor have stances, days and certainty
_PAGES = str(ROOT / "bench/pages.py")  # reads the pages itself: no command takes a page and gives its text
_PAGE = ("text.f1", "body.f1", "title.exact", "day.exact")
_PLACES = ("tagging.f", "resolution.accuracy_161km", "resolution.same_geonameid", "end_to_end")
_TIMES = ("relaxed.f", "strict.f", "value.f", "type.f")
_WHO = ("cue.tokens.f", "source.tokens.f", "content.tokens.f", "whole.f")
_MUC = ("all_templates.f", "templates.f", "type.f", "date.f", "location.f", "number.f")
_KINDS = ("weighted_f1", "accuracy")
TASKS = (
    Task(name="attribution", corpus="polnear", verb="annotate", scorer=_READ, task="attribution", figures=_WHO),
    Task(name="places-local", corpus="lgl", verb="annotate", scorer=_READ, task="places", figures=_PLACES),
    Task(name="places-epidemics", corpus="geovirus", verb="annotate", scorer=_READ, task="places", figures=_PLACES),
    Task(name="times", corpus="timebank", verb="annotate", scorer=_READ, task="times", figures=_TIMES),
    Task(name="incidents", corpus="muc4", verb="annotate", scorer=_READ, task="muc4", figures=_MUC),
    Task(name="kinds", corpus="case2021", verb="annotate", scorer=_READ, task="case2021", figures=_KINDS),
    Task(name="stories", corpus="gva", verb="picture", scorer=_FUSE, task="stories", figures=("*",)),
    Task(name="tolls", corpus="gva", verb="picture", scorer=_FUSE, task="tolls", figures=("*",)),
    Task(name="dates", corpus="gva", verb="picture", scorer=_FUSE, task="dates", figures=("*",)),
    Task(name="cities", corpus="gva", verb="picture", scorer=_FUSE, task="places", figures=("*",)),
    Task(name="look-alikes", corpus="ecbplus", verb="picture", scorer=_FUSE, task="stories", figures=("*",)),
    Task(name="events", corpus="ecbplus", verb="picture", scorer=_FUSE, task="coref", figures=("*",), with_claims=True),
    Task(name="same-claim", corpus="nanco", verb="picture", scorer=_SAME, task="nanco", figures=("*",)),
    Task(name="same-sentence", corpus="mrpc", verb="picture", scorer=_SAME, task="mrpc", figures=("*",)),
    Task(name="copies-made", corpus="rewrites", verb="picture", scorer=_FUSE, task="copies", figures=("*",)),
    Task(name="copies-found", corpus="natural", verb="picture", scorer=_FUSE, task="copies", figures=("*",)),
    Task(
        name="headlines",
        corpus="fnc1",
        verb="picture",
        scorer=_JUDGED,
        task="stance",
        figures=("*",),
        with_claims=True,
        shape="headlines",
    ),
    Task(
        name="events-companies",
        corpus="meantime",
        verb="picture",
        scorer=_FUSE,
        task="coref",
        figures=("*",),
        with_claims=True,
        shape="instances",
    ),
    Task(
        name="certainty",
        corpus="meantime",
        verb="annotate",
        scorer=_JUDGED,
        task="certainty",
        figures=("*",),
        shape="certain",
    ),
    Task(
        name="days-of-events",
        corpus="meantime",
        verb="annotate",
        scorer=_JUDGED,
        task="days",
        figures=("*",),
        shape="dated",
    ),
    Task(
        name="timelines",
        corpus="timeline",
        verb="annotate",
        scorer=_JUDGED,
        task="days",
        figures=("*",),
        shape="timelines",
    ),
    Task(name="pages", corpus="html", verb="", scorer=_PAGES, task="fogline", figures=_PAGE),
    Task(
        name="control",
        corpus="control",
        verb="picture",
        scorer=_FUSE,
        task="control",
        figures=("*",),
        shape="war",
        gold="open.csv",
    ),
)
# What the README shows: what is read, the task, the figure, how it is to be taken.
HEADLINES = (
    ("Who is said to say what, whole attributions", "attribution", "whole.f", "F1"),
    ("… the words said", "attribution", "content.tokens.f", "F1 by word"),
    ("Places found in small local papers", "places-local", "tagging.f", "F1"),
    ("… and put within 161 km", "places-local", "end_to_end", "share of all"),
    ("Places in reports on epidemics, within 161 km", "places-epidemics", "end_to_end", "share of all"),
    ("Time expressions with their value", "times", "value.f", "F1"),
    ("Kind of event, one of 30", "kinds", "weighted_f1", "F1, weighted"),
    ("Incidents with all their slots, 1988-1991", "incidents", "all_templates.f", "F1"),
    ("Reports grouped by incident", "stories", "incident.story.b3.f1", "B³ F1"),
    ("The dead of an incident, where there are any", "tolls", "killed.gold>=1.exact", "share exact"),
    ("… its day", "dates", "exact", "share exact"),
    ("… its town", "cities", "right_city", "share right"),
    ("Look-alike stories told apart", "look-alikes", "story.story.b3.f1", "B³ F1"),
    ("Words that tell one event, of any sort", "events", "conll", "CoNLL F1"),
    ("Same claim or not, questions left out", "same-claim", "unseen.balanced", "balanced accuracy"),
    ("Copies traced to one origin (constructed copies)", "copies-made", "pairs.f1", "F1 over pairs"),
    ("The article in a web page, as it is then read", "pages", "body.f1", "F1 over runs of four words"),
)


def main() -> int:
    """Scores the chosen tasks, writes the figures, and fails where one lies below its floor."""
    asked = _arguments()
    wanted = [task for task in TASKS if not asked.only or task.name in asked.only or task.corpus in asked.only]
    rows: dict[str, dict[str, object]] = {} if not SCORES.exists() else json.loads(SCORES.read_text("utf-8"))
    made: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for task in wanted:
            gold = asked.corpora / task.corpus / task.gold
            if not gold.exists():
                print(f"{task.name}: {gold} is not there, left out")
                continue
            row = _scored(task, gold, asked.corpora, Path(folder), asked.limit)
            figures = row["figures"]
            if isinstance(figures, dict):
                made |= {f"{task.name}.{name}": value for name, value in figures.items()}
            print(f"{task.name} ({task.corpus}): " + json.dumps(figures))
            rows[task.name] = row
    if asked.limit:
        print("A part only (--limit): nothing is written or held against the floors.")
        return 0
    SCORES.write_text(json.dumps(dict(sorted(rows.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")
    _tell(rows)
    return _held(made, asked.pin, asked.lower_with_reason)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    parser.add_argument("--only", action="append", help="a task or a corpus; may be given again")
    parser.add_argument("--limit", type=int, default=0, help="only the first N texts of each corpus; writes nothing")
    parser.add_argument("--pin", action="store_true", help="raise the floors to the figures, and pin new ones")
    parser.add_argument("--lower-with-reason", metavar="WHY", help="pin lower floors too, with this reason beside them")
    return parser.parse_args()


def _scored(task: Task, gold: Path, corpora: Path, folder: Path, limit: int) -> dict[str, object]:
    given, cut, size = _asked(task, gold, folder, limit)
    order: list[str | Path] = [task.task, cut]
    seconds = 0.0
    if task.verb:
        said, seconds = run_fogline(task.verb, given, given.with_suffix(f".{task.verb}.jsonl"))
        order.append(said)
    if task.with_claims:
        order.append(run_fogline("annotate", given, given.with_suffix(".annotate.jsonl"))[0])
    figures = scored(task.name, corpora / task.scorer, [*order, *task.more], task.figures)
    return {
        "corpus": task.corpus,
        "part": gold.name if not limit else f"first {limit} of {gold.name}",
        "sha256": hashlib.sha256(gold.read_bytes()).hexdigest(),
        "texts": size,
        "seconds": round(seconds, 1),
        "scored_on": datetime.now(UTC).date().isoformat(),
        "figures": figures,
    }


def _asked(task: Task, gold: Path, folder: Path, limit: int) -> tuple[Path, Path, int]:
    """The reports without their gold, the gold that the scorer reads, and how many reports they are."""
    given, cut = (folder / f"{task.corpus}-{task.shape}-{name}.jsonl" for name in ("reports", "gold"))
    if task.shape == "reports":
        cut.write_text("".join(gold_lines(gold, limit)), "utf-8")
        return given, cut, without_gold(gold_lines(gold, limit), given)
    reports, truth = shaped(task.shape, gold.parent, limit)
    for path, rows in ((given, reports), (cut, truth)):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    return given, cut if gold.suffix == ".gz" else gold, len(reports)


def _tell(rows: dict[str, dict[str, object]]) -> None:
    """Writes the README's table; where training saw the corpus, the figure on unseen texts stands beside it."""
    folds = tomllib.loads(FOLDS.read_text("utf-8"))
    lines = ["| what is read | corpus | texts | figure | on unseen texts | measure |", "|---|---|---|---|---|---|"]
    for what, task, name, measure in HEADLINES:
        row = rows.get(task, {})
        figures = row.get("figures")
        if isinstance(figures, dict) and name in figures:
            unseen = folds.get(task, {}).get(name)
            shown = f"**{unseen:.2f}** (five folds)" if unseen is not None else ""
            figure = f"{figures[name]:.2f}" + (" (in-sample)" if shown else "")
            lines.append(f"| {what} | {row['corpus']} | {row['texts']:,} | {figure} | {shown} | {measure} |")
    between(ROOT / "README.md", "scores", "\n".join(lines))


def between(page: Path, name: str, text: str) -> None:
    """Puts text between the marks `<!-- name:begin …-->` and `<!-- name:end -->` of a page."""
    head, begin, rest = page.read_text("utf-8").partition(f"<!-- {name}:begin")
    mark, _, rest = rest.partition("-->\n")
    _, end, tail = rest.partition(f"<!-- {name}:end -->")
    if not (begin and end):
        raise SystemExit(f"{page.name} has no marks for {name}")
    page.write_text(f"{head}{begin}{mark}-->\n{text}\n{end}{tail}", "utf-8")


def _held(made: dict[str, float], pin: bool, reason: str | None) -> int:
    floors: dict[str, float] = {}
    reasons: dict[str, str] = {}
    if FLOORS.exists():
        table = tomllib.loads(FLOORS.read_text("utf-8"))
        floors, reasons = dict(table.get("floors", {})), dict(table.get("lowered", {}))
    fallen = {name: (made[name], floor) for name, floor in floors.items() if name in made and made[name] < floor}
    for name, (now, floor) in sorted(fallen.items()):
        print(f"BELOW ITS FLOOR  {name}: {now} < {floor}")
    if pin or reason:
        for name, value in made.items():
            floor = round(value - _MARGIN, 4)
            if _holds(name) and floor > 0 and (floor > floors.get(name, -1.0) or (name in fallen and reason)):
                if name in fallen and reason:
                    reasons[name] = reason
                floors[name] = floor
        _write(floors, reasons)
    return 1 if fallen and not reason else 0


def _holds(name: str) -> bool:
    """Whether a figure is a share of which more is better, and so can have a floor."""
    last = name.rpartition(".")[2]
    return last in {
        "f",
        "f1",
        "conll",
        "exact",
        "accuracy",
        "weighted_f1",
        "within_161_km",
        "end_to_end",
        "right",
        "right_city",
    }


def _write(floors: dict[str, float], reasons: dict[str, str]) -> None:
    lines = ["# Scores that may only rise, pinned by `python bench/score.py --pin`. Never lowered without a reason:"]
    lines += ["# `--lower-with-reason WHY` writes it below. Figures and hashes of their corpora: docs/scores.json.", ""]
    lines += ["[floors]", *(f"{json.dumps(name)} = {value}" for name, value in sorted(floors.items()))]
    if reasons:
        lines += ["", "[lowered]"]
        lines += [f"{json.dumps(name)} = {json.dumps(why)}" for name, why in sorted(reasons.items())]
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())

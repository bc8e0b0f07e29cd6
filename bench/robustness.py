"""How much the reading changes with what should not matter: `python bench/robustness.py --help`.

In: the open corpora with their scorer, which are not part of this repository. Each text is read as printed and in nine
other shapes, with its gold carried along (`bench/perturbations`). Out: each figure as printed, perturbed, and the
change, in `docs/robustness.json` and `docs/robustness.md`. Refused: nothing; a shape that cannot be given to a corpus
is left out, and the page says why.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from perturbations.dates import weeks_on, years_on
from perturbations.edits import Perturb, Row
from perturbations.layout import capitals, other_quotes, scrambled, unbroken, wrapped
from perturbations.names import other_names
from perturbations.numbers import other_numbers
from score import TASKS, Task
from scoring import ROOT, gold_lines, run_fogline, scored, without_gold

TARGET, PAGE = ROOT / "docs/robustness.json", ROOT / "docs/robustness.md"
_CORPORA = ("polnear", "geovirus", "lgl", "timebank", "muc4", "case2021")
_MOST = 0.03  # the change of a figure that is taken for a fault of the reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One way to give a text: what changes, and where that cannot be done."""

    name: str
    what: str
    perturb: Perturb
    but: Mapping[str, str]


_PLAIN = "one paragraph, no blank lines"
SHAPES = (
    Shape(
        name="wrapped",
        what="lines wrapped at 72 columns; muc4, which is wrapped, on one line a paragraph",
        perturb=wrapped,
        but={},
    ),
    Shape(
        name="unbroken",
        what="one line end between paragraphs, no blank line",
        perturb=unbroken,
        but={"muc4": "its lines are wrapped, only blank lines show its paragraphs", "case2021": _PLAIN},
    ),
    Shape(name="capitals", what="everything in capitals", perturb=capitals, but={"muc4": "is in capitals as it is"}),
    Shape(
        name="names",
        what="other people (those of the gold in muc4) and organisations (not in muc4)",
        perturb=other_names,
        but={},
    ),
    Shape(
        name="numbers",
        what="other cardinal numbers of the same form, in text and gold; in muc4 from ten on",
        perturb=other_numbers,
        but={},
    ),
    Shape(name="years", what="every date 28 years later or earlier, on the same weekday", perturb=years_on, but={}),
    Shape(
        name="weeks",
        what="every date 52 weeks later",
        perturb=weeks_on,
        but={},
    ),
    Shape(
        name="quotes",
        what="straight quotation marks for curly ones, or curly for straight",
        perturb=other_quotes,
        but={},
    ),
    Shape(
        name="scrambled",
        what="quotation marks, dashes and accents as where UTF-8 was read as Windows-1252",
        perturb=scrambled,
        but={},
    ),
)


def main() -> int:
    """Scores every shape of the sample; exit status 1 where a figure changes by the written limit or more."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    parser.add_argument("--texts", type=int, default=100, help="how many texts of each corpus, evenly spread")
    parser.add_argument("--only", action="append", help="a shape; may be given again; writes nothing")
    parser.add_argument("--corpus", action="append", help="a corpus; may be given again; writes nothing")
    parser.add_argument("--keep", type=Path, help="a folder for the perturbed texts and what is read in them")
    asked = parser.parse_args()
    names = tuple(asked.corpus or _CORPORA)
    rows = {name: _sample(asked.corpora / name / "open.jsonl.gz", asked.texts) for name in names}
    tasks = {name: next(task for task in TASKS if task.corpus == name and task.verb == "annotate") for name in names}
    found: dict[str, dict[str, dict[str, float]]] = {}
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        printed = _scored("printed", rows, tasks, asked.corpora, folder)
        for shape in SHAPES:
            if asked.only and shape.name not in asked.only:
                continue
            given = {name: [shape.perturb(row) for row in rows[name]] for name in names if name not in shape.but}
            found[shape.name] = _scored(shape.name, given, tasks, asked.corpora, folder)
            _print(shape, printed, found[shape.name])
    if not asked.only and not asked.corpus:
        report = {
            "scored_on": datetime.now(UTC).date().isoformat(),
            "texts": {name: len(rows[name]) for name in names},
            "printed": printed,
            "perturbed": found,
        }
        TARGET.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
        PAGE.write_text(page(printed, found, {name: len(rows[name]) for name in names}), "utf-8")
    return int(any(abs(change) >= _MOST for *_, change in _changes(printed, found)))


def _sample(path: Path, number: int) -> list[Row]:
    every = [json.loads(line) for line in gold_lines(path)]
    step = max(1.0, len(every) / number)
    return [{"corpus": path.parent.name, **every[int(place * step)]} for place in range(min(number, len(every)))]


def _scored(
    shape: str, rows: Mapping[str, list[Row]], tasks: Mapping[str, Task], corpora: Path, folder: Path
) -> dict[str, dict[str, float]]:
    """The figures of each corpus in one shape, read by one run of `fogline annotate`."""
    gold = {name: folder / f"{shape}-{name}.jsonl" for name in rows}
    for name, few in rows.items():
        named = ({**row, "id": f"{name}/{row['id']}"} for row in few)
        gold[name].write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in named), "utf-8")
    given, said = folder / f"{shape}.jsonl", folder / f"{shape}-said.jsonl"
    without_gold((line for path in gold.values() for line in gold_lines(path)), given)
    said.unlink(missing_ok=True)
    run_fogline("annotate", given, said)
    return {
        name: scored(name, corpora / task.scorer, (task.task, gold[name], said), task.figures)
        for name, task in tasks.items()
        if name in gold
    }


def _changes(
    printed: Mapping[str, Mapping[str, float]], found: Mapping[str, Mapping[str, Mapping[str, float]]]
) -> list[tuple[str, str, str, float]]:
    return [
        (shape, corpus, figure, round(value - printed[corpus][figure], 4))
        for shape, corpora in found.items()
        for corpus, figures in corpora.items()
        for figure, value in figures.items()
    ]


def _print(shape: Shape, printed: Mapping[str, Mapping[str, float]], found: Mapping[str, Mapping[str, float]]) -> None:
    for _, corpus, figure, change in _changes(printed, {shape.name: found}):
        mark = "  <-- 3 points or more" if abs(change) >= _MOST else ""
        before = printed[corpus][figure]
        print(
            f"{shape.name:10} {corpus:9} {figure:28} {before:.4f} {before + change:.4f} {change:+.4f}{mark}", flush=True
        )


def page(
    printed: Mapping[str, Mapping[str, float]],
    found: Mapping[str, Mapping[str, Mapping[str, float]]],
    texts: Mapping[str, int],
) -> str:
    """The page: what each shape is, the table of figures, and what cannot be done."""
    shown = [shape for shape in SHAPES if shape.name in found]
    lines = [
        "# What should not matter",
        "<!-- Written by bench/robustness.py. -->",
        "",
        "Each text is read as printed and in other shapes that say the same, its gold carried along. The table has "
        "each figure as printed and by how many points it changes; **bold** is a change of three points or more.",
        "Texts, evenly spread over the open parts: " + ", ".join(f"{name} {number}" for name, number in texts.items()),
        "The weights of attribution, incidents and leads were trained on these texts, so that figures as printed may "
        "hold something learnt by heart that other names or numbers take away.",
        "",
        *(f"- **{shape.name}**: {shape.what}." for shape in shown),
        "",
        "| corpus | figure | as printed | " + " | ".join(shape.name for shape in shown) + " |",
        "|---|---|---" + "|---" * len(shown) + "|",
    ]
    for corpus, figures in printed.items():
        for figure, value in figures.items():
            cells = []
            for shape in shown:
                perturbed = found[shape.name].get(corpus, {}).get(figure)
                change = None if perturbed is None else round(perturbed - value, 4)
                cell = "—" if change is None else f"{100 * change:+.1f}"
                cells.append(f"**{cell}**" if change is not None and abs(change) >= _MOST else cell)
            lines.append(f"| {corpus} | {figure} | {value:.3f} | " + " | ".join(cells) + " |")
    left = [f"- {shape.name}, {corpus}: {why}." for shape in shown for corpus, why in shape.but.items()]
    lines += ["", "What cannot be done (—):", "", *left]
    lines += [
        "- names, geovirus and lgl: names of places stay, their gold is a point on the map; people's names change.",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())

"""Trains the weights by which reports vote on a happening (`src/fogline/data/votes.toml`), on gva.

    python training/votes.py ../shared/corpora src/fogline/data/votes.toml

The corpus is read and fused as `fogline picture` does. The votes are those that the picture itself asks for on the
development that stands for an incident (as the corpus's scorer chooses it); a day, a place or a count of the injured
is right where the scorer says so. Softmax regression over what is named. Prints the scorer's share of
right answers: over five folds of incidents, in sample, and trained on one half of them and tested on the other. Where
a picture asks for no vote (no day or none but an interval is given, no report tells of it alone) its answer counts as
it is. No seed: the loss is convex where one answer is right, and starts at 0.
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from unittest import mock

from corpora import FOLDS, Row, entries, fold_of, half_of, rows, scorer
from fitting import Features, Weights, ranked
from fogline.model.claim import Claim, Place, Reading
from fogline.model.codec import encode
from fogline.model.picture import Development, Toll
from fogline.model.report import Report
from fogline.picture import dates, place_votes, toll_votes
from fogline.picture.days import day_text
from fogline.picture.events import events
from fogline.picture.facts import development
from fogline.picture.fuse import fuse
from fogline.picture.tolls import tolls
from fogline.picture.votes import heaviest
from fogline.run.picture import lines

PENALTY = {"dates": 1.0, "places": 5.0, "injured": 1.0}
_NAMES = {"dates": "day", "places": "city", "injured": "count of the injured"}
_RIGHT = {"dates": "exact", "places": "right_city"}  # the scorer's own names
_HEAD = """\
# How the marks of a day, a place and a count are weighed when reports vote on when and where a happening was and how
# many it hurt (marks: `picture/dates.py`, `picture/place_votes.py`, `picture/toll_votes.py`). A mark counts
# by the share of the reports that give it.
# Source: made by training/votes.py from the open part of gva ({reports:,} local news reports of {incidents:,}
# incidents, 2013-2017): softmax regression over the days (places, counts) that reports of an incident give. Right is
# the answer of the whole picture; of an incident that its reports give no day (place) to, none is.
{figures}
# Numbers only, no words of the corpus. Licence: Apache-2.0, as fogline.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An incident: the marks of what its reports name, by number, which of these is right, and what holds unvoted."""

    incident: str
    marked: Mapping[int, Features]  # in the order in which the vote takes equals
    right: frozenset[int]
    unvoted: float  # how right the picture is where it asks for no vote


@dataclass(slots=True)
class _Ballots:
    """The votes that a picture asks for, by development: days, and places as they are written."""

    days: dict[str, Mapping[int, Mapping[str, float]]] = field(default_factory=dict)
    places: dict[str, tuple[Mapping[str, Place], Mapping[str, Mapping[str, float]]]] = field(default_factory=dict)
    tolls: dict[str, Mapping[float, Mapping[str, float]]] = field(default_factory=dict)
    day: Mapping[int, Mapping[str, float]] | None = None
    place: tuple[Mapping[str, Place], Mapping[str, Mapping[str, float]]] | None = None
    toll: Mapping[float, Mapping[str, float]] = field(default_factory=dict)

    def of_day(self, marked: Mapping[int, Mapping[str, float]]) -> int | None:
        self.day = marked
        return dates.likeliest(marked)

    def of_place(self, told: Sequence[Claim], alone: Mapping[str, place_votes.Spoken]) -> Place | None:
        self.place = place_votes.marks(told, alone)
        return place_votes.likeliest(told, alone)

    def of_toll(self, measure: str, rule: float | None, reports: Sequence[toll_votes.Counted]) -> float | None:
        if len(reports) >= toll_votes.FEWEST:
            self.toll = toll_votes.marks(measure, rule, reports)
        return toll_votes.voted(measure, rule, reports)

    def of_tolls(self, *given: object) -> tuple[Toll, ...]:
        self.toll = {}
        make: Callable[..., tuple[Toll, ...]] = tolls
        return make(*given)

    def of_development(self, *given: object) -> Development:
        self.day = self.place = None
        make: Callable[..., Development] = development
        made = make(*given)
        if self.day:
            self.days[made.id] = self.day
        if self.place and self.place[1]:
            self.places[made.id] = self.place
        self.tolls[made.id] = self.toll
        return made


def main(corpora: Path, out: Path) -> None:
    """Reads, fuses, trains, prints what is reached on unseen incidents, and writes the table."""
    gold = rows(corpora / "gva" / "open.jsonl.gz")
    read = {one.report: one.reading for one in entries(gold)}
    out.write_text(table(cases(read, gold, scorer(corpora, "score_fusion")), len(read)), "utf-8")


def cases(read: Mapping[Report, Reading], gold: Sequence[Row], score: ModuleType) -> Mapping[str, Sequence[Case]]:
    """The votes on each incident's day and place that a picture of all reports asks for."""
    ballots = _Ballots()
    claims = [claim for reading in read.values() for claim in reading.claims]
    print(f"fusing {len(claims)} claims", file=sys.stderr)
    with (  # the picture keeps no marks: they are taken where it asks for the vote, so that they are what it weighs
        mock.patch("fogline.picture.parts.development", ballots.of_development),
        mock.patch("fogline.picture.parts.tolls", ballots.of_tolls),
        mock.patch("fogline.picture.tolls.voted", ballots.of_toll),
        mock.patch("fogline.picture.facts.likeliest", ballots.of_day),
        mock.patch("fogline.picture.scenes.likeliest", ballots.of_place),
    ):
        fused = fuse(read, claims)
    told = events({report.id: reading.event_words for report, reading in read.items()}, fused.reports)
    picture = score.Picture(json.loads(line) for line in lines(fused, read, told))
    known = {report.id for report in read}
    found: dict[str, list[Case]] = {vote: [] for vote in PENALTY}
    for some in score.grouped([row for row in gold if row["id"] in known]).values():
        one = score.aligned(some, picture, score.when)
        days = sorted(ballots.days.get(one["id"], {}).items()) if one else []
        answers = [{"when": {"begin": day_text(day), "finish": day_text(day)}} for day, _ in days]
        found["dates"].append(case(score, "dates", some, one, answers, [marks for _, marks in days]))
        one = score.aligned(some, picture, lambda shown: (shown.get("place") or {}).get("name"))
        at, marked = ballots.places.get(one["id"], ({}, {})) if one else ({}, {})
        places: list[Row] = [{"place": encode(at[key])} for key in sorted(marked)]
        found["places"].append(case(score, "places", some, one, places, [marked[key] for key in sorted(marked)]))
        one = score.aligned(some, picture, lambda shown: score.toll(shown, "injured"))
        counts = ballots.tolls.get(one["id"], {}) if one else {}
        found["injured"].append(count_case(score, "injured", some, one, counts))
    return found


def count_case(
    score: ModuleType,
    measure: str,
    some: Sequence[Row],
    shown: Row | None,
    marked: Mapping[float, Mapping[str, float]],
) -> Case:
    """One vote on how many an incident killed or hurt; a toll of which nothing is said counts as none."""
    gold = some[0]["gold"]
    toll = score.toll(shown, measure) if shown else None
    counts = sorted(marked)
    return Case(
        incident=str(gold["incident"]),
        marked={number: dict(marked[count]) for number, count in enumerate(counts)},
        right=frozenset(number for number, count in enumerate(counts) if count == gold[measure]),
        unvoted=float((score.figure(toll) if toll else 0) == gold[measure]),
    )


def case(
    score: ModuleType,
    task: str,
    some: Sequence[Row],
    shown: Row | None,
    answers: Sequence[Row],
    marks: Sequence[Mapping[str, float]],
) -> Case:
    """One vote on an incident. `some`: its rows; `shown`: the development that stands for it."""

    def right(answer: Row) -> float:
        alone = {"id": "", **answer, "is": "development", "reports": [row["id"] for row in some]}
        [said] = getattr(score, task)(some, score.Picture([alone]))
        return float(said[_RIGHT[task]])

    return Case(
        incident=str(some[0]["gold"]["incident"]),
        marked={number: dict(one) for number, one in enumerate(marks)},
        right=frozenset(number for number, answer in enumerate(answers) if right(answer)),
        unvoted=right(shown) if shown else 0.0,
    )


def trained(some: Iterable[Case], penalty: float) -> Weights:
    """The weights of a vote, from the incidents whose right answer is among what their reports name."""
    return ranked(
        [[(marks, float(n in one.right)) for n, marks in one.marked.items()] for one in some if one.right], penalty
    )


def reached(some: Iterable[Case], weights: Weights) -> list[float]:
    """How right the picture is on each incident with these weights."""
    return [float(heaviest(one.marked, weights) in one.right) if one.marked else one.unvoted for one in some]


def unseen(some: Sequence[Case], penalty: float, part_of: Callable[[str], int], parts: int) -> list[list[float]]:
    """How right the picture is on the incidents of each part, with weights from the other parts."""
    return [
        reached(
            [one for one in some if part_of(one.incident) == part],
            trained([one for one in some if part_of(one.incident) != part], penalty),
        )
        for part in range(parts)
    ]


def table(found: Mapping[str, Sequence[Case]], reports: int) -> str:
    """The table, trained on all; what is reached is printed and stands in its head."""
    told, weighed = [], []
    for vote, some in found.items():
        weights = trained(some, PENALTY[vote])
        own = statistics.fmean(reached(some, weights))
        folds = statistics.fmean(itertools.chain(*unseen(some, PENALTY[vote], fold_of, FOLDS)))
        first, second = (statistics.fmean(part) for part in unseen(some, PENALTY[vote], half_of, 2))
        told.append(
            f"Right {_NAMES[vote]}: by five folds of incidents {folds:.3f}, in sample {own:.3f}, each half by the "
            f"other {first:.3f} and {second:.3f}."
        )
        named = statistics.fmean(float(bool(one.right)) if one.marked else one.unvoted for one in some)
        print(f"{told[-1]} Named at all: {named:.3f}. Voted: {sum(bool(one.marked) for one in some)} of {len(some)}.")
        weighed += ["", f"[{vote}]", *(f'"{mark}" = {weights[mark]:.3f}' for mark in sorted(weights))]
    head = _HEAD.format(reports=reports, incidents=len(found["dates"]), figures="\n".join(f"# {line}" for line in told))
    return head + "\n".join(weighed) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

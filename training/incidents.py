"""Trains the models that read incidents out of one report, on MUC-4's open part.

    python training/incidents.py ../shared/corpora src/fogline/data

Writes `incidents.toml` (which claims tell of one incident; what a development must have to be an incident of its own;
which place, day, organisation and count are its) and `incidents.npz` (what the words of the report and of the sentence
say). A development of a text is right where the corpus's scorer pairs it with one of the gold templates; a place, a
day, an organisation is as right as the scorer finds it in that template. Pairs are made twice: first by what the rules
read of a development, then by what the models trained on those pairs choose for it, so that a development of which the
rules misread the place is taken for its template all the same. Prints the scorer's figures over five folds of
documents: every model, and the threshold, saw only the other four. Then trains on all.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy

from corpora import FOLDS, Row, fold_of, scorer
from fitting import Group, Weights, chosen, logistic, parted, ranked, scores
from fogline.data.kinds import kinds
from fogline.model.codec import encode
from fogline.picture import casualties, doers
from fogline.picture.harm import MEASURES
from fogline.picture.incident_words import SORTS, kind_features
from incident_texts import (
    Candidate,
    Page,
    Text,
    count_credit,
    credits,
    documents,
    lower_case,
    page_of,
    pairs,
    sureties,
    text_of,
)
from mentions import Document, same_weights

THRESHOLDS = [round(0.27 + 0.03 * step, 2) for step in range(10)]
RAREST, RAREST_WORD = 10, 5
PENALTY = {
    "incident": 16.0,
    "report": 8.0,
    "sentence": 6.0,
    "place": 3.0,
    "day": 6.0,
    "doer": 6.0,
    "surety": 3.0,
    "sort": 6.0,
    "harm": 4.0,
}
PARTED = 0.5  # how far words of reports are scaled by how well they part them
NOBODY = 0.6  # taken off "nobody" when an organisation is chosen: F is best where as many are named as there are


@dataclass(slots=True, kw_only=True)
class Models:
    """All weights."""

    report: Weights
    incident: Weights
    sentence: Weights
    place: Weights
    day: Weights
    doer: Weights
    surety: dict[str, Weights]
    sort: dict[str, Weights]
    harm: dict[str, Weights]


def trained(score: ModuleType, texts: Sequence[Text]) -> Models:
    """All models, from some texts: twice, the second time with pairs by what the first chose."""
    models = _trained(score, texts)
    for text in texts:
        found = pairs(score, text.row["gold"]["templates"], [finished(one, models) for one in text.candidates])
        for place, one in enumerate(text.candidates):
            one.gold = found.get(place)
    return _trained(score, texts)


def _trained(score: ModuleType, texts: Sequence[Text]) -> Models:
    paired = [one for text in texts for one in text.candidates if one.gold is not None and one.judged]
    rows = [credits(score, one) for one in paired]
    place = ranked([g for row in rows for g in row.get("place", []) if any(c for _, c in g)], PENALTY["place"])
    day = logistic(
        [{**f, "bias": 1.0} for row in rows for g in row.get("day", []) for f, _ in g],
        [c for row in rows for g in row.get("day", []) for _, c in g],
        PENALTY["day"],
        3,
    )
    doer = ranked([g for row in rows for g in row.get("doer", []) if any(c for _, c in g)], PENALTY["doer"])
    doer["nobody"] = doer.get("nobody", 0.0) - NOBODY
    sure = [found for one in paired for found in sureties(score, one)]
    surety = {
        degree: logistic([f for f, _ in sure], [float(degree in d) for _, d in sure], PENALTY["surety"], 3)
        for degree in doers.SURETIES
    }
    looks = [kind_features(one.told.one.kind or "", one.words) for one in paired]
    sort = {
        kind: logistic(looks, [float(has_type(one, kinds()[kind].muc4)) for one in paired], PENALTY["sort"], 4)
        for kind in SORTS
    }
    harm = {
        measure: ranked([g for g in _count_groups(score, paired, measure) if any(c for _, c in g)], PENALTY["harm"])
        for measure in MEASURES
    }
    report, shares = _stacked(texts)
    judged_ones = [(text, one) for text in texts for one in text.candidates if one.judged]
    inputs = [{**one.features, **one.words, "report": shares[id(text)]} for text, one in judged_ones]
    weights = logistic(
        inputs, [float(one.gold is not None) for _, one in judged_ones], PENALTY["incident"], RAREST_WORD
    )
    made = {name: weight for name, weight in weights.items() if name[:2] not in ("w ", "n ", "t ")}
    return Models(
        report=report,
        incident=made,
        sentence={name: weight for name, weight in weights.items() if name not in made},
        place=place,
        day=day,
        doer=doer,
        surety=surety,
        sort=sort,
        harm=harm,
    )


def _count_groups(score: ModuleType, paired: Sequence[Candidate], measure: str) -> Iterator[Group]:
    for one in paired:
        assert one.gold is not None
        yield [(features, count_credit(one.gold, measure, count, score)) for count, features in one.counts[measure]]


def has_type(one: Candidate, name: str) -> bool:
    """Whether its template is of a type."""
    assert one.gold is not None
    return any(name in fill for fill in one.gold["type"])


def _stacked(texts: Sequence[Text]) -> tuple[Weights, dict[int, float]]:
    """The model of reports, and what models that did not see a report say of it."""
    shares: dict[int, float] = {}
    for part in range(FOLDS):
        held = [text for number, text in enumerate(texts) if number % FOLDS == part]
        other = [text for number, text in enumerate(texts) if number % FOLDS != part]
        weights = _report_model(other)
        shares.update((id(text), scores(weights, [text.words])[0]) for text in held)
    return _report_model(texts), shares


def _report_model(texts: Sequence[Text]) -> Weights:
    return parted([text.words for text in texts], [text.relevant for text in texts], PENALTY["report"], 6, PARTED)


def finished(one: Candidate, models: Models, likely: float = 1.0) -> Row:
    """A development as it is shown. `likely`: how likely it is an incident at all."""
    if not one.judged:
        return one.plain
    made = dict(one.plain)
    kind = one.told.one.kind or ""
    best = max(SORTS, key=lambda sort: scores(models.sort[sort], [kind_features(kind, one.words)])[0])
    if kind in kinds() and kinds()[kind].muc4 not in ("", kinds()[best].muc4):
        made["kind"] = best
    if one.places:
        made["place"] = encode(chosen(models.place, one.places))
    if one.days:
        made["when"] = encode(chosen(models.day, one.days))
    counts = {measure: chosen(models.harm[measure], some) for measure, some in one.counts.items()}
    made["tolls"] = encode(casualties.chosen(one.rules, counts))
    name = doers.likeliest(one.doers, scores(models.doer, [features for _, features in one.doers]), likely)
    made["initiators"] = []
    if name is not None:
        found = one.surety[str(name)]
        sure = doers.plainly(found) or max(doers.SURETIES, key=lambda degree: scores(models.surety[degree], [found])[0])
        made["initiators"] = [{"name": str(name), "confidence": sure}]
    return made


def likelihoods(text: Text, models: Models) -> list[float]:
    """How likely each candidate is an incident; those that are not judged are left out of it."""
    share = scores(models.report, [text.words])[0]
    both = {**models.incident, **models.sentence}
    rows = [{**one.features, **one.words, "report": share} for one in text.candidates]
    return [
        float(1 / (1 + numpy.exp(-z))) if one.judged else -1.0
        for one, z in zip(text.candidates, scores(both, rows), strict=True)
    ]


@dataclass(slots=True, kw_only=True)
class _Held:
    """What models that did not see a text say of it: its developments and how likely each is an incident."""

    row: Row
    fold: int
    found: list[tuple[Row, float]]

    def shown(self, threshold: float) -> Row:
        return {"id": self.row["id"], "developments": [row for row, likely in self.found if likely >= threshold]}


def _credit(score: ModuleType, one: _Held) -> list[tuple[float, float, float]]:
    """What a text adds to the figures with each threshold: fills that are right, said, and asked for."""
    known: dict[int, tuple[float, float, float]] = {}
    made = []
    for threshold in THRESHOLDS:
        shown = one.shown(threshold)
        count = len(shown["developments"])
        if count not in known:
            total = score.score("muc4", [one.row], [shown])["all_templates"]
            known[count] = (total["right"], total["said"], total["there"])
        made.append(known[count])
    return made


def _losses(score: ModuleType, figures: Row, some: Sequence[tuple[Row, Row]]) -> Iterator[str]:
    """Where each slot loses: with incidents that are not found or are none, by silence, by saying too much or wrong."""
    sums = {slot: numpy.zeros(6) for slot in score.SLOTS}  # credit, said, asked; silent, too much, wrong
    for row, shown in some:
        for place, gold in pairs(score, row["gold"]["templates"], shown["developments"]).items():
            told = score.from_development(shown["developments"][place], {})
            for slot in sums:
                credit, said, asked = score.slot_credit(slot, gold[slot], told[slot])
                more = max(0, said - asked)
                sums[slot] += (credit, said, asked, max(0, asked - said), more, said - more - credit)
    yield f"{'fills':14} asked   right of incidents not found   silent   wrong | said  of no incident   too much"
    for slot, (credit, said, asked, silent, more, wrong) in sums.items():
        there, every = figures[slot]["there"], figures[slot]["said"]
        yield (
            f"{slot:14} {there:5} {credit:7} {there - asked:22} {silent:8} {wrong:7} | {every:4} {every - said:15}"
            f" {more:10}"
        )


def _texts(
    score: ModuleType, some: Sequence[tuple[Document, Page]], known: Sequence[Document]
) -> tuple[list[Text], Weights]:
    """What the models look at, with claims put together by what is learnt of some of the texts."""
    same = same_weights(known)
    return [text_of(number, one, same, page, score) for number, (one, page) in enumerate(some)], same


def evaluated(score: ModuleType, some: Sequence[tuple[Document, Page]], say: Callable[[str], object] = print) -> float:
    """Says the figures over five folds. Out: the threshold for a model of all."""
    held: list[_Held] = []
    for fold in range(FOLDS):
        print(f"fold {fold + 1} of {FOLDS}", file=sys.stderr)
        every = _texts(score, some, [one for one, _ in some if fold_of(one.row["id"]) != fold])[0]
        models = trained(score, [text for text in every if text.fold != fold])
        for text in every:
            if text.fold == fold:
                likely = likelihoods(text, models)
                rows = [finished(one, models, sure) for one, sure in zip(text.candidates, likely, strict=True)]
                held.append(_Held(row=text.row, fold=fold, found=list(zip(rows, likely, strict=True))))
    credit = {id(one): _credit(score, one) for one in held}

    def best(some: Sequence[_Held]) -> float:
        """The threshold around which F is greatest: alone, one is best by chance."""
        sums = [numpy.sum([credit[id(one)][place] for one in some], axis=0) for place in range(len(THRESHOLDS))]
        figures = [2 * right / (said + there) for right, said, there in sums]
        around = numpy.convolve(figures, numpy.ones(3) / 3, mode="valid")
        return THRESHOLDS[1 + int(around.argmax())]

    inside = {fold: best([one for one in held if one.fold != fold]) for fold in range(FOLDS)}
    shown = [one.shown(inside[one.fold]) for one in held]
    figures = score.score("muc4", [one.row for one in held], shown)
    for name in ("all_templates", "text_filter", "templates", *score.SLOTS):
        say(f"{name:14} {json.dumps(figures[name])}")
    for line in _losses(score, figures, [(one.row, row) for one, row in zip(held, shown, strict=True)]):
        say(line)
    say(f"thresholds {list(inside.values())}")
    return best(held)


def written(models: Models, same: Weights, threshold: float, target: Path) -> None:
    """The tables."""
    head = (
        "# What `picture/` chooses by when it reads the incidents of one report: a weight a feature, a table a\n"
        "# question. Made by training/incidents.py from MUC-4's open part (1,000 texts). Apache-2.0.\n"
    )
    tables = {
        "same": same,
        "incident": models.incident,
        "place": models.place,
        "day": models.day,
        "doer": models.doer,
        **{f"surety {degree}": weights for degree, weights in models.surety.items()},
        **{f"harm {measure}": weights for measure, weights in models.harm.items()},
    }
    with (target / "incidents.toml").open("w", encoding="utf-8") as file:
        file.write(f"{head}threshold = {threshold:.2f}\n")
        for name, weights in tables.items():
            file.write(f'\n["{name}"]\n')
            file.writelines(f'"{key}" = {weights[key]:.3f}\n' for key in sorted(weights) if abs(weights[key]) >= 0.002)
    parts: dict[str, Any] = {}
    words = {"report": models.report, "sentence": models.sentence, **models.sort}
    parts["parts"] = numpy.array("\n".join(words))
    for name, weights in words.items():
        names = sorted(name for name, weight in weights.items() if abs(weight) >= 0.004)
        values = numpy.array([weights[key] for key in names])
        scale = float(abs(values).max() / 127)
        parts[f"{name} names"] = numpy.array("\n".join(names))
        parts[f"{name} weights"] = (values / scale).round().astype("int8")
        parts[f"{name} scale"] = numpy.array(scale)
    numpy.savez_compressed(target / "incidents.npz", **parts)


def main(corpora: str, target: str) -> None:
    """Reads, cross-validates, trains, writes."""
    score = scorer(Path(corpora), "score_reading")
    plain = lower_case(Path(corpora))
    some = [(one, page_of(one, plain)) for one in documents(Path(corpora), score)]
    threshold = evaluated(score, some)
    print("training on all", file=sys.stderr)
    texts, same = _texts(score, some, [one for one, _ in some])
    written(trained(score, texts), same, threshold, Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])

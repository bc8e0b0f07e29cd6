"""Trains the models that read incidents out of one report, on MUC-4's open part.

    python training/incidents.py ../shared/corpora src/fogline/data

Writes `incidents.toml` (what a development must have to be an incident of its own; which place, day and organisation
are its) and `incidents.npz` (what the words of the report and of the sentence say). A development of a text is right
where the corpus's scorer pairs it with one of the gold templates; a place, a day, an organisation is as right as the
scorer finds it in that template. Prints the scorer's figures over five folds of documents: every model, and the
threshold, saw only the other four. Then trains on all.

Words are those that news writes in lower case in other corpora (`PLAIN`): no names get in.
"""

from __future__ import annotations

import collections
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy

from corpora import FOLDS, Row, fold_of, scorer
from fitting import Features, Group, Weights, chosen, logistic, ranked, scores
from fogline.claims.extract import extract
from fogline.data.kinds import kinds
from fogline.model.claim import Reading
from fogline.model.codec import encode
from fogline.model.picture import Development
from fogline.model.report import Report
from fogline.picture import dating, doers, grounds
from fogline.picture.fuse import fuse
from fogline.picture.harm import tolls
from fogline.picture.incident_features import features, judged, pieces, setting
from fogline.picture.incident_words import SORTS, kind_features, report_words, sentence_words
from fogline.picture.mentions import Told, by_claims, joined
from fogline.picture.perpetrators import groups
from fogline.run.one import read

PLAIN = ("polnear", "gva", "lgl", "geovirus", "timebank", "wikievents", "ecbplus", "meantime")
THRESHOLDS = [round(0.28 + 0.04 * step, 2) for step in range(6)]
RAREST, RAREST_WORD = 10, 5
PENALTY = {
    "incident": 16.0,
    "report": 15.0,
    "sentence": 6.0,
    "place": 3.0,
    "day": 6.0,
    "doer": 6.0,
    "surety": 3.0,
    "sort": 6.0,
}
BIAS = 0.01
NOBODY = 0.6  # taken off "nobody" when an organisation is chosen: F is best where as many are named as there are


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A development of a text, with what the models look at and, where a template is its, how right each choice is."""

    text: int
    told: Told
    plain: Row
    features: Features = field(default_factory=dict)
    words: Features = field(default_factory=dict)
    places: list[tuple[object, Features]] = field(default_factory=list)
    days: list[tuple[object, Features]] = field(default_factory=list)
    doers: list[tuple[object, Features]] = field(default_factory=list)
    surety: dict[str, Features] = field(default_factory=dict)
    judged: bool = False
    gold: dict[str, list[Any]] | None = None


@dataclass(slots=True, kw_only=True)
class Text:
    """A text of the corpus."""

    row: Row
    fold: int
    words: Features
    relevant: float
    candidates: list[Candidate]


def readings(corpora: Path, score: ModuleType) -> Iterable[tuple[Row, Report, Reading]]:
    """The texts, read."""
    for row in score.rows(corpora / "muc4" / "open.jsonl.gz"):
        report = read(text=row["text"], published=row["published"], lang=row["lang"], id=row["id"])
        yield row, report, extract(report)


def lower_case(corpora: Path) -> frozenset[str]:
    """Words that the news of other corpora writes in lower case."""
    small: collections.Counter[str] = collections.Counter()
    large: collections.Counter[str] = collections.Counter()
    for name in PLAIN:
        with gzip.open(corpora / name / "open.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                for word in re.findall(r"\b[A-Za-z][A-Za-z'-]+", json.loads(line)["text"]):
                    (small if word.islower() else large)[word.lower()] += 1
    return frozenset({"#", *(word for word, count in small.items() if count > 0.4 * (count + large[word]))})


def pairs(score: ModuleType, gold: Sequence[object], found: Sequence[Row]) -> dict[int, dict[str, list[Any]]]:
    """The developments that the scorer pairs with a template, each with it."""
    wanted = [score.from_template(key) for key in gold]
    turned = [(place, score.from_development(one, {})) for place, one in enumerate(found)]
    had = [(place, incident) for place, incident in turned if incident]
    gains = []
    for template in wanted:
        cells = [
            {slot: score.slot_credit(slot, template[slot], said[slot])[0] for slot in score.SLOTS} for _, said in had
        ]
        fit = [c["type"] > 0 and sum(c[slot] for slot in score.EVIDENCE) >= 1 for c in cells]
        gains.append([sum(cell.values()) if ok else 0.0 for cell, ok in zip(cells, fit, strict=True)])
    return {had[column][0]: wanted[row] for row, column in score.assign(gains)}


def _row(one: Development) -> Row:
    found: Any = encode(one)
    return dict(found)


def text_of(number: int, row: Row, report: Report, reading: Reading, plain: frozenset[str], score: ModuleType) -> Text:
    """A text with all that the models look at."""
    told = joined(
        by_claims(fuse([report], reading.claims).developments, {c.id: c for c in reading.claims}), report.text
    )
    where = setting(report, reading.claims, [one.one for one in told])
    known, lie, given = (
        groups(report.text),
        grounds.ground(report, reading.places),
        dating.calendar(report, reading.times),
    )
    made: list[Candidate] = []
    for one in told:
        telling = [claim for claim in one.claims if claim.kind is not None] or list(one.claims)
        candidate = Candidate(text=number, told=one, plain=_row(one.one), judged=judged(one.one))
        candidate.plain["tolls"] = encode(tolls(one.one.tolls, one.claims))
        made.append(candidate)
        if not candidate.judged:
            continue
        candidate.features = features(one.one, one.claims, where)
        words = sentence_words(telling, report.text, pieces(telling, where))
        candidate.words = {name: value for name, value in words.items() if set(name.split()[1:]) <= plain}
        candidate.places = list(grounds.choices(telling, known.ends, lie))
        candidate.days = list(dating.choices(one.one.when, one.one.stage, telling, known.ends, given))
        candidate.doers = list(doers.choices(one.one, telling, known))
        candidate.surety = {
            str(name): doers.sure_features(str(name), telling, known) for name, _ in candidate.doers if name is not None
        }
    keys = row["gold"]["templates"]
    for place, template in pairs(score, keys, [one.plain for one in made]).items():
        made[place].gold = template
    words = {name: value for name, value in report_words(report.text).items() if set(name.split()) <= plain}
    return Text(
        row=row,
        fold=fold_of(row["id"]),
        words={**words, "bias": 1.0},
        relevant=float(any(not key["optional"] for key in keys)),
        candidates=made,
    )


def credits(score: ModuleType, one: Candidate) -> dict[str, list[Group]]:
    """How right each choice is for a development that a template is of."""
    gold = one.gold
    assert gold is not None
    found: dict[str, list[Group]] = {}
    if gold["location"]:
        rows = [(f, _credit(score, "location", gold, {"place": encode(place)})) for place, f in one.places]
        found["place"] = [rows]
    if gold["date"]:
        found["day"] = [[(f, _credit(score, "date", gold, {"when": encode(when)})) for when, f in one.days]]
    must = [fill for fill in gold["org"] if None not in fill]
    found["doer"] = [
        [
            (f, float(not must) if name is None else _credit(score, "org", gold, {"initiators": [{"name": name}]}))
            for name, f in one.doers
        ]
    ]
    return found


def _credit(score: ModuleType, slot: str, gold: dict[str, list[Any]], said: Row) -> float:
    turned = score.from_development({"kind": "attack", **said}, {})
    return float(score.slot_credit(slot, gold[slot], turned[slot])[0])


def sureties(score: ModuleType, one: Candidate) -> list[tuple[Features, frozenset[str]]]:
    """For each organisation that a template names, how surely it does, in the words of the contract."""
    assert one.gold is not None
    found = []
    for name, features_of in one.surety.items():
        degrees = frozenset(
            degree
            for degree in doers.SURETIES
            for fill in one.gold["confidence"]
            for each in fill
            if each is not None and each[0] == score.first_match(score.SURE, degree)
            if any(score.alike(score.plain(name), other) == 1.0 for other in each[1])
        )
        if degrees:
            found.append((features_of, degrees))
    return found


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


def trained(score: ModuleType, texts: Sequence[Text]) -> Models:
    """All models, from some texts."""
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
    )


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
    return logistic([text.words for text in texts], [text.relevant for text in texts], PENALTY["report"], 6)


def finished(one: Candidate, models: Models) -> Row:
    """A development as it is shown."""
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
    name = chosen(models.doer, one.doers)
    made["initiators"] = []
    if name is not None:
        found = one.surety[str(name)]
        sure = max(doers.SURETIES, key=lambda degree: scores(models.surety[degree], [found])[0])
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


def evaluated(score: ModuleType, texts: Sequence[Text], say: Callable[[str], object] = print) -> float:
    """The figures over five folds, and the threshold for a model of all."""
    sure: dict[int, list[float]] = {}
    shown: dict[int, list[Row]] = {}
    for fold in range(FOLDS):
        models = trained(score, [text for text in texts if text.fold != fold])
        for text in texts:
            if text.fold == fold:
                sure[id(text)] = likelihoods(text, models)
                shown[id(text)] = [finished(one, models) for one in text.candidates]

    def said(some: Sequence[Text], threshold: Callable[[Text], float]) -> Row:
        rows = [
            {
                "id": text.row["id"],
                "developments": [
                    one
                    for one, likely in zip(shown[id(text)], sure[id(text)], strict=True)
                    if likely >= threshold(text)
                ],
            }
            for text in some
        ]
        found: Row = score.score("muc4", [text.row for text in some], rows)
        return found

    def best(some: Sequence[Text]) -> float:
        return max(THRESHOLDS, key=lambda t: said(some, lambda _: t)["all_templates"]["f"])

    inside = {fold: best([text for text in texts if text.fold != fold]) for fold in range(FOLDS)}
    figures = said(texts, lambda text: inside[text.fold])
    for name in ("all_templates", "text_filter", "templates", *score.SLOTS):
        say(f"{name:14} {json.dumps(figures[name])}")
    say(f"thresholds {sorted(inside.values())}")
    return best(texts)


def written(models: Models, threshold: float, target: Path) -> None:
    """The tables."""
    head = (
        "# What `picture/` chooses by when it reads the incidents of one report: a weight a feature, a table a\n"
        "# question. Made by training/incidents.py from MUC-4's open part (1,000 texts). Apache-2.0.\n"
    )
    tables = {
        "incident": models.incident,
        "place": models.place,
        "day": models.day,
        "doer": models.doer,
        **{f"surety {degree}": weights for degree, weights in models.surety.items()},
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
    texts = [
        text_of(number, row, report, reading, plain, score)
        for number, (row, report, reading) in enumerate(readings(Path(corpora), score))
    ]
    threshold = evaluated(score, texts)
    written(trained(score, texts), threshold, Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""What the models of incidents look at in each text of MUC-4, and how right each choice is by its templates.

In: texts, read (`mentions.Document`). Out: `Text`s with their `Candidate`s; credits by the corpus's own scorer. Words
are those that news writes in lower case in other corpora (`PLAIN`): no names get in.
"""

from __future__ import annotations

import collections
import gzip
import json
import math
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from corpora import Row, fold_of
from fitting import Features, Group, Weights
from fogline.claims.extract import extract
from fogline.model.codec import encode
from fogline.model.picture import Development, Toll
from fogline.picture import casualties, dating, doers, grounds
from fogline.picture.harm import tolls
from fogline.picture.incident_features import Setting, features, judged, pieces, setting
from fogline.picture.incident_words import report_features, sentence_words
from fogline.picture.incidents import Given
from fogline.picture.leads import kinds_told
from fogline.picture.mentions import Told
from fogline.picture.perpetrators import Groups, groups
from fogline.picture.sameness import regrouped
from fogline.run.one import read
from mentions import Document, document

PLAIN = ("polnear", "gva", "lgl", "geovirus", "timebank", "wikievents", "ecbplus", "meantime")
# How right it is to leave out what the key need not have, and to say that nobody died where nobody was hurt.
IN_PART = 0.6


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
    doers: list[tuple[str | None, Features]] = field(default_factory=list)
    surety: dict[str, Features] = field(default_factory=dict)
    rules: tuple[Toll, ...] = ()
    counts: dict[str, list[casualties.Choice]] = field(default_factory=dict)
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


def documents(corpora: Path, score: ModuleType) -> Iterable[Document]:
    """The texts, read. How far it is stands on standard error."""
    every = list(score.rows(corpora / "muc4" / "open.jsonl.gz"))
    for number, row in enumerate(every, 1):
        if number % 100 == 0 or number == len(every):
            print(f"read {number} of {len(every)} texts", file=sys.stderr)
        report = read(text=row["text"], published=row["published"], lang=row["lang"], id=row["id"])
        yield document(row, report, extract(report), score)


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


@dataclass(frozen=True, slots=True)
class Page:
    """What a text gives whichever of its claims are put together."""

    known: Groups
    ground: grounds.Ground
    calendar: dating.Calendar
    words: Features
    plain: frozenset[str]


def page_of(one: Document, plain: frozenset[str]) -> Page:
    """What a text gives. `plain`: the words that models may know."""
    text = one.report.text
    looks = report_features(text, kinds_told(text, one.reading.claims))
    words = {name: value for name, value in looks.items() if name[0] == "@" or set(name.split()) <= plain}
    return Page(
        known=groups(text),
        ground=grounds.ground(one.report, one.reading.places),
        calendar=dating.calendar(one.report, one.reading.times),
        words={**words, "bias": 1.0},
        plain=plain,
    )


def text_of(number: int, one: Document, same: Weights, page: Page, score: ModuleType) -> Text:
    """A text with all that the models look at. `same`: the weights by which claims are put together."""
    report, reading = one.report, one.reading
    told = regrouped(one.fused, one.joint, report.text, same)
    where = setting(report, reading.claims, [each.one for each in told])
    counts = casualties.page(
        report.text, page.known.ends, reading.figures, [each.claims for each in told if judged(each.one)]
    )
    given = Given(page.ground, page.known, page.calendar, counts)
    made = [
        _candidate(number, each, report.text, where, given, page.plain)
        if judged(each.one)
        else Candidate(text=number, told=each, plain=_row(each.one))
        for each in told
    ]
    keys = one.row["gold"]["templates"]
    for place, template in pairs(score, keys, [each.plain for each in made]).items():
        made[place].gold = template
    return Text(
        row=one.row,
        fold=fold_of(one.row["id"]),
        words=page.words,
        relevant=float(any(not key["optional"] for key in keys)),
        candidates=made,
    )


def _candidate(number: int, told: Told, text: str, where: Setting, given: Given, plain: frozenset[str]) -> Candidate:
    one, known = told.one, given.groups
    telling = [claim for claim in told.claims if claim.kind is not None] or list(told.claims)
    made = Candidate(text=number, told=told, plain=_row(one), judged=True)
    made.rules = tolls(one.tolls, told.claims)
    made.plain["tolls"] = encode(made.rules)
    made.features = features(one, told.claims, where)
    words = sentence_words(telling, text, pieces(telling, where))
    made.words = {name: value for name, value in words.items() if set(name.split()[1:]) <= plain}
    made.places = list(grounds.choices(telling, known.ends, given.ground))
    made.days = list(dating.choices(one.when, one.stage, telling, known.ends, given.calendar))
    made.doers = list(doers.choices(one, telling, known))
    made.surety = {
        str(name): doers.sure_features(str(name), telling, known) for name, _ in made.doers if name is not None
    }
    made.counts = casualties.all_choices(made.rules, one.kind or "", told.claims, given.page)
    return made


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


def count_credit(gold: dict[str, list[Any]], measure: str, count: casualties.Count | None, score: ModuleType) -> float:
    """How right a count is, or that none is told."""
    state = score.first_match(score.EFFECTS, measure)
    told = [fill for fill in gold["number"] if any(one and one[0] == state for one in fill)]
    effects = [fill for fill in gold["effect"] if fill[0] == state]
    unhurt = any(fill[0] in (f"NO {state}", "NO INJURY OR DEATH") for fill in gold["effect"])
    if count is not None and count.low == 0:
        return IN_PART if unhurt and measure != "abducted" else 0.0
    if not told and not effects:
        return float(count is None)
    if count is None:
        return IN_PART if any(None in fill for fill in (*told, *effects)) else 0.0
    high = math.inf if count.high is None else count.high
    right = score.slot_credit("number", told, [[(state, count.low, high)]])[0] if told else 0.0
    return float((right + 1) / 2 if effects else right)


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

"""Which developments of one report are incidents of their own, the main one first; the others are only mentioned.

Comes in: a report, its claims and its developments. Goes out: the developments that `annotate` shows. A report names
much that it does not tell: the war that goes on, terrorism at large, what a speaker fears, a murder of last year that
is before a court, the same attack in other words. Claims keep all of it; a development of the report is what it tells
of as an incident: of one happening, with a place or a day or a victim, told as a fact.

How sure that is, is the word of a small model (`data/incidents.toml`, a weight a feature, trained by
`training/incidents.py`); its features know no names and no words of a country or a war. It judges violence only;
protests, talks, arrests and the like stay as they are. Fighting is judged by what the model learned of other violence.
"""

from __future__ import annotations

import functools
import math
import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from fogline.data.calendar import day_of
from fogline.data.kinds import kind_table
from fogline.model.claim import Actor, Claim, Place, Stage, Stance, When
from fogline.model.picture import Development
from fogline.model.report import Report
from fogline.picture.days import DAY, day_number, minutes_of
from fogline.picture.grounds import Ground, ground, place_of
from fogline.picture.harm import tolls
from fogline.picture.leads import OPENING, kinds_told
from fogline.picture.mentions import Told, by_claims, joined
from fogline.picture.perpetrators import Groups, groups, initiators, sentence_ends
from fogline.picture.places import is_coarse
from fogline.picture.tellings import GENERAL, group_of, kind_row
from fogline.picture.terms import stable_id

_ELSE = 0.5
_SURE, _MEANT, _MADE = 0.7, 0.4, 0.4
_JUDGED = frozenset({"assault"})
_ALSO = frozenset({"looting"})
_SENTENCE = 1_000  # characters on either side: lists without a full stop would be read over again for each claim
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_PERSON = frozenset(["i", "we", "our", "us", "my", "me"])
_DEFINITE = re.compile(r"\b(the|this|that|these|those|his|her|their|its|our|such)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(an?|another|one|two|three|four|five)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
_NO_ARTICLE = re.compile(
    r"\b(of|for|against|by|with|to|in|and|or|,|any|all|more|many|other|every|such)\s*$", re.IGNORECASE
)


# Words of the sentence that make a happening the talk of the day rather than its news.
_CONTEXTS = {
    "aftermath": r"condemn|repudiat|mourn|funeral|buried|anniversar|commemorat|in memory|tribute|protest against",
    "justice": r"trial|court|judge|sentenc|investigat|indict|charged|extradit|warrant|arrest|detain|suspect|confess",
    "blame": r"accus|blam|responsib|attribut|alleg|masterminded|implicat|involved in",
    "general talk": (
        r"every day|always|constant|over the years|in recent years|wave of|campaign of|acts? of|policy of|all kinds"
        r"|any kind|state of|against violence|phenomenon|problem of"
    ),
    "war at large": r"\bwar\b|offensive|struggle|armed conflict|civil war|peace process|dialogue|negotiat",
    "today": (
        r"\btoday\b|tonight|yesterday|this morning|last night|this afternoon|early on|at dawn|\bhours\b"
        r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day"
    ),
    "remembered": (
        r"\bin 19\d\d\b|\bin 20\d\d\b|years? ago|months? ago|last year|previous|former|since then|at the time"
    ),
    "told by police": r"police (?:said|report)|sources? (?:said|report)|was reported|reported that|witness",
}
_CONTEXT = {name: re.compile(words, re.IGNORECASE) for name, words in _CONTEXTS.items()}
_TALK = re.compile(
    r"speech|interview|editorial|commentary|communique|statement|address|opinion|declaration|panel|press conference",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Model:
    weights: Mapping[str, float]
    threshold: float


@functools.cache
def _model() -> _Model:
    table = tomllib.loads(resources.files("fogline.data").joinpath("incidents.toml").read_text("utf-8"))
    return _Model(table["weights"], table["threshold"])


@dataclass(frozen=True, slots=True)
class Setting:
    """What the features of a development need of its report."""

    published: int | None
    text: str
    first_person: float  # share of its words
    opening: int  # where its second paragraph starts
    ends: Sequence[int]  # of its sentences
    talk: bool  # a speech, an interview, a statement
    tellings: int  # claims that tell a happening
    developments: int


def setting(report: Report, claims: Sequence[Claim], found: Sequence[Development]) -> Setting:
    """What the features need of the report."""
    text = report.text
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    gap = re.compile(r"\n\s*\n").search(text, min(len(text), 80))
    return Setting(
        published=day_number(report.published),
        text=text,
        first_person=sum(word in _FIRST_PERSON for word in words) / max(1, len(words)),
        opening=gap.start() if gap else min(len(text), 400),
        ends=sentence_ends(text),
        talk=_TALK.search(text, 0, 300) is not None,
        tellings=sum(claim.kind is not None for claim in claims),
        developments=len(found),
    )


def features(one: Development, claims: Sequence[Claim], where: Setting) -> dict[str, float]:
    """What speaks for and against a development's being an incident of its own, by name. `claims`: its own."""
    told = [claim for claim in claims if claim.kind is not None] or list(claims)
    kind = kind_row(one.kind)
    family = "general" if one.kind in ("attack", "killing", "destruction") else one.kind or ""
    made = {"bias": 1.0, f"kind={'fighting' if family == 'armed_clash' else family}": 1.0}
    made[f"stage={one.stage}"] = 1.0
    made["tellings"] = math.log(len(told))
    made["share of tellings"] = len(told) / max(1, where.tellings)
    first = min(claim.start for claim in told)
    made["in the opening"] = float(first < where.opening)
    made["position"] = first / max(1, len(where.text))
    made["first person"] = min(0.06, where.first_person) * 20
    made["developments"] = math.log(max(1, where.developments))
    made["length"] = math.log(max(50, len(where.text)) / 1500)
    made.update(_time_features(one, told, where))
    made.update(_place_features(one, told))
    made.update(_people_features(one, told))
    made.update(_trigger_features(told, where))
    made["own voice"] = float(any(not claim.speakers for claim in told))
    made["asserted"] = sum(claim.stance is Stance.ASSERTS for claim in told) / len(told)
    made["happened"] = sum(claim.stage is Stage.HAPPENED for claim in told) / len(told)
    made["certain"] = sum(claim.certainty.value == "certain" for claim in told) / len(told)
    ends = where.ends
    pieces = {(_start(claim.start, ends), _end(claim.end, ends)) for claim in told}
    words = " ".join(where.text[start:end].replace("\n", " ") for start, end in sorted(pieces))
    made.update((f"context {name}", float(pattern.search(words) is not None)) for name, pattern in _CONTEXT.items())
    made["talk"] = float(where.talk)
    made["no harm"] = float(not (kind and kind.harm))
    return {name: value for name, value in made.items() if value}


def _start(position: int, ends: Sequence[int]) -> int:
    at = bisect_right(ends, position)
    return max(ends[at - 1] if at else 0, position - _SENTENCE)


def _end(position: int, ends: Sequence[int]) -> int:
    at = bisect_left(ends, position)
    return min(ends[at], position + _SENTENCE) if at < len(ends) else position


def _time_features(one: Development, told: Sequence[Claim], where: Setting) -> dict[str, float]:
    minutes = minutes_of(one.when)
    exact = minutes is not None and minutes[1] - minutes[0] <= 2 * DAY
    made = {"day known": float(exact), "time of its own": float(any(claim.when.basis != "none" for claim in told))}
    if minutes is not None and not exact:
        made["long time"] = 1.0
    if minutes is not None and where.published is not None:
        gap = where.published - minutes[1] // DAY
        name = (
            "ahead"
            if gap < -1
            else "fresh"
            if gap <= 3
            else "of weeks"
            if gap <= 40
            else "of months"
            if gap < 400
            else "old"
        )
        made[f"time {name}"] = 1.0
    return made


def _place_features(one: Development, told: Sequence[Claim]) -> dict[str, float]:
    inside = [p for claim in told for p in claim.places if claim.start <= p.start and p.end <= claim.end]
    return {
        "place known": float(one.place is not None),
        "place named with it": float(any(not is_coarse(p) for p in inside)),
        "region named with it": float(any(is_coarse(p) for p in inside)),
    }


def _people_features(one: Development, told: Sequence[Claim]) -> dict[str, float]:
    classes = kind_table().classes
    armed, persons, things = classes["armed"], classes["persons"], classes["things"]
    done_to = [_last(actor.as_worded) for actor in one.recipients]
    done_by = [_last(actor.as_worded) for actor in one.initiators]
    counted = [toll for toll in one.tolls if toll.measure in ("killed", "injured", "captured", "missing")]
    return {
        "victims named": float(any(_is_named(actor) for actor in one.recipients)),
        "victims people": float(any(word in persons and word not in armed for word in done_to)),
        "victims things": float(any(word in things for word in done_to)),
        "victims": float(bool(done_to)),
        "doers": float(bool(done_by)),
        "doers armed": float(any(word in armed for word in done_by)),
        "doers named": float(any(_is_named(actor) for actor in one.initiators)),
        "counted": float(any((toll.best or toll.low or 0) > 0 for toll in counted)),
        "nobody hurt": float(any(toll.best == 0 for toll in counted)),
        "many counted": float(any((toll.best or toll.low or 0) >= 100 for toll in counted)),
    }


def _trigger_features(told: Sequence[Claim], where: Setting) -> dict[str, float]:
    made: dict[str, float] = {}
    nouns = verbs = plural = definite = bare = indefinite = 0
    for claim in told:
        if claim.trigger is None:
            continue
        word = where.text[claim.trigger.start : claim.trigger.end].lower()
        before = where.text[max(0, claim.trigger.start - 40) : claim.trigger.start].replace("\n", " ")
        if word.endswith(("ed", "en")) or word in ("shot", "hit", "struck", "blew", "died", "slew", "shoot"):
            verbs += 1
            continue
        nouns += 1
        definite += bool(_DEFINITE.search(before))
        indefinite += bool(_INDEFINITE.search(before))
        many = word.endswith("s") and not word.endswith("ss")
        plural += many
        bare += bool(_NO_ARTICLE.search(before)) or word in (
            "terrorism",
            "violence",
            "fighting",
            "combat",
            "aggression",
        )
    all_told = max(1, len(told))
    made["verbs past"] = float(verbs > 0)
    made["only nouns"] = float(verbs == 0 and nouns > 0)
    made["only plural"] = float(plural == all_told)
    made["only definite"] = float(definite == all_told)
    made["only bare"] = float(bare == all_told)
    made["one indefinite"] = float(indefinite > 0)
    return made


def _last(words: str) -> str:
    """The noun that a phrase is about, about: the last before a preposition, in the singular."""
    head = re.split(r"\s+(?:of|from|in|with|at|on|who|near)\s+|,|\[", words.lower(), maxsplit=1)[0].strip()
    word = head.split()[-1] if head.split() else ""
    irregular = {"men": "man", "women": "woman", "children": "child", "policemen": "policeman", "people": "people"}
    if word in irregular:
        return irregular[word]
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _is_named(actor: Actor) -> bool:
    return actor.party is not None or any(word[:1].isupper() for word in actor.name.split()[-2:])


def judged(one: Development) -> bool:
    """Whether the model has a say: violence, not protests, talks or disasters."""
    kind = kind_row(one.kind)
    return kind is not None and (
        kind.family in _JUDGED or kind.name in _ALSO or kind.name in ("killing", "destruction")
    )


def likelihood(one: Development, claims: Sequence[Claim], where: Setting) -> float:
    """How likely a development is an incident of its own, from 0 to 1."""
    weights = _model().weights
    found = math.fsum(weights.get(name, 0.0) * value for name, value in features(one, claims, where).items())
    return 1 / (1 + math.exp(-found))


def incidents(
    report: Report, claims: Sequence[Claim], places: Sequence[Place], found: Sequence[Development]
) -> tuple[Development, ...]:
    """The developments that a report tells of, its main one first: what its opening is about, then the likeliest."""
    by_id = {claim.id: claim for claim in claims}
    joint = joined(by_claims(found, by_id), report.text)
    where = setting(report, claims, [each.one for each in joint])
    told = kinds_told(report.text, claims)
    about, sure = max(told.items(), key=lambda row: row[1])
    lie, known = ground(report, places), groups(report.text)
    ranked: list[_Ranked] = []
    for place, each in enumerate(joint):
        likely = likelihood(each.one, each.claims, where) if judged(each.one) else None
        ranked.append(_Ranked(each.one, each.claims, likely, place))
    first = _about(ranked, about, sure)
    kept = [one for one in ranked if one is first or one.likely is None or one.likely >= _model().threshold]
    kept.sort(key=lambda one: (one is not first, -_share(one, told), -(one.likely or 0.0), one.place))
    made = [_finished(one, lie, known) for one in kept]
    if first is None and about and sure >= _MADE:
        made.insert(0, _opening(report, claims, about, lie))
    elif first is not None and _class(first.one.kind) != _class(about):
        made[0] = replace(made[0], kind=about)
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Ranked:
    one: Development
    claims: Sequence[Claim]
    likely: float | None  # None: the model of incidents has no say
    place: int

    @property
    def start(self) -> int:
        """Where the report first tells of it."""
        return min((claim.start for claim in self.claims), default=0)


def _class(kind: str | None) -> str:
    row = kind_row(kind)
    return row.case2021 if row and row.case2021 != "OTHER" else ""


def _share(one: _Ranked, told: Mapping[str, float]) -> float:
    """How much the opening is about developments of this kind; nothing where it is first told later."""
    if one.start >= OPENING:
        return 0.0
    return math.fsum(share for kind, share in told.items() if kind and _class(kind) == _class(one.one.kind))


def _about(ranked: Sequence[_Ranked], about: str, sure: float) -> _Ranked | None:
    """The development that the opening is about: one of its kind, else one told by a general kind."""
    opening = [one for one in ranked if one.start < OPENING]
    same = [one for one in opening if _class(one.one.kind) == _class(about)]
    if same and (sure >= _SURE or any((one.likely or 1.0) >= _model().threshold for one in same)):
        return max(same, key=lambda one: (one.likely or 0.0, -one.start))
    if not about or sure < _MEANT:
        return None
    group = group_of(row) if (row := kind_row(about)) else ""
    fits = group in ("violence", "fighting") or (group in ("disaster", "unrest") and sure >= _ELSE)
    general = [one for one in opening if fits and one.one.kind in GENERAL]
    return max(general, key=lambda one: (one.likely or 0.0, -one.start), default=None)


def plainly(report: Report, places: Sequence[Place], found: Sequence[Told]) -> list[Development]:
    """Developments as they are shown, none left out: what training compares with gold."""
    lie, known = ground(report, places), groups(report.text)
    ranked = [_Ranked(each.one, each.claims, 1.0 if judged(each.one) else None, i) for i, each in enumerate(found)]
    return [_finished(one, lie, known) for one in ranked]


def _finished(one: _Ranked, lie: Ground, known: Groups) -> Development:
    if one.likely is None:
        return one.one
    told = [claim for claim in one.claims if claim.kind is not None]
    return replace(
        one.one,
        initiators=initiators(one.one, one.claims, known),
        place=place_of(told, known.ends, lie) if told else one.one.place,
        tolls=tolls(one.one.tolls, one.claims),
    )


def _opening(report: Report, claims: Sequence[Claim], kind: str, lie: Ground) -> Development:
    """What the opening tells by its words together, where no one of them tells it."""
    return Development(
        id=stable_id("d", report.id, "opening", kind),
        kind=kind,
        stage=Stage.HAPPENED,
        when=When(edtf=f"../{day}", finish=day, basis="published by") if (day := day_of(report.published)) else When(),
        place=place_of(list(claims[:1]), (), lie) if claims else None,
        reports=(report.id,),
        claims=tuple(claim.id for claim in claims[:1]),
        origin_ids=(report.id,),
        why=("the words of its opening together tell it",),
    )

"""What speaks for and against a development's being an incident of its own: features that know no names.

Comes in: a development of one report with its claims, and what is to be known of the report. Goes out: features.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from fogline.data.kinds import kind_table
from fogline.data.word_lists import word_lists
from fogline.model.claim import Actor, Claim, Stage, Stance
from fogline.model.picture import Development
from fogline.model.report import Report
from fogline.picture.days import DAY, day_number, minutes_of
from fogline.picture.perpetrators import sentence_ends
from fogline.picture.places import is_coarse
from fogline.picture.tellings import kind_row

_LISTS = word_lists("incident_words", "features")
_JUDGED = frozenset({"assault"})
_ALSO = frozenset({"looting"})
_SENTENCE = 1_000  # characters on either side: lists without a full stop would be read over again for each claim
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_PERSON = _LISTS.words("first_person")
_DEFINITE = _LISTS.pattern("definite")
_INDEFINITE = _LISTS.pattern("indefinite")
_NO_ARTICLE = _LISTS.pattern("no_article")


_CONTEXTS = _LISTS.pairs("contexts")
_CONTEXT = {name: re.compile(words, re.IGNORECASE) for name, words in _CONTEXTS.items()}
_TALK = _LISTS.pattern("talk")
_PHRASE_END = _LISTS.pattern("phrase_end", 0)
_PAST, _MASSES = _LISTS.words("past"), _LISTS.words("masses")
_IRREGULAR = _LISTS.pairs("irregular")


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
    words = " ".join(where.text[start:end].replace("\n", " ") for start, end in pieces(told, where))
    made.update((f"context {name}", float(pattern.search(words) is not None)) for name, pattern in _CONTEXT.items())
    made["talk"] = float(where.talk)
    made["no harm"] = float(not (kind and kind.harm))
    return {name: value for name, value in made.items() if value}


def pieces(told: Sequence[Claim], where: Setting) -> list[tuple[int, int]]:
    """The sentences in which claims tell, as stretches of the text."""
    made: list[tuple[int, int]] = []
    for start, end in sorted({(_start(claim.start, where.ends), _end(claim.end, where.ends)) for claim in told}):
        if made and start < made[-1][1]:
            # Only where no sentence ends: what lies within reach of a thousand claims is read once.
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((start, end))
    return made


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
        if word.endswith(("ed", "en")) or word in _PAST:
            verbs += 1
            continue
        nouns += 1
        definite += bool(_DEFINITE.search(before))
        indefinite += bool(_INDEFINITE.search(before))
        many = word.endswith("s") and not word.endswith("ss")
        plural += many
        bare += bool(_NO_ARTICLE.search(before)) or word in _MASSES
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
    head = _PHRASE_END.split(words.lower(), maxsplit=1)[0].strip()
    word = head.split()[-1] if head.split() else ""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _is_named(actor: Actor) -> bool:
    return actor.party is not None or any(word[:1].isupper() for word in actor.name.split()[-2:])


def judged(one: Development) -> bool:
    """Whether the model has a say: violence, not protests, talks or disasters."""
    return is_violence(one.kind)


def is_violence(name: str | None) -> bool:
    """Whether a kind is one of violence against people or things."""
    kind = kind_row(name)
    return kind is not None and (
        kind.family in _JUDGED or kind.name in _ALSO or kind.name in ("killing", "destruction")
    )

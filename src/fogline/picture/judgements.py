"""What people and rules decided, in force: after undoing, in the order of the decisions, a person's word last.

Comes in: judgements in any order. Goes out: a `Ruling` that the other files ask. A rule's judgement is one whose `by`
begins with "rule:". Undoing all judgements gives the picture without any.

What a subject may be: the id of a claim, a report or a development. A development's id is made of its earliest claim's
(`development_id`), so every id that was ever shown still leads to that claim, and through it to what the development
has become after merges and splits.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fogline.data.calendar import interval
from fogline.model.claim import Certainty, Claim, Genre, Stage, Stance, When
from fogline.model.codec import canonical
from fogline.model.errors import QueryError
from fogline.model.picture import Judgement, Verb
from fogline.picture.terms import stable_id


def development_id(claim: str) -> str:
    """The id of the development whose earliest claim this is."""
    return stable_id("d", claim)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """The judgements in force, by what they do. Subjects are claim ids; unknown subjects have no effect."""

    set_aside: Mapping[str, Judgement]  # claim or report → judgement; what is taken down is among them
    corrections: Mapping[str, tuple[Judgement, ...]]  # claim → judgements in order
    moves: tuple[tuple[tuple[str, ...], Judgement], ...]  # merges and splits, in order
    apart: Mapping[str, frozenset[str]]  # claim → claims that must never be in its development
    accepted: Mapping[str, Judgement]
    touching: Mapping[str, tuple[Judgement, ...]]  # claim or report → every judgement that names it


def ruling(judgements: Iterable[Judgement], claims: Iterable[str]) -> Ruling:
    """The judgements in force. `claims`: the ids of all claims, so that a development's id can be led to its claim."""
    force = in_force(judgements)
    known = tuple(claims) if force else ()
    of_development = {development_id(claim): claim for claim in known}

    def led(subjects: Iterable[str]) -> list[str]:
        return [of_development.get(subject, subject) for subject in subjects]

    aside: dict[str, Judgement] = {}
    down: dict[str, Judgement] = {}
    corrections: dict[str, list[Judgement]] = {}
    accepted: dict[str, Judgement] = {}
    moves: dict[tuple[str, ...], Judgement] = {}
    apart: dict[tuple[str, str], Judgement] = {}
    touching: dict[str, list[Judgement]] = {}
    for judgement in force:
        subjects = led(judgement.subjects)
        for subject in subjects:
            touching.setdefault(subject, []).append(judgement)
        pairs = [_pair(one, other) for one, other in itertools.combinations(subjects, 2)]
        if judgement.verb is Verb.SET_ASIDE:
            aside.update(dict.fromkeys(subjects, judgement))
        elif judgement.verb is Verb.TAKE_DOWN:
            down.update(dict.fromkeys(subjects, judgement))
        elif judgement.verb is Verb.ACCEPT:
            accepted.update(dict.fromkeys(subjects, judgement))
            for subject in subjects:
                aside.pop(subject, None)
        elif judgement.verb is Verb.CORRECT:
            for subject in subjects:
                corrections.setdefault(subject, []).append(judgement)
        elif judgement.verb is Verb.MERGE:
            for pair in pairs:
                apart.pop(pair, None)
                moves.pop(pair, None)
                moves[pair] = judgement
        elif judgement.verb is Verb.NEVER_MERGE:
            for pair in pairs:
                moves.pop(pair, None)
                apart[pair] = judgement
        elif judgement.verb is Verb.SPLIT and subjects:
            key = ("split", *sorted(subjects))
            moves.pop(key, None)
            moves[key] = judgement
    apart_from: dict[str, set[str]] = {}
    for one, other in apart:
        apart_from.setdefault(one, set()).add(other)
        apart_from.setdefault(other, set()).add(one)
    return Ruling(
        set_aside=aside | down,  # only undoing brings back what was taken down
        corrections={claim: tuple(some) for claim, some in corrections.items()},
        moves=tuple((key[1:] if judgement.verb is Verb.SPLIT else key, judgement) for key, judgement in moves.items()),
        apart={claim: frozenset(others) for claim, others in apart_from.items()},
        accepted=accepted,
        touching={subject: tuple(some) for subject, some in touching.items()},
    )


def in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that hold, rules first, then people, each in order of time."""
    in_time = sorted({j.id: j for j in sorted(judgements, key=_in_time)}.values(), key=_in_time)
    undone: set[str] = set()
    for judgement in reversed(in_time):
        if judgement.verb is Verb.UNDO and judgement.id not in undone:
            undone.update(judgement.subjects)
    holds = [j for j in in_time if j.id not in undone and j.verb is not Verb.UNDO]
    return sorted(holds, key=lambda j: not j.by.startswith("rule:"))


def corrected(claim: Claim, judgements: Iterable[Judgement]) -> Claim:
    """The claim as it is to be read after corrections, oldest first.

    >>> from fogline.model.claim import Method
    >>> by_hand = Method(name="by hand", version="1")
    >>> said = Claim(id="c", report="r", start=0, end=4, quote="Fire", kind="arson", method=by_hand)
    >>> ruled = Judgement(id="j", verb=Verb.CORRECT, subjects=("c",), by="ana", made_at="2023-03-05T10:00:00Z",
    ...                   field="kind", value="shelling")
    >>> corrected(said, [ruled]).kind
    'shelling'
    """
    for judgement in judgements:
        change = _CORRECTIONS.get(judgement.field or "")
        if change is None:
            raise QueryError(
                f"judgement {judgement.id}: a claim's {judgement.field!r} cannot be corrected; "
                f"these can: {', '.join(sorted(_CORRECTIONS))}"
            )
        try:
            claim = change(claim, judgement.value)
        except ValueError as problem:
            raise QueryError(f"judgement {judgement.id}: {problem}") from problem
    return claim


def correctable() -> tuple[str, ...]:
    """The fields of a claim that can be corrected."""
    return tuple(sorted(_CORRECTIONS))


def _in_time(judgement: Judgement) -> tuple[str, str, bytes]:
    return judgement.made_at, judgement.id, canonical(judgement)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _when(claim: Claim, value: str | None) -> Claim:
    if value is None:
        return dataclasses.replace(claim, when=When())
    days = interval(value)
    if days is None:
        raise ValueError(f"{value!r} is no date")
    return dataclasses.replace(claim, when=When(edtf=value, begin=days[0], finish=days[1], basis="explicit"))


def _figure(claim: Claim, value: str | None) -> Claim:
    if len(claim.figures) != 1 or value is None:
        raise ValueError("only a claim's single figure can be corrected, to a number")
    number = float(value)
    figure = dataclasses.replace(claim.figures[0], best=number, low=number, high=number)
    return dataclasses.replace(claim, figures=(figure,))


_CORRECTIONS: Mapping[str, Callable[[Claim, str | None], Claim]] = {
    "kind": lambda claim, value: dataclasses.replace(claim, kind=value),
    "stage": lambda claim, value: dataclasses.replace(claim, stage=Stage(value) if value else None),
    "stance": lambda claim, value: dataclasses.replace(claim, stance=Stance(value or "")),
    "genre": lambda claim, value: dataclasses.replace(claim, genre=Genre(value or "")),
    "polarity": lambda claim, value: dataclasses.replace(claim, polarity=value or "positive"),
    "said_on": lambda claim, value: dataclasses.replace(claim, said_on=value),
    "about": lambda claim, value: dataclasses.replace(claim, about=value),
    "certainty": lambda claim, value: dataclasses.replace(claim, certainty=Certainty(value=value or "unknown")),
    "when": _when,
    "figure": _figure,
}

NONE = ruling((), ())

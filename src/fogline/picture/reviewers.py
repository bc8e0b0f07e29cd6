"""How far reviewers agree: Krippendorff's alpha and Cohen's kappa by sort of decision, with the counts they stand on.

Comes in: all judgements. Goes out: one `Agreement` a sort: how claims were read (accepted, corrected, set aside), what
a field was corrected to, whether pairs are one. Each reviewer's last word counts, less what they took back themselves;
what rules decided does not. Too few things that two have looked at, or but one answer for all of them: the figure is
None, not a number. Refused: nothing.
"""

from __future__ import annotations

import collections
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fogline.model.picture import Judgement, Verb
from fogline.picture.judgements import in_force

FEWEST = 10  # things that two have decided: of fewer, chance alone moves either figure by tenths
SORTS = {
    "readings": "how a claim was read: accepted, corrected, set aside",
    "corrections": "what a claim's field was corrected to",
    "pairs": "whether two are one: merged, or never to be merged",
}
_READINGS = (Verb.ACCEPT, Verb.CORRECT, Verb.SET_ASIDE)
Opinions = Mapping[tuple[str, ...], Mapping[str, str]]  # what was decided on → who → what


@dataclass(frozen=True, slots=True, kw_only=True)
class Two:
    """Two reviewers on what both have decided."""

    one: str
    other: str
    both: int
    same: int
    kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All reviewers on one sort of decision. `shared`: things that two or more have decided."""

    sort: str
    decided: int
    shared: int
    reviewers: tuple[str, ...]
    values: tuple[tuple[str, int], ...]  # how often each answer was given to what is shared
    alpha: float | None
    why: str  # why there is no alpha, or ""
    pairs: tuple[Two, ...]


def agreements(judgements: Iterable[Judgement]) -> list[Agreement]:
    """The agreement on each sort of decision."""
    found: dict[str, dict[tuple[str, ...], dict[str, str]]] = {sort: collections.defaultdict(dict) for sort in SORTS}
    by: dict[str, list[Judgement]] = collections.defaultdict(list)
    for one in judgements:
        if not one.by.startswith("rule:"):
            by[one.by].append(one)
    for who in sorted(by):
        for one in in_force(by[who]):
            for sort, unit, value in _opinions(one):
                found[sort][unit][who] = value
    return [_agreement(sort, opinions) for sort, opinions in found.items()]


def _opinions(one: Judgement) -> Iterator[tuple[str, tuple[str, ...], str]]:
    if one.verb in _READINGS:
        yield from (("readings", (subject,), one.verb.value) for subject in one.subjects)
    if one.verb is Verb.CORRECT:
        yield from (("corrections", (subject, one.field or ""), one.value or "") for subject in one.subjects)
    if one.verb in (Verb.MERGE, Verb.NEVER_MERGE):
        value = "one" if one.verb is Verb.MERGE else "apart"
        yield from (("pairs", pair, value) for pair in itertools.combinations(sorted(set(one.subjects)), 2))


def _agreement(sort: str, opinions: Opinions) -> Agreement:
    shared = [said for said in opinions.values() if len(said) > 1]
    values = collections.Counter(value for said in shared for value in said.values())
    names = sorted({who for said in opinions.values() for who in said})
    why = ""
    if len(shared) < FEWEST:
        why = f"two have decided {len(shared)}, and it takes {FEWEST}"
    elif len(values) < 2:
        why = "all answers are the same, so chance would agree as well"
    return Agreement(
        sort=sort, decided=len(opinions), shared=len(shared), reviewers=tuple(names),
        values=tuple(sorted(values.items(), key=lambda pair: (-pair[1], pair[0]))),
        alpha=None if why else alpha([list(said.values()) for said in shared]), why=why,
        pairs=tuple(_two(one, other, shared) for one, other in itertools.combinations(names, 2)),
    )  # fmt: skip


def _two(one: str, other: str, shared: Sequence[Mapping[str, str]]) -> Two:
    both = [(said[one], said[other]) for said in shared if one in said and other in said]
    same = sum(a == b for a, b in both)
    return Two(one=one, other=other, both=len(both), same=same, kappa=kappa(both) if len(both) >= FEWEST else None)


def kappa(both: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two who decided the same things; None where chance would always agree.

    >>> kappa([("one", "one")] * 20 + [("one", "apart")] * 5 + [("apart", "one")] * 10 + [("apart", "apart")] * 15)
    0.4
    """
    if not both:
        return None
    first, second = (collections.Counter(pair[at] for pair in both) for at in (0, 1))
    chance = sum(first[value] * second[value] for value in first) / len(both) ** 2
    observed = sum(a == b for a, b in both) / len(both)
    return None if chance == 1 else round((observed - chance) / (1 - chance), 3)


def alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for names without order, any number of reviewers, some of them silent on some things.

    The first example of Krippendorff (2011), two observers and ten things:

    >>> alpha([a + b for a, b in zip("0100000010", "1110010000")])
    0.095
    """
    paired = [unit for unit in units if len(unit) > 1]
    counts = collections.Counter(value for unit in paired for value in unit)
    whole = sum(counts.values())
    expected = whole**2 - sum(count**2 for count in counts.values())
    if not expected:
        return None
    observed = sum(
        (len(unit) ** 2 - sum(count**2 for count in collections.Counter(unit).values())) / (len(unit) - 1)
        for unit in paired
    )
    return round(1 - (whole - 1) * observed / expected, 3)

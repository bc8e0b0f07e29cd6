"""Which claims of a text tell of one incident, by the templates of MUC-4: what trains `picture/sameness.py`.

In: texts with gold templates, read. Out: weights. A claim is of a template where its words or its sentence name those
who or what that template says was hit, and more speaks for it than for any other template of the text. Claims of which
that is not known teach nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType

from corpora import Row
from fitting import Features, Weights, logistic
from fogline.model.claim import Reading
from fogline.model.report import Report
from fogline.picture.fuse import fuse
from fogline.picture.mentions import Told, by_claims, joined
from fogline.picture.perpetrators import sentence_ends
from fogline.picture.sameness import MOST_BEFORE, Mention, mentions, pair_features

PENALTY, RAREST = 4.0, 8
# How much a name, a thing, a doer, a body, a weapon, a town and the type speak for a template, and how much is enough.
NAMED, THING, DOER, BODY, WEAPON, TOWN, TYPE = 3.0, 2.0, 1.0, 0.5, 1.0, 1.0, 1.0
BESIDE = 0.7  # of it where the sentence names them, not the claim
ENOUGH = 2.4
_ANYBODY = frozenset({"PEOPLE", "PERSON", "PERSONS", "OTHERS", "-", "INDIVIDUALS", "CITIZENS"})


@dataclass(slots=True, kw_only=True)
class Document:
    """A text, read."""

    row: Row
    report: Report
    reading: Reading
    fused: list[Told]
    joint: list[Told]
    pairs: list[tuple[Features, bool]]


def document(row: Row, report: Report, reading: Reading, score: ModuleType) -> Document:
    """A text with its pairs of claims of which it is known whether they tell of one incident."""
    fused = by_claims(fuse([report], reading.claims).developments, {c.id: c for c in reading.claims})
    joint = joined(fused, report.text)
    made = Document(row=row, report=report, reading=reading, fused=fused, joint=joint, pairs=[])
    made.pairs = list(_pairs(made, score))
    return made


def _pairs(one: Document, score: ModuleType) -> Iterator[tuple[Features, bool]]:
    some = mentions(one.fused, one.report.text)
    ends = sentence_ends(one.report.text)
    of = [_template(each, one.report.text.upper(), ends, one.row["gold"]["templates"], score) for each in some]
    in_fused = {claim.id: place for place, told in enumerate(one.fused) for claim in told.claims}
    in_joint = {claim.id: place for place, told in enumerate(one.joint) for claim in told.claims}
    for place, other in enumerate(some):
        for before in range(max(0, place - MOST_BEFORE), place):
            if of[before] is None or of[place] is None:
                continue
            a, b = some[before].claim.id, other.claim.id
            together = in_fused[a] == in_fused[b], in_joint[a] == in_joint[b]
            yield pair_features(some[before], other, *together), of[before] == of[place]


def _template(one: Mention, text: str, ends: Sequence[int], keys: Sequence[Row], score: ModuleType) -> int | None:
    """The template that a claim tells of, where that is clear."""
    at = one.claim.trigger.start if one.claim.trigger else one.claim.start
    row = bisect_right(ends, at)
    sentence = text[ends[row - 1] if row else 0 : ends[row] if row < len(ends) else len(text)]
    own = " ".join(text[min(one.claim.start, at) : one.claim.end].split())
    found = [(*_fit(one, own, " ".join(sentence.split()), key, score), place) for place, key in enumerate(keys)]
    found.sort(key=lambda each: -each[0])
    clear = found and found[0][0] >= ENOUGH and found[0][1] and (len(found) == 1 or found[0][0] > found[1][0])
    return found[0][2] if clear else None


def _fit(one: Mention, own: str, sentence: str, key: Row, score: ModuleType) -> tuple[float, bool]:
    """How much speaks for a template, and whether those who were hit are named at all."""
    people = [[a for a in fill if a] for fill in key["hum_name"]]
    people += [[a for a in (*each["is"], *each["of"]) if a] for each in key["hum_description"]]
    named = [_named(fill, own, sentence, surname=True) * NAMED for fill in people]
    named += [_named([a for a in fill if a], own, sentence, surname=False) * THING for fill in key["phys_target"]]
    total = sum(named)
    for slot, weight in (("perp_individual", DOER), ("perp_org", BODY), ("instrument", WEAPON)):
        total += weight * sum(any(a and a in sentence for a in fill) for fill in key[slot])
    chains = [score.chain(written) for written in key["location"] if written]
    total += TOWN * sum(len(chain) > 1 and chain[-1] in score.plain(sentence) for chain in chains)
    return total + _type_fit(one.type, key["type"][0]), any(named)


def _named(fill: Sequence[str], own: str, sentence: str, *, surname: bool) -> float:
    best = 0.0
    for name in fill:
        if name in _ANYBODY or len(name) < 3:
            continue
        last = name.split()[-1]
        if name in own:
            best = 1.0
        elif name in sentence or (surname and " " in name and len(last) > 4 and last in own):
            best = max(best, BESIDE)
    return best


def _type_fit(said: str, gold: str) -> float:
    if said == gold:
        return TYPE
    broad = ("none", "ATTACK")
    if said not in broad and gold != "ATTACK":
        return -2.0
    return -0.3 if said not in broad or gold != "ATTACK" else 0.0


def same_weights(some: Sequence[Document]) -> Weights:
    """The weights by which claims are put together."""
    pairs = [pair for one in some for pair in one.pairs]
    return logistic([features for features, _ in pairs], [float(same) for _, same in pairs], PENALTY, RAREST)

"""Numbers that a report puts right: "our report said 20 people had died in Aleppo. The correct figure is 12."

In: the claims of a report. Out: the same claims, where the one that a correction follows reaches to its end and counts
what is correct; the number before stands in it as an earlier one, and what was denied as "an earlier version" is what
the outlet now says. Refused: a correction behind which no number stands, or before which nobody was counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fogline.claims.figure_numbers import Number, find_numbers
from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import EARLIER, Claim, Figure, Scope, Stage, Stance, claim_id
from fogline.model.report import Report

_LISTS = word_lists("figure_words", "corrected")
_CORRECT = _LISTS.pattern("correct")
_LONGEST = 40  # characters of a number in words
_REACH = 60  # characters between what was said and its correction
_TO_NUMBER = 3  # characters from its words to its number
_BY_OTHERS = re.compile(r"\s+by\b")  # who put it right says so: that is a claim of its own
_END = re.compile(r"[.;\n]")


def corrected(claims: Sequence[Claim], report: Report) -> list[Claim]:
    """The claims with what their report puts right."""
    found = list(claims)
    for match in _CORRECT.finditer(report.text):
        behind = report.text[match.end() : match.end() + _LONGEST]
        number = next((one for one in find_numbers(behind) if one.start <= _TO_NUMBER), None)
        before = [one for one in found if 0 <= match.start() - one.end <= _REACH and _counted(one) is not None]
        if number is None or not before or _BY_OTHERS.match(behind, number.end):
            continue
        wrong = max(before, key=lambda one: (one.kind is not None, one.end, one.start))
        until = match.end() + number.end
        found = [one for one in found if one is wrong or not match.start() <= one.start < until]
        found[found.index(wrong)] = _put_right(wrong, number, match.end(), report)
    return found


def _counted(claim: Claim) -> Figure | None:
    """The people whom a claim counts in all."""
    people = measures().people_only
    return next((one for one in claim.figures if one.measure in people and one.scope is Scope.TOTAL), None)


def _put_right(claim: Claim, number: Number, offset: int, report: Report) -> Claim:
    """The claim with the number that is correct; `offset`: where in the text those are counted from."""
    wrong = _counted(claim)
    assert wrong is not None
    start, until = offset + number.start, offset + number.end
    right = replace(
        wrong, start=start, end=until, as_worded=report.text[start:until], best=number.best, low=number.low,
        high=number.high, bound=number.bound,
    )  # fmt: skip
    others = tuple(one for one in claim.figures if one is not wrong)
    taken_back = claim.stance is Stance.DENIES
    speakers = () if taken_back else claim.speakers
    stop = _END.search(report.text, until)
    end = stop.start() if stop else len(report.text)
    names = tuple(speaker.name for speaker in speakers)
    return replace(
        claim,
        id=claim_id(
            report=report.id, start=claim.start, end=end, speakers=names, kind=claim.kind, method=claim.method.name
        ),
        end=end,
        quote=report.text[claim.start : end],
        figures=(right, replace(wrong, when=EARLIER), *others),
        speakers=speakers,
        stance=Stance.ASSERTS if taken_back else claim.stance,
        stage=Stage.HAPPENED if taken_back else claim.stage,
        polarity="positive" if taken_back else claim.polarity,
    )

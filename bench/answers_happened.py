"""What one reader would say happened, against the developments that fogline makes of one report.

In: a report, its reading and the answers' `developments` (the quotes that tell it, with kind, place, killed, injured,
initiator) and `apart` (pairs of quotes that tell two happenings). Out: verdicts, one a leaf.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from fogline.data.kinds import kinds
from fogline.data.parties import canonical
from fogline.model.claim import Reading
from fogline.model.picture import Development
from fogline.model.report import Report
from fogline.picture.fuse import fuse

Verdict = tuple[str, str, str, str, bool]  # quote, field, wanted, found, right


def same_name(wanted: str | None, found: str | None) -> bool:
    """Whether two names of a speaker or party are one: by the parties table, word for word, or by initials.

    >>> same_name("Rapid Support Forces", "RSF")
    True
    """
    if wanted is None or found is None:
        return wanted is found
    known = [canonical(name) for name in (wanted, found)]
    names = [(one.name if one else name).casefold() for one, name in zip(known, (wanted, found), strict=True)]
    if names[0] == names[1]:
        return True
    if any(_initials(long) == short for long, short in ((wanted, found), (found, wanted))):
        return True
    words = [set(re.findall(r"\w+", name)) - {"the", "of"} for name in names]
    return bool(words[0]) and (words[0] <= words[1] or words[1] <= words[0])


def _initials(name: str) -> str | None:
    """The capitals that a name of two words or more is shortened to: "RSF"."""
    words = [word for word in re.findall(r"\w[\w’']*", name) if word[0].isupper()]
    return "".join(word[0] for word in words) if len(words) > 1 else None


def same_kind(wanted: str, found: str | None) -> bool:
    """Whether a row of the table of kinds is of the wanted PLOVER type or mode."""
    kind = kinds().get(found or "")
    if kind is None:
        return False
    if wanted == "territory changes hands":
        return kind.name in ("territory_captured", "territory_regained", "withdrawal")
    if wanted == "destruction of infrastructure":
        return kind.family == "infrastructure"
    return any(word in (kind.plover_type, kind.plover_mode) for word in re.split(r"/| or ", wanted))


def happened(report: Report, reading: Reading, answers: dict[str, Any]) -> Iterator[Verdict]:
    """Each field of what happened. A development is the one that holds most of the answer's quotes."""
    if "developments" not in answers and "apart" not in answers:
        return
    found = fuse([report], reading.claims).developments

    def over(quote: str) -> set[str]:
        start = report.text.find(quote)
        end = start + len(quote)
        return {one.id for one in reading.claims if start >= 0 and one.start < end and start < one.end}

    for answer in answers.get("developments", ()):
        telling = [(quote, over(quote)) for quote in answer["quotes"]]
        graded = [list(_graded(answer, telling, one)) for one in found] or [list(_graded(answer, telling, None))]
        quotes = len(telling)  # its quotes come first: most of them, then most of the fields
        yield from max(graded, key=lambda rows: (sum(row[-1] for row in rows[:quotes]), sum(row[-1] for row in rows)))
    for first, second in answers.get("apart", ()):
        one, two = over(first), over(second)
        joined = [d.id for d in found if (one - two) & set(d.claims) and (two - one) & set(d.claims)]
        if not one or not two:  # nothing is kept apart by not reading it
            shown = "not read"
        elif joined or one <= two or two <= one:  # one claim that tells both is no two happenings
            shown = f"together in {joined}" if joined else "one claim"
        else:
            shown = "apart"
        yield first, "development.apart", f"apart from “{second}”", shown, shown == "apart"


def _graded(answer: dict[str, Any], telling: list[tuple[str, set[str]]], one: Development | None) -> Iterator[Verdict]:
    held = set(one.claims) if one else set()
    first = answer["quotes"][0]
    for quote, claims in telling:
        yield quote, "development.quote", "told here", str(one and one.kind), bool(claims & held)
    told = any(claims & held for _, claims in telling)  # fields of a development that tells something else are wrong
    if "kind" in answer:
        kind = one.kind if one else None
        yield first, "development.kind", answer["kind"], str(kind), told and same_kind(answer["kind"], kind)
    if "place" in answer:
        names = [one.place.name, one.place.as_worded] if one and one.place else []
        right = told and any(same_name(answer["place"], name) for name in names)
        yield first, "development.place", answer["place"], str(names), right
    for measure in ("killed", "injured"):
        if measure in answer:
            best = _toll(one, measure)
            yield first, f"development.{measure}", str(answer[measure]), str(best), told and best == answer[measure]
    if "initiator" in answer:
        actors = [actor.party or actor.name for actor in one.initiators] if one else []
        right = told and any(same_name(answer["initiator"], name) for name in actors)
        yield first, "development.initiator", answer["initiator"], str(actors), right


def _toll(one: Development | None, measure: str) -> float | None:
    """A development's figure of people at large; where it has only groups, the greatest of theirs."""
    tolls = [toll for toll in one.tolls if toll.measure == measure] if one else []
    whole = [toll for toll in tolls if toll.group is None] or tolls
    values = [toll.best if toll.best is not None else toll.low for toll in whole]
    return max((value for value in values if value is not None), default=None)

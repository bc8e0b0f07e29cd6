"""When a thing was that is only told to have come so long before another: "comes two days after pagers exploded".

In: the predicate of the earlier thing, the day of the later one where its verb has one, and the day of publication,
near which it is otherwise. Out: a day, or an interval.
Refused: a report whose day is not known, and lengths that nobody counts ("long after").
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from spacy.tokens import Token

from fogline.claims.parse import lemma
from fogline.data.small_words import number_words
from fogline.data.word_lists import word_lists
from fogline.model.claim import When

_LISTS = word_lists("times.en", "counted_back")
_LEAST, _MOST = _LISTS.numbers("least"), _LISTS.numbers("most")  # days of a unit

_UP = 4  # verbs from a predicate up to the one behind "after"


def counted_back(
    predicate: Token, published: str | None, day_of: Callable[[Token], str | None] = lambda verb: None
) -> When:
    """The interval of a predicate behind "two days after"; an empty one where nothing is counted.

    `day_of`: the day (ISO) of the verb from which is counted: "was arrested on Thursday, a day after he shot".

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r1", text="The strike comes two days after rockets hit the port."))
    >>> counted_back(passage.doc[7], "2024-09-20").edtf
    '2024-09-17/2024-09-18'
    """
    try:
        day = datetime.date.fromisoformat((published or "")[:10])
    except ValueError:
        return When()
    token = predicate
    for _ in range(_UP):
        after = _after(token)
        if after is not None:
            number, unit = _length(after)
            if not number or unit not in _LEAST:
                return When()
            from_day = day_of(token.head) if _LEAST[unit] == _MOST[unit] == 1 else None
            if from_day is not None and after.dep_ in ("mark", "prep") and token.head.i != token.i:
                exact = (datetime.date.fromisoformat(from_day) - datetime.timedelta(days=number)).isoformat()
                return When(edtf=exact, begin=exact, finish=exact, basis="relative to the sentence before")
            least, most = _LEAST[unit], _MOST[unit]
            begin, finish = (day - datetime.timedelta(days=n) for n in ((number * most) + least, number * least))
            span = f"{begin.isoformat()}/{finish.isoformat()}"
            return When(edtf=span, begin=begin.isoformat(), finish=finish.isoformat(), basis="relative to the report")
        if token.dep_ not in ("advcl", "conj", "acl", "pcomp", "prep"):
            break
        token = token.head
    return When()


def _after(verb: Token) -> Token | None:
    """The "after" or "since" that opens a verb's clause, or stands before a noun: "30 years since the massacre"."""
    if verb.dep_ in ("pcomp", "pobj") and verb.head.lower_ in ("after", "since"):
        return verb.head
    return next((child for child in verb.lefts if child.lower_ == "after" and child.dep_ in ("mark", "prep")), None)


def _length(after: Token) -> tuple[int, str]:
    """The number and the unit right before "after"; 0 where there is none."""
    if after.i < after.sent.start + 2:
        return 0, ""
    number, unit = after.nbor(-2).lower_, lemma(after.nbor(-1))
    digits = "1" if number in ("a", "an") else number_words().get(number, number)
    return (int(digits) if digits.isdecimal() and len(digits) < 4 else 0), unit

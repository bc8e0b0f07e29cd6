"""Tolls that run over a whole war or many months: "the war has killed tens of thousands", "since the invasion began".

In: a happening that counts people, its clause, its time, the day of publication. Out: whether it is such a toll, and
from when it counts. It is no happening of the day, and belongs to no town that was named before it. Refused: nothing.
"""

from __future__ import annotations

import datetime
import re

from spacy.tokens import Token

from fogline.claims.happenings import Happening
from fogline.claims.parse import lemma
from fogline.data.word_lists import word_lists
from fogline.model.claim import Figure, When

_LISTS = word_lists("figure_words", "running")
LONG_DAYS = 60
VERY_MANY, WEEKS = 50, 14  # so many since two weeks ago are no one day's either
DAYS = 4  # what is called a toll since then is no one day's
A_WARS = 1_000  # people killed "in the offensive", whom no one day killed
MANY = 10  # people, from which a count since a day long ago is a running one, and not that day's
_WINDOW = word_lists("place_words", "scenes").pattern("window")
_WARS = _LISTS.words("wars")
_WAR = _LISTS.expression("war")
_SINCE = _LISTS.pattern("since")
_SINCE_UNREST = _LISTS.pattern("since_unrest")
_LATELY = _LISTS.pattern("lately")
_IN_A_WAR = _LISTS.pattern("in_a_war")
_MONTHS = re.compile(r"[\dX]{4}(?:-[\dX]{2})?/\.\.")  # since a month or a year
_TO_A_MONTH = re.compile(r"[\dX]{4}-[\dX]{2}/[\dX]{4}-[\dX]{2}")  # from one to another
_COUNTS = frozenset({"killed", "injured", "casualties", "displaced", "missing", "captured"})


def is_running(
    happening: Happening | None,
    figures: tuple[Figure, ...],
    when: When,
    published: str | None,
    *,
    sentence: str,
    in_a_town: bool,
) -> bool:
    """Whether a happening counts over a war, many months or all that was done in a land of late.

    `sentence`: that it stands in; `in_a_town`: its own words name a town.
    """
    counted = [one for one in figures if one.measure in _COUNTS]
    if not counted:
        return False
    most = max(one.best or one.low or 0 for one in counted)
    if happening is None:
        if most >= MANY and not in_a_town and _WINDOW.search(sentence):
            return True  # "38 bodies were brought to hospitals in the past 24 hours"
        # "Put the total number of dead since 7 October 2023 at 67,869"
        return most >= VERY_MANY and when.finish is None and long_before(when.begin, published)
    if any(lemma(token) in _WARS for token in happening.agents) and not in_a_town:
        return True
    if most >= VERY_MANY and _lasts(when):
        return True  # "were killed between July and February"
    if not _is_perfect(happening.trigger):
        return False  # "since October, when 13 died": those died then
    words = happening.trigger.sent.text
    if _SINCE.search(words):
        return True
    if most >= VERY_MANY and (_LATELY.search(words) or _SINCE_UNREST.search(words)):
        return True
    lately = when.begin is not None and not long_before(when.begin, published)
    if most >= A_WARS and (_IN_A_WAR.search(words) or (not lately and _since_something_began(happening.trigger))):
        return True
    if most >= VERY_MANY and _MONTHS.fullmatch(when.edtf or ""):
        return True  # "798 killings since the end of May", of which year the text does not say
    days = LONG_DAYS if most < VERY_MANY else WEEKS
    if lemma(happening.trigger) == "toll":
        days = DAYS  # "the death toll since 27 November"
    return most >= MANY and when.finish is None and long_before(when.begin, published, days)


def _since_something_began(verb: Token) -> bool:
    """ "More than 40,000 people have been killed since the group took up arms"."""
    clauses = (child for child in verb.children if child.dep_ == "advcl")
    return any(one.dep_ == "mark" and one.lower_ == "since" for child in clauses for one in child.children)


def _lasts(when: When) -> bool:
    """Whether a time is months long, also where nobody says of which year they are."""
    return long_before(when.begin, when.finish) or _TO_A_MONTH.fullmatch(when.edtf or "") is not None


def _is_perfect(trigger: Token) -> bool:
    """Whether a verb looks back from now ("have been killed"); a noun of harm ("the toll") has no tense of its own.

    Nor has a participle behind a count: "the number of journalists killed since October".
    """
    if trigger.tag_[0] != "V" or (trigger.tag_ == "VBN" and trigger.dep_ == "acl"):
        return True
    verb = trigger
    while verb.dep_ == "conj" and not any(child.dep_ == "aux" for child in verb.children):
        verb = verb.head
    return any(child.dep_ == "aux" and child.lower_ in ("have", "has", "had", "'ve", "'s") for child in verb.children)


def since_when(when: When, published: str | None) -> When:
    """From when a running toll counts: a month named beside the war ("which broke out in April 2023") is its first."""
    if _lasts(when):
        return when
    if not when.begin or not long_before(when.begin, published, WEEKS):
        return When(basis=when.basis) if when.finish else when
    return When(edtf=f"{when.begin}/..", begin=when.begin, basis=when.basis)


def long_before(day: str | None, published: str | None, days: int = LONG_DAYS) -> bool:
    """Whether a day lies so many days before a report, or more; one that is not known does not."""
    try:
        first = datetime.date.fromisoformat((day or "")[:10])
        return (datetime.date.fromisoformat((published or "")[:10]) - first).days >= days
    except ValueError:
        return False

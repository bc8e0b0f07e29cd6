"""How many were killed or hurt by a headline: "2 dead, 3 wounded in Dover shooting".

Comes in: a title. Goes out: a number a measure. Only a number that stands right before its word counts; ages, and what
is told of one person without a number, do not. What a headline says is its report's last word on the toll: it is
changed with every update, while the text below keeps what was known before.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from fogline.data.measures import measures
from fogline.data.small_words import number_words
from fogline.data.word_lists import word_lists
from fogline.picture.report_tolls import ordinal

_LISTS = word_lists("figure_words", "headline_tolls")
_SITE = re.compile(r"\s[-–—|]\s|\s?\|\s?|\.com-")
_LEAST = _LISTS.pattern("least")
_TOKEN = re.compile(r"[\w'’-]+|[,;:/&]")
_REACH = 4  # words from a number to what it counts: "three men were found dead"
_MOST = 500  # of a higher number in a headline it is not sure that it counts people
_MEASURES = ("killed", "injured", "casualties")
_BREAKS = _LISTS.words("breaks")
_JOINS = _LISTS.words("joins")
_GATHERED = _LISTS.words("gathered")
_NTH_REACH = 8  # words from "third victim" to "dies"
_REMAINS = _LISTS.words("remains")
_DOERS = _LISTS.words("doers")
_DEAD = _LISTS.words("dead")
_SPANS = _LISTS.words("spans")
_WITHIN = _LISTS.words("within")
_ONESELF = _LISTS.words("oneself")
_ENDS = _LISTS.words("ends")
_AGES = _LISTS.words("ages")
_SHOOTS = _LISTS.words("shoots")


def counted(title: str | None) -> Mapping[str, float]:
    """The numbers of a headline by measure; none where it counts over several deeds ("7 dead in weekend shootings").

    >>> counted("2 dead, three others wounded in Dover shooting - Dover News")
    {'killed': 2.0, 'injured': 3.0}
    """
    words = [word.lower() for word in _TOKEN.findall(_LEAST.sub("", headline(title)))]
    if any(word in _several() for word in words):
        return {}
    found = dict(_done_to(words))
    listed = 0.0  # "2 adults, one child dead", "woman, 2 children dead"
    for at, word in enumerate(words):
        number = _number(word)
        following = words[at + 1 : at + 2]
        if number is None and following and following[0] in _JOINS and _is_one_person(word):
            listed += 1
        if number is None or words[max(0, at - 1) : at] == ["of"]:
            continue
        measure, people, joined = None, False, False
        for other in words[at + 1 : at + 1 + _REACH]:
            joined = other in _JOINS
            if other in _BREAKS or other in _AGES or _number(other) is not None:
                break
            people = people or _noun(other) in measures().people
            measure = _harmed().get(other)
            if measure is not None:
                break
        if measure is not None:
            found.setdefault(measure, listed + number)
        listed = listed + number if measure is None and people and joined else 0.0
    if "killed" not in found and (nth := _nth_dead(words)) is not None:
        found["killed"] = nth
    return found


def _nth_dead(words: Sequence[str]) -> float | None:
    """ "4th victim of Dover shooting dies": so many are dead by then."""
    for at, word in enumerate(words):
        number = ordinal(word)
        if number is None:
            continue
        who = next((one for one in words[at + 1 : at + 3] if _is_one_person(one) or one in _REMAINS), None)
        rest = words[at + 2 : at + 2 + _NTH_REACH]
        fatal = who == "body" or any(one in _DEAD for one in rest)
        return number if who is not None and who not in _DOERS and fatal and not _over_a_span(words) else None
    return None


def _over_a_span(words: Sequence[str]) -> bool:
    """ "Third child dies in two days": the deeds of days are counted."""
    return any(word in _SPANS and _WITHIN & set(words[max(0, at - 4) : at]) for at, word in enumerate(words))


def names_victims(title: str | None, measure: str) -> bool:
    """Whether a headline counts those whom it says somebody harmed: "kills his wife"; others may have died as well."""
    words = [word.lower() for word in _TOKEN.findall(_LEAST.sub("", headline(title)))]
    return measure in dict(_done_to(words))


def _done_to(words: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Those to whom a headline says it was done: "kills 3, wounds 2", "kills wife, two sons, then himself"."""
    for at, word in enumerate(words):
        fatally = words[max(0, at - 1) : at] == ["fatally"]
        measure = "killed" if fatally and word in _SHOOTS else _doing().get(word)
        if measure is None:
            continue
        count, members = _members(words, at + 1)
        if members > 1 or count > 1:
            yield measure, count


def _members(words: Sequence[str], at: int) -> tuple[float, int]:
    """How many people a list names, and how many members it has: "wife, 2 young children, self" are 4 in 3."""
    whole, members, number = 0.0, 0, 0.0
    passed = 0  # words since the list began or went on that name nobody
    for place, word in enumerate(words[at:], at):
        if word in _doing():
            break
        if not number and _noun(word) != word and _noun(word) in measures().people and (ages := _ages(words, place)):
            whole, members, passed = whole + ages, members + 1, 0
            continue
        if (told := _number(word)) is not None and not number:
            number, passed = told, 0
        elif _is_one_person(word) and _is_one_person(words[place + 1] if place + 1 < len(words) else ""):
            continue  # "infant son"
        elif word in _ONESELF or _is_one_person(word) or (number and _noun(word) in measures().people):
            whole, members = whole + (number or 1.0), members + 1
            number, passed = 0.0, 0
        elif word in _JOINS or word == "then":
            if number and not members:  # "kills 3, wounds 2": nobody says whom
                whole, members = number, 1
            number, passed = 0.0, 0  # "kills man, 23": a number alone behind a member is an age
        elif passed < 2 and word.isalpha() and word not in _ENDS:
            passed += 1
        else:
            break
    return (whole, members) if members else (number, int(number > 0))


def _ages(words: Sequence[str], at: int) -> int:
    """How many ages follow a plural, one for each: "sons, 10 and 12"."""
    count = 0
    if words[at + 1 : at + 2] == [","]:
        for word in words[at + 2 :]:
            if word.isdigit():
                count += 1
            elif word not in _JOINS:
                break
    return count if count > 1 else 0


@functools.cache
def _doing() -> Mapping[str, str]:
    """Forms of verbs behind which a headline names those whom it befell: "kills", "killing", "wounds"."""
    table = measures()
    return {
        form: measure
        for form, verb in table.verb_forms.items()
        if (measure := table.done_to.get(verb)) is not None
        and measure in _MEASURES
        and form.endswith("s" if measure == "casualties" else ("s", "ing"))  # "a shooting" is no verb
    }


def _is_one_person(word: str) -> bool:
    return word in measures().people and _noun(word) == word and word not in _GATHERED


def headline(title: str | None) -> str:
    """A title without what it says of the site."""
    return _SITE.split(title or "")[0]


def _noun(word: str) -> str:
    return measures().noun_forms.get(word, word)


def _number(word: str) -> float | None:
    written = number_words().get(word, word)
    return float(written) if written.isdigit() and 0 < int(written) <= _MOST else None


@functools.cache
def _several() -> frozenset[str]:
    """Words for several deeds."""
    return frozenset(f"{deed}{ending}" for deed in measures().deeds for ending in ("s", "es"))


@functools.cache
def _harmed() -> Mapping[str, str]:
    """Words behind a number that say what befell so many people."""
    table = measures()
    words = {word: measure for word, measure in table.states.items() if measure in _MEASURES}
    words |= {
        form: table.done_to[verb]
        for form, verb in table.verb_forms.items()
        if (table.done_to.get(verb) in _MEASURES and not form.endswith(("s", "ing")) and form != verb) or form == "hurt"
    }
    words |= {
        form: table.does[verb]
        for form, verb in table.verb_forms.items()
        if table.does.get(verb) in _MEASURES and not form.endswith(("s", "ing"))
    }
    return words

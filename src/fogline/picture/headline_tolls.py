"""How many were killed or hurt by a headline: "2 dead, 3 wounded in Dover shooting".

Comes in: a title. Goes out: a number a measure. Only a number that stands right before its word counts; ages, and what
is told of one person without a number, do not. What a headline says is its report's last word on the toll: it is
changed with every update, while the text below keeps what was known before.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from fogline.data.measures import measures
from fogline.data.small_words import number_words

_SITE = re.compile(r"\s[-–—|]\s|\s?\|\s?|\.com-")
_TOKEN = re.compile(r"[\w'’-]+|[,;:/&]")
_REACH = 4  # words from a number to what it counts: "three men were found dead"
_MOST = 500  # of a higher number in a headline it is not sure that it counts people
_MEASURES = ("killed", "injured", "casualties")


def counted(title: str | None) -> Mapping[str, float]:
    """The numbers of a headline by measure.

    >>> counted("2 dead, three others wounded in Dover shooting - Dover News")
    {'killed': 2.0, 'injured': 3.0}
    """
    words = [word.lower() for word in _TOKEN.findall(_SITE.split(title or "")[0])]
    found: dict[str, float] = {}
    for at, word in enumerate(words):
        number = _number(word)
        if number is None:
            continue
        for other in words[at + 1 : at + 1 + _REACH]:
            if other in ",;:/&" or other == "and" or _number(other) is not None:
                break
            measure = _harmed().get(other)
            if measure is not None:
                found.setdefault(measure, number)
                break
    return found


def _number(word: str) -> float | None:
    written = number_words().get(word, word)
    return float(written) if written.isdigit() and 0 < int(written) <= _MOST else None


@functools.cache
def _harmed() -> Mapping[str, str]:
    """Words behind a number that say what befell so many people."""
    table = measures()
    words = {word: measure for word, measure in table.states.items() if measure in _MEASURES}
    words |= {form: table.done_to[verb] for form, verb in table.verb_forms.items() if table.done_to.get(verb) in _MEASURES}
    words |= {form: table.does[verb] for form, verb in table.verb_forms.items() if table.does.get(verb) in _MEASURES}
    return words

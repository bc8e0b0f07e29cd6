"""Figures in plain English: figures and tolls in, "some 5,900 civilians", "at least ten people" out.

Refused: nothing; a figure without a number gives the words as printed.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import Bound, Figure

_LISTS = word_lists("wording", "figures")
_SMALL = _LISTS.phrases("small")
_VAGUE = _LISTS.phrases("vague")
_ODD, _HISSES = _LISTS.pairs("odd"), _LISTS.phrases("hisses")
_BOUND = {
    Bound.EXACTLY: "",
    Bound.ABOUT: "about ",
    Bound.AT_LEAST: "at least ",
    Bound.MORE_THAN: "more than ",
    Bound.AT_MOST: "at most ",
    Bound.LESS_THAN: "fewer than ",
}


@functools.cache
def _measures() -> dict[str, str]:
    text = resources.files("fogline.data").joinpath("wording.toml").read_text("utf-8")
    return dict(tomllib.loads(text)["measures"])


def number_words(number: float) -> str:
    """A number as a paper prints it: words up to ten, groups of three beyond.

    >>> number_words(3), number_words(5900), number_words(2.5)
    ('three', '5,900', '2.5')
    """
    if number != int(number):
        return f"{number:,.4g}"
    return _SMALL[int(number)] if 0 <= number <= 10 else f"{int(number):,}"


def amount_words(
    best: float | None, low: float | None, high: float | None, bound: Bound = Bound.EXACTLY, as_worded: str = ""
) -> str:
    """How many, with its bound.

    >>> amount_words(5900, None, None, Bound.ABOUT), amount_words(None, 30, 40)
    ('about 5,900', 'between 30 and 40')
    """
    vague = vague_word(as_worded)
    if best is None and vague:
        return f"{vague} of" if vague.endswith("s") else vague
    if best is not None and not (bound in (Bound.MORE_THAN, Bound.AT_LEAST) and low is not None and low > best):
        return _BOUND[bound] + number_words(best)
    if low is not None and high is not None and low != high:
        return f"between {number_words(low)} and {number_words(high)}"
    if low is not None:
        return (_BOUND[bound] if bound in (Bound.MORE_THAN, Bound.AT_LEAST) else "at least ") + number_words(low)
    if high is not None:
        return (_BOUND[bound] if bound in (Bound.AT_MOST, Bound.LESS_THAN) else "at most ") + number_words(high)
    return ""


def vague_word(as_worded: str) -> str | None:
    """The word for a number that nobody gives: "dozens" of "dozens of civilians"."""
    return next((word for word in reversed(_VAGUE) if word in as_worded.lower()), None)


def is_one(figure: Figure) -> bool:
    """Whether the noun and the verb stand in the singular."""
    return figure.best == 1 and figure.bound in (Bound.EXACTLY, Bound.ABOUT)


def counted(measure: str | None, group: str | None, *, one: bool) -> str:
    """The noun that is counted.

    >>> counted("killed", "civilians", one=True), counted("bridges", None, one=False), counted("killed", None, one=True)
    ('civilian', 'bridges', 'person')
    """
    of_people = measure is None or measure in _measures() or measure in measures().people_only
    noun = group or ("people" if of_people else measure or "")
    return singular(noun) if one else noun


def singular(noun: str) -> str:
    """One of them.

    >>> singular("bodies"), singular("children"), singular("bridges"), singular("police")
    ('body', 'child', 'bridge', 'police')
    """
    if noun in _ODD:
        return _ODD[noun]
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(_HISSES):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def figure_words(figure: Figure) -> str:
    """A figure as a noun phrase.

    >>> figure_words(Figure(start=0, end=5, measure="remaining", group="civilians", best=5900, low=None, high=None,
    ...                     bound=Bound.ABOUT, as_worded="some 5,900 civilians"))
    'about 5,900 civilians'
    """
    amount = amount_words(figure.best, figure.low, figure.high, figure.bound, figure.as_worded)
    noun = counted(figure.measure, figure.group, one=is_one(figure))
    return f"{amount} {noun}".strip() if amount else figure.as_worded


def measure_clause(figure: Figure, place: str = "", when: str = "") -> str | None:
    """A figure as a sentence without its full stop; None where the measure has no verb.

    >>> measure_clause(Figure(start=0, end=3, measure="killed", group=None, best=10, low=None, high=None), "in Dnipro")
    'ten people were killed in Dnipro'
    """
    verb = _measures().get(figure.measure or "")
    if verb is None:
        return None
    one = is_one(figure)
    verb = verb.replace("{was}", "was" if one else "were").replace("{is}", "is" if one else "are")
    verb = verb.replace("{s}", "s" if one else "")
    return " ".join(part for part in (figure_words(figure), verb, place, when) if part)

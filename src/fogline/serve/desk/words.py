"""Small words of the pages: days, numbers, labels, addresses. In: values. Out: text. Refused: nothing."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from fogline.data.kinds import kinds
from fogline.model.picture import Judgement, Verb
from fogline.outputs.dates import day_words, span_words
from fogline.outputs.lines import credibility_words
from fogline.picture.days import day_number, day_text

FILTERS = ("day", "number", "label", "web", "plain", "many", "trust", "span", "decided")
# Control characters, and those that turn the direction of text: "gpj.exe" must not read as "exe.jpg".
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


def plain(text: str) -> str:
    """Text without what cannot be seen.

    >>> plain("Ly\\x1bman \\u202eexe")
    'Lyman exe'
    """
    return _UNSEEN.sub("", text)


def day(edtf: str | None) -> str:
    """A date in words, or what is given."""
    return day_words(edtf) or (edtf or "not known")


def span(begin: str | None, finish: str | None) -> str:
    """An interval in words."""
    return span_words(begin[:10] if begin else None, finish[:10] if finish else None) or "day not known"


def number(value: float | None) -> str:
    """A number with groups of three.

    >>> number(5900.0), number(None)
    ('5,900', 'not known')
    """
    return "not known" if value is None else f"{value:,.10g}"


def many(count: int, noun: str) -> str:
    """How many of them.

    >>> many(1, "report"), many(0, "claim")
    ('1 report', '0 claims')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def label(kind: str | None) -> str:
    """The words of a kind."""
    found = kinds().get(kind or "")
    return found.label if found else (kind or "kind not said").replace("_", " ")


def kind_labels() -> list[tuple[str, str]]:
    """All kinds with their words, by their words."""
    return sorted(((one.name, one.label) for one in kinds().values()), key=lambda pair: pair[1])


def trust(credibility: int) -> str:
    """A credibility in words."""
    return credibility_words(credibility)


def decided(one: Judgement) -> str:
    """What a decision is, without on what.

    >>> decided(Judgement(id="j", verb=Verb.CORRECT, subjects=("c",), by="ana", made_at="", field="kind", value="fire"))
    'correct: kind is “fire”'
    """
    if one.verb is Verb.CORRECT:
        return f"correct: {one.field} is “{one.value}”" if one.value else f"correct: {one.field} is not known"
    return one.verb.value


def web(url: str | None) -> str:
    """An address that may be linked, else nothing: no script, no file.

    >>> web("https://courier.example/1"), web("javascript:alert(1)"), web("https://")
    ('https://courier.example/1', '', '')
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return ""
    return (url or "").strip() if parts.scheme in ("http", "https") and parts.netloc else ""


def shifted(day: str | None, days: int) -> str | None:
    """A day some days later or earlier.

    >>> shifted("2023-03-01", -1)
    '2023-02-28'
    """
    number = day_number(day)
    return day_text(number + days) if number and number + days > 0 else None

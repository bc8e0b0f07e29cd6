"""Small words of the pages: days, numbers, labels, addresses. In: values. Out: text. Refused: nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from markupsafe import Markup

from fogline.data.kinds import kinds
from fogline.model.claim import Figure
from fogline.model.picture import Conflict, Judgement, Toll, TollEntry, Verb
from fogline.outputs.dates import day_words, span_words
from fogline.outputs.lines import credibility_words
from fogline.picture.days import day_number, day_text
from fogline.serve.desk.language import counted, dated, grouped, say, say_in

if TYPE_CHECKING:
    from fogline.serve.desk.asked import Asked
    from fogline.serve.desk.said import Said

FILTERS = ("day", "number", "label", "plain", "many", "trust", "span", "why", "outlets", "count", "range", "shifted",
           "t", "decided", "moment", "pt", "as_role", "lag", "ordinal")  # fmt: skip
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
    return dated(day_words(edtf)) or (edtf or say("not known"))


def moment(instant: str) -> str:
    """A moment (ISO, UTC) in words, to the minute.

    >>> moment("2023-03-04T21:15:00.000000Z")
    '4 March 2023, 21:15 UTC'
    """
    return f"{day(instant[:10])}, {instant[11:16]} UTC"


def span(begin: str | None, finish: str | None) -> str:
    """An interval in words."""
    return dated(span_words(begin[:10] if begin else None, finish[:10] if finish else None)) or say("day not known")


def number(value: float | None) -> str:
    """A number with groups of three, no finer than a hundredth: five miles are 8.05 km, not 8.04672.

    >>> number(5900.0), number(8.04672), number(None)
    ('5,900', '8.05', 'not known')
    """
    return say("not known") if value is None else grouped(round(value, 2))


def range(of: Toll | TollEntry | Figure) -> str:
    """From where to where a figure goes, where it is no single number.

    >>> from fogline.model.picture import Toll
    >>> range(Toll(measure="killed", group=None, best=None, low=None, high=5000.0, as_of=None))
    'at most 5,000'
    """
    if of.low is None:
        return "" if of.high is None or of.high == of.best else say("at most {number}").format(number=number(of.high))
    if of.high is None:
        return "" if of.low == of.best else say("at least {number}").format(number=number(of.low))
    return "" if of.low == of.high else f"{number(of.low)}–{number(of.high)}"


def count(of: Toll | TollEntry) -> str:
    """A figure with its range.

    >>> from fogline.model.picture import Toll
    >>> count(Toll(measure="killed", group=None, best=6.0, low=0.0, high=6.0, as_of=None))
    '6 (0–6)'
    """
    best, wide = number(of.best) if of.best is not None else "", range(of)
    return f"{best} ({wide})" if best and wide else best or wide or number(None)


def many(count: int, noun: str) -> str:
    """How many of them.

    >>> many(1, "report"), many(0, "claim")
    ('1 report', '0 claims')
    """
    return counted(count, noun)


def label(kind: str | None) -> str:
    """The words of a kind."""
    found = kinds().get(kind or "")
    return say(found.label) if found else say("kind not said") if not kind else kind.replace("_", " ")


def kind_labels() -> list[tuple[str, str]]:
    """All kinds with their words, by their words."""
    return sorted(((one.name, say(one.label)) for one in kinds().values()), key=lambda pair: pair[1])


def trust(credibility: int) -> str:
    """A credibility in words."""
    number, _, meaning = credibility_words(credibility).removeprefix("credibility ").partition(", ")
    return f"{say('credibility')} {number}, {say(meaning)}"


def decided(one: Judgement) -> str:
    """What a decision is, without on what.

    >>> decided(Judgement(id="j", verb=Verb.CORRECT, subjects=("c",), by="ana", made_at="", field="kind", value="fire"))
    'correct: kind is “fire”'
    """
    if one.verb is Verb.CORRECT:
        said = say("{verb}: {field} is “{value}”") if one.value else say("{verb}: {field} is not known")
        return said.format(verb=say(one.verb.value), field=say(one.field or ""), value=one.value)
    return say(one.verb.value)


def why(conflict: Conflict, both: Iterable[Said]) -> str:
    """Why two claims cannot both hold, with outlets for the ids of reports."""
    return outlets(conflict.why, both)


def outlets(told: str, both: Iterable[Said]) -> str:
    """What a rule tells of reports, with their outlets for their ids."""
    for one in both:
        told = told.replace(f"report {one.report}", one.outlet or f"report {one.report}")
    return told


def t(text: str | None) -> str:
    """A word of the interface or of the vocabulary, in the language that is spoken; a name stays as it is."""
    return say(text) if text else ""


def pt(text: str | None, context: str) -> str:
    """A word of the interface that means several things: the one of that context."""
    return say_in(context, text) if text else ""


def ordinal(text: str) -> int:
    """A day of the calendar by its number, which a slider can stand at.

    >>> ordinal("1970-01-01")
    719163
    """
    return day_number(text) or 0


def lag(days: float) -> str:
    """How much later something was told than by the first other, or earlier; to the hour where hours are known.

    >>> lag(2.0), lag(-0.125), lag(0.0)
    ('2 days later', '3 hours earlier', 'at the same time')
    """
    hours = abs(days) * 24
    time = many(round(hours / 24), "day") if hours >= 48 or days.is_integer() else many(round(hours), "hour")
    said = say("{time} later") if days > 0 else say("{time} earlier")
    return said.format(time=time) if hours >= 1 else say("at the same time")


def as_role(about: str | None) -> str:
    """What a speaker is, as lists tell it: the role in the language that is spoken, the party as it is.

    >>> from fogline.serve.desk.language import speaking
    >>> with speaking("uk"):
    ...     as_role("ministry, Russia")
    'міністерство, Russia'
    """
    role, comma, party = (about or "").partition(", ")
    return pt(role, "role") + comma + party


def kept(asked: Asked) -> Markup:
    """The hidden fields by which a form keeps the day and the language."""
    values = (("as_of", asked.as_of), ("lang", asked.text("lang")))
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup().join(field.format(name, value) for name, value in values if value)


def shifted(day: str | None, days: int) -> str | None:
    """A day some days later or earlier.

    >>> shifted("2023-03-01", -1)
    '2023-02-28'
    """
    number = day_number(day)
    return day_text(number + days) if number and number + days > 0 else None

"""The language in which the desk speaks to a reader: English, Ukrainian or Russian, by gettext.

In: what an address asks for (`lang`), or what the browser prefers. Out: words of the interface in that language: texts,
counted nouns in their plural forms, dates, numbers. Refused with `QueryError`: a language that is not there. What
reports say, and the sentences of briefs, stay in their own language. A text that is in no catalogue stays as it is.
"""

from __future__ import annotations

import contextlib
import functools
import gettext
import re
from collections.abc import Iterator
from contextvars import ContextVar
from importlib import resources

from fogline.model.errors import QueryError

LANGUAGES = {"en": "English", "uk": "Українська", "ru": "Русский"}
DOMAIN = "desk"
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b")
_spoken: ContextVar[str] = ContextVar("spoken", default="en")


def chosen(asked: str | None, accepted: str) -> str:
    """The language for an answer: the one asked for, else the browser's first that is there, else English.

    >>> chosen(None, "de, ru;q=0.7, uk;q=0.9"), chosen("uk", "ru"), chosen(None, "fr")
    ('uk', 'uk', 'en')
    """
    if asked is not None:
        if asked not in LANGUAGES:
            raise QueryError(f"lang {asked}: not there. Ask for {', '.join(LANGUAGES)}.")
        return asked
    wished: list[tuple[float, str]] = []
    for part in accepted.split(","):
        name, _, weight = part.partition(";q=")
        with contextlib.suppress(ValueError):
            wished.append((-float(weight or 1), name.strip().lower().partition("-")[0]))
    return next((name for _, name in sorted(wished, key=lambda one: one[0]) if name in LANGUAGES), "en")


@contextlib.contextmanager
def speaking(language: str) -> Iterator[None]:
    """Within it, the desk speaks that language."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """The language that is spoken now."""
    return _spoken.get()


@functools.cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The compiled catalogue of a language; of English an empty one."""
    if language == "en":
        return gettext.NullTranslations()
    shipped = resources.files("fogline.serve.desk").joinpath("locale", language, f"{DOMAIN}.mo")
    with shipped.open("rb") as file:
        return gettext.GNUTranslations(file)


def say(text: str) -> str:
    """A text of the interface in the language that is spoken.

    >>> with speaking("uk"):
    ...     say("Reports")
    'Повідомлення'
    """
    return catalogue(_spoken.get()).gettext(text) if text else text


def say_in(context: str, text: str) -> str:
    """A text of the interface in one of its senses.

    >>> with speaking("uk"):
    ...     say_in("a key", "open"), say("open")
    ('відкрити', 'відкрито')
    """
    return catalogue(_spoken.get()).pgettext(context, text)


def counted(count: int, noun: str) -> str:
    """How many of them, in the plural form that the number takes.

    >>> counted(2, "claim")
    '2 claims'
    >>> with speaking("ru"):
    ...     counted(1, "claim"), counted(3, "claim"), counted(25, "claim")
    ('1 утверждение', '3 утверждения', '25 утверждений')
    """
    return f"{grouped(count)} {catalogue(_spoken.get()).ngettext(noun, plural_of(noun), count)}"


def plural_of(noun: str) -> str:
    """The English plural of a noun of the interface.

    >>> plural_of("claim"), plural_of("status")
    ('claims', 'statuses')
    """
    return f"{noun}es" if noun.endswith("s") else f"{noun}s"


def grouped(value: float) -> str:
    """A number with groups of three, as the language writes them.

    >>> with speaking("uk"):
    ...     grouped(12345.5)
    '12\\u202f345,5'
    """
    text = f"{value:,.10g}"
    return text if _spoken.get() == "en" else text.replace(",", "\u202f").replace(".", ",")


def dated(text: str) -> str:
    """A day or a span in English words, in the language that is spoken.

    >>> with speaking("uk"):
    ...     dated("25 February to 4 March 2023"), dated("up to 4 March 2023"), dated("March 2023")
    ('25 лютого — 4 березня 2023', 'до 4 березня 2023', 'березень 2023')
    """
    if _spoken.get() == "en" or not text:
        return text
    if found := re.fullmatch(r"from (.+) on", text):
        return say("from {day} on").format(day=dated(found[1]))
    if text.startswith("up to "):
        return say("up to {day}").format(day=dated(text.removeprefix("up to ")))
    if " to " in text:
        first, _, last = text.partition(" to ")
        return f"{dated(first)} — {dated(last)}"
    text = text.replace("year not given", say("year not given"))
    return _MONTH.sub(lambda found: _month(found, text), text)


def _month(found: re.Match[str], text: str) -> str:
    """A month after a day is in the genitive, alone it is not."""
    after_day = found.start() > 1 and text[found.start() - 2].isdigit()
    return catalogue(_spoken.get()).pgettext("after a day" if after_day else "alone", found[0])

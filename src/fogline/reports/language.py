"""Text to its language.

In: a report's text and what was said of its language elsewhere. Out: an ISO 639-1 code, or None where it cannot be
told. Refused: nothing.

English is told by its commonest function words first, which costs microseconds; only where they are rare is py3langid
loaded (half a second, once a process).
"""

from __future__ import annotations

import functools
import re
import typing

_LOOKED_AT = 1_200  # characters: py3langid was right on 8 of 8 languages at headline length (design/models.md)
_LANGUAGES = (
    "en", "uk", "ru", "be", "pl", "de", "fr", "es", "pt", "it", "nl", "ro", "cs", "sk", "bg", "sr", "hr", "hu", "lt",
    "lv", "et", "fi", "sv", "da", "no", "el", "tr", "ar", "he", "fa", "ka", "hy", "az", "zh", "ja", "ko", "hi", "id",
)  # fmt: skip
_ENGLISH = frozenset(
    {"the", "and", "of", "to", "was", "were", "that", "with", "said", "from", "have", "has", "by", "its", "on", "for"}
    | {"is", "are", "which", "who", "after"}
)
_WORD = re.compile(r"[^\W\d_]+")
# Share of these words: 1% of the reports of gva (open) have under 0.126, of polnear under 0.153, of muc4 under 0.161;
# the highest of any Russian or Ukrainian text of nerel and neruk is 0.056.
_ENGLISH_SHARE = 0.10


# A paragraph this long without any of these words is looked at. None of 70,000 paragraphs of eight English corpora (the
# open parts) is then taken for another language; every text of nerel and neruk is.
_PARAGRAPH_WORDS = 12
_LATIN_LANGUAGES = frozenset(_LANGUAGES) - frozenset(
    {"uk", "ru", "be", "bg", "sr", "el", "ar", "he", "fa", "ka", "hy", "zh", "ja", "ko", "hi"}
)


class _Classifier(typing.Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language(text: str, hint: str | None = None) -> str | None:
    """The language a text is written in; the hint holds unless the text plainly speaks against it.

    >>> language("RUSSIAN FORCES SHELLED VUHLEDAR AND THE VILLAGES TO THE SOUTH OF IT, THE ARMY SAID.")
    'en'
    """
    hinted = _code(hint)
    window = text[:_LOOKED_AT]
    letters = sum(map(str.isalpha, window))
    if letters < 12 or letters < 0.4 * len(window.replace(" ", "")):
        return hinted
    words = _WORD.findall(window.lower())
    # "The" is no word of another language, so that a shared "on", "of" or "was" cannot tip the scale alone.
    if ("the" in words or {"of", "and"} <= set(words)) and sum(
        word in _ENGLISH for word in words
    ) >= _ENGLISH_SHARE * len(words):
        return "en"
    if hinted in _LATIN_LANGUAGES and not _is_latin(window):
        hinted = None  # no English text is in Cyrillic letters, whatever a feed says of itself
    if hinted and letters < 100:
        return hinted
    found, sure = _classifier().classify(" ".join(words))
    if hinted and sure < 0.95:
        return hinted
    return found if sure >= 0.5 else None


def other_language(paragraph: str, *, english: bool = True) -> str | None:
    """The language of a paragraph that is plainly not in English, "unknown" at worst; None for all others.

    `english`: whether the report is known to be English. Then a paragraph in Latin letters must be surely of another.

    >>> other_language("Він додав: «Обстріли тривають другий день поспіль, люди ховаються у підвалах».")
    'uk'
    >>> other_language("Killed: Major Petro Kovalenko, 41; Captain Iryna Shevchuk, 33.")
    """
    window = paragraph[:_LOOKED_AT]
    latin = window.isascii() or _is_latin(window)
    words = _WORD.findall(window.lower())
    if (latin and (len(words) < _PARAGRAPH_WORDS or not _ENGLISH.isdisjoint(words))) or sum(map(len, words)) < 12:
        return None
    found, sure = _classifier().classify(" ".join(words))
    if latin and sure < 0.95:
        return None if english or found == "en" else "unknown"
    return found if found != "en" else None


def _is_latin(text: str) -> bool:
    """Whether most letters of a text are Latin ones."""
    letters = [letter for letter in text if letter.isalpha()]
    return 2 * sum(letter < "\u0250" or "\u1e00" <= letter < "\u1f00" for letter in letters) >= len(letters)


def _code(hint: str | None) -> str | None:
    """The two letters of a language tag: "en-GB" → "en"."""
    main = re.split(r"[-_]", (hint or "").strip().lower())[0]
    return main if re.fullmatch(r"[a-z]{2}", main) else None


@functools.cache
def _classifier() -> _Classifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES)
    return typing.cast("_Classifier", identifier)

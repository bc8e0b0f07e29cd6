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
    if hinted and letters < 100:
        return hinted
    found, sure = _classifier().classify(" ".join(words))
    if hinted and sure < 0.95:
        return hinted
    return found if sure >= 0.5 else None


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

"""That nobody could check what was said, in words that name nobody who tried: "the claim could not be verified".

In: the text of a passage. Out: stretches of it, each a doubt or a "cannot verify" about what was said before; of what
somebody says, whether it is that what others say is false. The words are those of `[unverified]` in
`data/certainty.toml`. Refused: that a claim was verified.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from fogline.model.claim import Span, Stance


def unverified(text: str) -> Iterator[tuple[Span, Stance]]:
    """What a text says could not be checked, by its place in the text.

    >>> [(span.start, span.end, str(stance)) for span, stance in unverified("The claim could not be verified.")]
    [(0, 31, 'cannot verify')]
    >>> list(unverified("The claim has been verified."))
    []
    """
    if not _hint().search(text):
        return
    for stance, pattern in _patterns():
        for found in pattern.finditer(text):
            yield Span(start=found.start(), end=found.end()), stance


@functools.cache
def _hint() -> re.Pattern[str]:
    """Words of which one stands in whatever is found: most passages have none, and are not looked at closer."""
    return re.compile("|".join(_table()["hints"]), re.IGNORECASE)


@functools.cache
def _patterns() -> tuple[tuple[Stance, re.Pattern[str]], ...]:
    table = _table()
    said, checked = ("|".join(table[name]) for name in ("said", "checked"))

    def any_of(name: str) -> re.Pattern[str]:
        filled = (one.replace("SAID", f"(?:{said})").replace("CHECKED", f"(?:{checked})") for one in table[name])
        return re.compile(r"\b(?:" + "|".join(filled) + r")\b", re.IGNORECASE)

    return (Stance.CANNOT_VERIFY, any_of("cannot_verify")), (Stance.DOUBTS, any_of("doubts"))


def is_called_false(text: str) -> bool:
    """Whether what somebody says is that what others say is not so.

    >>> is_called_false('the reports "baseless"'), is_called_false("the claim was false"), is_called_false("a lie")
    (True, True, False)
    >>> is_called_false('reports that the army asked for a truce are "totally false"')
    True
    """
    return any(pattern.match(text.strip()) is not None for pattern in _false())


def is_so_called(text: str) -> bool:
    """Whether a word for what others say is that it is not so, as "baseless" in "a charge that Kigali called baseless".

    >>> is_so_called("a complete fabrication"), is_so_called("a tragedy")
    (True, False)
    """
    return any(pattern.match(text.strip()) is not None for pattern in _false("called"))


def says_untrue(text: str) -> bool:
    """Whether words have one for what is not so: "nonsense", "baseless"."""
    return any(pattern.search(text) is not None for pattern in _false("untrue"))


@functools.cache
def _false(name: str = "called_false") -> tuple[re.Pattern[str], ...]:
    said, false = ("|".join(_table()[listed]) for listed in ("said", "false"))
    filled = (one.replace("SAID", f"(?:{said})").replace("FALSE", f"(?:{false})") for one in _table()[name])
    return tuple(re.compile(one, re.IGNORECASE | re.DOTALL) for one in filled)


@functools.cache
def _table() -> dict[str, list[str]]:
    table = tomllib.loads(resources.files("fogline.data").joinpath("certainty.toml").read_text("utf-8"))["unverified"]
    return {str(name): [str(one) for one in listed] for name, listed in table.items()}

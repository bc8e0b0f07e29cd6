"""Whether two statements say the same, in whatever words.

Comes in: two statements, as printed, and where known the passages around them and how rare their words are. Goes out:
how much each says of what the other says, 0 to 1; from `SAME` they are taken for one claim. Words count that carry
meaning; a word answers a kindred one (`data/senses.npz`) as far as both are meant so. Figures and names answer only
themselves.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence

from fogline.data.senses import Meant, alike, senses
from fogline.data.small_words import number_words, small_words
from fogline.picture.events import stem_of

SAME = 0.12  # balanced accuracy 0.81 on answers to questions that it was not chosen on (nanco, each left out in turn)
ABOVE = 0.5  # what a sense above the other's counts
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))

Rarity = Callable[[str], float]


def same_claim(
    one: str,
    other: str,
    *,
    around: tuple[str, str] | None = None,
    given: str = "",
    rare: Rarity | None = None,
) -> float:
    """How much two statements say the same. `around`: their passages; `given`: what both answer, and need not say.

    >>> strike = "The strike on the depot killed two people."
    >>> same_claim(strike, "Two people were murdered in the strike on a depot.") > SAME
    True
    >>> same_claim(strike, "Grain exports from the port resumed.") > SAME
    False
    """
    known = {stem for stem, _ in words(given)}
    a, b = (_said(text, known) for text in (one, other))
    weigh = rare or _alike_rare
    near = [_covered(a, b, weigh), _covered(b, a, weigh)]
    in_passages = min(near)
    if around:
        passages = [words(text) for text in around]
        in_passages = min(_covered(a, passages[1], weigh), _covered(b, passages[0], weigh))
    return (2 * min(near) + _shared(a, b, weigh) + in_passages) / 4


@functools.lru_cache(maxsize=5_000)  # one statement is compared with several
def words(text: str) -> Sequence[tuple[str, str]]:
    """The words that carry meaning, each once, as (stem, dictionary form).

    >>> words("Four bridges were destroyed")
    (('4', '4'), ('bridg', 'bridge'), ('destro', 'destroy'))
    """
    found = [number_words().get(word, word) for word in map(_plain, _WORD.findall(text))]
    kept = [base_form(word) for word in found if word not in small_words()]
    return tuple(dict.fromkeys((stem_of(word), word) for word in kept))


def _plain(word: str) -> str:
    word = word.casefold()
    return word[:-2] if word.endswith(("'s", "’s")) else word


def _said(text: str, known: set[str]) -> Sequence[tuple[str, str]]:
    every = words(text)
    return ([pair for pair in every if pair[0] not in known] or every) if known else every


@functools.lru_cache(maxsize=50_000)
def base_form(word: str) -> str:
    """The form of a word that the table of senses has; the word itself where it has none."""
    table = senses()
    forms = (word, *(word[: -len(end)] + more for end, more in _ENDINGS if word.endswith(end)))
    doubled = next((word[: -len(end) - 1] for end in ("ed", "ing") if word.endswith(end)), "")
    return next((form for form in (*forms, doubled) if any(table.has(part, form) for part in "vna")), word)


def _alike_rare(_: str) -> float:
    return 1.0


def _covered(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]], rare: Rarity) -> float:
    """How much of the one's words the other has, or kindred ones."""
    whole = math.fsum([rare(stem) for stem, _ in one])
    if not whole:
        return 0.0
    stems = {stem for stem, _ in other}
    held = [rare(stem) * (1.0 if stem in stems else _nearest(word, other)) for stem, word in one]
    return math.fsum(held) / whole


def _nearest(word: str, others: Sequence[tuple[str, str]]) -> float:
    """How near the nearest of some words is; a word that the table of senses lacks is near to none."""
    return max((_near(word, other) for _, other in others), default=0.0) if _meant(word) else 0.0


def _shared(one: Sequence[tuple[str, str]], other: Sequence[tuple[str, str]], rare: Rarity) -> float:
    """How much of the shorter statement both have word by word."""
    a, b = {stem for stem, _ in one}, {stem for stem, _ in other}
    least = min(math.fsum(sorted(map(rare, a))), math.fsum(sorted(map(rare, b))))
    return math.fsum(sorted(map(rare, a & b))) / least if least else 0.0


@functools.lru_cache(maxsize=200_000)
def _near(word: str, other: str) -> float:
    found = [alike(one, two) for one in _meant(word) for two in _meant(other)]
    return max((max(same, ABOVE * above) for same, above, _ in found), default=0.0)


@functools.lru_cache(maxsize=50_000)
def _meant(word: str) -> tuple[tuple[Meant, Meant], ...]:
    table = senses()
    return tuple(table.of(part, word) for part in "vna" if table.has(part, word))

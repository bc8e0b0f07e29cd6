"""Who has the floor in a transcript: "GOVERNOR SMITH: …", "Q: …", "MODERATOR: …".

In: a report's text. Out: `Turn`s in order, each from its label to the next one's. Refused: a text with fewer than two
labels, and words before a colon that are no speaker's ("UPDATE:", "KILLED:"): those stay what they were.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fogline.claims.truecase import is_upper_case, usual_case
from fogline.data.cues import cues
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists

_LISTS = word_lists("cues", "labels")
_LABEL = re.compile(r"^[ \t]*(?:>>[ \t]*)?(?P<label>[A-Z][^\n:]{0,48}?)[ \t]*:(?=[ \t]+\S|[ \t]*\n)", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ASIDE = re.compile(r"\([^)\n]*\)")  # "KOVAL (through a translator): …"
_LONGEST = 5  # words of a label
_SAID = _LISTS.words("said")
FEWEST = 2  # labels that make a transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says: offsets of the label, without its colon, and of the turn's end."""

    start: int
    end: int
    finish: int


@functools.lru_cache(maxsize=8)
def turns(text: str) -> tuple[Turn, ...]:
    """All turns of a text.

    >>> talk = "Q: Who fired?\\n\\nMAYOR KOVAL: Nobody knows.\\n\\nWe will rebuild."
    >>> [talk[turn.start : turn.end] for turn in turns(talk)]
    ['Q', 'MAYOR KOVAL']
    """
    labels = list(_labels(text, wire=is_upper_case(text)))
    if len(labels) < FEWEST:
        return ()
    ends = [*(start for start, _ in labels[1:]), _last_end(text, labels[-1][1])]
    return tuple(Turn(start=start, end=end, finish=finish) for (start, end), finish in zip(labels, ends, strict=True))


def _last_end(text: str, label: int) -> int:
    """The end of the last turn: of its paragraph, for what follows may be the outlet's again."""
    end = text.find("\n\n", label)
    return len(text) if end < 0 else end


def _labels(text: str, *, wire: bool) -> Iterator[tuple[int, int]]:
    """Where the labels lie. In wire copy capitals tell nothing, so that only what a label alone says counts."""
    surnames: set[str] = set()
    for found in _LABEL.finditer(text):
        words = _WORD.findall(_ASIDE.sub(" ", found["label"]))
        if not 0 < len(words) <= (1 if wire else _LONGEST) or not _is_speaker(words, surnames):
            continue
        if len(words) > 1:
            surnames.add(words[-1].upper())
        yield found.start("label"), found.end("label")


def _is_speaker(words: list[str], surnames: set[str]) -> bool:
    """Whether words before a colon are those of a speaker: in capitals, with a role, a given name or heard before."""
    from fogline.claims.parse import is_dictionary_word  # which needs the labels
    from fogline.claims.place_names import place_words

    if not all(word.isupper() or word in place_words().titles for word in words):
        return False
    lower = [word.lower() for word in words]
    if lower[-1] in _SAID:
        return False  # "THE BISHOP SAID:"
    if len(words) == 1:
        return lower[0] in cues().askers or lower[0] in tables().roles or words[0] in surnames
    named = {word.capitalize() for word in words}
    return (
        any(word in tables().roles or word in cues().askers for word in lower)
        or not named.isdisjoint(place_words().titles)
        or (words[0].capitalize() in place_words().given and not all(map(is_dictionary_word, lower)))
    )


def names_nobody(label: str) -> bool:
    """Whether a label says only that somebody asks or answers: "Q", "A", "REPORTER"."""
    words = _WORD.findall(_ASIDE.sub(" ", label))
    return bool(words) and all(word.lower() in cues().askers for word in words)


def with_labels_cased(text: str, cased: str) -> str:
    """The cased text with the labels as names are written inside a sentence: "GOVERNOR SMITH" as "Governor Smith"."""
    for turn in turns(text):
        label = _WORD.sub(lambda found: _capital(usual_case(found[0])), text[turn.start : turn.end])
        if len(label) == turn.end - turn.start:
            cased = cased[: turn.start] + label + cased[turn.end :]
    return cased


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]

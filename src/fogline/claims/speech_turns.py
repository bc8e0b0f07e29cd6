"""The turns of a transcript as cues of speech: the label speaks, all behind its colon is said.

In: the passages of a report as `Words`, and its text. Out: for each passage that begins a turn its cue, and the
stretches of later passages that the turn goes on over. Refused: nothing; a text without turns gives nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fogline.claims.speech_cues import Cue, label
from fogline.claims.speech_words import Words
from fogline.claims.turns import Turn, names_nobody, turns
from fogline.data.cues import CueTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A turn in a passage: its cue, where it goes on in later passages, and whether its label names anybody."""

    cue: Cue
    later: list[tuple[int, int]]
    named: bool


def spoken_turns(made: Sequence[Words], text: str, table: CueTable) -> dict[int, Spoken]:
    """By passage: the cue of the turn that it begins, and where that turn goes on."""
    every = turns(text)
    found: dict[int, Spoken] = {}
    number = 0
    for turn in every:
        while number < len(made) and made[number].passage.start + len(made[number].plain) <= turn.start:
            number += 1
        if number == len(made):
            break
        cue = _cue(made[number], turn, table)
        if cue is None:
            continue
        later = range(number + 1, len(made))
        on = [(made[n].begin[0], made[n].finish[-1]) for n in later[: _passages_before(made, number, turn.finish)]]
        found[number] = Spoken(cue=cue, later=on, named=not names_nobody(text[turn.start : turn.end]))
    return found


def _passages_before(made: Sequence[Words], number: int, finish: int) -> int:
    """How many passages after one begin before an offset."""
    count = 0
    while number + 1 + count < len(made) and made[number + 1 + count].passage.start < finish:
        count += 1
    return count


def _cue(words: Words, turn: Turn, table: CueTable) -> Cue | None:
    named = [k for k, begin in enumerate(words.begin) if turn.start <= begin < turn.end]
    at = named[-1] + 1 if named else 0
    if not named or at + 1 >= len(words.lower) or words.lower[at] != ":":
        return None
    return label(table, at, named, _head(words, named), range(at + 1, len(words.lower)))


def _head(words: Words, named: list[int]) -> int:
    """The last word of a label that is outside brackets: its surname, or its one word."""
    bracket = next((k for k, token in enumerate(named) if k and words.lower[token] == "("), len(named))
    return named[bracket - 1]

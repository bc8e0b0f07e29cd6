"""Cues in a parsed passage: which word reports, whose it is, and which words hang on it.

In: `Words` and the table of cues. Out: `Cue`s in text order, each with the tokens of cue, source and content. Refused:
words of the table that take nothing here ("the report", "he says." without anything said before or after).
"""

from __future__ import annotations

from fogline.claims.speech_cues import Cue
from fogline.claims.speech_nouns import (
    COUNTS,
    according_cue,
    adjective_cue,
    adverb_cue,
    colon_cue,
    dash_cue,
    noun_cue,
    view_cue,
)
from fogline.claims.speech_verbs import verb_cue
from fogline.claims.speech_words import Words
from fogline.data.cues import CueTable


def find_cues(words: Words, table: CueTable) -> list[Cue]:
    """All cues of a passage that take something, in text order."""
    found: list[Cue] = []
    if (colon := colon_cue(words, table)) is not None:
        found.append(colon)
    elif (dash := dash_cue(words, table)) is not None:
        found.append(dash)
    for at, tag in enumerate(words.tag):
        cue = None
        first = tag[:1]
        if first == "V" or (first == "N" and words.dep[at] == "ROOT"):
            cue = verb_cue(words, table, at)
        if first == "N" and words.dep[at] == "pobj" and (words.lower[at] in table.views or words.lower[at] in COUNTS):
            cue = view_cue(words, table, at)
        if cue is None and first == "N":
            cue = noun_cue(words, table, at)
        elif cue is None and first == "J":
            cue = adjective_cue(words, table, at)
        elif cue is None and first == "R" and words.lower[at] in table.adverbs:
            cue = adverb_cue(words, table, at)
        if cue is None and words.lower[at] == "according":
            cue = according_cue(words, table, at)
        if cue is not None:
            found.append(cue)
    # "rejected claims that …": one cue, the noun's with its verb.
    carried = {token for cue in found if cue.frame == "noun" for token in cue.marked if token != cue.at}
    return [cue for cue in found if cue.at not in carried]

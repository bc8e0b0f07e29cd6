"""When a cue was said and by which channel: "said on Saturday in its bulletin".

In: `Words` and a cue's token. Out: spans of time phrases, and the channel's words. Refused: times and papers that
belong to what is said rather than to the saying.
"""

from __future__ import annotations

from fogline.claims.speech_words import Words
from fogline.data.cues import CueTable
from fogline.data.word_lists import word_lists
from fogline.model.claim import Span

_LISTS = word_lists("cues", "setting")
_IN = _LISTS.words("prepositions")
_LATE = _LISTS.words("late")


def channel(words: Words, cue: int, table: CueTable) -> str | None:
    """What it was said in: "evening address", "Twitter post"; None where the words name none."""
    for noun in _channel_nouns(words, cue, table):
        return phrase(words, noun, table)
    lemma = words.lemma(cue) if words.tag[cue][0] == "V" else ""
    return table.written.get(lemma)


def phrase(words: Words, noun: int, table: CueTable) -> str:
    """A channel's words without article, owner, date and dull adjectives."""
    kept = [
        kid
        for kid in words.kids[noun]
        if kid < noun
        and words.dep[kid] in ("compound", "amod", "nmod")
        and words.lower[kid] not in table.dull | table.dates
        and words.tag[kid] not in ("CD", "JJS")
    ]
    while kept and kept[-1] - kept[0] + 1 > len(kept):  # only what stands together
        kept.pop(0)
    start = kept[0] if kept and kept[-1] == noun - 1 else noun
    return words.text(start, noun + 1)


def said_when(words: Words, cue: int, table: CueTable) -> tuple[Span, ...]:
    """Time phrases that hang on the cue or on its channel ("in its Feb. 5 bulletin").

    They are given with their preposition, where there is one.
    """
    found: list[tuple[int, int]] = []
    for kid in words.kids[cue]:
        dep = words.dep[kid]
        if (dep in ("npadvmod", "nmod", "tmod", "dobj", "appos") and words.lower[kid] in table.times) or (
            dep in ("advmod", "npadvmod") and words.lower[kid] in table.times - table.dates
        ):
            found.append((words.first[kid], words.last[kid] + 1))
        elif dep == "advmod" and any(words.lower[far] in table.times for far in words.all_kids(kid, "npadvmod")):
            found.append((words.first[kid], words.last[kid] + 1))  # "a day earlier it had put the dead at four"
        elif dep == "advmod" and words.lower[kid] in _LATE:
            # "Said late on Wednesday that": the parse hangs the day on "late".
            days = [thing for on in words.all_kids(kid, "prep") for thing in words.all_kids(on, "pobj")]
            found += [(kid, _until_clause(words, day)) for day in days if words.lower[day] in table.times]
        elif dep == "prep" and words.lower[kid] in _IN:
            thing = words.kid(kid, "pobj")
            if thing is not None and words.lower[thing] in table.times:
                found.append((kid, _until_clause(words, thing)))
    for noun in _channel_nouns(words, cue, table):
        for token in words.below(noun):
            if words.lower[token] in table.dates:
                head = words.head[token]
                first = head if words.dep[head] == "prep" else words.first[token]
                found.append((first, words.last[token] + 1))
    first = words.head[cue]
    also = words.dep[cue] == "conj" and words.lemma(first) in table.verbs and words.kid(cue, "nsubj") is None
    if not found and also:
        return said_when(words, first, table)  # "condemned the raid on Thursday and called for calm"
    return tuple(Span(start=words.begin[a], end=words.finish[b - 1]) for a, b in dict.fromkeys(sorted(found)) if b > a)


def _until_clause(words: Words, noun: int) -> int:
    """The end of a time phrase, before a clause that the parser hung on it."""
    for kid in words.kids[noun]:
        if kid > noun and words.dep[kid] in ("relcl", "acl", "appos", "conj", "cc"):
            return words.first[kid]
    return words.last[noun] + 1


def _channel_nouns(words: Words, cue: int, table: CueTable) -> list[int]:
    above, behind = words.head[cue], words.dep[cue] == "relcl"
    if behind and words.kid(cue, "nsubj") == above + 2 and words.tag[above + 1] == "DT":
        # "In an audio message the group claimed": the parse takes it for a message that is claimed.
        opens = words.lower[words.head[above]] in _IN and words.lower[above] in table.channels
        return [above] if opens else []
    return [
        noun
        for kid in words.kids[cue]
        if words.dep[kid] == "prep" and words.lower[kid] in _IN
        for noun in words.all_kids(kid, "pobj")
        if words.lower[noun] in table.channels or words.lemma(noun) in table.channels
    ]

"""From tokens to stretches of text: what is said, with the quotation marks that belong to it.

In: `Words`, cues and quotations of a passage. Out: `Found` attributions with spans in the report. Refused: cues without
anything said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from fogline.claims.speech_cues import Cue
from fogline.claims.speech_quotes import Quoted
from fogline.claims.speech_words import Words
from fogline.model.claim import Attribution, Span

_EDGE = {" ", "", ",", ".", ";", ":", "-", "–", "—", "--", "…", "?", "!", "―"}
_FINITE = {"VBZ", "VBD", "VBP", "MD"}
_MARKS = {'"', "'", "``", "''"}


@dataclass(slots=True, kw_only=True)
class Found:
    """A cue with its stretches of text, before its speaker is looked up."""

    cue: Cue
    words: Words
    cue_spans: list[Span]
    source_spans: list[Span]
    content: list[tuple[int, int]]
    quoted: list[Quoted] = field(default_factory=list)
    outermost: Attribution | None = None  # as the contract's attributions name it; None for speech within speech


def pieces(words: Words, tokens: Iterable[int]) -> list[tuple[int, int]]:
    """Tokens as half-open runs; runs that only punctuation parts are one; commas and stops at the ends are cut off."""
    runs: list[list[int]] = []
    for token in sorted(tokens):
        if runs and all(words.lower[k].strip() in _EDGE or words.lower[k] in _MARKS for k in range(runs[-1][1], token)):
            runs[-1][1] = token + 1
        else:
            runs.append([token, token + 1])
    trimmed = []
    for run in runs:
        low, high = run
        while low < high and (words.lower[low].strip() in _EDGE or words.lower[low] in _MARKS):
            low += 1
        while high > low and (words.lower[high - 1].strip() in _EDGE or words.lower[high - 1] in _MARKS):
            high -= 1
        if high > low:
            trimmed.append((low, high))
    return trimmed


def spans(words: Words, tokens: Iterable[int]) -> list[Span]:
    """Tokens as spans of the report; a cue that is nothing but a mark stays."""
    runs = pieces(words, tokens) or [(token, token + 1) for token in sorted(tokens)]
    return [Span(start=words.begin[low], end=words.finish[high - 1]) for low, high in runs]


def as_found(found: Found) -> Attribution:
    """The attribution of the stretches as they were found."""
    return Attribution(
        cue=tuple(found.cue_spans),
        source=tuple(found.source_spans),
        content=tuple(Span(start=a, end=b) for a, b in found.content),
    )


def locate(words: Words, cue: Cue, quotes: list[Quoted]) -> Found | None:
    """The cue's stretches of text, the content widened to whole quotations."""
    at = words.begin[cue.at]
    around = next((q for q in quotes if q.inner_start <= at < q.inner_end and not q.single), None)
    outside = sorted(cue.marked | cue.source)
    content = [(words.begin[a], words.finish[b - 1]) for a, b in pieces(words, cue.content)]
    content = _without_cue(words, content, outside)
    if around is not None:
        content = [(max(a, around.inner_start), min(b, around.inner_end)) for a, b in content]
        content = [(a, b) for a, b in content if a < b]
        quotes = [q for q in quotes if q is not around]
    taken = [
        q
        for q in quotes
        if not _holds(q, words, outside) and any(a < q.inner_end and q.inner_start < b for a, b in content)
    ]
    taken += [q for q in _beside(words, cue, quotes, outside) if q not in taken]
    if cue.frame == "beside" and not content and not taken:
        content = _rest(words, cue)
    content = _merge(content + [(q.start, q.end) for q in taken])
    content = _without_cue(words, content, outside)
    if not content:
        return None
    return Found(
        cue=cue,
        words=words,
        cue_spans=_with_mark(words, spans(words, cue.marked), cue.marked, ":"),
        source_spans=_with_mark(words, spans(words, cue.source), cue.source, ","),
        content=content,
        quoted=taken,
    )


def _with_mark(words: Words, found: list[Span], tokens: set[int], mark: str) -> list[Span]:
    """Spans with the mark that belongs to them: "said:", and the comma that closes "Ivan Koval, the mayor,"."""
    last = max(tokens, default=-1)
    if mark == ":" and last + 1 < len(words.lower) and words.lower[last + 1] == ":":
        last += 1
    if last < 0 or words.lower[last] != mark or words.finish[last] == found[-1].end:
        return found
    return [*found[:-1], Span(start=found[-1].start, end=words.finish[last])]


def _holds(quoted: Quoted, words: Words, tokens: list[int]) -> bool:
    return any(quoted.start <= words.begin[token] < quoted.end for token in tokens)


def _beside(words: Words, cue: Cue, quotes: list[Quoted], outside: list[int]) -> list[Quoted]:
    """Quotations that touch the cue with its source, and those that go on after it in the same sentence."""
    if cue.frame not in ("clause", "beside", "parataxis"):
        return []
    low, high = words.begin[min(outside)], words.finish[max(outside)]
    sentence_end = words.finish[words.sentences[words.sentence[cue.at]][1] - 1]
    offset = words.passage.start
    text = words.plain
    found = []
    for q in quotes:
        if q.single or _holds(q, words, outside):
            continue
        before = q.end <= low and not text[q.end - offset : low - offset].strip(" ,.—-–")
        # A quotation of an earlier sentence that ends with a full stop is no part of this one: '… "absurd." He said …'
        # Nor is it what somebody did not say: '… "absurd." The army did not respond'.
        negated = words.kid(cue.at, "neg") is not None
        if before and (cue.content or negated) and text[q.inner_end - 1 - offset] not in ",?!—–-…":
            before = False
        between = text[high - offset : q.start - offset] if q.start >= high else "x" * 200
        after = (
            q.start >= high
            and q.start <= sentence_end + 1
            and (len(between.split()) <= 12 and between.rstrip()[-1:] in (",", ":", ""))
        )
        if before or (after and (cue.frame != "clause" or not cue.content or between.strip(" ,.:") == "")):
            found.append(q)
    return found


def _rest(words: Words, cue: Cue) -> list[tuple[int, int]]:
    """What the parser did not hang on the cue: the rest of the sentence, or what stands before it.

    "a city it claims has little value": only where a finite verb follows at once. "said ending the strike now …", "The
    bridge is gone, records show": only for the commonest cues, with their subject right beside them.
    """
    start, end = words.sentences[words.sentence[cue.at]]
    after = cue.at + 1
    if not cue.source or after >= end:
        return []
    low, high = min(cue.source | cue.marked), max(cue.source | cue.marked) + 1
    stop = next((k for k in range(high, end) if words.lower[k] in (";", "--", "–", "—")), end)
    if words.tag[after] in _FINITE and high == after:
        stop = next((k for k in range(after, stop) if words.lower[k] in (",",)), stop)
        return _stretch(words, after, stop)
    if "rest" not in cue.word.takes:
        return []
    if any(words.tag[k] in _FINITE for k in range(high, stop)) and words.lower[high] not in (",", "and", "or", "."):
        return _stretch(words, high, stop)
    if high - low <= 8 and low - start >= 3 and words.lower[low - 1] == ",":
        return _stretch(words, start, low - 1)
    return []


def _stretch(words: Words, start: int, stop: int) -> list[tuple[int, int]]:
    while stop > start and words.lower[stop - 1] in _EDGE:
        stop -= 1
    return [(words.begin[start], words.finish[stop - 1])] if stop > start else []


def _without_cue(words: Words, content: list[tuple[int, int]], outside: list[int]) -> list[tuple[int, int]]:
    """Cuts cue and source out of stretches that run across them."""
    for token in outside:
        a, b = words.begin[token], words.finish[token]
        cut = []
        for low, high in content:
            if low < b and a < high:
                cut += [(low, a)] * (a > low) + [(b, high)] * (high > b)
            else:
                cut.append((low, high))
        content = cut
    offset, text = words.passage.start, words.plain
    cleaned = []
    for low, high in content:
        piece = text[low - offset : high - offset]
        left = len(piece) - len(piece.lstrip(" ,.;:—–"))
        right = len(piece) - len(piece.rstrip(" ,;:—–"))
        if low + left < high - right:
            cleaned.append((low + left, high - right))
    return cleaned


def _merge(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[list[int]] = []
    for low, high in sorted(stretches):
        if merged and low <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], high)
        else:
            merged.append([low, high])
    return [(low, high) for low, high in merged]


def outermost(found: list[Found], quotes: list[Quoted]) -> list[Found]:
    """Without cues that stand within a quotation or within what a kept cue reports; of two, the wider one is kept."""
    spoken = [
        one
        for one in found
        if not any(q.inner_start <= one.cue_spans[0].start < q.inner_end and not q.single for q in quotes)
    ]
    kept: list[Found] = []
    for one in sorted(spoken, key=lambda each: -sum(b - a for a, b in each.content)):
        cue = one.cue_spans[0].start
        if not any(a <= cue < b for other in kept for a, b in other.content):
            kept.append(one)
    kept.sort(key=lambda each: each.words.begin[each.cue.at])
    return kept

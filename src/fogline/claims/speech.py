"""Who is said to say, think, want or deny what, in a whole report.

In: the parsed passages of a report. Out: one `Speech` a cue, in text order: spans for the contract's `attributions`, the
speakers behind the words, when it was said, and direct quotations. Refused: nothing; a cue without anything said is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fogline.claims.parse import Passage
from fogline.claims.speech_content import Found, locate
from fogline.claims.speech_cues import find_cues
from fogline.claims.speech_quotes import Quoted, quotations
from fogline.claims.speech_words import Words, words
from fogline.data.cues import cues
from fogline.model.claim import Attribution, DirectQuote, Span, Speaker
from fogline.model.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """One thing said. `speakers` is empty where nobody is named ("reportedly", "is expected to")."""

    attribution: Attribution
    speakers: tuple[Speaker, ...]
    cue: str
    cue_lemma: str
    kind: str  # speech, denial, writing, evidence, thought, knowledge, feeling, intent, nominal, according-to, adverb
    said_when: tuple[Span, ...]
    quotes: tuple[DirectQuote, ...]
    passage: int
    cue_token: int | None


def find_speech(passages: Sequence[Passage], report: Report, *, nested: bool = False) -> list[Speech]:
    """All speech of a report, in text order, each led back to its speakers.

    Speech within what somebody else says ("he said that the ministry denied it") is left out unless `nested` is asked for:
    the contract's attributions are the outermost ones.
    """
    table = cues()
    every: list[Speech] = []
    for number, passage in enumerate(passages):
        made = words(passage)
        end = passage.start + len(passage.doc.text)
        quotes = quotations(report.text, passage.start, end)
        found = [one for cue in find_cues(made, table) if (one := locate(made, cue, quotes)) is not None]
        every += [_speech(one, number, report) for one in (found if nested else _outermost(found, quotes))]
    return every


def _outermost(found: list[Found], quotes: list[Quoted]) -> list[Found]:
    """Without cues that stand within a quotation or within what another cue reports."""
    said = [(at, a, b) for at, one in enumerate(found) for a, b in one.content]
    kept = []
    for at, one in enumerate(found):
        cue = one.cue_spans[0].start
        if any(q.inner_start <= cue < q.inner_end and not q.single for q in quotes):
            continue
        if not any(other != at and a <= cue < b for other, a, b in said):
            kept.append(one)
    return kept


def _speech(found: Found, number: int, report: Report) -> Speech:
    return Speech(
        attribution=Attribution(
            cue=tuple(found.cue_spans), source=tuple(found.source_spans),
            content=tuple(Span(start=a, end=b) for a, b in found.content),
        ),
        speakers=(), cue=" ".join(report.text[s.start : s.end] for s in found.cue_spans), cue_lemma=found.cue.word.lemma,
        kind=found.cue.word.kind, said_when=(),
        quotes=tuple(DirectQuote(start=q.inner_start, end=q.inner_end, text=report.text[q.inner_start : q.inner_end])
                     for q in found.quoted),
        passage=number, cue_token=found.cue.at,
    )  # fmt: skip

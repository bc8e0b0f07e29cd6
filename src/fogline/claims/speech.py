"""Who is said to say, think, want or deny what, in a whole report.

In: the parsed passages of a report. Out: one `Speech` a cue, in text order: spans for the contract's `attributions`,
the speakers behind the words, when it was said, and direct quotations. Refused: nothing; a cue without anything said is
left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fogline.claims.homeland import Homeland
from fogline.claims.parse import Passage
from fogline.claims.speakers import Cast
from fogline.claims.speech_content import Found, as_found, locate, spans
from fogline.claims.speech_cues import Cue
from fogline.claims.speech_finding import find_cues
from fogline.claims.speech_model import Net, tag
from fogline.claims.speech_quotes import Quoted, quotations
from fogline.claims.speech_setting import channel, said_when
from fogline.claims.speech_tagged import together
from fogline.claims.speech_tail import give_beginnings, give_examples, give_speakers, give_what_goes_on
from fogline.claims.speech_titles import named_below
from fogline.claims.speech_turns import Spoken, spoken_turns
from fogline.claims.speech_words import Words, words
from fogline.data.cues import CueTable, cues
from fogline.data.word_lists import word_lists
from fogline.model.claim import Attribution, DirectQuote, Span, Speaker
from fogline.model.report import Report

_LISTS = word_lists("cues", "pointing_back")
_POINTS = _LISTS.words("according")


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
    outermost: Attribution | None = None  # set where it is one of the contract's attributions, as these mark it


def find_speech(
    passages: Sequence[Passage], report: Report, *, nested: bool = False, home: Homeland | None = None
) -> list[Speech]:
    """All speech of a report, in text order, each led back to its speakers.

    Speech within what somebody else says ("he said that the ministry denied it") is left out unless `nested` is asked
    for: the contract's attributions are the outermost ones.

    >>> from fogline.claims.parse import parse
    >>> told = Report(id="r", text="Poland's defence ministry said on Monday that two drones crossed the border.")
    >>> [(one.speakers[0].name, one.cue) for one in find_speech(parse(told), told)]
    [('Polish Defense Ministry', 'said')]
    """
    heard = hear([words(passage) for passage in passages], report, home=home)
    return heard if nested else [replace(one, attribution=one.outermost) for one in heard if one.outermost is not None]


def hear(made: list[Words], report: Report, net: Net | None = None, home: Homeland | None = None) -> list[Speech]:
    """All speech of a report, nested or not; `outermost` tells which the contract's attributions name, and how far."""
    table = cues()
    cast = Cast(made, report.text, table, home or Homeland())
    tags = tag(made, report.text, net)
    spoken = spoken_turns(made, report.text, table)
    every: list[Speech] = []
    open_at: int | None = None  # whose quotation the passage before left open
    for number, one in enumerate(made):
        quotes = quotations(report.text, one.passage.start, one.passage.start + len(one.plain))
        turn = _turn(one, spoken.get(number))
        found = _in_passage(made, number, table, quotes, turn)
        found = together(found, tags.found[number], tags.likely[number], one, quotes, table)
        give_speakers(found)
        give_beginnings(found)
        give_what_goes_on(found)
        give_examples(found)
        _carry_on(found, quotes, one)
        if turn is not None:
            found.insert(0, turn)
        told = [_speech(each, number, report, cast, table) for each in found]
        carried = open_at is not None and bool(quotes) and _carries_on(one, quotes[0], found)
        if carried and open_at is not None:
            # A quotation that a paragraph leaves open goes on in the next one, which opens it again.
            every[open_at] = _with(every[open_at], quotes[0], report)
        still_open = open_at if carried and quotes[0].open else None
        if quotes and quotes[-1].open:
            left = [at for at, each in enumerate(told) if _quoted(each, quotes[-1])]
            still_open = len(every) + left[-1] if left else still_open
        open_at = still_open
        every += told
    return named_below(every, made)


def _turn(one: Words, spoken: Spoken | None) -> Found | None:
    """What is said in a turn of a transcript. The contract's attributions name those whose label names somebody."""
    found = locate(one, spoken.cue, []) if spoken is not None else None
    if found is None or spoken is None:
        return None
    found.content += spoken.later
    if spoken.named:
        found.outermost = as_found(found)
    return found


def _in_passage(
    made: list[Words], number: int, table: CueTable, quotes: list[Quoted], turn: Found | None
) -> list[Found]:
    found = []
    cues_here = find_cues(made[number], table)
    if turn is not None:
        cues_here = [cue for cue in cues_here if cue.frame != "colon"]
    for cue in cues_here:
        located = _whole_sentence_before(made, number, cue) if cue.frame == "according" else None
        located = located or locate(made[number], cue, quotes)
        if located is not None:
            found.append(located)
    return found


def _whole_sentence_before(made: list[Words], number: int, cue: Cue) -> Found | None:
    """ "This was according to the mayor": what the mayor says is the sentence before."""
    one = made[number]
    rest = {one.lower[token] for token in cue.content if one.tag[token][0].isalpha()}
    if not rest <= _POINTS or not rest:
        return None
    sentence = one.sentence[cue.at]
    before = (one, one.sentences[sentence - 1]) if sentence else None
    if before is None and number:
        before = (made[number - 1], made[number - 1].sentences[-1])
    if before is None:
        return None
    words_before, (a, b) = before
    while b > a + 1 and words_before.lower[b - 1] in (".", ";"):
        b -= 1
    content = [(words_before.begin[a], words_before.finish[b - 1])]
    return Found(
        cue=cue, words=one, content=content, cue_spans=spans(one, cue.marked), source_spans=spans(one, cue.source)
    )


def _carry_on(found: list[Found], quotes: list[Quoted], one: Words) -> None:
    """Gives a quotation without cue of its own to the speech right before it: "…," he said. "…" """
    for quoted in quotes:
        if quoted.single or any(a < quoted.end and quoted.start < b for each in found for a, b in each.content):
            continue
        before = [each for each in found if each.cue_spans[0].start < quoted.start and "clause" in each.cue.word.takes]
        if not before or any(quoted.start <= span.start < quoted.end for each in found for span in each.cue_spans):
            continue
        last = before[-1]
        if not last.quoted and last.cue.word.kind not in ("speech", "writing", "according-to"):
            continue
        sentence_end = one.finish[one.sentences[one.sentence[last.cue.at]][1] - 1]
        reached = max([sentence_end, *(b for _, b in last.content)])
        between = one.plain[max(0, reached - one.passage.start) : quoted.start - one.passage.start]
        if not between.strip(" .,'\"") and quoted.start + 1 >= sentence_end:
            last.content.append((quoted.start, quoted.end))
            last.quoted.append(quoted)


def _speech(found: Found, number: int, report: Report, cast: Cast, table: CueTable) -> Speech:
    cue, one = found.cue, found.words
    via = channel(one, cue.at, table)
    speakers = (
        cast.speakers(number, cue.source_head, via) if cue.source_head is not None and not cue.empty_source else ()
    )
    return Speech(
        attribution=Attribution(
            cue=tuple(found.cue_spans),
            source=tuple(found.source_spans),
            content=tuple(Span(start=a, end=b) for a, b in found.content),
        ),
        speakers=speakers,
        cue=" ".join(report.text[s.start : s.end] for s in found.cue_spans),
        cue_lemma=cue.word.lemma,
        kind=cue.word.kind,
        said_when=said_when(one, cue.at, table),
        quotes=tuple(_direct(q, report) for q in found.quoted),
        passage=number,
        cue_token=cue.at,
        outermost=found.outermost,
    )


def _direct(quoted: Quoted, report: Report) -> DirectQuote:
    text = report.text[quoted.inner_start : quoted.inner_end]
    return DirectQuote(start=quoted.inner_start, end=quoted.inner_end, text=text)


def _quoted(speech: Speech, quoted: Quoted) -> bool:
    return any(quote.start == quoted.inner_start for quote in speech.quotes)


def _carries_on(one: Words, first: Quoted, found: list[Found]) -> bool:
    """Whether a passage begins with a quotation that no cue of its own claims."""
    starts = first.start - one.passage.start <= 1
    return starts and not any(any(a <= first.start < b for a, b in each.content) for each in found)


def _with(speech: Speech, quoted: Quoted, report: Report) -> Speech:
    content = (*speech.attribution.content, Span(start=quoted.start, end=quoted.end))
    return replace(
        speech,
        attribution=replace(speech.attribution, content=content),
        outermost=None
        if speech.outermost is None
        else replace(speech.outermost, content=(*speech.outermost.content, Span(start=quoted.start, end=quoted.end))),
        quotes=(*speech.quotes, _direct(quoted, report)),
    )

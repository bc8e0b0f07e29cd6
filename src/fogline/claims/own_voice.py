"""What a report says of itself: who "we" are, and what "an earlier version of this article" had wrong.

In: the speech of a report and its outlet. Out: the same speech, with the outlet as the speaker where the report says
"we assess" or "our analysts think" outside what somebody else says, and with what is taken back denied. A ministry's
bulletin thus has the ministry as its speaker. Without a known outlet the speaker of "we" stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fogline.claims.speech import Speech
from fogline.data.parties import canonical
from fogline.data.word_lists import word_lists
from fogline.model.claim import UNRESOLVED, Span, Speaker

_LISTS = word_lists("cues", "own_voice")
_OURS = _LISTS.words("ours")
RETRACTS = "retract"  # what "an earlier version said" is to the outlet
_PIECE = _LISTS.expression("piece")
_ITSELF = _LISTS.pattern("itself")
_NOBODY = _LISTS.pattern("nobody")
_HEADED = _LISTS.pattern("headed")
_WITHDRAWN = _LISTS.pattern("withdrawn")


def corrections(speeches: Sequence[Speech], text: str) -> list[Speech]:
    """The speech of a report in which the page does not speak of itself.

    What "this article" says is the outlet's own word. What "an earlier version of this article said" the outlet takes
    back: it denies it. Otherwise a corrected toll would stand beside the right one.
    """
    return [_of_the_page(speech, text) for speech in speeches]


def _of_the_page(speech: Speech, text: str) -> Speech:
    marked = (speech.attribution, speech.outermost)
    sources = [text[span.start : span.end] for one in marked if one is not None for span in one.source]
    sources += [one.as_worded for one in speech.speakers if one.as_worded]
    sources = [_HEADED.sub("", source) for source in sources]
    if any(_WITHDRAWN.match(source) for source in sources):
        return replace(speech, speakers=(), cue_lemma=RETRACTS, kind="denial")
    itself = any(_ITSELF.fullmatch(source) for source in sources)
    nobody = any(_NOBODY.match(text, span.start) for one in marked if one is not None for span in one.source)
    return replace(speech, speakers=()) if itself or nobody else speech


def with_outlet(speeches: Sequence[Speech], outlet: str | None) -> list[Speech]:
    """The speech of a report with the outlet for "we"."""
    if not outlet:
        return list(speeches)
    known = canonical(outlet)
    name, role, party = (known.name, known.role, known.party) if known else (outlet, "outlet", None)

    itself = name.lower().split()[-1]  # "the institute" is the Carrow Institute, where nobody else is one

    def resolved(speaker: Speaker) -> Speaker:
        words = speaker.as_worded.lower().split()
        ours = bool(words) and (words[0] in _OURS or words == ["the", itself])
        if speaker.name.lower() not in (UNRESOLVED, itself) or not ours:
            return speaker
        return replace(speaker, name=name, role=role or "outlet", party=party)

    inside: dict[int, list[Span]] = {}
    for speech in speeches:
        inside.setdefault(speech.passage, []).extend(speech.attribution.content)
    return [
        speech
        if any(
            span.start <= cue.start < span.end for cue in speech.attribution.cue[:1] for span in inside[speech.passage]
        )
        else replace(speech, speakers=tuple(resolved(speaker) for speaker in speech.speakers))
        for speech in speeches
    ]

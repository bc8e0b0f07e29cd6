"""Who "we" are in a report: the outlet that publishes it.

In: the speech of a report and its outlet. Out: the same speech, with the outlet as the speaker where the report says
"we assess" or "our analysts think" outside what somebody else says. A ministry's bulletin thus has the ministry as its
speaker.
Without a known outlet the speaker stays unresolved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fogline.claims.speech import Speech
from fogline.data.parties import canonical
from fogline.model.claim import UNRESOLVED, Span, Speaker

_OURS = frozenset({"we", "our", "us"})


def with_outlet(speeches: Sequence[Speech], outlet: str | None) -> list[Speech]:
    """The speech of a report with the outlet for "we"."""
    if not outlet:
        return list(speeches)
    known = canonical(outlet)
    name, role, party = (known.name, known.role, known.party) if known else (outlet, "outlet", None)

    def resolved(speaker: Speaker) -> Speaker:
        first = speaker.as_worded.split(" ")[0].lower() if speaker.as_worded else ""
        if speaker.name != UNRESOLVED or first not in _OURS:
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

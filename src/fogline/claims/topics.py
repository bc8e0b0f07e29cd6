"""Where a report turns to something else: updates of a live page, points of a list, what stands under a heading.

In: the passages of a report. Out: for each the offset at which its topic begins; 0 where the report has but one, and
for its title, which is of all of them. What is told under one heading is not where the text before it was. Refused:
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fogline.claims.parse import Passage
from fogline.data.points import POINT
from fogline.model.report import SectionKind

FEWEST = 2  # headings, or points of a list: one alone divides nothing
FEWEST_LABELS = 3
_LABEL = 3  # words of a label
_LABELLED = re.compile(r"\s*([A-Z][\w'’/&-]*(?: [\w'’/&-]+){0,3}): (?=\S)")
_TELLS = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG", "CD"})  # what makes a few words tell something
_LONGEST = 12  # words of a heading
_SENTENCE = re.compile(r"[.!…:;,][\"'”’)\]]*$")
_DASHED = re.compile(r"[-–—]\s+(\S.{2,80}\S)\s+[-–—]")
_TAKEN_UP = re.compile(r"\s*[a-z]")


def topics(passages: Sequence[Passage]) -> list[int]:
    """Where the topic of each passage begins."""
    titles = [passage.section.kind is SectionKind.TITLE for passage in passages]
    headings = {n for n, one in enumerate(passages) if not titles[n] and is_heading(one, passages[n + 1 : n + 2])}
    dashed = {n for n, one in enumerate(passages) if _DASHED.fullmatch(one.text.strip())}
    points = {n for n, one in enumerate(passages) if not titles[n] and n not in dashed and POINT.match(one.text)}
    headings |= {n for n in dashed if not titles[n]}
    breaks = {n for some in (headings, points, _labelled(passages)) if len(some) >= FEWEST for n in some}
    if len(points) >= FEWEST:
        # What goes on without a mark behind the last point is no part of it.
        behind = (n + 1 for n in points if n + 1 < len(passages) and n + 1 not in points)
        breaks |= {n for n in behind if not _TAKEN_UP.match(passages[n].text)}
    made: list[int] = []
    topic = 0
    for n, passage in enumerate(passages):
        section = passage.section
        if section.kind is SectionKind.LIVE_UPDATE and (n == 0 or section is not passages[n - 1].section):
            breaks.add(n)
        topic = passage.start if n in breaks else topic
        made.append(0 if titles[n] else topic)
    return made


def _labelled(passages: Sequence[Passage]) -> set[int]:
    """The paragraphs of a digest that begin with what they are about: "Aid: 173 trucks entered on Sunday".

    In a transcript the same labels come again, and stand for who speaks.
    """
    found = {n: match[1].lower() for n, one in enumerate(passages) if (match := _LABELLED.match(one.text))}
    return set(found) if len(found) >= FEWEST_LABELS and len(set(found.values())) == len(found) else set()


def _heading(passage: Passage) -> str:
    """The words of a passage without the dashes between which agencies set a heading: "- What happened? -"."""
    text = passage.text.strip()
    dashed = _DASHED.fullmatch(text)
    return dashed[1] if dashed is not None else text


def is_question(passage: Passage) -> bool:
    """Whether a passage only asks what the text under it answers: "How many people were killed?"."""
    text = _heading(passage)
    body = passage.section.kind in (SectionKind.BODY, SectionKind.LIVE_UPDATE)
    return body and text.endswith("?") and len(text.split()) <= _LONGEST and text[0].isupper()


def is_label(passage: Passage) -> bool:
    """Whether a line of its own only says under what a page has filed a report: "Humanitarian Aid"."""
    body = passage.section.kind in (SectionKind.BODY, SectionKind.LIVE_UPDATE)
    few = len(passage.doc) <= _LABEL and not any(token.tag_ in _TELLS for token in passage.doc)
    return body and few and not _SENTENCE.search(passage.text.strip())


def is_heading(passage: Passage, following: Sequence[Passage]) -> bool:
    """Whether a passage is the heading of the next one: a few words that begin with a capital and are no sentence."""
    text = _heading(passage)
    short = 1 <= len(text.split()) <= _LONGEST and text[:1].isupper() and not _SENTENCE.search(text)
    return short and any(len(one.text) > 2 * len(text) and not _TAKEN_UP.match(one.text) for one in following)

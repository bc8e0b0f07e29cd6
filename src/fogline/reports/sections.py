"""Report text to its sections.

In: text, its title where known. Out: sections in order that never overlap and together hold every character that is not
blank: title, dateline, body, live updates, captions, boilerplate with the rule that says so. Refused: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fogline.data.stamp_lines import stamp_alone
from fogline.data.stamps import find_date, nearest_weekday, nearest_year
from fogline.model.report import Section, SectionKind
from fogline.reports import boilerplate
from fogline.reports.dateline import inline_dateline
from fogline.reports.language import other_language
from fogline.reports.paragraphs import LONG, SENTENCE_END, Unit, pieces, unit_of
from fogline.reports.stamped import mark_stamps

_GLUED = re.compile(
    r"(?<=[\w.]) (?=[A-Z][A-Z .'’-]{2,30}, (?:[A-Z][\w ]+, )?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})? \()"
)


def cut(text: str, *, title: str | None = None, lang: str | None = None) -> tuple[Section, ...]:
    """The sections of a report's text; one in another language than English is cut by its plainest marks only.

    Dates are as printed; `dated` adds what only the published date can tell.

    >>> page = "Bridges down\\n\\nKey developments on March 3:\\n\\nA bridge fell, police said.\\n\\nMore stories"
    >>> [(section.kind.value, page[section.start : section.end]) for section in cut(page)][1]
    ('dateline', 'Key developments on March 3:')
    """
    units = [unit_of(text, start, end) for start, end in pieces(text)]
    body = _mark_title(units, title)
    _mark_plain(units[body:])
    if lang in (None, "en"):
        _mark_other_languages(units[body:], english=lang is not None)
    mark_stamps(units[body:])
    _mark_lists(units)
    if lang in (None, "en"):
        _mark_tail(units)
    first = next((number for number, unit in enumerate(units) if unit.kind is SectionKind.BODY), 0)
    return tuple(_merged([s for number, unit in enumerate(units) for s in _with_dateline(unit, number == first)]))


def dated(sections: Sequence[Section], published: str | None) -> tuple[Section, ...]:
    """The sections with the years and days that the published date gives to their stamps."""
    return tuple(
        replace(section, date=_dated(section.date, section.kind, published)) if section.date else section
        for section in sections
    )


def _dated(date: str, kind: SectionKind, published: str | None) -> str | None:
    day, _, clock = date.partition("T")
    if not day or day.startswith("W"):  # a live page's clock time alone is that of the page's day
        if not published or not re.match(r"\d{4}-\d{2}-\d{2}", published):
            return None
        day = nearest_weekday(int(day[1:]), published) if day else published[:10]
        return f"{day}T{clock}"
    day = nearest_year(day, published)
    return f"{day}T{clock}" if clock and not day.startswith("X") else day


def _mark_title(units: list[Unit], title: str | None) -> int:
    """Marks the title where the text begins with one; how many units it takes."""
    if not units:
        return 0
    first = units[0]
    if title:
        given, begins = _letters(title), _letters(first.text)
        # A page's title may carry the outlet's name after the headline: "Bridge falls - Steppe Courier".
        same = given == begins or (first.words >= 4 and given.startswith(begins + " "))
        first.kind = SectionKind.TITLE if same else SectionKind.BODY
        return int(same)
    following = max((unit.text for unit in units[1:4]), key=len, default="")  # a byline may stand between
    if looks_like_title(first.text, following):
        first.kind = SectionKind.TITLE
        return 1
    return 0


def looks_like_title(line: str, following: str) -> bool:
    """Whether the first line of a text is its title: short, no full stop, and more text after it."""
    words = line.split()
    if not 2 <= len(words) <= 30 or "\n" in line or len(line) > 200 or re.search(r"[.:;,][\"'”’)]*$", line.strip()):
        return False
    if stamp_alone(line) or boilerplate.is_heading(boilerplate.plain(line)) or not any(map(str.isalpha, line)):
        return False
    return len(following) > len(line) / 2 or bool(find_date(following))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _mark_plain(units: list[Unit]) -> None:
    """What a paragraph says of itself."""
    for unit in units:
        if unit.words > 60:
            continue
        why = boilerplate.caption_rule(unit.text, unit.lowered, unit.words)
        if why:
            found = find_date(unit.text)
            unit.kind, unit.why, unit.date = SectionKind.CAPTION, why, found.date if found else None
            continue
        why = boilerplate.boilerplate_rule(unit.text, unit.lowered, unit.words)
        if why:
            unit.kind, unit.why = SectionKind.BOILERPLATE, why


def _mark_other_languages(units: list[Unit], *, english: bool) -> None:
    """Paragraphs of an English report that are in another language: kept, never misread."""
    for unit in units:
        if unit.kind is SectionKind.BODY and (found := other_language(unit.text, english=english)):
            unit.kind, unit.why = SectionKind.UNREAD, f"in another language: {found}"


def _mark_lists(units: list[Unit]) -> None:
    """Headings of other pieces and the headlines under them, up to the next real paragraph."""
    number = 0
    while number < len(units):
        unit = units[number]
        number += 1
        if unit.kind not in (SectionKind.BODY, SectionKind.LIVE_UPDATE) or not boilerplate.is_heading(unit.lowered):
            continue
        unit.kind, unit.why, unit.date = SectionKind.BOILERPLATE, "heading of other pieces", None
        while number < len(units) and _is_headline(units[number]):
            if units[number].kind is not SectionKind.BOILERPLATE:
                units[number].kind, units[number].why = SectionKind.BOILERPLATE, "under a heading of other pieces"
                units[number].date = None
            number += 1


def _is_headline(unit: Unit) -> bool:
    return unit.words < LONG and not SENTENCE_END.search(unit.text)


def _mark_tail(units: list[Unit]) -> None:
    """Short paragraphs that speak to the reader around the boilerplate at the end."""
    first, most = len(units), sum(len(unit.text) for unit in units) / 2
    letters = 0
    while first > 0 and _may_trail(units[first - 1]):
        first -= 1
        letters += len(units[first].text)
        if letters > most:
            return  # a page that is short lines throughout (a list, a table) has no tail
    tail = units[first:]
    begun = False
    for unit in tail:
        begun = begun or (unit.kind is SectionKind.BOILERPLATE and unit.why != "address")
        if begun and unit.kind in (SectionKind.BODY, SectionKind.LIVE_UPDATE):
            why = boilerplate.tail_rule(unit.text, unit.lowered, unit.words)
            unit.kind, unit.why, unit.date = SectionKind.BOILERPLATE, why, None


def _may_trail(unit: Unit) -> bool:
    if unit.kind in (SectionKind.BOILERPLATE, SectionKind.CAPTION):
        return True
    return bool(unit.lowered) and boilerplate.tail_rule(unit.text, unit.lowered, unit.words) is not None


def _with_dateline(unit: Unit, first: bool) -> Iterator[Section]:
    """A unit's section; an agency's dateline or an update's clock time at its start is one of its own."""
    if unit.stamp:
        stop = unit.start + len(unit.text[: unit.stamp].rstrip())
        yield Section(start=unit.start, end=stop, kind=SectionKind.DATELINE, date=unit.date)
        start = unit.start + unit.stamp
        yield Section(start=start, end=unit.end, kind=unit.kind, date=unit.date, why=unit.why)
        return
    glued = _GLUED.search(unit.text, 0, 300) if first and unit.kind is SectionKind.BODY else None
    if glued and inline_dateline(unit.text[glued.end() :]):
        # A headline, and often who wrote it, run into the dateline.
        yield Section(start=unit.start, end=unit.start + glued.start(), kind=SectionKind.TITLE)
        at, text = unit.start + glued.end(), unit.text[glued.end() :]
        unit = replace(unit, start=at, text=text)
    if unit.kind in (SectionKind.BODY, SectionKind.LIVE_UPDATE) and unit.words >= 8:
        found = inline_dateline(unit.text, first=first)
        if found:
            yield Section(start=unit.start, end=unit.start + found.stop, kind=SectionKind.DATELINE, date=found.date)
            start = unit.start + found.goes_on
            yield Section(start=start, end=unit.end, kind=unit.kind, date=unit.date, why=unit.why)
            return
    yield Section(start=unit.start, end=unit.end, kind=unit.kind, date=unit.date, why=unit.why)


def _merged(sections: list[Section]) -> Iterator[Section]:
    """Neighbours of one kind as one section."""
    held: Section | None = None
    end = 0
    for section in sections:
        if held is None or not _continues(held, section):
            if held is not None:
                yield _public(replace(held, end=end))
            held = section
        end = section.end
    if held is not None:
        yield _public(replace(held, end=end))


def _continues(held: Section, section: Section) -> bool:
    if held.kind is not section.kind:
        return False
    if held.kind is SectionKind.LIVE_UPDATE:
        return section.why is not None and (held.why == section.why or held.why is None)
    if held.kind is SectionKind.BODY:
        return True
    return held.kind in (SectionKind.BOILERPLATE, SectionKind.UNREAD) and held.why == section.why


def _public(section: Section) -> Section:
    return replace(section, why=None) if section.kind is SectionKind.LIVE_UPDATE else section

"""Report text to its sections.

In: text, its title where known. Out: sections in order that never overlap and together hold every character that is not
blank: title, dateline, body, live updates, captions, boilerplate with the rule that says so. Refused: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fogline.model.report import Section, SectionKind
from fogline.reports import boilerplate
from fogline.reports.dateline import inline_dateline
from fogline.reports.language import other_language
from fogline.reports.stamps import (
    Stamp,
    date_pattern,
    find_date,
    find_time,
    find_weekday,
    nearest_weekday,
    nearest_year,
    time_pattern,
)

_BLOCK = re.compile(r"\S[^\n]*(?:\n(?![^\S\n]*(?:\n|$))[^\n]*)*")
_LINE = re.compile(r"[^\n]+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_LONG = 25  # words: a paragraph this long that ends like a sentence closes a list of headlines
_STAMP_WORDS = re.compile(
    r"\b(?:posted|published|updated|last updated|first published|update|on|at|by|the|time|local|of|issued|edited|"
    r"created|modified|hrs|hours|o'clock|kyiv|moscow|london|gmt|utc|eet|cet|msk|am|pm|a\.m\.|p\.m\.|a|p|m|et|est)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:mon|tue|wed|thu|fri|sat|sun)\b", re.IGNORECASE
)
_AGO = re.compile(
    r"\W*(?:updated|posted|published)?\W*(?:\d{1,3}\s?(?:h|hr|hrs|m|min|mins|d|hours?|minutes?|days?)|"
    r"an? (?:hour|minute|day))\s+ago\W*",
    re.IGNORECASE,
)
_ISSUED = re.compile(r"\b(?:posted|published|updated|issued)\b", re.IGNORECASE)
_PLAYER = re.compile(r"\s*(?:/\s*)?0{1,2}:\d{2}:\d{2}\s*|\s*/\s*\d{1,2}:\d{2}\s*")  # a video player's clock
# "14:05 Shelling", "[9:40] Shelling", "9:40 - Shelling", "2.05pm GMT Shelling": the time with which an update begins.
# "4:56 Mother of two speaks" is how long a video takes.
_LEAD = re.compile(
    r"\W{0,3}(?:(?:[01]\d|2[0-4]):[0-5]\d|(?<=[\[(])\d{1,2}:[0-5]\d(?=[\])])|\d{1,2}:[0-5]\d(?=\s*[-–—|])|"
    r"\d{1,2}[:.][0-5]\d(?=\s?(?:[ap]\.?m\b|[A-Z]{3,4}\b)))"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s\(?[A-Z]{2,4}\b\)?)?[\])]?\s*(?:[-–—:|]\s*)?(?=[\"“‘]?[A-Z])"
)
_GLUED = re.compile(
    r"(?<=[\w.]) (?=[A-Z][A-Z .'’-]{2,30}, (?:[A-Z][\w ]+, )?[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})? \()"
)
_DURATION = re.compile(r"\W*(?:\d{1,2}:)?\d{1,2}:\d{2}\W*")


@dataclass(slots=True, kw_only=True)
class _Unit:
    """A paragraph, or one line of a list."""

    start: int
    end: int
    text: str
    lowered: str
    words: int
    stamp: int = 0  # where the text goes on after a clock time that it begins with, where a live page has such
    kind: SectionKind = SectionKind.BODY
    date: str | None = None
    why: str | None = None


def cut(text: str, *, title: str | None = None, lang: str | None = None) -> tuple[Section, ...]:
    """The sections of a report's text; one in another language than English is cut by its plainest marks only.

    Dates are as printed; `dated` adds what only the published date can tell.

    >>> page = "Bridges down\\n\\nKey developments on March 3:\\n\\nA bridge fell, police said.\\n\\nMore stories"
    >>> [(section.kind.value, page[section.start : section.end]) for section in cut(page)][1]
    ('dateline', 'Key developments on March 3:')
    """
    units = [_unit(text, start, end) for start, end in _pieces(text)]
    body = _mark_title(units, title)
    _mark_plain(units[body:])
    if lang in (None, "en"):
        _mark_other_languages(units[body:], english=lang is not None)
    _mark_stamps(units[body:])
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


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs; a block of lines is one paragraph where a narrow page wrapped it, else each line is one."""
    for block in _BLOCK.finditer(text):
        lines = [found for found in _LINE.finditer(text, block.start(), block.end()) if found[0].strip()]
        if len(lines) > 1 and not _wrapped([found[0] for found in lines]):
            for found in lines:
                yield _trim(text, found.start(), found.end())
        else:
            yield _trim(text, block.start(), block.end())


def _wrapped(lines: list[str]) -> bool:
    """Whether lines are one wrapped paragraph: all but the last about as wide, and breaking within sentences."""
    widths = [len(line.rstrip()) for line in lines[:-1]]
    if not (
        40 <= max(widths) <= 100 and min(widths) >= 0.6 * max(widths) and len(lines[-1].rstrip()) <= max(widths) + 10
    ):
        return False
    return sum(bool(_SENTENCE_END.search(line.rstrip())) for line in lines[:-1]) <= max(1, len(lines) // 3)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _unit(text: str, start: int, end: int) -> _Unit:
    piece = text[start:end]
    words = piece.count(" ") + piece.count("\n") + 1
    lowered = boilerplate.plain(piece) if words <= 80 else ""
    return _Unit(start=start, end=end, text=piece, lowered=lowered, words=words)


def _mark_title(units: list[_Unit], title: str | None) -> int:
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
    if _stamp_alone(line) or boilerplate.is_heading(boilerplate.plain(line)) or not any(map(str.isalpha, line)):
        return False
    return len(following) > len(line) / 2 or bool(find_date(following))


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def _mark_plain(units: list[_Unit]) -> None:
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


def _mark_other_languages(units: list[_Unit], *, english: bool) -> None:
    """Paragraphs of an English report that are in another language: kept, never misread."""
    for unit in units:
        if unit.kind is SectionKind.BODY and (found := other_language(unit.text, english=english)):
            unit.kind, unit.why = SectionKind.UNREAD, f"in another language: {found}"


def _stamp_alone(text: str) -> Stamp | None:
    """The date and time that a line consists of, with nothing beside them but "Posted", "Updated" and the like."""
    if len(text) > 80 or not (any(map(str.isdigit, text)) or "ago" in text):
        return None
    if _AGO.fullmatch(text):
        return Stamp(start=0, end=len(text))
    rest, dates = date_pattern().subn(" ", text)
    if dates > 1 and not _ISSUED.search(text):
        return None  # from a day to another: the span of something, not a stamp
    rest = time_pattern().sub(" ", rest)
    rest = _STAMP_WORDS.sub(" ", _WEEKDAY.sub(" ", rest))
    if re.search(r"\w", rest):
        return None
    date = find_date(text)
    others = text[: date.start] + " " * (date.end - date.start) + text[date.end :] if date else text
    time = find_time(others)
    if not date and not time:
        return None
    return Stamp(
        start=0,
        end=len(text),
        date=date.date if date else None,
        time=time.time if time else None,
        weekday=find_weekday(text),
    )


def _mark_stamps(units: list[_Unit]) -> None:
    """Lines that are only a date or a time: the page's dateline, a live update's stamp, or what a video left behind."""
    stamps = {
        number: stamp for number, unit in enumerate(units) if unit.words <= 12 and (stamp := _stamp_alone(unit.text))
    }
    for number, unit in enumerate(units[:4]):
        if unit.kind is SectionKind.BODY and number not in stamps and _heads_a_day(unit):
            found = find_date(unit.text)
            unit.kind, unit.date = SectionKind.DATELINE, found.date if found else None
    _mark_leading_stamps(units)
    if not stamps:
        return
    top = next((number for number, unit in enumerate(units) if unit.words >= _LONG), len(units))
    live = _live(units, stamps)
    for number, stamp in stamps.items():
        unit = units[number]
        if _PLAYER.fullmatch(unit.text):
            unit.kind, unit.why = SectionKind.CAPTION, "video player"
        elif number in live:
            unit.kind, unit.date = SectionKind.LIVE_UPDATE, _joined(stamp)
        elif number < top and stamp.date:
            unit.kind, unit.date = SectionKind.DATELINE, _joined(stamp)
        elif number < top or _ISSUED.search(unit.text):
            unit.kind, unit.why = SectionKind.BOILERPLATE, "page stamp"
        else:
            unit.kind, unit.why, unit.date = SectionKind.CAPTION, "date line between paragraphs", stamp.date
    _spread(units, live)


def _mark_leading_stamps(units: list[_Unit]) -> None:
    """Updates that begin with their clock time: "14:05 - Shelling hit ...". One alone may be anything."""
    timed = {}
    for number, unit in enumerate(units):
        lead = _LEAD.match(unit.text) if unit.kind is SectionKind.BODY and unit.words >= 4 else None
        time = find_time(lead[0]) if lead else None
        if lead and time:
            timed[number] = (lead.end(), f"T{time.time}")
    if len(timed) >= 2:
        for number, (end, date) in timed.items():
            unit = units[number]
            unit.kind, unit.date, unit.why, unit.stamp = SectionKind.LIVE_UPDATE, date, f"stamp {number}", end
        _spread(units, set(timed))


def _is_followed(units: list[_Unit], number: int, stamps: dict[int, Stamp]) -> bool:
    after = units[number + 1] if number + 1 < len(units) else None
    return after is not None and number + 1 not in stamps and after.kind is SectionKind.BODY


def _live(units: list[_Unit], stamps: dict[int, Stamp]) -> set[int]:
    """Stamps that head the updates of a live page. One or two dates between paragraphs may come from videos.

    A live page has at least two clock times or "ago" lines with text under them; where two carry a full date too,
    these must lie in one month, as the dates of unrelated videos seldom do.
    """
    timed = [
        number
        for number, stamp in stamps.items()
        if (stamp.time or not stamp.date)
        and _is_followed(units, number, stamps)
        and not _PLAYER.fullmatch(units[number].text)
    ]
    lengths = [n for n in timed if _DURATION.fullmatch(units[n].text) and units[n].text.strip().startswith("0")]
    if len(timed) < 2 or len(lengths) == len(timed) == 2:
        return set()
    dates = sorted({date for n in timed if (date := stamps[n].date)})
    if len(timed) == 2 and len(dates) == 2 and dates[0][:7] != dates[1][:7]:
        return set()
    return set(timed)


def _joined(stamp: Stamp) -> str | None:
    """Date and time in one, without what only the published date tells: "T14:05:00" alone, "W5T14:05:00" Saturday."""
    if not stamp.time:
        return stamp.date
    return f"{stamp.date or ('' if stamp.weekday is None else f'W{stamp.weekday}')}T{stamp.time}"


def _spread(units: list[_Unit], live: set[int]) -> None:
    """Gives each live update's stamp to the paragraphs under it."""
    head: int | None = None
    for number, unit in enumerate(units):
        if number in live:
            head = number
        elif unit.kind is SectionKind.DATELINE:
            head = None
        elif head is not None and unit.kind is SectionKind.BODY:
            unit.kind, unit.date, unit.why = SectionKind.LIVE_UPDATE, units[head].date, f"stamp {head}"


def _heads_a_day(unit: _Unit) -> bool:
    """ "Key developments on Feb. 5:", "Situation as of 3 March 2023:": a short line with a date and a colon."""
    return unit.words <= 15 and unit.text.rstrip().endswith(":") and find_date(unit.text) is not None


def _mark_lists(units: list[_Unit]) -> None:
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


def _is_headline(unit: _Unit) -> bool:
    return unit.words < _LONG and not _SENTENCE_END.search(unit.text)


def _mark_tail(units: list[_Unit]) -> None:
    """Short paragraphs that speak to the reader around the boilerplate at the end."""
    first = len(units)
    while first > 0 and _may_trail(units[first - 1]):
        first -= 1
    tail = units[first:]
    # A page that is short lines throughout (a list, a table) has no tail.
    if sum(len(unit.text) for unit in tail) > sum(len(unit.text) for unit in units) / 2:
        return
    begun = False
    for unit in tail:
        begun = begun or (unit.kind is SectionKind.BOILERPLATE and unit.why != "address")
        if begun and unit.kind in (SectionKind.BODY, SectionKind.LIVE_UPDATE):
            why = boilerplate.tail_rule(unit.text, unit.lowered, unit.words)
            unit.kind, unit.why, unit.date = SectionKind.BOILERPLATE, why, None


def _may_trail(unit: _Unit) -> bool:
    if unit.kind in (SectionKind.BOILERPLATE, SectionKind.CAPTION):
        return True
    return bool(unit.lowered) and boilerplate.tail_rule(unit.text, unit.lowered, unit.words) is not None


def _with_dateline(unit: _Unit, first: bool) -> Iterator[Section]:
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
    for section in sections:
        if held and _continues(held, section):
            held = replace(held, end=section.end)
            continue
        if held:
            yield _public(held)
        held = section
    if held:
        yield _public(held)


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

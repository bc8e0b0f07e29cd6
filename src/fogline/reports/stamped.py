"""Lines that are only a date or a time: a page's dateline, the stamps of a live page, what a video left behind.

In: the paragraphs of a text. Out: the same, those that are stamps or stand under one marked. Refused: nothing.
"""

from __future__ import annotations

import datetime
import itertools
import re

from fogline.data.stamp_lines import ISSUED, stamp_alone
from fogline.data.stamps import Stamp, find_date, find_time
from fogline.model.report import SectionKind
from fogline.reports.paragraphs import LONG, Unit

_PLAYER = re.compile(r"\s*(?:/\s*)?0{1,2}:\d{2}:\d{2}\s*|\s*/\s*\d{1,2}:\d{2}\s*")  # a video player's clock
# "14:05 Shelling", "[9:40] Shelling", "9:40 - Shelling", "2.05pm GMT Shelling": the time with which an update begins.
# "4:56 Mother of two speaks" is how long a video takes, "14.52 Power restored" has the point of British clocks.
_LEAD = re.compile(
    r"\W{0,3}(?:(?:[01]\d|2[0-4]):[0-5]\d|(?:[01]\d|2[0-4])\.[0-5]\d(?=\s+[\"“‘]?[A-Z])|(?<=[\[(])\d{1,2}:[0-5]\d(?=[\])])|\d{1,2}:[0-5]\d(?=\s*[-–—|])|"
    r"\d{1,2}[:.][0-5]\d(?=\s?(?:[ap]\.?m\b|[A-Z]{3,4}\b)))"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s\(?[A-Z]{2,4}\b\)?)?[\])]?\s*(?:[-–—:|]\s*)?(?=[\"“‘]?[A-Z])"
)
_WHERE = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?, [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,2}")  # "Vienna, Austria"
_FEWEST_DAYS, _APART = 3, 31  # headings of a timeline, and the days between two of them
_FILED_WITHIN, _LONGEST_FILED, _FEW_NAMES = 6, 12, 6  # lines from the top, words of such a line, names in it
_WORDS = re.compile(r"[^\W\d_]+")
_PARTED = re.compile(r"[|–—:,]|\s-\s|^\s*-|-\s*$")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:[ap]\.?m\b\.?)?", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s*$")
PAGE_STAMP = "page stamp"
_DURATION = re.compile(r"\W*(?:\d{1,2}:)?\d{1,2}:\d{2}\W*")


def mark_stamps(units: list[Unit]) -> None:
    """Lines that are only a date or a time: the page's dateline, a live update's stamp, or what a video left behind."""
    stamps = {
        number: stamp for number, unit in enumerate(units) if unit.words <= 14 and (stamp := stamp_alone(unit.text))
    }
    for number, unit in enumerate(units[:4]):
        if unit.kind is SectionKind.BODY and number not in stamps and _heads_a_day(unit):
            found = find_date(unit.text)
            unit.kind, unit.date = SectionKind.DATELINE, found.date if found else None
    for number, unit in enumerate(units[:_FILED_WITHIN]):
        if unit.kind is SectionKind.BODY and number not in stamps and (day := _filed(unit)) is not None:
            unit.kind, unit.date = SectionKind.DATELINE, day
    for number, unit in enumerate(units[1:4], 1):
        if unit.kind is SectionKind.BODY and _WHERE.fullmatch(unit.text):
            issued = units[number - 1].kind is SectionKind.DATELINE or number - 1 in stamps
            unit.kind = SectionKind.DATELINE if issued else unit.kind
    led = _leading_stamps(units)
    live = _live(units, stamps, led=len(led))
    if len(led) + len(live) >= 2:
        _mark_leading_stamps(units, led)
        _spread(units, live | set(led))
    if not stamps:
        return
    top = next((number for number, unit in enumerate(units) if unit.words >= LONG), len(units))
    days = _days_in_order(units, stamps)
    for number, stamp in stamps.items():
        unit = units[number]
        if _PLAYER.fullmatch(unit.text):
            unit.kind, unit.why = SectionKind.CAPTION, "video player"
        elif number in live:
            unit.kind, unit.date = SectionKind.LIVE_UPDATE, _joined(stamp)
        elif stamp.date and (number < top or number in days):
            unit.kind, unit.date = SectionKind.DATELINE, _joined(stamp)
        elif number < top or ISSUED.search(unit.text):
            unit.kind, unit.why, unit.date = SectionKind.BOILERPLATE, PAGE_STAMP, stamp.date
        else:
            unit.kind, unit.why, unit.date = SectionKind.CAPTION, "date line between paragraphs", stamp.date
    _spread(units, live)
    day = None
    for number, unit in enumerate(units):
        day = unit.date if number in days else day
        if day and unit.kind is SectionKind.BODY:
            unit.date = day


def _leading_stamps(units: list[Unit]) -> dict[int, tuple[int, str]]:
    """Updates that begin with their clock time, where it ends and what it is. One alone may be anything."""
    timed = {}
    for number, unit in enumerate(units):
        lead = _LEAD.match(unit.text) if unit.kind is SectionKind.BODY and unit.words >= 4 else None
        time = find_time(lead[0]) if lead else None
        if lead and time:
            timed[number] = (lead.end(), f"T{time.time}")
    return timed


def _mark_leading_stamps(units: list[Unit], led: dict[int, tuple[int, str]]) -> None:
    """Updates that begin with their clock time: "14:05 - Shelling hit ..."."""
    for number, (end, date) in led.items():
        unit = units[number]
        unit.kind, unit.date, unit.why, unit.stamp = SectionKind.LIVE_UPDATE, date, f"stamp {number}", end


def _is_followed(units: list[Unit], number: int, stamps: dict[int, Stamp]) -> bool:
    after = units[number + 1] if number + 1 < len(units) else None
    return after is not None and number + 1 not in stamps and after.kind is SectionKind.BODY


def _live(units: list[Unit], stamps: dict[int, Stamp], *, led: int) -> set[int]:
    """Stamps that head the updates of a live page. One or two dates between paragraphs may come from videos.

    A live page has at least two clock times or "ago" lines with text under them, among them the `led` updates that
    begin with theirs; where two carry a full date too, these must lie in one month, as the dates of unrelated videos
    seldom do.
    """
    timed = [
        number
        for number, stamp in stamps.items()
        if (stamp.time or not stamp.date)
        and _is_followed(units, number, stamps)
        and not _PLAYER.fullmatch(units[number].text)
    ]
    lengths = [n for n in timed if _DURATION.fullmatch(units[n].text) and units[n].text.strip().startswith("0")]
    if len(timed) + led < 2 or len(lengths) == len(timed) == 2:
        return set()
    dates = sorted({date for n in timed if (date := stamps[n].date)})
    if len(timed) == 2 and len(dates) == 2 and dates[0][:7] != dates[1][:7]:
        return set()
    return set(timed)


def _days_in_order(units: list[Unit], stamps: dict[int, Stamp]) -> set[int]:
    """Dates without a time that head what follows, day after day or back in time, as a timeline has them.

    What videos leave behind between paragraphs seldom stands in order, and never a few days apart throughout.
    """
    found = [n for n, stamp in stamps.items() if stamp.date and not stamp.time and _is_followed(units, n, stamps)]
    dates = [stamps[n].date or "" for n in found]
    if len(found) < _FEWEST_DAYS or len(set(dates)) < len(dates) or len({date[0] == "X" for date in dates}) > 1:
        return set()
    known = [datetime.date.fromisoformat(date.replace("XXXX", "2024")) for date in dates]
    steps = {(b - a).days for a, b in itertools.pairwise(known)}
    one_way = all(0 < step <= _APART for step in steps) or all(-_APART <= step < 0 for step in steps)
    return set(found) if one_way else set()


def _joined(stamp: Stamp) -> str | None:
    """Date and time in one, without what only the published date tells: "T14:05:00" alone, "W5T14:05:00" Saturday."""
    if not stamp.time:
        return stamp.date
    return f"{stamp.date or ('' if stamp.weekday is None else f'W{stamp.weekday}')}T{stamp.time}"


def _spread(units: list[Unit], live: set[int]) -> None:
    """Gives each live update's stamp to the paragraphs under it."""
    head: int | None = None
    for number, unit in enumerate(units):
        if number in live:
            head = number
        elif unit.kind is SectionKind.DATELINE:
            head = None
        elif head is not None and unit.kind is SectionKind.BODY:
            unit.kind, unit.date, unit.why = SectionKind.LIVE_UPDATE, units[head].date, f"stamp {head}"


def _filed(unit: Unit) -> str | None:
    """The day of a line that says when and where a story was filed: "News | BOR - 4 February 2025"."""
    found = find_date(unit.text) if unit.words <= _LONGEST_FILED else None
    if found is None or found.date is None or found.date[0] == "X":
        return None
    rest = unit.text[: found.start] + " " + unit.text[found.end :]
    if not (_PARTED.search(rest) or ISSUED.search(rest)):
        return None  # "February 24, 2022 Ruritania Invades": a heading
    words = [word for word in _WORDS.findall(_CLOCK.sub(" ", rest)) if not ISSUED.search(word)]
    named = all(word[0].isupper() for word in words) and not _SENTENCE_END.search(unit.text)
    return found.date if named and len(words) <= _FEW_NAMES else None


def _heads_a_day(unit: Unit) -> bool:
    """ "Key developments on Feb. 5:", "Situation as of 3 March 2023:": a short line with a date and a colon."""
    return unit.words <= 15 and unit.text.rstrip().endswith(":") and find_date(unit.text) is not None

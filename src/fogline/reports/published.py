"""When a report was published, and how that is known.

In: what its metadata say, its address, its sections. Out: EDTF or RFC 3339 with the basis: metadata, url, text, none.
Refused: a date in the metadata that does not exist (`UnreadableReport`): to go on with another would be to guess.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from fogline.data.stamps import calendar_day, find_date, find_time
from fogline.model.errors import UnreadableReport
from fogline.model.report import Section, SectionKind
from fogline.reports.stamped import PAGE_STAMP

_EDTF = re.compile(r"(?P<year>\d{3}[\dX]|\d{2}XX|XXXX)(?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?[?~%]?")
_STAMP = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})[Tt ](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?P<part>\.\d+)?\s*"
    r"(?P<zone>[Zz]|[+-]\d{2}:?\d{2})?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_IN_URL = (
    re.compile(
        rf"/(?P<year>(?:19|20)\d\d)/(?P<month>\d{{1,2}}|{'|'.join(_MONTHS)})/(?P<day>\d{{1,2}})(?=[/_.-]|$)", re.I
    ),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?!\d)"),
)
_MONTH_IN_URL = re.compile(r"/(?P<year>(?:19|20)\d\d)/(?P<month>0[1-9]|1[0-2])/")


def published(
    stated: str | None,
    url: str | None,
    text: str,
    sections: Sequence[Section],
    source: str,
    *,
    shown: str | None = None,
    headed: str | None = None,
) -> tuple[str | None, str]:
    """The published date and its basis, from the best witness that there is.

    `shown`: under a page's headline; `headed`: in a first line that only says whose paper it is.
    """
    if stated and stated.strip():
        return metadata_date(stated, source), "metadata"
    in_url = url_date(url)
    if shown and (in_url is None or shown.startswith(in_url)):  # an address may say the month alone
        return shown, "text"
    if in_url:
        return in_url, "url"
    in_text = _text_date(text, sections) or headed
    return (in_text, "text") if in_text else (None, "none")


def _text_date(text: str, sections: Sequence[Section]) -> str | None:
    """The date of the first dateline or live stamp near the top; "updated" lines only where nothing better stands."""
    updated: str | None = None
    for section in sections:
        if section.kind is SectionKind.BODY and section.end - section.start > 2_000:
            break  # a date this far down is that of something told, not of the report
        if section.kind not in (SectionKind.DATELINE, SectionKind.LIVE_UPDATE) or not section.date:
            continue
        date, _, clock = section.date.partition("T")
        if not date or date.startswith("W"):
            continue  # a clock time alone, or on a weekday
        if section.kind is SectionKind.DATELINE and clock and not date.startswith("X"):
            date = section.date
        if "updat" not in text[section.start : section.end][:80].lower():
            return date
        updated = updated or date
    return updated or _foot_date(sections)


def _foot_date(sections: Sequence[Section]) -> str | None:
    """The one date with which a page's stamps ("Published 4 March 2023", wherever they stand) say it was issued."""
    dates = {section.date for section in sections if section.why == PAGE_STAMP and section.date}
    return dates.pop() if len(dates) == 1 else None


def metadata_date(stated: str, source: str) -> str:
    """A date as metadata state it, in EDTF or RFC 3339.

    >>> metadata_date("2023-03-04 08:30Z", "feed")
    '2023-03-04T08:30:00Z'
    >>> metadata_date("2023-02-30", "bulletin.txt")
    Traceback (most recent call last):
    fogline.model.errors.UnreadableReport: bulletin.txt: 2023-02-30 is no date. Write it as 2023-03-04, or leave it out.
    """
    date = lenient_date(stated)
    if date is None:
        raise UnreadableReport(f"{source}: {stated[:60]} is no date. Write it as 2023-03-04, or leave it out.")
    return date


def lenient_date(stated: str) -> str | None:
    """A date of many forms in EDTF or RFC 3339; None where there is no such date."""
    stated = stated.strip()
    stamp = _STAMP.fullmatch(stated)
    if stamp:
        return _moment(stamp)
    if _EDTF.fullmatch(stated):
        return stated if _exists(stated) else None
    if "/" in stated and all(_EDTF.fullmatch(half) and _exists(half) for half in stated.split("/", 1)):
        return stated
    if re.fullmatch(r"\d{8}", stated):
        return calendar_day(int(stated[:4]), int(stated[4:6]), int(stated[6:]))
    return _in_words(stated)


def _moment(stamp: re.Match[str]) -> str | None:
    clock = stamp["clock"] if len(stamp["clock"]) == 8 else stamp["clock"] + ":00"
    zone = (stamp["zone"] or "").upper()
    if len(zone) == 5:
        zone = zone[:3] + ":" + zone[3:]
    moment = f"{stamp['date']}T{clock}{stamp['part'] or ''}{zone}"
    try:
        datetime.datetime.fromisoformat(f"{stamp['date']}T{clock}{zone}")
    except ValueError:
        return None
    return moment


def _exists(edtf: str) -> bool:
    found = _EDTF.fullmatch(edtf)
    if not found:
        return False
    month = found["month"] or "XX"
    day = found["day"] or "XX"
    if month == "XX":
        return day == "XX" or 1 <= int(day) <= 31
    year = int(found["year"]) if found["year"].isdigit() else None
    number = int(month)
    if 21 <= number <= 24 and found["day"] is None:
        return True  # EDTF's seasons
    return year != 0 and calendar_day(year, number, 1 if day == "XX" else int(day)) is not None


def _in_words(stated: str) -> str | None:
    """ "March 4, 2023 10:15 GMT", "Sat, 04 Mar 2023 10:15:00 GMT": a date in words must be the whole of it."""
    date = find_date(stated)
    if not date or not date.date or date.date.startswith("X"):
        return None
    rest = stated[: date.start] + stated[date.end :]
    time = find_time(rest)
    left = re.sub(r"\W|at|T|GMT|UTC", "", rest[: time.start] + rest[time.end :] if time else rest)
    if len(left) > 4 or re.search(r"\d", left):
        return None
    return f"{date.date}T{time.time}" if time else date.date


def url_date(url: str | None) -> str | None:
    """The day, or at least the month, that an address carries.

    >>> url_date("https://courier.example/world/2023/02/05/bakhmut-bridges")
    '2023-02-05'
    """
    if not url:
        return None
    path = re.sub(r"^\w+://[^/]*", "", url)
    for form in _IN_URL:
        found = form.search(path)
        if found:
            name = found["month"].lower()
            month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
            date = calendar_day(int(found["year"]), month, int(found["day"]))
            if date:
                return date
    found = _MONTH_IN_URL.search(path)
    return f"{found['year']}-{found['month']}" if found else None

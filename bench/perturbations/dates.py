"""The same report at another time: every date in text, gold and published date moved by 28 years or by 52 weeks.

After 28 years each date falls on the same weekday, so that only numbers of years change. After 52 weeks (364 days)
weekdays hold too, and each day of a month is another: "March 4, 1998" becomes "March 3, 1999". Decades ("the 1990s")
stay.
"""

from __future__ import annotations

import calendar
import datetime
import re

from perturbations.edits import Edit, Row, edited

_NAMES = tuple(calendar.month_name)[1:]
_MONTH = rf"(?P<{{}}>{'|'.join(sorted({*_NAMES, *(name[:3] for name in _NAMES), 'Sept'}, key=len, reverse=True))})"
_FORMS = (
    rf"\b{_MONTH.format('m1')}\.?\s+(?P<d1>\d{{1,2}})(?!\d)(?:(?:st|nd|rd|th)\b)?(?:\s*(?:-|–|and|to)\s*(?P<e1>\d{{1,2}})\b)?(?:,?\s+(?P<y1>[12]\d{{3}}))?(?!\d)",
    rf"\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.format('m2')}\b\.?(?:,?\s+(?P<y2>[12]\d{{3}}|\d{{2}}))?(?!\d)",
    r"\b(?P<y3>[12]\d{3})-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)",
    r"\b(?P<m4>[01]?\d)/(?P<d4>[0-3]?\d)/(?P<y4>(?:[12]\d)?\d\d)\b",
)
_DATE = re.compile("|".join(_FORMS), re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d,.$])(?<!\D-)(?P<y5>1[89]\d\d|20\d\d)(?![\d,.]*\d)(?!'?’?s\b|\w)")
_SHORT_YEAR = re.compile(r"(?<=['’])(?P<y6>\d\d)\b")


def years_on(row: Row) -> Row:
    """Twenty-eight years later; earlier for reports of this century, and for muc4, whose years have two digits."""
    return _moved(row, _Years(-28 if _published(row).year >= 2000 or row.get("corpus") == "muc4" else 28))


def weeks_on(row: Row) -> Row:
    """Fifty-two weeks later."""
    return _moved(row, _Weeks(_published(row)))


def _published(row: Row) -> datetime.date:
    stated = row.get("published")
    return (
        datetime.date.fromisoformat(stated[:10])
        if isinstance(stated, str) and len(stated) >= 10
        else datetime.date(2010, 6, 1)
    )


class _Years:
    """Moves by whole years."""

    def __init__(self, by: int) -> None:
        self.by = by

    def year(self, year: int) -> int:
        return year + self.by

    def day(self, year: int | None, month: int, day: int) -> tuple[int | None, int, int]:
        return (None if year is None else year + self.by), month, day


class _Weeks:
    """Moves by 52 weeks. A day without a year is that nearest to the published day."""

    def __init__(self, published: datetime.date) -> None:
        self.published = published

    def year(self, year: int) -> int:
        return year + 1

    def day(self, year: int | None, month: int, day: int) -> tuple[int | None, int, int]:
        try:
            days = [
                datetime.date(self.published.year + step, month, day) for step in ((-1, 0, 1) if year is None else ())
            ]
            known = datetime.date(year, month, day) if year else min(days, key=lambda one: abs(one - self.published))
        except ValueError:
            return year, month, day
        later = known + datetime.timedelta(weeks=52)
        return (later.year if year else None), later.month, later.day


def _moved(row: Row, move: _Years | _Weeks) -> Row:
    text = str(row["text"])
    edits: list[Edit] = []
    last = 0
    for found in _DATE.finditer(text):
        edits += [one for one in _date_edits(found, move) if one.start >= last]
        last = found.end()
    taken = [found.span() for found in _DATE.finditer(text)]
    for found in (*_YEAR.finditer(text), *_SHORT_YEAR.finditer(text)):
        if not any(a < found.end() and found.start() < b for a, b in taken):
            edits.append(_year_edit(found, "y5" if "y5" in found.groupdict() else "y6", move))
    made = edited(row, [edit for edit in edits if text[edit.start : edit.end] != edit.words])
    published = row.get("published")
    if isinstance(published, str):
        made = {**made, "published": _value(published, move)}
    return {**made, "gold": _gold(made["gold"], move)}


def _year_edit(found: re.Match[str], group: str, move: _Years | _Weeks) -> Edit:
    written = found[group]
    full = int(written) if len(written) == 4 else 1900 + int(written) if int(written) > 30 else 2000 + int(written)
    return Edit(*found.span(group), f"{move.year(full):04}"[-len(written) :])


def _date_edits(found: re.Match[str], move: _Years | _Weeks) -> list[Edit]:
    number = next(form for form in "1234" if found[f"d{form}"])
    written = found.groupdict().get(f"y{number}")
    year = (
        None
        if not written
        else int(written)
        if len(written) == 4
        else 1900 + int(written)
        if int(written) > 30
        else 2000 + int(written)
    )
    month = found[f"m{number}"]
    before = int(month) if month.isdigit() else [name[:3].lower() for name in _NAMES].index(month[:3].lower()) + 1
    then, after, day = move.day(year, before, int(found[f"d{number}"]))
    edits = [Edit(*found.span(f"d{number}"), str(day).zfill(len(found[f"d{number}"]) if number in "34" else 1))]
    if after != before:
        edits.append(Edit(*found.span(f"m{number}"), _month_like(month, after)))
    if written and then is not None:
        edits.append(Edit(*found.span(f"y{number}"), f"{then:04}"[-len(written) :]))
    until = found.groupdict().get("e1")
    if until:
        edits.append(Edit(*found.span("e1"), str(move.day(year, before, int(until))[2])))
    return edits


def _month_like(written: str, month: int) -> str:
    if written.isdigit():
        return f"{month:02}" if len(written) == 2 else str(month)
    name = _NAMES[month - 1] if len(written) > 4 or written.title() in _NAMES else _NAMES[month - 1][:3]
    return name.upper() if written.isupper() else name


_MUC_DATE = re.compile(r"(\d\d) ([A-Z]{3}) (\d\d)")


def _gold(value: object, move: _Years | _Weeks) -> object:
    if isinstance(value, dict):
        return {
            name: _value(one, move)
            if name == "value" and isinstance(one, str)
            else [_muc(text, move) for text in one]
            if name == "date" and isinstance(one, list)
            else _gold(one, move)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [_gold(one, move) for one in value]
    return value


def _muc(text: object, move: _Years | _Weeks) -> object:
    def one(found: re.Match[str]) -> str:
        month = [name[:3].upper() for name in _NAMES].index(found[2]) + 1
        year, later, day = move.day(1900 + int(found[3]), month, int(found[1]))
        return f"{day:02} {_NAMES[later - 1][:3].upper()} {(year or 0) % 100:02}"

    return _MUC_DATE.sub(one, text) if isinstance(text, str) else text


def _value(value: str, move: _Years | _Weeks) -> str:
    """A TIMEX3 value or a published date, moved."""
    full = re.match(r"(\d{4})-(\d\d)-(\d\d)", value)
    if full:
        year, month, day = move.day(int(full[1]), int(full[2]), int(full[3]))
        return f"{year:04}-{month:02}-{day:02}{value[10:]}"
    week = re.match(r"(\d{4})-W(\d\d)", value)
    if week:
        monday = datetime.date.fromisocalendar(int(week[1]), int(week[2]), 1)
        later = datetime.date(*(one or 0 for one in move.day(monday.year, monday.month, monday.day)))
        return f"{later.isocalendar()[0]:04}-W{later.isocalendar()[1]:02}{value[8:]}"
    if re.match(r"\d{4}(?:-|$)", value):
        return f"{move.year(int(value[:4])):04}{value[4:]}"
    return value

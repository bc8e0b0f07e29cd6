"""Other cardinal numbers of the same form: "12 people" becomes "13 people", "two hundred" becomes "three hundred".

The greater of two numbers stays the greater nearly everywhere. "One", years, dates, clock times, ordinals and names
with a number ("Highway 59") stay as they are, and what the gold holds for a place or a time. In muc4 the victims'
counts of the gold follow; there only numbers from ten on are changed, since smaller ones are often counted from names.
"""

from __future__ import annotations

import itertools
import re

from perturbations.edits import Edit, Row, edited, gold_spans, touches

_UNITS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {
    **dict(itertools.pairwise(_UNITS)),
    **dict(itertools.pairwise(_TENS)),
    "eighteen": "nineteen",
    "nineteen": "eighteen",
    "ninety": "eighty",
}
_SMALL = frozenset(_UNITS[:8])
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    rf"\b{_MONTH}\s+\d{{1,2}}(?:\s*(?:-|–|to|and)\s*\d{{1,2}})?\b(?:,?\s+\d{{4}})?|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:\s+\d{{2,4}})?|"
    r"\b\d{1,2}[:.]\d\d\b|\b\d+(?:st|nd|rd|th|s)\b|\b\d{1,4}[/-]\d{1,2}[/-]\d{1,4}\b|\b\d{1,2}/\d{1,2}\b|"
    r"\b(?:1[5-9]|20)\d\d\b|\b\d{1,2} ?(?:a\.?m|p\.?m|o'clock|gmt)\b|\d{3}[-.]\d{3,4}|\d+-\d+-\d+|"
    r"\b\w+-(?:half|thirds?|quarters?|fifths?)\b|\bone\b"
)
_KEPT_IN_CAPITALS = re.compile(_DATES, re.IGNORECASE)
_KEPT = re.compile(rf"{_DATES}|(?-i:\b[A-Z][\w.]* \d+\b(?!,\d)|\b[A-Z]+-?\d+\b)", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?<![\w.,$/-])\d{{1,3}}(?:,\d{{3}})+(?![\w,])|(?<![\w.,/-])\$?\d+(?:\.\d+)?(?![\w/,]*\d)|\b(?:{'|'.join(_WORDS)})\b",
    re.IGNORECASE,
)


def other_numbers(row: Row) -> Row:
    """The row with other cardinal numbers."""
    text = str(row["text"])
    muc = row.get("corpus") == "muc4"
    kept = [found.span() for found in (_KEPT_IN_CAPITALS if muc else _KEPT).finditer(text)]
    kept += gold_spans(row, "places", "times")
    edits, changed = [], {}
    for found in _NUMBER.finditer(text):
        if touches(*found.span(), kept):
            continue
        words = other_number(found[0])
        if muc and (found[0].lower() in _SMALL or (found[0].isdigit() and int(found[0]) < 10)):
            continue
        if words != found[0]:
            edits.append(Edit(*found.span(), words))
            changed[found[0]] = words
    made = edited(row, edits)
    return {**made, "gold": _counts(made["gold"], False)} if muc else made


def other_number(written: str) -> str:
    """Another number of the same form.

    >>> other_number("12"), other_number("1,200"), other_number("Twenty"), other_number("9")
    ('13', '2,200', 'Thirty', '8')
    """
    lower = written.lower()
    if lower in _WORDS:
        other = _WORDS[lower]
        return other.upper() if written.isupper() else other.capitalize() if written[0].isupper() else other
    digits = list(written)
    figures = [place for place, letter in enumerate(written) if letter.isdigit()]
    place = figures[0] if "." in written or len(figures) > 2 or written.endswith("0") else figures[-1]
    if written in ("0", "1", "00"):
        return written
    digits[place] = "8" if written[place] == "9" else str(int(written[place]) + 1)
    return "".join(digits)


def _counts(value: object, counted: bool) -> object:
    """muc4's gold with the counts of victims changed as the text's numbers are."""
    if isinstance(value, dict):
        return {name: _counts(one, counted or name in ("hum_number", "hum_total")) for name, one in value.items()}
    if isinstance(value, list):
        return [_counts(one, counted) for one in value]
    if counted and isinstance(value, str) and re.fullmatch(r"[~\d -]+", value):
        return re.sub(r"\d{2,}", lambda found: other_number(found[0]), value)
    return value

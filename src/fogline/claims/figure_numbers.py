"""Number phrases in plain text: "at least twenty-one", "10 to 15", "dozens", "half a million", with bounds and ranges.

In: the text of a passage. Out: `Number`s at offsets of that text. Refused: dates, clock times, years, street numbers,
road names, calibres, telephone numbers, ordinals and scores of games: they look like numbers and count nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import Bound

_LISTS = word_lists("figure_words", "numbers")

_UNITS = _LISTS.numbers("units")
_SIZES = _LISTS.numbers("sizes")
_VAGUE = measures().vague  # "dozens": (None, 24, 99)
_MONTH = _LISTS.expression("month")
_WORD = _LISTS.expression("word")
_SIZE = _LISTS.expression("size")
_SPELT = rf"(?:(?:{_WORD}|an?)\ {_SIZE}(?:\ {_SIZE})*(?:(?:\ and\ |\ ){_WORD}(?:\ {_SIZE})*)*|{_WORD})"
_DIGITS = rf"\d+(?:,\d{{3}})*(?:\.\d+)?(?:\ ?(?:k|mn?|mln|bn|bln)(?![\w'-])|[\ -]{_SIZE}(?:\ {_SIZE})*)?"
_ONE = rf"(?:{_DIGITS}|{_SPELT})"
_VAGUE_RE = "|".join(sorted((re.escape(word).replace("\\ ", r"\ ") for word in _VAGUE), key=len, reverse=True))
_PREFIXES: dict[str, Bound] = {
    "at least": Bound.AT_LEAST, "no fewer than": Bound.AT_LEAST, "no less than": Bound.AT_LEAST,
    "not less than": Bound.AT_LEAST, "not fewer than": Bound.AT_LEAST, "a minimum of": Bound.AT_LEAST,
    "upwards of": Bound.AT_LEAST, "upward of": Bound.AT_LEAST,
    "more than": Bound.MORE_THAN, "over": Bound.MORE_THAN, "well over": Bound.MORE_THAN,
    "just over": Bound.MORE_THAN, "well more than": Bound.MORE_THAN, "in excess of": Bound.MORE_THAN,
    "above": Bound.MORE_THAN, "exceeding": Bound.MORE_THAN,
    "at most": Bound.AT_MOST, "up to": Bound.AT_MOST, "as many as": Bound.AT_MOST, "as much as": Bound.AT_MOST,
    "no more than": Bound.AT_MOST, "not more than": Bound.AT_MOST, "a maximum of": Bound.AT_MOST,
    "less than": Bound.LESS_THAN, "fewer than": Bound.LESS_THAN, "under": Bound.LESS_THAN,
    "just under": Bound.LESS_THAN, "below": Bound.LESS_THAN,
    "about": Bound.ABOUT, "around": Bound.ABOUT, "some": Bound.ABOUT, "roughly": Bound.ABOUT,
    "approximately": Bound.ABOUT, "nearly": Bound.ABOUT, "almost": Bound.ABOUT, "close to": Bound.ABOUT,
    "an estimated": Bound.ABOUT, "estimated": Bound.ABOUT, "near": Bound.ABOUT, "circa": Bound.ABOUT,
    "perhaps": Bound.ABOUT, "~": Bound.ABOUT, "≈": Bound.ABOUT, ">": Bound.MORE_THAN, "<": Bound.LESS_THAN,
}  # fmt: skip
_PREFIX = "|".join(sorted((re.escape(word).replace("\\ ", r"\ ") for word in _PREFIXES), key=len, reverse=True))
# "One in ten", "nine out of 10" and "one of every five" are shares; "24 out of 35 drones", "two in three attacks" and
# "one in five days" are counts.
_SHARE = (
    rf"(?P<part>{_ONE})\ (?:(?:in|out\ of|of)\ every|(?:in|out\ of)(?=\ (?:10|ten|100|a\ hundred)\b)"
    rf"|(?<=one\ )(?:in|out\ of))\ (?P<whole>{_ONE})(?!\ (?:second|minute|hour|day|week|month|year|decade)s?\b)"
)
_NUMBER = re.compile(
    rf"""(?<![\w$€£¥.,/:#-])(?P<prefix>(?:{_PREFIX})(?:\ an?\ (?:further|additional|estimated|total\ of))?\ ?)?
    (?:(?:another|an\ additional|a\ further|a\ total\ of|all|the\ other|exactly|only|just|an\ estimated|other)\ )?
    (?P<money>(?:US|C|A)?[$€£¥]\ ?)?
    (?:between\ (?P<b1>{_ONE})\ and\ (?P<b2>{_ONE})
      |(?P<vague>{_VAGUE_RE})
      |{_SHARE}
      |(?P<one>{_ONE})(?:\ ?(?P<to>-|–|—|\ to\ |\ or\ )\ ?(?P<two>{_ONE}))?
    )(?P<plus>\+|\ or\ more|\ or\ so)?(?P<percent>\ ?%|[\ -]percent\b|\ per\ cent\b)?(?![\w])""",
    re.IGNORECASE | re.VERBOSE,
)
_NUMBERED = _LISTS.expression("numbered")
_STREETS = _LISTS.expression("streets")
_HYPHENED = _LISTS.expression("hyphened")
_NO_CLOCK = "".join(
    rf"(?<!\b{word}\ at\ )" for word in ("toll", "count", "tally", "total", "figure", "dead", "missing", "injured")
)  # "put the toll at 12 on Friday"
_MASK = re.compile(
    rf"""\b{_MONTH}\.?\ \d{{1,2}}(?:st|nd|rd|th)?(?:\ ?[-–]\ ?\d{{1,2}})?(?:,?\ \d{{4}})?\b
    |\b\d{{1,2}}(?:st|nd|rd|th)?(?:\ of)?\ {_MONTH}\b(?:,?\ (?:[12]\d{{3}}|\d{{2}})\b)?
    |\b{_MONTH}\.?,?\ \d{{4}}\b
    |\b\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}\b|\b\d{{1,2}}/\d{{1,4}}\b
    |\b\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\ ?(?:[ap]\.?m\b\.?)?
    |\b\d{{1,2}}\ ?(?:[ap]\.m\.|[ap]m\b)|\b\d{{1,4}}\ (?:hours|hrs|GMT|UTC|local\ time)\b
    |(?<=\bat\ ){_NO_CLOCK}\d{{1,2}}(?=\ o'clock|\ (?:on|this|last)\b)|\b(?:\d{{1,2}}|{_WORD})\ o'clock\b
    |\bmid-?\d{{4}}s?\b|\b\d{{4}}s\b|\b(?:19|20)\d\d[-–/]\d{{2,4}}\b|'\d\ds?\b
    |\b(?:the\ )?\d{{2,5}}(?:th)?[-\ ]block\b
    |\b(?:{_NUMBERED})[-\ ]?\d[\d-]*\w?\b
    |\(?\b\d{{3}}\)?[-.\ ]\d{{3}}[-.]\d{{4}}\b|\b\d{{3}}-\d{{4}}\b
    |\b\d+(?:st|nd|rd|th)\b|\b\d+\ ?-?(?:mm|cm|cal(?:iber|ibre)?\.?|gauge)\b|(?<![\w])\.\d+
    |\b[A-Za-z]+-\d+\w*|\b\d+[A-Za-z]{{1,2}}\d\w*
    |\b\d+(?:st|nd|rd|th)?\ (?:street|avenue|boulevard|drive|lane)\b
    |\b\d+\ (?:[NSEW]\.?\ )?(?:[A-Z][a-z]+\ ){{1,2}}(?:{_STREETS})
    |\b24/7\b|\b9/11\b|\b(?:one|two|three|\d+)-(?:{_HYPHENED})\b
    |\bhttps?://\S+|\bwww\.\S+|@\w+|\#\w+""",
    re.IGNORECASE | re.VERBOSE,
)
_NEAR = _LISTS.pattern("touches")
_AGE_BEFORE = _LISTS.pattern("age_before")
_AGE_AFTER = _LISTS.pattern("age_after")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_FROM = _LISTS.pattern("risen_from")
_AGE_ENDS = re.compile(r"(?:(?:, \d{1,2})*,? and \d{1,2})?[,.;)]")  # "her sons, 7 and 11, died"
_NAME_AGE = re.compile(r"[A-Za-z.'’]\)?,\ $")


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number phrase: `[start, end)` with its hedge, `core` where the numeral itself begins."""

    start: int
    core: int
    end: int
    best: float | None
    low: float | None
    high: float | None
    bound: Bound
    kind: str = "plain"  # plain, money, percent, age
    more: bool = False  # "another five", "two more"


def find_numbers(text: str) -> list[Number]:
    """All number phrases of a text that may count something, in order.

    >>> [(n.best, n.low, n.high, str(n.bound)) for n in find_numbers("At least 21 people died and dozens fled.")]
    [(21.0, 21.0, None, 'at least'), (None, 24, 99, 'exactly')]
    """
    masks = _masked(text)[::-1]  # the next one last
    numbers: list[Number] = []
    at = 0
    while found := _NUMBER.search(text, at):
        at = found.end()
        core = min(found.start(name) for name in ("b1", "vague", "part", "one") if found[name] is not None)
        while masks and masks[-1][1] <= core:
            masks.pop()
        if masks and masks[-1][0] < found.end():
            at = max(masks[-1][1], found.start() + 1)
            continue
        before = text[max(0, core - 40) : core]
        if found["two"] and (before.lower().endswith("by ") or _FROM.search(before)):
            # "Rose by two to 17", "rose from 8 to 10": two numbers, no range.
            found = _NUMBER.search(text, found.start(), found.end("one")) or found
            at = found.end()
            if _FROM.search(before):
                continue
        if before.lower().endswith("no ") and found["one"] == "one":
            continue
        number = _number(text, found, core)
        if number and number.kind == "plain" and _age_goes_on(text, numbers, core):
            number = replace(number, kind="age")
        if number:
            numbers.append(number)
    return numbers


def _age_goes_on(text: str, before: list[Number], core: int) -> bool:
    """ "Aged 62 and 71": the second is an age as well."""
    return bool(before) and before[-1].kind == "age" and text[before[-1].end : core] in (" and ", " to ", ", ")


def _masked(text: str) -> list[tuple[int, int]]:
    """The stretches that count nothing; looked for only around digits and the few spelt ones."""
    windows: list[list[int]] = []
    for found in _NEAR.finditer(text):
        start, end = max(0, found.start() - 16), found.end() + 24
        if windows and start <= windows[-1][1]:
            windows[-1][1] = end
        else:
            windows.append([start, end])
    return [(found.start(), found.end()) for start, end in windows for found in _MASK.finditer(text, start, end)]


def _number(text: str, found: re.Match[str], core: int) -> Number | None:
    kind = _kind(text, found, core)
    if kind is None:
        return None
    prefix = re.sub(r" an? (?:further|additional|estimated|total of)\s*$", "", (found["prefix"] or "").lower()).strip()
    bound = _PREFIXES.get(prefix, Bound.EXACTLY)
    best, low, high = _values(found)
    if found["plus"]:
        bound = Bound.ABOUT if found["plus"].strip() == "or so" else Bound.AT_LEAST
    # "At least 21" were counted, so 21 is the best that is known; "more than 100" and "up to 100" are only bounds.
    if bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        best, high = (low if bound is Bound.AT_LEAST else None), None
    elif bound in (Bound.AT_MOST, Bound.LESS_THAN):
        best, low = None, None
    lead = text[found.start() : core].lower()
    more = any(word in lead for word in ("another", "additional", "further", "other "))
    if "estimated" in lead and bound is Bound.EXACTLY:
        bound = Bound.ABOUT
    return Number(
        start=found.start(),
        core=core,
        end=found.end(),
        best=best,
        low=low,
        high=high,
        bound=bound,
        kind=kind,
        more=more,
    )


def _kind(text: str, found: re.Match[str], core: int) -> str | None:
    """What sort of number it is; None: it counts nothing."""
    if found["money"]:
        return "money"
    if found["percent"] or found["part"]:
        return "percent"
    after = text[found.end() : found.end() + 32]
    if _AGE_AFTER.match(after) or _AGE_BEFORE.search(text[max(0, core - 16) : core]):
        return "age"
    one = found["one"] or ""
    if _YEAR.match(one) and not found["two"] and not found["prefix"] and not re.match(r"\ [a-z]+s\b", after):
        return None
    if one.isdigit() and len(one) <= 2 and _NAME_AGE.search(text[max(0, core - 4) : core]) and _AGE_ENDS.match(after):
        return "age"
    return "plain"


def _values(found: re.Match[str]) -> tuple[float | None, float | None, float | None]:
    if found["vague"]:
        return _VAGUE[found["vague"].lower()]
    if found["part"]:
        share = 100 * _value(found["part"]) / (_value(found["whole"]) or 1)
        return share, share, share
    if found["b1"]:
        low, high = _range(found["b1"], found["b2"])
        return None, low, high
    if found["two"]:
        low, high = _range(found["one"], found["two"])
        return (None, low, high) if low < high else (high, high, high)
    value = _value(found["one"])
    return value, value, value


def _range(first: str, second: str) -> tuple[float, float]:
    """ "1 to 2 million" is one million to two."""
    low, high = _value(first), _value(second)
    size = next((size for size in _SIZES if size in second.lower().split() or second.lower().endswith(size)), None)
    if size and low * _SIZES[size] <= high and not any(word in first.lower() for word in _SIZES if len(word) > 2):
        low *= _SIZES[size]
    return low, high


def _value(worded: str) -> float:
    """The value of one numeral: "twenty-one", "1.2 million", "two hundred and five", "a dozen"."""
    total = current = 0.0
    for part in re.findall(r"\d[\d,]*(?:\.\d+)?|[a-z]+", worded.lower()):
        if part[0].isdigit():
            current += float(part.replace(",", ""))
        elif part in _UNITS:
            current += _UNITS[part]
        elif part in ("hundred", "dozen"):
            current = (current or 1) * _SIZES[part]
        elif part in _SIZES:
            total += (current or 1) * _SIZES[part]
            current = 0.0
        elif part in ("a", "an"):
            current = 1.0
    return total + current

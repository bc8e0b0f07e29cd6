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
_VAGUE_RE = "|".join(sorted((re.escape(word).replace("\\ ", r"\ ") for word in _VAGUE), key=len, reverse=True))
_PREFIXES = {phrase: Bound(bound) for phrase, bound in _LISTS.pairs("bounds").items()}
_PREFIX = "|".join(sorted((re.escape(word).replace("\\ ", r"\ ") for word in _PREFIXES), key=len, reverse=True))
_NUMBER = _LISTS.pattern("number", re.IGNORECASE | re.VERBOSE, bound=_PREFIX, vague=_VAGUE_RE)
_NO_CLOCK = "".join(rf"(?<!\b{word}\ at\ )" for word in _LISTS.phrases("before_no_clock"))
_MASK = _LISTS.pattern("counts_nothing", re.IGNORECASE | re.VERBOSE, no_clock=_NO_CLOCK)
_ADDED = _LISTS.pattern("added", 0)
_MORE = _LISTS.phrases("more")
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
    prefix = _ADDED.sub("", (found["prefix"] or "").lower()).strip()
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
    more = any(word in lead for word in _MORE)
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

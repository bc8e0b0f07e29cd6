"""Where a text gives a street address: a street with a house number, a flat, a box at a post office, its postcode.

In: a text. Out: the spans of its addresses. Refused: nothing. A street alone is none ("Wall Street", "Highway M03"),
nor is a count or a day before one ("5 Bakhmut streets", "12 March"). A word for a street is looked for first, and then
what stands right before and after it, within a window of fixed width, so that the time grows with the text, no faster.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fogline.data.streets import ENVIRONMENT, Streets, read_streets
from fogline.model.spans import joined

_WINDOW = 100  # characters before and after a word for a street that are looked at
_NEAR = 40  # … and before an address, for the words that tell what its number is
_SHORTEST_YEAR, _LAST_YEAR = 1900, 2099
_UPPER = "".join(letter for letter in map(chr, range(0x530)) if letter.isupper())
# A blank, or the end of a line: never of a paragraph.
_GAP = r"(?=\s)[^\S\n]{0,3}+\n?+[^\S\n]{0,3}+"
_ANY_GAP = r"[^\S\n]{0,2}+\n?+[^\S\n]{0,2}+"
# "12", "14a", "14-B", "12/2", "16-20", "12½"; no part of a sum, a time, a share, an age ("14-year-old").
_NUMBER = r"\d{1,5}(?:[-–]\d{1,4}|\s?/\s?\d{1,4})?[½¼¾]?(?:[-/]?[^\W\d_](?!\w))?(?![\w%°]|[-–]\w|[.,:]\d)"
_NO_FIGURE_BEFORE = r"(?<![\w$€£₴:/%+-])(?<!\d[.,])"
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = r"[\w’'ʼ-]{0,30}+"
_POSTCODE = r"(?:[A-Z]{2}-)?\d{5,6}(?:-\d{4})?(?![\w%]|[.,:]\d|\s+[a-zа-яіїєґ])|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}(?!\w)"


def street_addresses(text: str) -> list[tuple[int, int]]:
    """Where addresses start and end, in order and apart.

    >>> told = "She lives at 12 Shevchenko Street, apt 7. Wall Street and the 93rd Brigade do not."
    >>> [told[start:end] for start, end in street_addresses(told)]
    ['12 Shevchenko Street, apt 7']
    """
    if not _DIGIT.search(text):
        return []
    return joined(_found(text, _grammar(os.environ.get(ENVIRONMENT) or None)))


def _found(text: str, grammar: _Grammar) -> Iterator[tuple[int, int]]:
    for word in _words(text, grammar):
        span = _box(text, word, grammar) if word.lastgroup in ("box", "flat") else _address(text, word, grammar)
        if span is not None:
            yield _with_postcode(text, span, grammar)


def _words(text: str, grammar: _Grammar) -> Iterator[re.Match[str]]:
    """The words for streets that have a number near them."""
    lowered = _lowered(text)
    # One pattern of all the words takes ten times as long as to see which of their beginnings are there.
    begun = grammar.first_words.intersection(_WORD.findall(lowered))
    some = [grammar.words.match(text, start) for word in begun for start in _starts(word, lowered)]
    if any(ending in lowered for ending in grammar.endings):
        some += grammar.ending.finditer(text)
    for word in some:
        if word and _DIGIT.search(text, max(0, word.start() - _WINDOW), word.end() + _WINDOW):
            yield word


def _lowered(text: str) -> str:
    """A text in small letters, as long as before."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(one.lower() if one != "İ" else "i" for one in text)


def _starts(word: str, text: str) -> Iterator[int]:
    """Where a word stands in a text and is no part of another."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalpha():
            yield at
        at = text.find(word, end)


def _box(text: str, word: re.Match[str], grammar: _Grammar) -> tuple[int, int] | None:
    found = grammar.boxed.match(text, word.end())
    if found and word.lastgroup == "flat" and not grammar.flat_ends.match(text[found.end() : found.end() + _NEAR]):
        return None  # "flat 5 points below"
    return (word.start(), found.end()) if found else None


def _address(text: str, word: re.Match[str], grammar: _Grammar) -> tuple[int, int] | None:
    """The address around a word for a street, whichever way it is written."""
    begin = max(0, word.start() - _WINDOW)
    before, after = text[begin : word.start()], text[word.end() : word.end() + _WINDOW]
    kind, worded = word.lastgroup or "", word[0].lower()
    if kind == "ending":
        begun = grammar.start_of_word.search(before)
        end = grammar.number_last.match(after)
        return (begin + begun.start(), word.end() + end.end()) if begun and end and _ends(end, after, grammar) else None
    if kind == "alone":
        first, last = grammar.number_alone.search(before), grammar.number_last.match(after)
        if first and not _other_number(first, before[: first.start()], grammar):
            return begin + first.start(), word.end()
        return (word.start(), word.end() + last.end()) if last and _ends(last, after, grammar) else None
    span = None
    if worded in grammar.after_name and not grammar.saint.match(after):
        span = _name_then_word(before, after, grammar, worded)
    if span is None and worded in grammar.before_name:
        span = _word_then_name(before, after, grammar, worded)
    return None if span is None else (begin + span[0], word.end() + span[1])


def _name_then_word(before: str, after: str, grammar: _Grammar, worded: str) -> tuple[int, int] | None:
    """ "12 Shevchenko Street", "Sadova Street, 14": where it starts in `before` and ends in `after`."""
    more = grammar.more.match(after)
    beyond = more.end() if more else 0
    if first := grammar.number_name.search(before):
        told = before[: first.start()]
        lead = grammar.house_alone.search(told)
        placed = bool(lead or first["block"])
        sure = placed or grammar.at.search(told) or not (first["comma"] or worded in grammar.doubtful)
        counted = not placed and not beyond and grammar.counted.match(after)
        if sure and not counted and (placed or not _other_number(first, told, grammar)):
            return lead.start() if lead else first.start(), beyond
    housed = grammar.house_name.search(before)
    if housed and not _numbers_a_thing(housed, before, grammar):
        return housed.start(), beyond
    last = grammar.number_last.match(after)
    if last and worded not in grammar.numbered_after and grammar.road_kind.search(before):
        return None  # "National Road No. 2", not "National Avenue, 2"
    numbered = last and (worded in grammar.numbered_after or (last["house"] and worded not in grammar.doubtful))
    if last and numbered and _ends(last, after, grammar) and (named := grammar.name.search(before)):
        return named.start(), last.end()
    return None


def _word_then_name(before: str, after: str, grammar: _Grammar, worded: str) -> tuple[int, int] | None:
    """ "Rue de la Paix 5", "5 rue de la Paix", "дом 5 по улице Ленина"."""
    named = grammar.names_after.match(after)
    if named is None:
        return None
    last = grammar.number_last.match(after, named.end())
    a_day = last and not last["comma"] and grammar.ends_in_month.search(after[: named.end()])
    if last and not a_day and _ends(last, after, grammar, short=worded.endswith(".")):
        return len(before), last.end()
    lead = grammar.house_alone.search(before)
    if lead and not _numbers_a_thing(lead, before, grammar):
        return lead.start(), named.end()
    first = grammar.number_alone.search(before)
    if first is None or _other_number(first, before[: first.start()], grammar):
        return None
    cued = not first["comma"] or grammar.at.search(before[: first.start()])
    return (first.start(), named.end()) if cued else None


def _ends(last: re.Match[str], after: str, grammar: _Grammar, *, short: bool = False) -> bool:
    """Whether a number after a street is a house's: nothing is counted by it, and it is no year.

    `short`: after an abbreviation, as they stand in addresses ("вул.").
    """
    if last["house"] or last["flats"]:
        return True
    if _is_year(last["number"]):
        return False
    written_short = short and last["comma"] and not grammar.many.match(after, last.end())
    return bool(written_short or grammar.goes_on.match(after, last.end()))


def _other_number(first: re.Match[str], told: str, grammar: _Grammar) -> bool:
    """Whether a number before a street is of something else: a day, a year, a route; or its street a nickname.

    `told`: what stands before the number.
    """
    number, names = first["number"], first.groupdict().get("names") or ""
    if grammar.other_number.search(told) or (_is_year(number) and grammar.before_year.search(told)):
        return True
    return names.lower() in grammar.nicknames or f"{number} {names}".lower() in grammar.institutions


def _numbers_a_thing(first: re.Match[str], before: str, grammar: _Grammar) -> bool:
    """Whether it is no house that has the number: "hospital No. 1 on Volyn Avenue"."""
    return bool(grammar.only_number.match(first["lead"]) and grammar.thing.search(before[: first.start()]))


def _is_year(number: str) -> bool:
    return number.isdigit() and _SHORTEST_YEAR <= int(number) <= _LAST_YEAR


def _with_postcode(text: str, span: tuple[int, int], grammar: _Grammar) -> tuple[int, int]:
    """An address with what stands right beside it: its postcode, and the town between them."""
    start, end = span
    begin = max(0, start - _WINDOW)
    code = grammar.code_after.match(text[end : end + _WINDOW])
    first = grammar.code_before.search(text[begin:start])
    return begin + first.start() if first else start, end + code.end() if code else end


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grammar:
    """The patterns that follow from a table of words."""

    first_words: frozenset[str]  # with which those begin that `words` matches
    words: re.Pattern[str]  # for streets; also boxes at a post office and flats
    endings: tuple[str, ...]
    ending: re.Pattern[str]
    boxed: re.Pattern[str]
    flat_ends: re.Pattern[str]
    thing: re.Pattern[str]
    only_number: re.Pattern[str]
    name: re.Pattern[str]
    names_after: re.Pattern[str]
    number_name: re.Pattern[str]
    number_alone: re.Pattern[str]
    number_last: re.Pattern[str]
    house_name: re.Pattern[str]
    house_alone: re.Pattern[str]
    start_of_word: re.Pattern[str]
    more: re.Pattern[str]
    counted: re.Pattern[str]
    many: re.Pattern[str]
    goes_on: re.Pattern[str]
    at: re.Pattern[str]
    other_number: re.Pattern[str]
    ends_in_month: re.Pattern[str]
    before_year: re.Pattern[str]
    saint: re.Pattern[str]
    code_after: re.Pattern[str]
    code_before: re.Pattern[str]
    after_name: frozenset[str]
    before_name: frozenset[str]
    road_kind: re.Pattern[str]
    numbered_after: frozenset[str]
    doubtful: frozenset[str]
    nicknames: frozenset[str]
    institutions: frozenset[str]


@functools.cache
def _grammar(path: str | None) -> _Grammar:
    table = read_streets(path)
    after_name = frozenset((*table.after_name, *table.roads, *table.doubtful))
    names, small = _names(table)
    anchors = (*table.boxes, *table.flat, *table.alone, *after_name, *table.before_name)
    house = _any_of(table.house)
    unit = rf"(?:{house}){_ANY_GAP}(?:{_any_of(_numeral(table))})?{_ANY_GAP}#?{_NUMBER}"
    units = rf"(?:,?{_ANY_GAP}(?:{unit}|#\s?{_NUMBER})){{0,4}}"
    lead = rf"(?P<lead>(?:(?<!\w){unit}(?:,|{_GAP}(?:{_any_of(table.joins)})(?:{_GAP}(?i:the))?)?{_ANY_GAP}){{1,3}})"
    number = rf"{_NO_FIGURE_BEFORE}(?P<number>{_NUMBER})"
    block = rf"(?P<block>[\s-](?i:block){_GAP}(?i:of)(?:{_GAP}(?i:the))?)?"
    stops = rf"\s*(?:$|[;!?)\]»”\"—–(]|[.:](?!\d)|,(?!\s{_any_of(table.counting)}))"
    day = rf"(?!{_GAP}(?:{_any_of(table.months)}))"
    return _Grammar(
        first_words=frozenset(found[0] for one in anchors if (found := _WORD.search(one))),
        words=re.compile(
            rf"(?P<box>{_any_of(table.boxes)})|(?P<flat>{_any_of(table.flat)})|(?P<alone>{_any_of(table.alone)})"
            rf"|(?P<word>{_any_of(after_name | {*table.before_name})})"
        ),
        endings=table.endings,
        ending=re.compile(rf"(?<=\w)(?P<ending>{_any_of(table.endings)})"),
        boxed=re.compile(rf"{_ANY_GAP}(?:{_any_of(_numeral(table))})?{_ANY_GAP}#?{_NUMBER}"),
        name=re.compile(rf"(?<!\w){names}{_GAP}$"),
        names_after=re.compile(
            rf"{_ANY_GAP}(?:(?:{small}){_GAP}){{0,3}}(?:\d{{1,3}}(?:-\w{{1,10}})?{_GAP}(?:[^\W\d]{{2,12}}{_GAP})?)?{names}"
        ),
        number_name=re.compile(rf"{number}{block}(?!{_GAP}(?i:of)\b){day}(?P<comma>,?){_GAP}(?P<names>{names}){_GAP}$"),
        number_alone=re.compile(rf"{number}(?P<comma>,?){_GAP}$"),
        number_last=re.compile(
            rf"(?P<comma>,?){_ANY_GAP}(?P<house>(?:{house}){_ANY_GAP}(?:{_any_of(_numeral(table))})?{_ANY_GAP})?"
            rf"(?P<number>{_NUMBER})(?P<flats>{units})"
        ),
        house_name=re.compile(rf"{lead}{names}{_GAP}$"),
        house_alone=re.compile(rf"{lead}$"),
        start_of_word=re.compile(rf"(?<!\w)[{_UPPER}]{_LETTERS}$"),
        more=re.compile(rf"(?:{_GAP}(?:{_any_of(table.directions)})(?!\w|\sof\b))?{units}"),
        only_number=re.compile(_any_of(_numeral(table))),
        thing=re.compile(rf"(?<!\w)(?!{_any_of((*table.at, *table.joins, *table.house))})[^\W\d_]+\s$"),
        counted=re.compile(
            rf"{_GAP}(?=[a-z])(?:(?!{_any_of(table.no_plural)})[a-z]{{2,20}}s(?!\w)|{_any_of(table.plurals)})"
        ),
        many=re.compile(rf"{_GAP}{_any_of(table.counted)}"),
        goes_on=re.compile(rf"{stops}|{_GAP}{_any_of(table.goes_on)}"),
        flat_ends=re.compile(rf"{stops}|{_GAP}{_any_of((*table.goes_on, *table.joins))}"),
        at=re.compile(rf"(?<!\w)(?:{_any_of(table.at)})\s$"),
        other_number=re.compile(rf"(?<!\w)(?:{_any_of((*table.other_numbers, *table.months))})\s$"),
        ends_in_month=re.compile(rf"(?<!\w){_any_of(table.months)}$"),
        before_year=re.compile(rf"(?<!\w)(?:{_any_of((*table.before_years, *table.months))}),?\s$"),
        saint=re.compile(rf"\s(?:{_any_of(table.saints)})"),
        code_after=re.compile(rf"(?:,?{_GAP}{names}){{0,2}},?{_GAP}(?:{_POSTCODE})"),
        code_before=re.compile(rf"(?<![\w.,])\d{{5,6}},?{_GAP}(?:\w{{1,2}}\.{_ANY_GAP})?{names},{_GAP}$"),
        after_name=after_name,
        before_name=frozenset(table.before_name),
        road_kind=re.compile(rf"(?<!\w){_any_of(table.road_kinds)}{_GAP}$"),
        numbered_after=frozenset(table.after_name),
        doubtful=frozenset(table.doubtful),
        nicknames=frozenset(table.nicknames),
        institutions=frozenset(table.institutions),
    )


def _names(table: Streets) -> tuple[str, str]:
    """A pattern of one to five words of a street's name, and one of the small words that may stand among them."""
    ahead = _any_of(table.directions)  # "3451 Northwest 36 Street"
    never, small = _any_of(table.never_names), _any_of(table.joining)
    word = (
        rf"(?:(?=[{_UPPER}])(?!{never})(?:[{_UPPER}]\w{{0,4}}\.|[{_UPPER}]{_LETTERS})"
        rf"|\d{{1,3}}{_any_of(table.ordinals)}|{ahead}{_GAP}\d{{1,3}}(?!\w))"
    )
    between = rf"(?:{_GAP}|(?<=\.))"
    lead = rf"(?:(?:{small}){between}){{0,2}}"
    return rf"{lead}{word}(?:{between}{lead}{word}){{0,4}}", small


def _numeral(table: Streets) -> tuple[str, ...]:
    """The words of the table that say "number" and no more."""
    return tuple(word for word in table.house if word in table.at or word == "number")


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, in capitals or not, the longest first."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    short = [re.escape(word) for word in longest_first if not word[-1].isalnum()]  # "st.", before "st"
    whole = [re.escape(word) for word in longest_first if word[-1].isalnum()]
    ends = [rf"(?:{'|'.join(whole)})(?!\w)"] if whole else []
    return f"(?i:{'|'.join([*short, *ends])})" if words else "(?!)"

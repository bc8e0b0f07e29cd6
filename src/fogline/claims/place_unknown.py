"""Names that the text itself says are places, though no gazetteer knows them: "the village of Verkhnie Zelene".

In: parsed passages and the places already found. Out: further `Place`s with null coordinates. Only words that leave
little doubt count: a kind of settlement with "of" before the name or behind it ("Namtok, a hamlet north of Hsipaw"), or
"in" before it and a known region or country after it. Refused: nothing; a name without such words is left alone.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from fogline.claims.parse import Passage
from fogline.claims.place_names import is_a_peoples, place_words
from fogline.data.word_lists import word_lists
from fogline.model.claim import Place, PlaceRole

_LISTS = word_lists("place_words", "unknown")
_NAME = _LISTS.expression("name")
_KIND_OF = _LISTS.pattern("kind_of", 0)
_KIND_AFTER = _LISTS.pattern("kind_after", 0)
_KINDS = _LISTS.expression("kinds")
_IS_ONE = _LISTS.pattern("is_one", 0)
_TAKEN = _LISTS.pattern("taken", 0)
_TAKEN_TOGETHER = _LISTS.pattern("taken_together", 0)
_BEFORE_CONTAINER = _LISTS.pattern("before_container", 0)
_BEFORE_TEXT = re.compile(r"\W{0,2}(?P<names>[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}), (?=[A-Z])")
_LARGE = frozenset({"country", "region", "district", "area"})


def find_unknown_places(passages: Sequence[Passage], report_text: str, places: Sequence[Place]) -> list[Place]:
    """Places that the words around them make certain but no gazetteer has, in order.

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> text = "Two people died in the village of Verkhnie Zelene on Sunday."
    >>> [(one.as_worded, one.lat) for one in find_unknown_places(parse(Report(id="r", text=text)), text, [])]
    [('Verkhnie Zelene', None)]
    """
    ordered = sorted(places, key=lambda place: place.start)
    starts = {place.start: place for place in places}
    found: list[Place] = []
    again: set[str] = set()
    for passage in passages:
        said = [
            name
            for pattern in (_KIND_OF, _KIND_AFTER, _IS_ONE, _TAKEN, _TAKEN_TOGETHER)
            for name in _names(pattern, passage.text)
        ]
        spans = [*said]
        for start, end in _names(_BEFORE_CONTAINER, passage.text):
            after = starts.get(passage.start + end + 2)
            if after is not None and after.kind in _LARGE:
                spans.append((start, end))
        filed = _before_text(passage, starts)
        for start, end in sorted({*spans, *filed}):
            begin, finish = passage.start + start, passage.start + end
            words = report_text[begin:finish]
            taken = any(
                begin < place.end and place.start < finish and not _is_part(place, begin, words, (start, end) in said)
                for place in (*_within(ordered, passage), *found[-9:])
            )
            if taken or words.split()[0] in _not_names() or is_a_peoples(words):
                continue
            if (start, end) in filed:
                found.append(Place(start=begin, end=finish, name=words.title(), as_worded=words))
                again |= {words.title()}
            else:
                found.append(Place(start=begin, end=finish, name=words, as_worded=words, role=PlaceRole.SCENE))
                again |= {words} if (start, end) in said else set()
    return [*found, *named_again(again, passages, [*ordered, *found])]


def _before_text(passage: Passage, starts: Mapping[int, Place]) -> list[tuple[int, int]]:
    """The town of a dateline whose state is known: "KINLOCH, Mo. (AP)"."""
    match = _BEFORE_TEXT.match(passage.text)
    after = starts.get(passage.start + match.end()) if match is not None else None
    return [match.span("names")] if match is not None and after is not None and after.kind in _LARGE else []


def named_again(names: Collection[str], passages: Sequence[Passage], places: Sequence[Place]) -> Iterator[Place]:
    """Where the text speaks again of a place that it has named as one."""
    for name in sorted(names):
        for passage in passages:
            if name not in passage.text:
                continue
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", passage.text):
                begin, end = passage.start + match.start(), passage.start + match.end()
                if not any(begin < place.end and place.start < end for place in places):
                    before = passage.text[: match.start()].split()[-1:]
                    role = PlaceRole.SCENE if before in (["in"], ["near"]) else PlaceRole.MENTION
                    yield Place(start=begin, end=end, name=name, as_worded=name, role=role)


def _is_part(place: Place, begin: int, words: str, is_said: bool) -> bool:
    """Whether a place is only how a longer name begins: "Novi" in "Novi Luzhky", not "Lyman" in "Lyman District"."""
    if place.start < begin or place.end > begin + len(words) or (place.start > begin and not is_said):
        return False
    rest = (words[: place.start - begin] + words[place.end - begin :]).split()
    common = place_words().of_place | place_words().features | place_words().directions
    return bool(rest) and not any(word in common for word in rest)


def _within(ordered: Sequence[Place], passage: Passage) -> Sequence[Place]:
    first = bisect.bisect_left(ordered, passage.start, key=lambda place: place.start)
    last = bisect.bisect_left(ordered, passage.start + len(passage.text), key=lambda place: place.start)
    return ordered[first:last]


def _names(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        for name in re.finditer(_NAME, match.group("names")):
            yield match.start("names") + name.start(), match.start("names") + name.end()


def _not_names() -> frozenset[str]:
    words = place_words()
    return words.never | words.titles

"""How far and in which direction places are said to lie from each other, checked against the gazetteer.

In: parsed passages, the places found by name and the references to them. Out: `Relation`s: "about 20 km north of the
city", "under three miles from Kherson's center"; "halfway between" is left out. A relation whose far end is no known
place is left out; one whose near end is not clear has an empty `of`. Refused: nothing.

The check (`consistent`): the stated distance agrees where it differs from that of the two points by no more than both
radii, a quarter of itself (roads wind, centres are vague) and half the step to which it is rounded; a bound ("less
than") is checked on its own side only. A stated direction agrees within 45 degrees. Without coordinates there is no
check.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fogline.claims.parse import Passage
from fogline.data.gazetteer import bearing_degrees, compass, kilometres
from fogline.data.word_lists import word_lists
from fogline.model.claim import Bound, Place, Relation

_LISTS = word_lists("place_words", "relations")
SHARE = 0.25  # of the stated distance
WITHIN_DEGREES = 45.0
LONGEST_LINK = 90  # code points between a place and the distance that is said of it

_NUMBERS = _LISTS.amounts("numbers")
_UNITS = tuple(_LISTS.amounts("units").items())
_BOUNDS = {phrase: Bound(bound) for phrase, bound in _LISTS.pairs("bounds").items()}
_BEARINGS = _LISTS.numbers("bearings")
_UNIT = "|".join(pattern for pattern, _ in _UNITS)
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PATTERN = _LISTS.pattern("relation", bound="|".join(sorted(_BOUNDS, key=len, reverse=True)), number=_WORDS, unit=_UNIT)
_SKIP = _LISTS.pattern("skip")
_JOINS = _LISTS.pattern("joins")
_JOINED = _LISTS.pattern("joined")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    km: float
    step: float
    bound: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A distance in a text: `[start, end)` with its link ("6 km west of"), `reach` where the far end begins at last."""

    start: int
    end: int
    reach: int
    measure: _Measure
    bearing: str | None

    def joins(self, between: str) -> bool:
        """Whether the words between a place and the distance say it of that place."""
        return bool(_JOINS.match(between))

    def fits(self, far: float, way: float, radii: float) -> bool:
        """Whether two points so far apart bear the words out."""
        return _fits(self.measure, self.bearing, far, way, radii)


def said_distances(text: str) -> Iterator[Said]:
    """Every distance that a text states from some place, whatever the places are."""
    for match in _PATTERN.finditer(text):
        measure = _measure(match)
        if measure is not None:
            skipped = _SKIP.match(text, match.end())
            yield Said(
                start=match.start(),
                end=match.end(),
                reach=skipped.end() if skipped else match.end(),
                measure=measure,
                bearing=_bearing(match.group("bearing")),
            )


def find_relations(
    passages: Sequence[Passage], places: Sequence[Place], references: Sequence[Place] = ()
) -> list[Relation]:
    """Every stated distance or direction between places, in order, with what the gazetteer says to it.

    >>> from fogline.claims.parse import parse
    >>> from fogline.claims.places import find_places
    >>> from fogline.model.report import Report
    >>> report = Report(id="r", text="Siversk, a town about 35 km northeast of Bakhmut, was shelled.")
    >>> passages = parse(report)
    >>> [relation] = find_relations(passages, find_places(passages, report))
    >>> relation.of, relation.to, relation.stated_km, relation.bearing, relation.consistent
    (('Siversk',), 'Bakhmut', 35.0, 'north-east', True)
    """
    known = sorted((*places, *references), key=lambda place: (place.start, place.end))
    starts = [place.start for place in known]
    found: list[Relation] = []
    for passage in passages:
        end = passage.start + len(passage.text)
        here = known[bisect.bisect_left(starts, passage.start) : bisect.bisect_left(starts, end)]
        if here:
            found.extend(_in_passage(passage, here))
    return found


def _in_passage(passage: Passage, here: Sequence[Place]) -> Iterator[Relation]:
    for match in _PATTERN.finditer(passage.text):
        at = match.end()
        skipped = _SKIP.match(passage.text, at)
        reach = skipped.end() if skipped else at
        # The far end begins right after the pattern, or is a reference that begins with the words skipped: "the city".
        to = next(
            (
                place
                for place in here
                if at <= place.start - passage.start <= reach + 1 and place.end - passage.start > at
            ),
            None,
        )
        if to is None:
            continue
        start = passage.start + match.start()
        of = _subjects(passage, here, start, to)
        measure = _measure(match)
        bearing = _bearing(match.group("bearing") or match.group("alone"))
        if measure is None and (bearing is None or not of):
            continue
        yield _checked(start, to, of, measure, bearing, match)


def _measure(match: re.Match[str]) -> _Measure | None:
    if not match.group("number"):
        return None
    number = _number(match.group("number"))
    if number is None:
        return None
    factor = next(f for pattern, f in _UNITS if re.fullmatch(pattern, match.group("unit"), re.IGNORECASE))
    bound = _BOUNDS[re.sub(r"\s+", " ", match.group("bound").lower())] if match.group("bound") else Bound.EXACTLY
    step = 10.0 if number >= 20 and number % 10 == 0 else 5.0 if number >= 10 and number % 5 == 0 else 1.0
    return _Measure(km=number * factor, step=step * factor, bound=bound)


def _number(words: str) -> float | None:
    digits = words.replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", digits):
        return float(digits)
    total = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        value = _NUMBERS.get(word)
        if value is None:
            return None
        total = max(total, 1.0) * value if value in {100, 0.5} or word == "dozen" else total + value
    return total or None


def _bearing(words: str | None) -> str | None:
    if not words:
        return None
    plain = re.sub(r"[\s-]", "", words.lower())
    return next((name for name in _BEARINGS if name.replace("-", "") == plain), None)


def _subjects(passage: Passage, here: Sequence[Place], start: int, to: Place) -> list[Place]:
    """The places that the distance is said of: by apposition, by a verb of lying, or all of a list before."""
    sentence = next(
        (sent.start_char for sent in passage.doc.sents if sent.start_char <= start - passage.start < sent.end_char), 0
    )
    before = [p for p in here if p.end <= start and p.start - passage.start >= sentence and p.name != to.name]
    if not before:
        return []
    last = before[-1]
    between = passage.text[last.end - passage.start : start - passage.start]
    if len(between) > LONGEST_LINK or not _JOINS.match(between):
        return []
    same = [place for place in before if (place.start, place.end) == (last.start, last.end)]
    subjects, first = list(same), last
    for place in reversed(before[: -len(same)]):
        if not _JOINED.match(passage.text[place.end - passage.start : first.start - passage.start]):
            break
        subjects.insert(0, place)
        first = place
    return subjects


def _checked(
    start: int, to: Place, of: Sequence[Place], measure: _Measure | None, bearing: str | None, match: re.Match[str]
) -> Relation:
    distances = [_distance(place, to) for place in of]
    directions = [_direction(to, place) for place in of]
    verdicts = [
        _agrees(place, to, measure, bearing, far, way)
        for place, far, way in zip(of, distances, directions, strict=True)
    ]
    known = [far for far in distances if far is not None]
    way = next((way for way in directions if way is not None), None)
    printed = None
    if measure is not None:
        printed = f"{match.group('number')} {match.group('unit')}"
    return Relation(
        start=start,
        end=to.end,
        of=tuple(place.name for place in of),
        to=to.name,
        stated_km=round(measure.km, 2) if measure else None,
        stated=printed,
        bound=measure.bound.value if measure else None,
        bearing=bearing,
        gazetteer_km=round(max(known), 1) if known else None,
        gazetteer_bearing=compass(way) if way is not None else None,
        consistent=None if not verdicts or None in verdicts else all(verdicts),
    )


def _distance(a: Place, b: Place) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return kilometres(a.lat, a.lon, b.lat, b.lon)


def _direction(a: Place, b: Place) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return bearing_degrees(a.lat, a.lon, b.lat, b.lon)


def _agrees(
    of: Place, to: Place, measure: _Measure | None, bearing: str | None, far: float | None, way: float | None
) -> bool | None:
    """Whether the gazetteer bears a statement out; the rule stands at the head of this module."""
    if far is None or way is None:
        return None
    return _fits(measure, bearing, far, way, (of.radius_km or 0.0) + (to.radius_km or 0.0))


def _fits(measure: _Measure | None, bearing: str | None, far: float, way: float, radii: float) -> bool:
    if measure is not None:
        room = radii + SHARE * measure.km + measure.step / 2
        if measure.bound not in {Bound.AT_LEAST, Bound.MORE_THAN} and far > measure.km + room:
            return False
        if measure.bound not in {Bound.AT_MOST, Bound.LESS_THAN} and far < measure.km - room:
            return False
    if bearing is not None and far > radii:
        off = abs((way - _BEARINGS[bearing] + 180) % 360 - 180)
        return off <= WITHIN_DEGREES
    return True

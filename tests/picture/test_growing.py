"""Groups grow from the closest pairs: in any order of pairs, and alike by rows and by a heap."""

from __future__ import annotations

import random

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.picture.growing import ROWS_FROM, components, grown, grown_by_heap, grown_by_rows

MISSING = -3.0


@st.composite
def some_pairs(draw: st.DrawFn, most: int = 24) -> tuple[int, list[tuple[tuple[int, int], float]]]:
    """A number of places, and how close some pairs of them are; on a coarse grid, so that many are equally close."""
    size = draw(st.integers(2, most))
    place = st.integers(0, size - 1)
    pairs = draw(st.dictionaries(st.tuples(place, place), st.integers(-10, 10), max_size=120))
    return size, [((min(pair), max(pair)), close / 2) for pair, close in sorted(pairs.items()) if pair[0] < pair[1]]


@settings(max_examples=200, deadline=None)
@given(some_pairs(), st.integers(0, 99))
def test_groups_do_not_depend_on_the_order_of_pairs(
    made: tuple[int, list[tuple[tuple[int, int], float]]], seed: int
) -> None:
    size, pairs = made
    shuffled = pairs[:]
    random.Random(seed).shuffle(shuffled)
    groups = _grown(size, pairs)
    assert groups == _grown(size, shuffled)
    assert sorted(at for group in groups for at in group) == list(range(size))


@settings(max_examples=300, deadline=None)
@given(some_pairs())
def test_rows_and_a_heap_grow_the_same_groups(made: tuple[int, list[tuple[tuple[int, int], float]]]) -> None:
    size, pairs = made
    places, close = _columns(pairs)
    assert grown_by_rows(size, places, close, 0.0, MISSING) == grown_by_heap(size, places, close, 0.0, MISSING)


def test_a_large_story_is_grown_by_rows_as_by_a_heap() -> None:
    chance = random.Random(4)
    size = 3 * ROWS_FROM
    pairs = [
        ((a, b), round(chance.gauss(1.5 if a % 7 == b % 7 else -2.0, 1.0), 6)) for b in range(size) for a in range(b)
    ]
    places, close = _columns(pairs)
    by_heap = grown_by_heap(size, places, close, 0.0, MISSING)
    assert grown(size, places, close, enough=0.0, missing=MISSING) == by_heap
    assert [len({at % 7 for at in group}) for group in by_heap] == [1] * len(by_heap)


@settings(max_examples=200, deadline=None)
@given(some_pairs(40))
def test_components_are_what_close_pairs_lead_to(made: tuple[int, list[tuple[tuple[int, int], float]]]) -> None:
    size, pairs = made
    found = components(size, *_columns(pairs), 0.0)
    assert sorted(at for one in found for at in one.members) == list(range(size))
    home = {at: number for number, one in enumerate(found) for at in one.members}
    for (one, other), close in pairs:
        assert close <= 0 or home[one] == home[other]
    for part in found:  # each is held together, and has its own pairs with their values
        there = {
            (part.members[a], part.members[b]): c for (a, b), c in zip(part.pairs.tolist(), part.close, strict=True)
        }
        assert there == {
            pair: close for pair, close in pairs if home[pair[0]] == home[pair[1]] == home[part.members[0]]
        }
        reached = {part.members[0]}
        for _ in part.members:
            reached |= {at for pair, close in there.items() if close > 0 and reached & {*pair} for at in pair}
        assert reached == {*part.members}


def _grown(size: int, pairs: list[tuple[tuple[int, int], float]]) -> list[list[int]]:
    return grown(size, *_columns(pairs), enough=0.0, missing=MISSING)


def _columns(pairs: list[tuple[tuple[int, int], float]]) -> tuple[numpy.ndarray, numpy.ndarray]:
    places = numpy.array([pair for pair, _ in pairs], dtype=numpy.int64).reshape(-1, 2)
    return places, numpy.array([close for _, close in pairs], dtype=float)

"""The shapes that the peers take and give: reports as lines of the contract's input, records as lines of its output."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class Report(TypedDict):
    """A line of the contract's input."""

    id: str
    text: str
    title: NotRequired[str]
    published: NotRequired[str]
    outlet: NotRequired[str]


Span = list[int]


class Attribution(TypedDict):
    """Who is said to say what: each role a list of [start, end)."""

    cue: list[Span]
    source: list[Span]
    content: list[Span]


class Place(TypedDict):
    """A mention of a place by name."""

    start: int
    end: int
    name: str
    lat: float | None
    lon: float | None
    geonameid: int | None


class Time(TypedDict):
    """A time expression; `type` and `value` as in TIMEX3."""

    start: int
    end: int
    type: str
    value: str | None


class Record(TypedDict):
    """A line of `fogline annotate`, as far as a peer has anything to say."""

    id: str
    attributions: NotRequired[list[Attribution]]
    places: NotRequired[list[Place]]
    times: NotRequired[list[Time]]
    type: NotRequired[str]


Line = dict[str, object]  # a line of `fogline picture`

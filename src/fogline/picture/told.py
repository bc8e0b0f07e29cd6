"""What stories tell, kept for when it is asked for again: in memory what was asked for last, the rest in the memo.

Comes in: for each story a key that covers all that it tells, and how to read it. Goes out: what it tells (`Told`), or
some of it to be used up (`Share`). A happening can be one with others months later: to read all that its story tells
each time would make a day's reports cost more the longer the war.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import msgpack

from fogline.model.claim import Place
from fogline.picture.days import Minutes
from fogline.picture.desk import Last, Pair
from fogline.picture.developments import Happening
from fogline.picture.memo import Memo, key_beside
from fogline.picture.parts import Share, Told, share
from fogline.picture.tellings import Settled, Telling

# Happenings' tellings that are kept between finding the groups and making them, those asked for last: a day of 5,000
# reports has some 60,000, and its stories meet in no order.
_HELD = 150_000
_HELD_KEPT = 500  # stories whose happenings are taken up from the memo: a story's parts come one after another
REST = -1  # the place of what a story tells of no happening


@dataclass(frozen=True, slots=True, kw_only=True)
class _Happening:
    """A happening without its claims, which are read again."""

    tellings: tuple[Pair, ...]
    group: str
    settled: Settled
    kinds: frozenset[str]
    places: dict[str, Place]
    wide: dict[str, Place]
    beside: dict[str, Place]
    times: tuple[Minutes, ...]
    initiators: frozenset[str]
    blamed_by: frozenset[str]
    main: bool
    firm: frozenset[str]
    towns: frozenset[str]
    elsewhere: frozenset[str]
    told_by: int | None
    alone: frozenset[str]
    mainly: frozenset[str]
    rules: bool
    why: frozenset[str]

    @property
    def claims(self) -> Sequence[str]:
        """The ids of its claims."""
        return [claim for _, claim in self.tellings]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    happenings: tuple[_Happening, ...]
    anchors: dict[str, str]
    left: dict[str, str]
    denied: dict[int, int]
    belonging: dict[int | None, tuple[str, ...]]


_SAME = ("group", "settled", "main", "towns", "elsewhere", "told_by", "rules")
_TABLES = ("places", "wide", "beside")
_SETS = ("kinds", "initiators", "blamed_by", "firm", "alone", "mainly", "why")


class Tellings:
    """What stories tell."""

    def __init__(
        self,
        read: Callable[[str], Told],
        tell: Callable[[Iterable[Pair]], Mapping[Pair, Telling]],
        keys: Mapping[str, str],
        memo: Memo | None,
    ) -> None:
        """`read`: all that a story tells; `tell`: what single claims tell; `keys`: by story, what covers all of it."""
        self._read = read
        self._tell = tell
        self._keys = keys
        self._memo = memo
        self._stories = Last(self._kept, _HELD_KEPT)
        self._told: dict[str, Told] = {}
        self._used: dict[str, set[int]] = {}
        self._size = 0

    def of(self, story: str) -> Told:
        """What a story tells, to look at."""
        if story not in self._told:
            self._told[story] = self._read(story)
            self._size += _size(self._told[story])
            while self._size > _HELD and len(self._told) > 2:
                self._drop(next(iter(self._told)))
        else:
            self._told[story] = self._told.pop(story)  # asked for last
        return self._told[story]

    def taken(self, story: str, places: Sequence[int]) -> Share:
        """Some of what a story tells, to be used up: no happening is given out twice."""
        if not self._used.get(story, set()).isdisjoint(places):
            self._drop(story)
        chosen, rest = [place for place in places if place != REST], REST in places
        kept = self._stories.of([story]).get(story) if story not in self._told else None
        if kept is not None:
            told = self._tell([pair for place in chosen for pair in kept.happenings[place].tellings])
            return share(kept, {place: _with_claims(kept.happenings[place], told) for place in chosen}, rest=rest)
        whole = self.of(story)
        found = share(whole, {place: whole.happenings[place] for place in chosen}, rest=rest)
        self._used.setdefault(story, set()).update(places)
        return found

    def to_keep(self, story: str) -> dict[bytes, bytes]:
        """What a story tells, under its key, for the memo."""
        told = self.of(story)
        made = _Story(
            happenings=tuple(_without_claims(one) for one in told.happenings),
            anchors=told.anchors,
            left=told.left,
            denied=told.denied,
            belonging={at: tuple(claims) for at, claims in told.belonging.items()},
        )
        return {self._key(story): zlib.compress(msgpack.encode(made), 1)}

    def needed(self) -> None:
        """What all stories tell is needed still, whether or not it was asked for."""
        if self._memo is not None:
            self._memo.needed([self._key(story) for story in self._keys])

    def _kept(self, stories: Sequence[str]) -> dict[str, _Story]:
        keys = {self._key(story): story for story in stories}
        found = self._memo.get(list(keys)) if self._memo is not None else {}
        return {keys[one]: msgpack.decode(zlib.decompress(kept), type=_Story) for one, kept in found.items()}

    def _key(self, story: str) -> bytes:
        return key_beside("told", self._keys[story])

    def _drop(self, story: str) -> None:
        if story in self._told:
            self._size -= _size(self._told.pop(story))
        self._used.pop(story, None)


def _without_claims(one: Happening) -> _Happening:
    same: dict[str, Any] = {name: getattr(one, name) for name in _SAME}
    same |= {name: frozenset(getattr(one, name)) for name in _SETS}
    same |= {name: dict(getattr(one, name)) for name in _TABLES}
    tellings = tuple((told.claim.report, told.claim.id) for told in one.tellings)
    return _Happening(tellings=tellings, times=tuple(one.times), **same)


def _with_claims(kept: _Happening, told: Mapping[Pair, Telling]) -> Happening:
    same: dict[str, Any] = {name: getattr(kept, name) for name in _SAME}
    same |= {name: set(getattr(kept, name)) for name in _SETS}
    same |= {name: dict(getattr(kept, name)) for name in _TABLES}  # the happening is used up, what is kept is not
    return Happening(tellings=[told[pair] for pair in kept.tellings], times=list(kept.times), **same)


def _size(story: Told) -> int:
    return sum(len(one.tellings) for one in story.happenings)

"""Groups that grow by joining two of their members: the same groups in any order of joins."""

from __future__ import annotations

import collections
from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Clusters(Generic[T]):
    """Members that stand alone until joined.

    >>> shells = Clusters(["a", "b", "c"])
    >>> shells.join("a", "c")
    >>> shells.groups()
    [['a', 'c'], ['b']]
    """

    def __init__(self, members: Iterable[T]) -> None:
        self._above: dict[T, T] = {member: member for member in members}

    def join(self, one: T, other: T) -> None:
        """Makes the groups of the two members one."""
        self._above[self.head(one)] = self.head(other)

    def head(self, member: T) -> T:
        """A member that stands for the group; which one depends on the order of joins."""
        above = self._above
        while above[member] != member:
            above[member] = above[above[member]]
            member = above[member]
        return member

    def groups(self) -> list[list[T]]:
        """All groups, in the order in which their first members came in."""
        found: dict[T, list[T]] = collections.defaultdict(list)
        for member in self._above:
            found[self.head(member)].append(member)
        return list(found.values())

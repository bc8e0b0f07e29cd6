"""What was worked out before, by a digest of all that it was worked out from.

Comes in: for each thing a key that covers every input of it, and how to work it out. Goes out: the things, worked out
only where the memo does not hold them. A memo may forget at any time: the result is the same, only later.

The keys cover this room's code and the tables that it reads too (`version`), so that a changed rule finds nothing that
an earlier one made.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import resources
from typing import Protocol, TypeVar

from fogline.model.codec import encode

Name = TypeVar("Name")
Made = TypeVar("Made")

# As `codec.canonical`, but only what is no plain list, text or number goes through the codec: keys are made by the
# hundred thousand.
_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=encode)
AT_ONCE = 100  # things worked out between two writes to the memo: bounds what is held in memory, and what is lost


class Memo(Protocol):
    """Bytes by key. Both keys and values mean something only to whoever put them there."""

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values of those keys that are held."""

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Holds the values, where it can."""

    def needed(self, keys: Iterable[bytes]) -> None:
        """Takes note that these are needed still, as if they had been asked for."""


def key(kind: str, *parts: object) -> bytes:
    """The key of one thing: a digest of its kind, the version of the rules, and all of its inputs.

    >>> key("face", "r1") == key("face", "r1"), key("face", "r1") == key("story", "r1")
    (True, False)
    """
    return hashlib.blake2b(_PLAIN.encode([kind, version(), *parts]).encode(), digest_size=16).digest()


def key_beside(kind: str, other: str) -> bytes:
    """The key of something that is made of all that another key (in hex) covers: quick, for there are many.

    >>> key_beside("sides", "00ff") == key_beside("told", "00ff")
    False
    """
    return hashlib.blake2b(f"{kind} {version()} {other}".encode(), digest_size=16).digest()


@functools.cache
def version() -> str:
    """A digest of the code of this room and of the tables of `data` that are text or weights."""
    whole = hashlib.blake2b(digest_size=16)
    for room in ("fogline.picture", "fogline.data"):
        for file in sorted(resources.files(room).iterdir(), key=lambda file: file.name):
            if file.is_file() and file.name.endswith((".py", ".toml", ".npz", ".txt")):
                whole.update(file.name.encode() + b"\0" + hashlib.blake2b(file.read_bytes()).digest())
    return whole.hexdigest()


def remembered(
    memo: Memo | None,
    keys: Callable[[Name], bytes],
    names: Iterable[Name],
    make: Callable[[Sequence[Name]], Iterator[tuple[Name, Made]]],
    form: tuple[Callable[[Made], bytes], Callable[[bytes], Made]],
    *,
    at_once: int = AT_ONCE,
) -> Iterator[tuple[Name, Made]]:
    """Each name with what is made of it; `make` gets those that the memo does not hold, some at a time.

    `form`: how a thing is written to bytes and read back. What is read back is what was written, so that the result is
    the same with a memo and without. What is held comes first: the order is not that of the names.
    """
    if memo is None:
        for some in _batched(names, at_once):
            yield from make(some)
        return
    write, read = form
    by_key = {keys(name): name for name in names}
    missing: list[Name] = []
    for some_keys in _batched(by_key, 5_000):
        held = memo.get(some_keys)
        for one in some_keys:
            if one in held:
                yield by_key[one], read(held[one])
            else:
                missing.append(by_key[one])
    key_of = {name: one for one, name in by_key.items()}
    for some in _batched(missing, at_once):
        made = dict(make(some))
        memo.put({key_of[name]: write(thing) for name, thing in made.items()})
        yield from made.items()


def _batched(some: Iterable[Name], size: int = AT_ONCE) -> Iterator[Sequence[Name]]:
    rest = iter(some)
    while batch := list(itertools.islice(rest, size)):
        yield batch

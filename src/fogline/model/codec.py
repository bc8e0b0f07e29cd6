"""One codec for every noun, derived from its fields: JSON objects in and out, and canonical bytes for hashing.

Refused: an object that lacks a required field or has a value of the wrong shape (ValueError with the field's name).
Unknown fields are ignored, so that a ledger written by a later minor version can be read.
"""

from __future__ import annotations

import functools
import json
import re
import typing
from typing import TypeVar

import msgspec

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")


# Quicker than Python's own, and the same bytes but for numbers that either writes with an exponent: there a ledger's
# digests are made of Python's way. What looks like one in a text only takes the longer way too.
_QUICK = msgspec.json.Encoder(order="sorted")
_EXPONENT = re.compile(rb"e-?[1-9][0-9]*(?:[],}]|\Z)")
_SMALL = b"0.0000"


def encode(noun: object) -> Json:
    """A noun as JSON: dataclasses to objects, tuples to arrays, enums to their values.

    >>> from fogline.model.claim import Span
    >>> encode(Span(start=3, end=9))
    {'start': 3, 'end': 9}
    >>> encode((Span(start=3, end=9),))
    [{'start': 3, 'end': 9}]
    """
    return _with_lists(msgspec.to_builtins(noun))


def _with_lists(made: object) -> Json:
    """Tuples as lists, at every depth: msgspec leaves them as they are."""
    if isinstance(made, dict):
        return {
            key: _with_lists(value) if isinstance(value, (tuple, list, dict)) else value for key, value in made.items()
        }
    if isinstance(made, (tuple, list)):
        return [_with_lists(one) for one in made]
    return typing.cast(Json, made)


def canonical(noun: object) -> bytes:
    """The same bytes for the same noun, always: sorted keys, no blanks, UTF-8; numbers as Python writes them.

    >>> canonical({"b": 1e-07, "a": [None, 0.5, "1e-7"]})
    b'{"a":[null,0.5,"1e-7"],"b":1e-07}'
    """
    quick = _QUICK.encode(noun)
    if _SMALL not in quick and _EXPONENT.search(quick) is None:
        return quick
    plain = msgspec.to_builtins(noun)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decode(shape: type[T], value: Json) -> T:
    """A noun of the given class out of JSON that was read already.

    >>> from fogline.model.claim import Span
    >>> decode(Span, {"start": 3, "end": 9, "later": "field"})
    Span(start=3, end=9)
    """
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError as problem:
        raise ValueError(f"{shape.__name__}: {problem}") from problem


def parsed(shape: type[T], text: str | bytes) -> T:
    """A noun of the given class out of the text of its JSON: most of a ledger's reading is here.

    >>> from fogline.model.claim import Span
    >>> parsed(Span, '{"start": 3, "end": 9}')
    Span(start=3, end=9)
    """
    try:
        wanted: type = shape
        return typing.cast(T, _decoder(wanted).decode(text))
    except msgspec.DecodeError as problem:
        raise ValueError(f"{shape.__name__}: {problem}") from problem


@functools.cache
def _decoder(shape: type) -> msgspec.json.Decoder[object]:
    return msgspec.json.Decoder(shape)

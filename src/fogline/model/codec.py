"""One codec for every noun, derived from its fields: JSON objects in and out, and canonical bytes for hashing.

Refused: an object that lacks a required field or has a value of the wrong shape (TypeError or ValueError with the
field's name). Unknown fields are ignored, so that a ledger written by a later minor version can be read.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from collections.abc import Callable
from enum import Enum
from typing import TypeVar, Union

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
T = TypeVar("T")


def encode(noun: object) -> Json:
    """A noun as JSON: dataclasses to objects, tuples to arrays, enums to their values.

    >>> from fogline.model.claim import Span
    >>> encode(Span(start=3, end=9))
    {'start': 3, 'end': 9}
    """
    if noun is None or isinstance(noun, (bool, int, float)):
        return noun
    if isinstance(noun, Enum):
        return str(noun.value)
    if isinstance(noun, str):
        return noun
    if isinstance(noun, (tuple, list)):
        return [encode(one) for one in noun]
    if isinstance(noun, dict):
        return {str(key): encode(value) for key, value in noun.items()}
    if dataclasses.is_dataclass(noun):
        shape: type = type(noun)
        return {name: encode(getattr(noun, name)) for name in _names(shape)}
    raise TypeError(f"cannot encode {type(noun).__name__}")


def canonical(noun: object) -> bytes:
    """The same bytes for the same noun, always: sorted keys, no blanks, UTF-8."""
    return json.dumps(encode(noun), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def decode(shape: type[T], value: Json) -> T:
    """A noun of the given class out of JSON.

    >>> from fogline.model.claim import Span
    >>> decode(Span, {"start": 3, "end": 9, "later": "field"})
    Span(start=3, end=9)
    """
    wanted: object = shape
    made = _reader(wanted)(value)
    return typing.cast(T, made)


@functools.cache
def _names(shape: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(shape))


@functools.cache
def _reader(shape: object) -> Callable[[Json], object]:
    origin = typing.get_origin(shape)
    if origin in (Union, types.UnionType):
        return _optional_reader(shape)
    if origin is tuple:
        return _tuple_reader(typing.get_args(shape))
    if isinstance(shape, type) and issubclass(shape, Enum):
        members = {one.value: one for one in shape}
        return lambda value: members[value] if isinstance(value, str) and value in members else shape(value)
    if isinstance(shape, type) and dataclasses.is_dataclass(shape):
        return _noun_reader(shape)
    if shape is float:
        return lambda value: value if type(value) is float else float(_checked(value, (int, float)))
    if shape in (int, str, bool):
        # Most of a ledger's reading is here: the exact class is looked at first.
        return lambda value: value if type(value) is shape else _checked(value, (typing.cast(type, shape),))
    raise TypeError(f"no codec for {shape}")


def _checked(value: Json, shapes: tuple[type, ...]) -> typing.Any:  # noqa: ANN401 - the caller knows the type
    if not isinstance(value, shapes) or (isinstance(value, bool) and bool not in shapes):
        raise ValueError(f"{value!r} is not {' or '.join(shape.__name__ for shape in shapes)}")
    return value


def _optional_reader(shape: object) -> Callable[[Json], object]:
    inner = [_reader(one) for one in typing.get_args(shape) if one is not type(None)]
    if len(inner) != 1:
        raise TypeError(f"no codec for {shape}")
    one = inner[0]
    return lambda value: None if value is None else one(value)


def _tuple_reader(args: tuple[object, ...]) -> Callable[[Json], object]:
    if len(args) == 2 and args[1] is Ellipsis:
        one = _reader(args[0])
        return lambda value: tuple([one(item) for item in _checked(value, (list,))]) if value != [] else ()
    each = [_reader(arg) for arg in args]
    return lambda value: tuple(read(item) for read, item in zip(each, _checked(value, (list,)), strict=True))


def _noun_reader(shape: type) -> Callable[[Json], object]:
    hints = typing.get_type_hints(shape)
    # Most fields of most nouns are empty: what says no more than the default is passed over.
    empty = {field.name: field.default for field in dataclasses.fields(shape)}
    readers = [(name, _reader(hints[name]), empty[name] is None, empty[name] == ()) for name in _names(shape)]

    def read(value: Json) -> object:
        if not isinstance(value, dict):
            raise ValueError(f"{shape.__name__} must be an object, not {type(value).__name__}")
        fields: dict[str, object] = {}
        name = ""
        try:
            for name, reader, is_none, is_empty in readers:
                if name in value:
                    held = value[name]
                    if not (held is None and is_none) and not (is_empty and held == []):
                        fields[name] = reader(held)
        except (TypeError, ValueError) as problem:
            raise ValueError(f"{shape.__name__}.{name}: {problem}") from problem
        return shape(**fields)

    return read

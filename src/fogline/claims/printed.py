"""Words as a report prints them, in a reading that was made of a mended text of the same length.

In: a reading, the text that was read and the text as printed. Out: the reading with every quoted stretch as printed.
Refused: nothing; words that stand for no stretch, such as a speaker's name, stay as they were read.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

Noun = TypeVar("Noun")


def as_printed(noun: Noun, read: str, printed: str) -> Noun:
    """A noun and all inside it, its words taken from the printed text where they are those of its span."""
    if isinstance(noun, tuple):
        return type(noun)(as_printed(one, read, printed) for one in noun)
    if not is_dataclass(noun) or isinstance(noun, type):
        return noun
    start, end = getattr(noun, "start", None), getattr(noun, "end", None)
    words = read[start:end] if isinstance(start, int) and isinstance(end, int) else None
    changed: dict[str, object] = {}
    for field in fields(noun):
        value = getattr(noun, field.name)
        if isinstance(value, str):
            new: object = printed[start:end] if words and value == words else value
        else:
            new = as_printed(value, read, printed)
        if new is not value:
            changed[field.name] = new
    return replace(noun, **changed) if changed else noun

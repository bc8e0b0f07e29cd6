"""The chats of a Telegram export, one message in memory at a time: an export of a busy channel has gigabytes.

In: a stream of JSON. Out: its chats, each with its messages. Refused with `SourceRefused`: what is no such JSON.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from fogline.model.errors import SourceRefused
from fogline.sources.opened import LARGEST, Opened

_PIECE = 1 << 16
_FIELD = re.compile(r'"(name|type|id)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+|null)')
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_ABOUT = re.compile(r'"chats"\s*:\s*\{')


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """One chat: what it is called, and its messages, which can be walked once."""

    name: str | None
    type: str | None
    id: str | None
    alone: bool  # the export is of this chat and no other
    messages: Iterator[dict[str, object]]


class _Text:
    """The stream as text that is read on as it is needed and forgotten behind."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._decode = codecs.getincrementaldecoder("utf-8-sig")("replace").decode
        self.held, self.ended = "", False
        self._decoder = json.JSONDecoder()

    def more(self) -> bool:
        """Reads on; False at the end."""
        piece = self._opened.stream.read(_PIECE)
        self.ended = not piece
        self.held += self._decode(piece, self.ended)
        if len(self.held) > LARGEST:
            raise SourceRefused(self._opened.source, "too large", "one message of more than 20,000,000 characters")
        return not self.ended

    def up_to(self, wanted: re.Pattern[str]) -> str | None:
        """What stands before the next place that is wanted, which is passed; None where there is none."""
        while not (found := wanted.search(self.held)):
            if not self.more():
                return None
        before, self.held = self.held[: found.start()], self.held[found.end() :]
        return before

    def objects(self) -> Iterator[dict[str, object]]:
        """The objects of the list that begins here, up to its end."""
        tried = 0
        while True:
            self.held = self.held.lstrip(" \t\r\n,")
            if self.held.startswith("]"):
                self.held = self.held[1:]
                return
            if self.held and (self.ended or len(self.held) > tried):
                try:
                    value, end = self._decoder.raw_decode(self.held)
                except (ValueError, RecursionError):
                    tried = 2 * len(self.held)  # an object that is cut off is not tried again for every piece of it
                else:
                    self.held, tried = self.held[end:], 0
                    if isinstance(value, dict):
                        yield value
                    continue
            if self.ended:
                raise SourceRefused(self._opened.source, "is cut off or broken", "its list of messages has no end")
            self.more()


def chats(opened: Opened) -> Iterator[Chat]:
    """The chats of an export: one, or all of an account. What was not walked of one is passed over."""
    text = _Text(opened)
    first, account = True, False
    while (before := text.up_to(_MESSAGES)) is not None:
        account = account or (first and bool(_ABOUT.search(before)))
        first = False
        said = {name: found for name, value in _FIELD.findall(before) if (found := _plain(value)) is not None}
        messages = text.objects()
        yield Chat(
            name=said.get("name"), type=said.get("type"), id=said.get("id"), alone=not account, messages=messages
        )
        for _ in messages:
            pass
    if first:
        raise SourceRefused(opened.source, "is no export of Telegram", "it has no list of messages")


def _plain(value: str) -> str | None:
    """What a field says; None where it says nothing, or nothing that can be read."""
    try:
        said = json.loads(value)
    except ValueError:  # a control character, half an escape, a number of thousands of digits
        return None
    # Half of a pair of surrogates is no text: it can stand in no name of a source, and in no ledger.
    return None if said is None else str(said).encode("utf-8", "replace").decode()

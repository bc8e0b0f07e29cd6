"""Telegram Desktop's export (`result.json`) to captures: one a message, with its channel, its time, its edits and where
it was forwarded from.

In: the export of one chat, or of a whole account. Out: each message with a text as one JSON object. A forwarded message
is its origin's report: the outlet is the channel that it came from, and `forwarded_by` the channel that passed it on.
Refused, and set aside: messages without text (a picture alone), which are counted a chat; private chats, unless the
export holds one chat alone.

Times are kept with their offset where the export has the Unix time beside the local one (as exports since 2021 do).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

from fogline.model.report import Capture, SetAside
from fogline.sources.feed import moment
from fogline.sources.json_stream import Chat, chats
from fogline.sources.opened import Opened

_EXPORT = re.compile(rb'"messages"\s*:\s*\[|"chats"\s*:\s*\{')
_PUBLIC = ("public_channel", "private_channel", "public_supergroup")


def tells(opened: Opened) -> bool:
    """Whether a JSON file has the layout of an export."""
    head = opened.head
    export = opened.ending in (".json", "") and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{"
    return export and bool(_EXPORT.search(head)) and (b'"type"' in head or b'"about"' in head)


def read_export(opened: Opened) -> Iterator[Capture | SetAside]:
    """The messages of an export, chat by chat."""
    for chat in chats(opened):
        source = f"{opened.source}#{chat.name or chat.id or 'chat'}"
        if not chat.alone and chat.type not in _PUBLIC:
            yield SetAside(source=source, reason="a private chat", detail="export it alone, if it is meant to be read")
            continue
        silent = 0
        for message in chat.messages:
            capture = _capture(message, chat, opened, source)
            silent += capture is None and message.get("type", "message") == "message"
            if capture is not None:
                yield capture
        if silent:
            yield SetAside(source=source, reason="messages without text", detail=f"{silent:,}")


def _capture(message: dict[str, object], chat: Chat, opened: Opened, source: str) -> Capture | None:
    text = _text(message.get("text"))
    if message.get("type", "message") != "message" or not text.strip():
        return None
    number = message.get("id")
    origin = message.get("forwarded_from")
    origin = origin if isinstance(origin, str) and origin.strip() else None
    said = {
        "id": f"t_{chat.id or chat.name}_{number}",
        "text": text.replace("\n", "\n\n"),
        "outlet": origin or opened.facts.outlet or chat.name,
        "published": _time(message, "date"),
        "edited": _time(message, "edited"),
        "forwarded_by": chat.name if origin else None,
        "author": message.get("author") if isinstance(message.get("author"), str) else None,
        "lang": opened.facts.lang,
        "message": number,
    }
    body = json.dumps({name: value for name, value in said.items() if value is not None}, ensure_ascii=False)
    return Capture(
        body=body.encode("utf-8", "replace"), source=f"{source}/{number}", media_type="application/json",
        facts=opened.facts,
    )  # fmt: skip


def _text(said: object) -> str:
    """A message's text: a string, or pieces of which some are links and bold words."""
    if isinstance(said, str):
        return said
    if not isinstance(said, list):
        return ""
    pieces = (
        piece if isinstance(piece, str) else piece.get("text") for piece in said if isinstance(piece, (str, dict))
    )
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _time(message: dict[str, object], name: str) -> str | None:
    exact = message.get(f"{name}_unixtime")
    if isinstance(exact, (str, int)) and re.fullmatch(r"\d{1,11}", str(exact)):
        return datetime.fromtimestamp(int(exact), UTC).isoformat().replace("+00:00", "Z")
    local = message.get(name)
    return moment(local) if isinstance(local, str) else None

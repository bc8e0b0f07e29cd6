"""JSON Feed (jsonfeed.org, versions 1 and 1.1) to a feed.

In: the bytes. Out: a `Feed`. Refused with `SourceRefused`: what is no JSON Feed.
"""

from __future__ import annotations

import json
import re

from fogline.model.errors import SourceRefused
from fogline.sources.feed import Feed, Piece, moment, web_address
from fogline.sources.feed_xml import MOST_PIECES
from fogline.sources.fragments import text_of
from fogline.sources.opened import Opened

_VERSION = re.compile(rb'"version"\s*:\s*"https:(?:\\?/){2}jsonfeed\.org')


def tells(opened: Opened) -> bool:
    """Whether it states the version of JSON Feed at its start, or a server says so."""
    return opened.media_type == "application/feed+json" or bool(_VERSION.search(opened.head))


def read_json_feed(body: bytes, source: str) -> Feed:
    """The feed that a JSON document is."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise SourceRefused(source, "is no JSON", str(error)[:200]) from None
    if not isinstance(said, dict) or not isinstance(said.get("items"), list):
        raise SourceRefused(source, "is JSON, but no feed", "it has no list of items")
    lang = _string(said, "language")
    pieces = [_piece(item, source) for item in said["items"][:MOST_PIECES] if isinstance(item, dict)]
    return Feed(
        form="JSON Feed",
        title=_string(said, "title"),
        site=web_address(_string(said, "home_page_url"), source),
        lang=lang[:2].lower() if lang else None,
        pieces=tuple(piece for piece in pieces if piece.text or piece.title or piece.url),
    )


def _piece(item: dict[str, object], source: str) -> Piece:
    markup, plain = _string(item, "content_html"), _string(item, "content_text")
    number = item.get("id")
    return Piece(
        key=str(number) if isinstance(number, (str, int)) else None,
        url=web_address(_string(item, "url") or _string(item, "external_url"), source),
        title=_string(item, "title"),
        text=text_of(markup) if markup else plain or _string(item, "summary") or "",
        html=markup,
        whole=bool(markup or plain),
        published=moment(_string(item, "date_published")),
        updated=moment(_string(item, "date_modified")),
        lang=(_string(item, "language") or "")[:2].lower() or None,
    )


def _string(said: dict[str, object], name: str) -> str | None:
    value = said.get(name)
    return value.strip() or None if isinstance(value, str) else None

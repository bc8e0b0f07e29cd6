"""What a feed is, whatever it is written in: pieces with an address, a title, a date and more or less of their text.

In: a feed's pieces. Out: captures, each the piece as one JSON object, with the piece's own HTML beside its text.
Refused: nothing; a piece without any text is left to whoever can fetch its page.
"""

from __future__ import annotations

import datetime
import email.utils
import hashlib
import json
import re
from dataclasses import dataclass

from fogline.model.errors import SourceRefused
from fogline.model.report import Capture, Facts
from fogline.sources.urls import canonical_url, checked

# A piece that carries no more than this many words and no full text of its own is taken for a summary. WordPress, which
# makes most feeds, cuts its summaries at 55 words; of the texts of the gva corpus (open)
# one in a hundred has fewer than 62.
SUMMARY_WORDS = 60
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|read more|continue reading)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One entry of a feed."""

    key: str | None = None  # what the feed itself knows it by: guid, id
    url: str | None = None
    title: str | None = None
    text: str = ""
    html: str | None = None  # as it stood in the feed
    whole: bool = False  # the feed says that this is the full text
    published: str | None = None
    updated: str | None = None
    lang: str | None = None
    outlet: str | None = None  # where the piece says that it comes from another

    @property
    def is_summary(self) -> bool:
        """Whether there is likely more of it on its page."""
        if self.url is None or self.whole:
            return not self.text and self.url is not None
        return len(self.text.split()) <= SUMMARY_WORDS or bool(_CUT.search(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A feed that another one names."""

    url: str
    updated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as it was read. `others`: further feeds that it names and that hold the pieces (a sitemap's index)."""

    form: str  # RSS, Atom, JSON Feed, sitemap
    title: str | None = None
    site: str | None = None
    lang: str | None = None
    pieces: tuple[Piece, ...] = ()
    others: tuple[Other, ...] = ()


def piece_id(feed: str, piece: Piece) -> str:
    """A report's id from a feed: the same for the same piece of the same feed, also once it is corrected.

    It hangs on the feed, so that no feed can pass for another's report by naming its address.
    """
    itself = piece.key or piece.url or f"{piece.title}\n{piece.text}"
    return "f_" + hashlib.sha256(json.dumps([feed, itself]).encode()).hexdigest()[:16]


def page_id(url: str) -> str:
    """A report's id from the page that it stands on.

    >>> page_id("https://courier.example/a?utm_source=rss") == page_id("https://courier.example/a")
    True
    """
    try:
        known = canonical_url(checked(url))
    except SourceRefused:
        known = url
    return "p_" + hashlib.sha256(known.encode("utf-8", "replace")).hexdigest()[:16]


def piece_capture(piece: Piece, *, feed: str, of: Feed, facts: Facts, source: str) -> Capture:
    """A piece as a capture: one JSON object, as a line of JSON Lines would have it."""
    said = {
        "id": piece_id(feed, piece),
        "title": piece.title,
        "text": piece.text or piece.title,
        "url": piece.url,
        "outlet": facts.outlet or of.title or piece.outlet,
        "from": piece.outlet,  # the feed's own word for where it has it from: told, not believed
        "lang": facts.lang or piece.lang or of.lang,
        "published": piece.published,
        "updated": piece.updated,
        "html": piece.html,
    }
    body = json.dumps({name: value for name, value in said.items() if value}, ensure_ascii=False)
    given = Facts(published=facts.published)
    return Capture(body=body.encode("utf-8", "replace"), source=source, media_type="application/json", facts=given)


def web_address(written: str | None, against: str | None = None) -> str | None:
    """The address if it is one of the web, in full; None for anything else (`javascript:` and its kin).

    >>> web_address("javascript:alert(1)"), web_address("/a#b", "https://courier.example/rss")
    (None, 'https://courier.example/a')
    """
    if not written or not written.strip():
        return None
    try:
        return str(checked(written, against=against if against and "://" in against else None))
    except (SourceRefused, ValueError):
        return None


def moment(stated: str | None) -> str | None:
    """A date as feeds write it, in EDTF or RFC 3339; None where there is no such date.

    >>> moment("Sat, 04 Mar 2023 12:00:00 +0200"), moment("2023-03-04"), moment("4 Mar 2023"), moment("today")
    ('2023-03-04T12:00:00+02:00', '2023-03-04', '2023-03-04', None)
    """
    stated = (stated or "").strip()
    if re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", stated):
        padded = stated + "-01" * (2 - stated.count("-"))
        return stated if _exists(padded) else None
    if re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", stated):
        try:
            return datetime.datetime.fromisoformat(stated).isoformat()
        except ValueError:
            return None
    clock = ":" in stated
    try:
        found = email.utils.parsedate_to_datetime(stated if clock else f"{stated} 00:00")
    except (ValueError, TypeError, OverflowError):
        return None
    return found.isoformat() if clock else found.date().isoformat()


def _exists(day: str) -> bool:
    try:
        datetime.date.fromisoformat(day)
    except ValueError:
        return False
    return True

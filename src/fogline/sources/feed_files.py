"""Feeds, sitemaps and lists of feeds, as files or as what an address sent, to captures.

In: an `Opened`. Out: a capture a piece: what the feed holds of it, or, where pages may be fetched and the feed has
only a summary, the page itself. Refused, and set aside: pieces without text whose page may not be fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from fogline.model.report import Capture, Facts, SetAside
from fogline.sources.feed import Feed, Piece, piece_capture
from fogline.sources.feed_json import read_json_feed
from fogline.sources.feed_xml import read_feed, read_opml
from fogline.sources.opened import Opened
from fogline.sources.urls import is_url, same_site
from fogline.sources.web import follow


def read_feed_file(opened: Opened) -> Iterator[Capture | SetAside]:
    """The pieces of an RSS or Atom feed, or the pages of a sitemap."""
    yield from _pieces(opened, read_feed(opened.whole(), opened.source, stated=opened.charset))


def read_json_file(opened: Opened) -> Iterator[Capture | SetAside]:
    """The pieces of a JSON Feed."""
    yield from _pieces(opened, read_json_feed(opened.whole(), opened.source))


def read_opml_file(opened: Opened) -> Iterator[Capture | SetAside]:
    """What the feeds of an OPML list hold."""
    listed = read_opml(opened.whole(), opened.source, stated=opened.charset)
    if not listed:
        yield SetAside(source=opened.source, reason="an OPML list without feeds")
    for one in listed:
        yield from follow(opened, one.url, Facts(outlet=one.title), steps=1)


def _pieces(opened: Opened, feed: Feed) -> Iterator[Capture | SetAside]:
    for number, piece in enumerate(feed.pieces, start=1):
        yield from _piece(opened, feed, piece, number)
    for other in feed.others:
        yield from follow(opened, other.url, steps=1)
    if not feed.pieces and not feed.others:
        yield SetAside(source=opened.source, reason="a feed without pieces", detail=feed.form)


def _piece(opened: Opened, feed: Feed, piece: Piece, number: int) -> Iterator[Capture | SetAside]:
    if piece.is_summary and piece.url and (not piece.text or (opened.web is not None and opened.web.follows)):
        known = Facts()
        if not is_url(opened.source) or same_site(opened.source, piece.url):  # a feed does not speak for another site
            known = Facts(title=piece.title, outlet=feed.title or piece.outlet, lang=piece.lang or feed.lang,
                          published=piece.published)  # fmt: skip
        held = False
        for found in follow(opened, piece.url, known, steps=1 if opened.depth else 2):
            held = held or isinstance(found, Capture)
            yield found
        if held or not piece.text:
            return
    if not piece.text:
        detail = piece.title or piece.url
        yield SetAside(source=f"{opened.source}#{number}", reason="a piece without text", detail=detail)
        return
    known_by = feed.site if "://" not in opened.source and feed.site else opened.source
    yield piece_capture(piece, feed=known_by, of=feed, facts=opened.facts, source=f"{opened.source}#{number}")

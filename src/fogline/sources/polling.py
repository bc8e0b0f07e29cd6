"""One look at one outlet: what is new there, and what was corrected.

In: a subscription, and what is remembered of it. Out: a `Poll`: captures, what was set aside, and what is to be
remembered once they are safe. Refused with `SourceRefused`: an outlet that cannot be had.

What may be believed: a feed speaks for itself, so a report from its text is the feed's, under an id that hangs on it.
A page speaks for itself too: it is known by its own address, and of a page on another site nothing is taken over that
the feed says of it. So no feed can give another outlet's report other words, another date or another name.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass, field, replace

from fogline.model.errors import SourceRefused
from fogline.model.report import Capture, Exchange, Facts, SetAside
from fogline.sources.feed import Feed, Other, Piece, page_id, piece_capture, piece_id
from fogline.sources.feed_json import read_json_feed
from fogline.sources.feed_xml import form_of, read_feed
from fogline.sources.fetch import NEVER, Before, Fetched
from fogline.sources.polite import Polite
from fogline.sources.subscriptions import Subscription
from fogline.sources.urls import canonical_url, checked, same_site
from fogline.sources.watch_state import Seen, WatchState

MOST_PAGES = 40  # that one poll fetches; a new feed's others come with the next
MOST_BYTES = 8_000_000  # of pages that one poll brings, so that fifty polls at a time fit in memory
TRIES = 3  # polls in which a page is tried before the feed's own summary has to do
MOST_SITEMAPS = 10  # of those that an index names, in one poll
_RECENT = datetime.timedelta(days=3)  # Google's rule for news sitemaps is two days; weekends and clocks add one
_AHEAD = datetime.timedelta(days=1)  # a date further in the future is none: clocks and time zones differ by less


@dataclass(slots=True)
class Poll:
    """What one look brought."""

    outlet: Subscription
    before: Before = NEVER
    moved: str | None = None
    exchanges: tuple[Exchange, ...] = ()  # how the outlet itself was fetched
    captures: list[Capture] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    asked: int = 0  # pages that were asked for
    unsettled: bool = False  # something is to be tried again next time


async def poll(outlet: Subscription, state: WatchState, polite: Polite, now: datetime.datetime) -> Poll:
    """Looks at an outlet."""
    known = state.known(outlet.url)
    got = await polite.fetch(outlet.url, before=known.before)
    found = Poll(outlet=outlet, before=got.before, moved=got.moved, exchanges=got.exchanges)
    if not got.changed:
        return found
    feed = _feed(got)
    if feed is None:
        _page_itself(found, got, state)
    else:
        await _pieces(found, feed, state, polite, now)
        if feed.others:
            await _sitemaps(found, feed.others, state, polite, now)
    if found.unsettled:  # so that the outlet is not asked whether it has changed, but for all it has
        found.before = NEVER
    return found


def _feed(got: Fetched) -> Feed | None:
    """The feed that was sent, or None where it is a page."""
    if form_of(got.body[:8192]) in ("rss", "rdf", "feed", "urlset", "sitemapindex"):
        return read_feed(got.body, got.url, stated=got.charset)
    if got.body.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{":
        return read_json_feed(got.body, got.url)
    if got.media_type.startswith("text/") or got.media_type in ("", "application/xhtml+xml"):
        return None
    raise SourceRefused(got.url, "is neither feed nor page", got.media_type)


def _page_itself(found: Poll, got: Fetched, state: WatchState) -> None:
    """A page that is watched: each change of its bytes is a later capture of one report."""
    key = found.outlet.url
    stamp = hashlib.sha256(got.body).hexdigest()[:16]
    before = state.seen(key, key)
    if before is None or before.print != stamp:
        known = Facts(id=page_id(key), outlet=found.outlet.name, lang=found.outlet.lang, url=got.url)
        found.captures.append(_page_capture(got, known))
        found.seen.append(Seen(key=key, print=stamp, report=known.id))


async def _sitemaps(
    found: Poll, others: tuple[Other, ...], state: WatchState, polite: Polite, now: datetime.datetime
) -> None:
    """What the sitemaps that an index names hold of the last days: those that were changed last, or do not say when."""
    since = (now - _RECENT).date().isoformat()
    recent = [one for one in others if one.updated is None or _lately(one.updated, since)]
    recent.sort(key=lambda one: one.updated or "", reverse=True)
    for other in recent[:MOST_SITEMAPS]:
        key = hashlib.sha256(f"sitemap {other.url}".encode()).hexdigest()[:24]
        before = state.seen(found.outlet.url, key)
        if other.updated and before is not None and before.print == other.updated:
            continue
        try:
            got = await polite.fetch(other.url)
            feed = _feed(got)
        except SourceRefused as refused:
            found.aside.append(SetAside(source=other.url, reason=refused.reason, detail=refused.detail))
            continue
        stamp = other.updated or hashlib.sha256(got.body).hexdigest()[:16]
        if feed is None or feed.form != "sitemap" or feed.others:
            why = "an index within an index" if feed is not None and feed.others else "no sitemap"
            found.aside.append(SetAside(source=other.url, reason=why, detail=f"named by {found.outlet.url}"))
        elif before is None or before.print != stamp:
            unsettled, found.unsettled = found.unsettled, False
            late = tuple(one for one in feed.pieces if _lately(one.published or one.updated or "", since))
            await _pieces(found, replace(feed, pieces=late), state, polite, now)
            again, found.unsettled = found.unsettled, found.unsettled or unsettled
            if again:
                continue  # not all of it was had: it is asked again
        found.seen.append(Seen(key=key, print=stamp))


def _lately(date: str, since: str) -> bool:
    """Whether a date (a year, a month, a day, a moment) lies on a day or after it."""
    return bool(date) and date[:10] >= since[: len(date[:10])]


async def _pieces(found: Poll, feed: Feed, state: WatchState, polite: Polite, now: datetime.datetime) -> None:
    taken: set[str] = set()
    for number, piece in enumerate(feed.pieces, start=1):
        key, stamp = _key(piece), _print(piece)
        before = state.seen(found.outlet.url, key)
        if key in taken or (before is not None and before.print == stamp and before.report is not None):
            continue
        taken.add(key)
        if _wants_page(piece, found.outlet):
            if found.asked >= MOST_PAGES or sum(len(one.body) for one in found.captures) > MOST_BYTES:
                found.unsettled = True
                continue
            found.asked += 1
            mark = before or Seen(key=key, print="")
            if await _page_of(found, feed, piece, mark, state, polite, now):
                continue
            if before is not None and (before.report or "").startswith("p_"):
                found.seen.append(replace(before, print=stamp, tries=0))  # a summary never takes the place of a page
                continue
        source = f"{found.outlet.url}#{number}"
        if not piece.text:
            if not _wants_page(piece, found.outlet):
                found.aside.append(SetAside(source=source, reason="a piece without text", detail=piece.title))
            found.seen.append(Seen(key=key, print=stamp, report=""))
            continue
        given = Facts(outlet=found.outlet.name, lang=found.outlet.lang)
        dated = _dated(piece, now)
        own = piece_capture(dated, feed=found.outlet.url, of=feed, facts=given, source=source)
        found.captures.append(replace(own, exchanges=found.exchanges))
        found.seen.append(Seen(key=key, print=stamp, report=piece_id(found.outlet.url, piece)))


async def _page_of(
    found: Poll, feed: Feed, piece: Piece, mark: Seen, state: WatchState, polite: Polite, now: datetime.datetime
) -> bool:
    """Takes the page of a piece; False where the feed's own words have to do."""
    url = canonical_url(checked(piece.url or ""))
    through = state.page_of(url)
    if through is not None and through != found.outlet.url and state.seen(found.outlet.url, mark.key) is None:
        found.seen.append(replace(mark, print=_print(piece), report=page_id(url)))
        return True  # had through another outlet that names it too
    try:
        got = await polite.fetch(piece.url or "")
        if not (got.media_type.startswith("text/") or got.media_type in ("", "application/xhtml+xml")):
            raise SourceRefused(got.url, "is no page", got.media_type)
    except SourceRefused as refused:
        if refused.for_now and mark.tries + 1 < TRIES:
            found.unsettled = True
            found.seen.append(replace(mark, tries=mark.tries + 1))  # its print stays the old one
            return True
        found.aside.append(SetAside(source=piece.url or "", reason=refused.reason, detail=refused.detail))
        return False
    # A piece that was taken from the feed's own words before stays one report. A page is known by the address that the
    # feed gives, but where that leads to another site, by its own.
    own = mark.report if mark.report and mark.report.startswith("f_") else None
    report = own or page_id(url if same_site(url, got.url) else got.url)
    known = Facts(id=report, url=got.url)
    if same_site(found.outlet.url, got.url):
        found.pages.append(url)
        dated = _dated(piece, now)
        known = Facts(id=report, url=got.url, outlet=found.outlet.name or feed.title, title=piece.title,
                      published=dated.published, lang=found.outlet.lang or piece.lang or feed.lang)  # fmt: skip
    found.captures.append(_page_capture(got, known))
    found.seen.append(replace(mark, print=_print(piece), report=report, tries=0))
    return True


def _page_capture(got: Fetched, known: Facts) -> Capture:
    media_type = "text/plain" if got.media_type == "text/plain" else "text/html"
    stated = f"; charset={got.charset}" if got.charset else ""
    return Capture(body=got.body, source=got.url, media_type=media_type + stated, facts=known, exchanges=got.exchanges)


def _wants_page(piece: Piece, outlet: Subscription) -> bool:
    if piece.url is None:
        return False
    return outlet.full_text == "always" or not piece.text or (outlet.full_text == "auto" and piece.is_summary)


def _key(piece: Piece) -> str:
    itself = piece.key or piece.url or f"{piece.title}\n{piece.text}"
    return hashlib.sha256(itself.encode("utf-8", "replace")).hexdigest()[:24]


def _print(piece: Piece) -> str:
    """What changes where a piece is corrected."""
    said = json.dumps([piece.title, piece.text, piece.url, piece.updated])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _dated(piece: Piece, now: datetime.datetime) -> Piece:
    """The piece without a date that cannot be: one that lies ahead."""
    if piece.published is None or "T" not in piece.published:
        later = piece.published is not None and piece.published > (now + _AHEAD).date().isoformat()
    else:
        stated = datetime.datetime.fromisoformat(piece.published)
        later = (stated if stated.tzinfo else stated.replace(tzinfo=datetime.UTC)) > now + _AHEAD
    if not later:
        return piece
    return replace(piece, published=None)

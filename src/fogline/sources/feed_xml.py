"""RSS (0.9 to 2.0, RDF), Atom, news sitemaps and OPML to feeds.

In: the bytes of an XML document, with the character set that a server stated. Out: a `Feed`, or the outlets of an OPML
list. Refused with `SourceRefused`: what is no XML at all, or no feed. Broken feeds are read as far as they go.

libxml2 reads them with its guards on: no entities of the document's own, no network, no huge trees. It was taken over
feedparser for what a hostile feed can cost: 60 kB of open tags take feedparser 0.24 s of processor time, libxml2 3 ms.
"""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fogline.data.charsets import charset
from fogline.model.errors import SourceRefused
from fogline.sources.feed import Feed, Other, Piece, moment, web_address
from fogline.sources.fragments import text_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MOST_PIECES = 5_000  # of one feed; a news sitemap may hold 1,000, a feed seldom more than 500
_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"'][^>]{0,200}?\?>")
# What feeds are written in that state nothing, or the wrong thing; of more, a guesser takes the wrong one too often.
_GUESSED = [
    "cp1251",
    "koi8_r",
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "gb18030",
    "shift_jis",
    "euc_kr",
]
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ENTITY = re.compile(r"&([a-zA-Z]{2,31}[0-9]{0,2});")
_XML_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(rss|rdf|feed|urlset|sitemapindex|opml)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One feed of an OPML list."""

    url: str
    title: str | None = None
    site: str | None = None


def form_of(head: bytes) -> str | None:
    """Which kind of XML a document is, told from its start: rss, rdf, feed, urlset, sitemapindex, opml.

    >>> form_of(b'<?xml version="1.0"?><rss version="2.0"><channel>')
    'rss'
    """
    head = head.replace(b"\x00", b"")  # UTF-16, well enough to tell
    start = re.match(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<", head)
    page = re.match(rb"\W*<(?:!doctype\s+html|html)", head, re.IGNORECASE)
    found = _ROOT.search(head) if start and not page else None
    return found[1].decode().lower() if found else None


def read_feed(body: bytes, source: str, *, stated: str | None = None) -> Feed:
    """The feed that an XML document is; addresses in it are completed by `source`."""
    root = _root(body, source, stated)
    name = _name(root)
    if name == "feed":
        return _atom(root, source)
    if name in ("rss", "RDF", "rdf"):
        return _rss(root, source)
    if name == "urlset":
        return _sitemap(root, source)
    if name == "sitemapindex":
        listed = ((web_address(_said(one, "loc"), source), _said(one, "lastmod")) for one in _named(root, "sitemap"))
        others = (Other(url=url, updated=moment(updated)) for url, updated in listed if url)
        return Feed(form="sitemap", others=tuple(itertools.islice(others, MOST_PIECES)))
    raise SourceRefused(source, "is XML, but no feed", f"<{name[:40]}>")


def read_opml(body: bytes, source: str, *, stated: str | None = None) -> tuple[Listed, ...]:
    """The feeds that an OPML list names, each once."""
    found: dict[str, Listed] = {}
    for outline in _named(_root(body, source, stated), "outline", deep=True):
        said = {name.lower(): value for name, value in outline.attrib.items()}
        url = web_address(said.get("xmlurl"))
        if url:
            title = " ".join((said.get("title") or said.get("text") or "").split()) or None
            found.setdefault(url, Listed(url=url, title=title, site=web_address(said.get("htmlurl"))))
    return tuple(found.values())[:MOST_PIECES]


def _root(body: bytes, source: str, stated: str | None) -> Element:
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    text = _decoded(body, stated)
    text = _DOCTYPE.sub("", text[:100_000], count=1) + text[100_000:]
    text = _ENTITY.sub(_as_character, text)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise SourceRefused(source, "is no XML", " ".join(str(error).split())[:200]) from None
    if root is None:
        raise SourceRefused(source, "is no XML", "nothing of it can be read")
    return root


def _decoded(body: bytes, stated: str | None) -> str:
    """The document without its own statement of a character set, read by the best witness for it."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(mark):
            return _DECLARED.sub("", body.decode(name, "replace").lstrip("\ufeff"))
    declared = _DECLARED.match(body[:600].decode("latin-1"))
    text: str | None = None
    for codec in (charset(declared[1]) if declared else None, charset(stated), "utf-8"):
        try:
            text = body.decode(codec) if codec else None
        except (UnicodeDecodeError, UnicodeError):
            continue
        if text is not None:
            break
    if text is None:
        from charset_normalizer import from_bytes

        best = from_bytes(body[:200_000], cp_isolation=_GUESSED).best()
        text = body.decode(best.encoding if best else "utf-8", "replace")
    return _DECLARED.sub("", text.lstrip())


def _as_character(entity: re.Match[str]) -> str:
    """HTML's names for characters, which XML does not know: &nbsp;, &mdash;."""
    if entity[1] in _XML_OWN:
        return entity[0]
    character = html.unescape(entity[0])
    return character if character != entity[0] else html.escape(entity[0])


def _rss(root: Element, source: str) -> Feed:
    channel = next(_named(root, "channel"), root)
    lang = _lang(_said(channel, "language"))
    base = web_address(_said(channel, "link"), source) or source
    items = [*_named(channel, "item"), *(_named(root, "item") if channel is not root else ())]
    pieces = tuple(_rss_piece(item, base) for item in items[:MOST_PIECES])
    return Feed(form="RSS", title=_plain(_said(channel, "title")), site=base, lang=lang, pieces=_told(pieces))


def _rss_piece(item: Element, base: str) -> Piece:
    whole = _said(item, "encoded")
    markup = whole or _said(item, "description") or _said(item, "summary")
    guid = next(_named(item, "guid"), None)
    key = _text(guid)
    link = _said(item, "link")
    if not link and guid is not None and guid.get("isPermaLink", "true").lower() == "true":
        link = key if key and key.startswith("http") else None
    return Piece(
        key=key,
        url=web_address(link, base),
        title=_plain(_said(item, "title")),
        text=text_of(markup or ""),
        html=markup if markup and "<" in markup else None,
        whole=bool(whole),
        published=moment(_said(item, "pubDate") or _said(item, "date") or _said(item, "published")),
        updated=moment(_said(item, "updated") or _said(item, "modified")),
        lang=_lang(_said(item, "language")),
        outlet=_plain(_said(item, "source")),
    )


def _atom(root: Element, source: str) -> Feed:
    lang = _lang(root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    base = web_address(_link(root), source) or source
    pieces = tuple(_atom_piece(entry, base) for entry in list(_named(root, "entry"))[:MOST_PIECES])
    return Feed(form="Atom", title=_plain(_said(root, "title")), site=base, lang=lang, pieces=_told(pieces))


def _atom_piece(entry: Element, base: str) -> Piece:
    content = next(_named(entry, "content"), None)
    whole = content is not None and content.get("src") is None
    markup = _markup(content if whole else next(_named(entry, "summary"), None))
    origin = next(_named(entry, "source"), None)
    return Piece(
        key=_said(entry, "id"),
        url=web_address(_link(entry), base),
        title=_plain(_markup(next(_named(entry, "title"), None))),
        text=text_of(markup or ""),
        html=markup if markup and "<" in markup else None,
        whole=bool(whole and markup),
        published=moment(_said(entry, "published") or _said(entry, "issued") or _said(entry, "updated")),
        updated=moment(_said(entry, "updated")),
        lang=_lang(entry.get("{http://www.w3.org/XML/1998/namespace}lang")),
        outlet=_plain(_said(origin, "title")) if origin is not None else None,
    )


def _sitemap(root: Element, source: str) -> Feed:
    pieces = []
    for entry in list(_named(root, "url"))[:MOST_PIECES]:
        news = next(_named(entry, "news"), entry)
        publication = next(_named(news, "publication"), news)
        pieces.append(
            Piece(
                url=web_address(_said(entry, "loc"), source),
                title=_plain(_said(news, "title")),
                published=moment(_said(news, "publication_date")),
                updated=moment(_said(entry, "lastmod")),
                lang=_lang(_said(publication, "language")),
                outlet=_plain(_said(publication, "name")),
            )
        )
    return Feed(form="sitemap", pieces=tuple(piece for piece in pieces if piece.url))


def _told(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text or piece.title or piece.url)


def _link(element: Element) -> str | None:
    links = [link for link in _named(element, "link") if link.get("href")]
    chosen = next((link for link in links if link.get("rel", "alternate") == "alternate"), None)
    return chosen.get("href") if chosen is not None else None


def _markup(element: Element | None) -> str | None:
    """An Atom text: plain, HTML as text, or XHTML as elements."""
    if element is None:
        return None
    if len(element):
        from lxml import etree

        return str(etree.tostring(element, encoding="unicode", with_tail=False))
    text = _text(element)
    return html.escape(text, quote=False) if text and element.get("type", "text") == "text" else text


def _name(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _named(element: Element, name: str, *, deep: bool = False) -> Iterator[Element]:
    inside = element.iter() if deep else iter(element)
    return (one for one in inside if _name(one) == name)


def _said(element: Element, name: str) -> str | None:
    return next((text for one in _named(element, name) if (text := _text(one))), None)


def _text(element: Element | None) -> str | None:
    if element is None:
        return None
    return "".join(str(piece) for piece in element.itertext()).strip() or None


def _plain(markup: str | None) -> str | None:
    return " ".join(text_of(markup).split()) or None if markup else None


def _lang(stated: str | None) -> str | None:
    found = re.match(r"([a-zA-Z]{2})(?:[-_]|$)", (stated or "").strip())
    return found[1].lower() if found else None

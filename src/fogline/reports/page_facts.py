"""What a page says of the article on it: its headline, when it was published, its language.

In: a page's tree. Out: text, or None where the page does not say. Refused: nothing.

A page names its article in several places, each for other readers: the window's title (with the site's name behind it),
what is shown where it is shared (often shorter), what search engines are told, and the heading that its own readers
see. The last is the headline; the others tell which heading that is.
"""

from __future__ import annotations

import json
import re
import typing
from collections.abc import Iterator, Sequence

from fogline.data.stamps import find_date
from fogline.reports.published import lenient_date

# Where pages state when they were published, the most reliable first.
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[@property='og:published_time' or @property='og:article:published_time']/@content",
    "//meta[@property='article:published' or @property='og:datePublished']/@content",
    "//meta[@name='article:published_time' or @name='article.published' or @name='article:published']/@content",
    "//meta[@name='pubdate' or @name='pub_date' or @name='publishdate' or @name='publish-date']/@content",
    "//meta[@name='published' or @name='datePublished' or @name='date_published']/@content",
    "//meta[@name='date' or @name='dc.date' or @name='DC.date' or @name='DC.date.issued']/@content",
    "//meta[@name='dcterms.date' or @name='dcterms.created' or @name='DC.date.created']/@content",
    "//meta[@name='parsely-pub-date' or @name='sailthru.date' or @name='cXenseParse:recs:publishtime']/@content",
    "//time[@pubdate]/@datetime",
    "//time[contains(@class,'publish') or contains(@class,'entry-date') or contains(@class,'post-date')]/@datetime",
)
_LANGUAGE = ("/html/@lang", "//meta[@http-equiv='content-language']/@content", "//meta[@property='og:locale']/@content")
_SHARED = ("//meta[@property='og:title' or @name='og:title']/@content", "//meta[@name='twitter:title']/@content")
_SITE = ("//meta[@property='og:site_name']/@content", "//meta[@name='application-name']/@content")
_WINDOW = ("//head/title/text()", "//title/text()")
_ADDRESS = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
_BEHIND = re.compile(r"\s+[|–—»·-]\s+")  # between a headline and the site's name
# Words of a heading and of a title that must be the same: on the html corpus (open), the 103 headings of articles
# that are found share 0.57 and more with one of the titles, other headings 0.4 and less.
_ALIKE = 0.5
_MOST = 300  # characters; what is longer is no headline
_NEAR = 60  # pieces of text behind the headline in which its date is looked for
_LINE = 16  # words of a line that is a date and a byline; a longer one tells something
_LATER = re.compile(r"updat|modif|correct|edited", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_ZEROS = ("1970-01-01", "1900-01-01")  # what a content system writes for no date


class Element(typing.Protocol):
    """What is used of an lxml element, which comes without types."""

    text: str | None

    def xpath(self, path: str) -> list[typing.Self]: ...
    def itertext(self) -> Iterator[str]: ...
    def drop_tree(self) -> None: ...
    def getparent(self) -> typing.Self | None: ...


def language(tree: Element) -> str | None:
    """The language that a page says it is in."""
    return _first(tree, _LANGUAGE)


def headline(tree: Element, address: str | None) -> str | None:
    """The article's headline as the page shows it; where no heading is the article's, what the page calls it else."""
    sites = _sites(tree, address)
    window = _first(tree, _WINDOW)
    shared = _first(tree, _SHARED)
    linked = next(_linked(tree, "headline"), None)
    titles = [_without_site(one, sites) for one in (shared, linked, window) if one]
    behind = {_plain(part) for part in _BEHIND.split(window or "")[1:]} - {_plain(one) for one in titles[:-1]}
    best, found = _ALIKE, None
    for heading in tree.xpath("//h1"):
        text = " ".join("".join(heading.itertext()).split())
        if not text or len(text) > _MOST or _plain(text) in sites or _plain(text) in behind:
            continue
        alike = max((_alike(text, title) for title in titles), default=0.0)
        if alike > best:
            best, found = alike, text
    return found or next(iter(titles), None)


def outlet(tree: Element, address: str | None) -> str | None:
    """What the site calls itself: of the names that it gives, the first that goes with its address, else the first.

    A page of a news agency's text names the agency as its publisher; the address tells whose page it is.
    """
    shared, publisher = _first(tree, _SITE[:1]), next(_linked(tree, "publisher"), None)
    behind = reversed(_BEHIND.split(_first(tree, _WINDOW) or "")[1:])
    sites = _sites(tree, address)
    at_the_end = next((part for part in behind if _plain(part) in sites), None)
    named = [one for one in (shared, publisher, _first(tree, _SITE[1:]), at_the_end) if one and _plain(one)]
    labels = _hosts(tree, address)
    fitting = [one for one in named if any(_plain(one) in label or label in _plain(one) for label in labels)]
    said = next(iter(fitting or named), "").strip().removeprefix("@")
    if publisher and " " not in said and " " in publisher and said and _plain(said) in _plain(publisher):
        return publisher  # written out
    return (said.title() if said.islower() and "." not in said else said) or None


def own_address(tree: Element) -> str | None:
    """The address by which a page wants to be known."""
    return next(
        (one for path in _ADDRESS for one in map(str, tree.xpath(path)) if re.match(r"https?://\S+$", one)), None
    )


def stated_date(tree: Element) -> str | None:
    """When the page's markup says that it was published."""
    for path in _PUBLISHED:
        for stated in tree.xpath(path):
            date = _likely(str(stated))
            if date:
                return date
    return next((date for date in map(_likely, _linked(tree, "datePublished")) if date), None)


def shown_date(tree: Element, title: str | None) -> str | None:
    """The date in the lines under the headline, where a page shows it; None where it shows another's, or none."""
    heading = next(
        (one for one in tree.xpath("//h1") if title and _plain("".join(one.itertext())) == _plain(title)), None
    )
    if heading is None:
        return None
    path = "following::text()[normalize-space() and not(parent::script or parent::style or parent::noscript)]"
    updated = None
    for piece in heading.xpath(path)[:_NEAR]:
        line = " ".join(str(piece).split())
        if len(line.split()) > _LINE:
            break  # the article has begun
        date = find_date(_ORDINAL.sub("", line))
        day = re.match(r"(?:19|20)\d\d-\d\d-\d\d", (date and date.date) or "")
        if day is None:
            continue
        if not _LATER.search(line):
            return day[0]
        updated = updated or day[0]
    return updated


def _likely(stated: str) -> str | None:
    """A date, unless it is what stands for none."""
    date = lenient_date(stated)
    return None if date is None or date.startswith(_ZEROS) or date[:4] < "1600" else date


def _sites(tree: Element, address: str | None) -> frozenset[str]:
    """What the site is called, as letters and digits: its names, and its host, whole and in parts."""
    said = [str(one) for path in _SITE for one in tree.xpath(path)]
    return frozenset(_plain(one) for one in said if _plain(one)) | _hosts(tree, address)


def _hosts(tree: Element, address: str | None) -> frozenset[str]:
    """The page's host, and its parts without the ending, as letters and digits."""
    addresses = [address or "", *(str(one) for path in _ADDRESS for one in tree.xpath(path))]
    hosts = [found[1] for one in addresses if (found := re.match(r"https?://(?:www\.)?([^/:?#]+)", one))]
    parts = (part for host in hosts for part in host.split(".")[:-1] if len(part) > 3)
    return frozenset(_plain(one) for one in (*hosts, *parts) if _plain(one))


_MARKS = " |–—»·-"  # between a headline and the site's name


def _without_site(title: str, sites: frozenset[str]) -> str:
    """A title without the site's name before or behind it."""
    parts = _BEHIND.split(title)
    while len(parts) > 1 and _plain(parts[-1]) in sites:
        title = title[: max(0, title.rfind(parts.pop().rstrip(_MARKS)))].rstrip(_MARKS)
    if len(parts) > 1 and _plain(parts[0]) in sites:
        title = title[max(0, title.find(parts[1].rstrip(_MARKS), len(parts[0]))) :]
    return title


def _linked(tree: Element, name: str) -> Iterator[str]:
    """What the page's JSON-LD says under a name, of whatever is on it."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(str(script), strict=False)
        except (ValueError, RecursionError):
            continue
        nodes = data if isinstance(data, list) else [data]
        nodes += [node for top in nodes if isinstance(top, dict) for node in _graph(top)]
        for node in nodes:
            said = node.get(name) if isinstance(node, dict) else None
            said = said.get("name") if isinstance(said, dict) else said
            if isinstance(said, str) and said.strip():
                yield said.strip()


def _graph(node: dict[str, object]) -> list[object]:
    graph = node.get("@graph")
    return graph if isinstance(graph, list) else []


def _first(tree: Element, paths: Sequence[str]) -> str | None:
    said = (" ".join(str(one).split()) for path in paths for one in tree.xpath(path))
    return next((one for one in said if one), None)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _alike(one: str, other: str) -> float:
    """How many of the words of two titles are the same (Dice)."""
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0

"""Web addresses, taken apart once and checked, so that nothing later reads them another way.

In: an address as written. Out: its parts, in the one form in which it is asked for. Refused with `SourceRefused`:
anything but http and https, a port that is not usual, a name and password within it, a host in a form that different
programs read differently (0177.0.0.1, 0x7f000001, 2130706433), characters that do not belong.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from fogline.model.errors import SourceRefused
from fogline.sources.addresses import Address

LONGEST = 2_000  # characters; browsers and servers refuse longer ones too
PORTS = {"http": 80, "https": 443}
_BROKEN = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_SITES = ("www.", "feeds.", "feed.", "rss.", "m.", "news.")
# What newsletters and networks add to an address to follow its readers; it names no other page.
_TRACKERS = re.compile(r"utm_\w+|fbclid|gclid|yclid|igshid|mc_[ce]id|_openstat|cmpid|at_\w+|ns_\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """An address that may be asked for, once its host's own address is checked."""

    scheme: str
    host: str  # a name in ASCII, or an IP address without brackets
    port: int
    target: str  # path and query, with a leading slash
    address: Address | None  # where the host is written as an IP address

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host and port as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt and politeness are kept by."""
        return f"{self.scheme}://{self.authority}"


def is_url(written: str) -> bool:
    """Whether something typed is meant as a web address rather than a path.

    >>> is_url("https://courier.example/rss"), is_url("inbox/rss.xml")
    (True, False)
    """
    return written[:8].lower().startswith(("http://", "https://"))


def checked(written: str, *, against: str | None = None) -> Url:
    """The address in its parts; a relative one is resolved against another.

    >>> str(checked("HTTPS://Courier.Example/rss#top"))
    'https://courier.example/rss'
    >>> checked("http://0x7f.1/")
    Traceback (most recent call last):
    fogline.model.errors.SourceRefused: http://0x7f.1/: a host in an unusual form (0x7f.1)
    """
    try:
        whole = urljoin(against, written.strip()) if against else written.strip()
    except ValueError as error:
        raise SourceRefused(written.strip()[:80], "no web address", str(error)) from None
    if len(whole) > LONGEST:
        raise SourceRefused(whole[:80], "an address that is too long", f"more than {LONGEST:,} characters")
    if _BROKEN.search(whole):
        raise SourceRefused(whole, "an address with characters that do not belong")
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError as error:
        raise SourceRefused(whole, "no web address", str(error)) from None
    scheme = parts.scheme.lower()
    if scheme not in PORTS:
        raise SourceRefused(whole, "not http or https", scheme or "no scheme")
    if "@" in parts.netloc:
        raise SourceRefused(f"{scheme}://…@{parts.hostname}", "an address with a name or password in it")
    if "[" in parts.netloc and ":" not in (parts.hostname or ""):
        raise SourceRefused(whole, "a host in an unusual form", parts.netloc)
    host, address = _host(parts.hostname or "", whole)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    return Url(
        scheme=scheme,
        host=host,
        port=PORTS[scheme] if port is None else port,
        target=(path if path.startswith("/") else "/" + path) + query,
        address=address,
    )


def _host(written: str, whole: str) -> tuple[str, Address | None]:
    host = written.rstrip(".")
    if ":" in host:
        try:
            six = ipaddress.IPv6Address(host)
        except ValueError:
            raise SourceRefused(whole, "a host in an unusual form", host) from None
        if six.scope_id is not None:
            raise SourceRefused(whole, "a host in an unusual form", host)
        return str(six), six
    if not host.isascii():
        import idna

        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise SourceRefused(whole, "a host name that cannot be", str(error)[:80]) from None
    host = host.lower()
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise SourceRefused(whole, "a host name that cannot be", host[:80] or "none")
    if re.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]):  # as in the URL standard: what ends in a number is an IP address
        try:
            four = ipaddress.IPv4Address(host)
        except ValueError:
            raise SourceRefused(whole, "a host in an unusual form", host) from None
        return str(four), four
    return host, None


def canonical_url(url: Url) -> str:
    """The form by which one page is known: without what only follows its readers.

    >>> canonical_url(checked("http://courier.example/a?utm_source=feed&id=7"))
    'http://courier.example/a?id=7'
    """
    path, _, query = url.target.partition("?")
    if not query:
        return str(url)
    kept = [(name, value) for name, value in parse_qsl(query, True) if not _TRACKERS.fullmatch(name.lower())]
    return f"{url.origin}{path}" + (f"?{urlencode(kept)}" if kept else "")


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one site: the same host, or one below the other.

    >>> same_site("https://feeds.courier.example/rss", "https://www.courier.example/a")
    True
    >>> same_site("https://courier.example/rss", "https://forger.example/a")
    False
    """
    first, second = (_site(checked(url).host) for url in (one, other))
    return first == second or first.endswith("." + second) or second.endswith("." + first)


def _site(host: str) -> str:
    for prefix in _SITES:
        if host.startswith(prefix) and host.count(".") > 1:
            return host[len(prefix) :]
    return host

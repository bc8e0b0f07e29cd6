"""Which outlets are watched: one TOML file, written by hand or by `fogline outlet`.

    [watch]                     # all of it may be left out
    every = "5m"                # how often an outlet is asked, at most
    allow = ["10.1.0.0/16"]     # networks beside the public ones

    [[outlet]]
    url = "https://courier.example/rss"
    name = "Dnipro Courier"
    every = "15m"
    paused = true
    full_text = "auto"          # the page, where the feed has a summary; always; never
    lang = "uk"

In: the file. Out: `Subscriptions`. Refused with `InputError`: what is no TOML, a name that is not known, a value that
makes no sense; each with its place. What stands beside in the file, comments too, is kept when it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from fogline.model.errors import InputError, QueryError, SourceRefused
from fogline.sources.schedule import seconds
from fogline.sources.settings import append, check, read_settings, rewritten, rows
from fogline.sources.urls import checked

DEFAULT = Path("outlets.toml")
FULL_TEXT = ("auto", "always", "never")
_EVERY = "5m"
_KNOWN: Mapping[str, type] = {"url": str, "name": str, "every": str, "paused": bool, "full_text": str, "lang": str}
_WATCH: Mapping[str, type | tuple[type, ...]] = {"every": str, "allow": list, "pause": (int, float)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One outlet that is watched."""

    url: str
    name: str | None = None
    every: float = 300.0  # seconds
    paused: bool = False
    full_text: str = "auto"
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriptions:
    """All outlets, and what holds for all."""

    outlets: tuple[Subscription, ...] = ()
    allow: tuple[str, ...] = ()
    pause: float = 1.0  # seconds between two requests to one host


class Followed:
    """The file of outlets, which somebody may change meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stamp: tuple[int, int, int] | None = None

    def read(self) -> Subscriptions:
        """What it says now."""
        self._stamp = self._found()  # before it is read: what is changed while it is, is seen the next time
        return read_subscriptions(self.path)

    def changed(self) -> bool:
        """Whether it is another than the one that was read last, or is gone."""
        return self._found() != self._stamp

    def _found(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns


def read_subscriptions(path: Path) -> Subscriptions:
    """The outlets of the file."""
    said = read_settings(path, make="fogline outlet add URL")
    check(said, {"watch": object, "outlet": object}, f"{path}")  # a misspelt name would end the watch on all outlets
    watch = said.get("watch", {})
    check(watch, _WATCH, f"{path}: [watch]")
    every = watch.get("every", _EVERY)
    listed = enumerate(rows(said, "outlet", path), 1)
    outlets = tuple(_subscription(row, every, f"{path}: outlet {number}") for number, row in listed)
    twice = next((one.url for n, one in enumerate(outlets) if one.url in {o.url for o in outlets[:n]}), None)
    if twice:
        raise InputError(f"{path}: {twice} stands there twice. Remove one.")
    return Subscriptions(
        outlets=outlets, allow=tuple(map(str, watch.get("allow", ()))), pause=float(watch.get("pause", 1.0))
    )


def _subscription(row: dict[str, object], every: str, where: str) -> Subscription:
    check(row, _KNOWN, where)
    try:
        url = str(checked(str(row["url"])))
        length = seconds(str(row.get("every", every)))
    except KeyError:
        raise InputError(f"{where}: has no url.") from None
    except (SourceRefused, QueryError) as error:
        raise InputError(f"{where}: {error}") from None
    full_text = str(row.get("full_text", "auto"))
    if full_text not in FULL_TEXT:
        raise InputError(f"{where}: full_text = {full_text!r}. Write one of: {', '.join(FULL_TEXT)}.")
    name, lang = row.get("name"), row.get("lang")
    return Subscription(
        url=url,
        name=str(name) if name else None,
        every=length,
        paused=row.get("paused") is True,
        full_text=full_text,
        lang=str(lang) if lang else None,
    )


def add_outlet(path: Path, url: str, *, name: str | None = None, every: str | None = None) -> bool:
    """Adds an outlet to the file, and makes the file where there is none; False where it stands there."""
    url = str(checked(url))
    if every is not None:
        seconds(every)
    if path.exists() and any(one.url == url for one in read_subscriptions(path).outlets):
        return False
    append(path, "outlet", {"url": url, "name": name, "every": every})
    return True


def remove_outlet(path: Path, url: str) -> None:
    """Takes an outlet out of the file."""
    index = _index(path, url)
    rewritten(path, lambda document: document["outlet"].pop(index))


def pause_outlet(path: Path, url: str, *, paused: bool) -> None:
    """Says in the file that an outlet is not asked, or that it is again."""
    index = _index(path, url)

    def change(document: Any) -> None:  # noqa: ANN401
        row = document["outlet"][index]
        if paused:
            row["paused"] = True
        elif "paused" in row:
            del row["paused"]

    rewritten(path, change)


def opml(outlets: tuple[Subscription, ...]) -> str:
    """The outlets as an OPML list, for other feed readers.

    >>> print(opml((Subscription(url="https://courier.example/rss", name="Dnipro & Co"),)).splitlines()[4])
        <outline type="rss" text="Dnipro &amp; Co" xmlUrl="https://courier.example/rss"/>
    """
    rows = [
        f'    <outline type="rss" text={quoteattr(one.name or one.url)} xmlUrl={quoteattr(one.url)}/>'
        for one in outlets
    ]
    head = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">', "  <head><title>Outlets</title></head>"]
    return "\n".join([*head, "  <body>", *rows, "  </body>", "</opml>"]) + "\n"


def _index(path: Path, url: str) -> int:
    outlets = read_subscriptions(path).outlets
    found = [number for number, one in enumerate(outlets) if url in (one.url, one.name)]
    if not found:
        try:
            whole = str(checked(url))
        except SourceRefused:
            whole = url
        found = [number for number, one in enumerate(outlets) if one.url == whole]
    if len(found) != 1:
        what = "stands there more than once; name its URL" if found else "is not there. See: fogline outlets"
        raise QueryError(f"{path}: {url} {what}.")
    return found[0]

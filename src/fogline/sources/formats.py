"""The table of what can be read: each format with how it is told and what reads it.

In: an `Opened`. Out: its captures, and what was set aside. Refused: nothing; what a reader refuses is set aside.

A package of somebody else adds a format of its own by an entry point of the group `fogline.sources` that leads to a
`Format`; it is asked before the ones that ship.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points

from fogline.model.errors import InputError, SourceRefused
from fogline.model.report import Capture, SetAside
from fogline.sources.opened import Opened
from fogline.sources.plain import ENDINGS, read_plain

GROUP = "fogline.sources"
Reader = Callable[[Opened], Iterator[Capture | SetAside]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: its name, the endings of files that a folder may hold, how it is told, what reads it."""

    name: str
    endings: tuple[str, ...]
    tells: Callable[[Opened], bool]
    read: Reader


def _later(module: str, reader: str) -> Reader:
    """A reader whose module is loaded when it is first needed."""

    def read(opened: Opened) -> Iterator[Capture | SetAside]:
        chosen: Reader = getattr(import_module(f"fogline.sources.{module}"), reader)
        yield from chosen(opened)

    return read


def _starts(*starts: bytes) -> Callable[[Opened], bool]:
    return lambda opened: opened.head.startswith(starts)


def _xml(*forms: str) -> Callable[[Opened], bool]:
    def tells(opened: Opened) -> bool:
        from fogline.sources.feed_xml import form_of

        return opened.head.lstrip()[:1] in (b"<", b"\xef", b"\xff", b"\xfe") and form_of(opened.head) in forms

    return tells


def _asked(module: str) -> Callable[[Opened], bool]:
    """Whether a format's own module knows it by its start."""

    def tells(opened: Opened) -> bool:
        return bool(import_module(f"fogline.sources.{module}").tells(opened))

    return tells


FORMATS: tuple[Format, ...] = (
    Format(name="WACZ or zip", endings=(".wacz", ".zip"), tells=_starts(b"PK\x03\x04"),
           read=_later("archives", "read_zip")),
    Format(name="PDF", endings=(".pdf",), tells=_starts(b"%PDF-"), read=_later("documents", "read_pdf")),
    Format(name="SQLite", endings=(".sqlite", ".sqlite3", ".db"), tells=_starts(b"SQLite format 3\0"),
           read=_later("database", "read_database")),
    Format(name="WARC", endings=(".warc",), tells=_starts(b"WARC/"), read=_later("warc", "read_warc")),
    Format(name="RSS, Atom, sitemap", endings=(".xml", ".rss", ".atom", ".rdf"),
           tells=_xml("rss", "rdf", "feed", "urlset", "sitemapindex"), read=_later("feed_files", "read_feed_file")),
    Format(name="OPML", endings=(".opml",), tells=_xml("opml"), read=_later("feed_files", "read_opml_file")),
    Format(name="JSON Feed", endings=(), tells=_asked("feed_json"), read=_later("feed_files", "read_json_file")),
    Format(name="Telegram export", endings=(), tells=_asked("telegram"), read=_later("telegram", "read_export")),
    Format(name="e-mail", endings=(".eml", ".mbox"), tells=_asked("mail"), read=_later("mail", "read_mail")),
    Format(name="CSV", endings=(".csv", ".tsv"), tells=_asked("columns"), read=_later("columns", "read_table")),
    Format(name="SQL dump", endings=(".sql",), tells=_asked("sqldump"), read=_later("sqldump", "read_dump")),
    Format(name="list of addresses", endings=(), tells=_asked("addresses_listed"),
           read=_later("addresses_listed", "read_list")),
)  # fmt: skip


@functools.cache
def formats() -> tuple[Format, ...]:
    """All formats, those of other packages first."""
    added = []
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        loaded = entry.load()
        if not isinstance(loaded, Format):
            raise InputError(f"{entry.name}: leads to no Format ({entry.value}). Correct or remove that package.")
        added.append(loaded)
    return (*added, *FORMATS)


def endings() -> frozenset[str]:
    """The endings of files that a folder's reports may have."""
    return frozenset(ENDINGS).union(*(one.endings for one in formats()))


def read_opened(opened: Opened) -> Iterator[Capture | SetAside]:
    """Everything that a stream holds, by whichever format it is in."""
    try:
        chosen = next((one for one in formats() if one.tells(opened)), None)
        yield from chosen.read(opened) if chosen else read_plain(opened)
    except SourceRefused as refused:
        yield SetAside(source=opened.source, reason=refused.reason, detail=refused.detail)
    except (OSError, EOFError, zlib.error) as error:
        yield SetAside(source=opened.source, reason="cannot be read", detail=str(error))

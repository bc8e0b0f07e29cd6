"""What came in: captures (bytes as they were), reports (clean text with sections) and what was set aside.

Offsets are Unicode code points into `Report.text`, half-open: `text[start:end]` is the thing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

# Code points of one report that are read, about 33,000 words: no news piece is longer. What is beyond is kept unread.
MOST_READ = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a report from outside its text: a sidecar, a feed, a JSON line, a flag. `None`: not said."""

    id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None
    published: str | None = None  # EDTF level 0/1, or RFC 3339


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request to a server and its answer, byte for byte as they went over the wire (inside TLS)."""

    id: str  # urn:uuid:…, of the answer
    url: str
    at: str  # when it was asked: 2023-03-04T12:00:00Z
    request: bytes
    response: bytes
    address: str | None = None  # the server's IP address
    whole: bool = True  # False: the rest of the answer was not read


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as they were read from disk or fetched, never changed."""

    body: bytes
    source: str  # a path, `path:line`, a URL or `-`
    media_type: str  # text/plain, text/html (with "; charset=" as a server states it), application/json or pdf, …
    facts: Facts = Facts()
    exchanges: tuple[Exchange, ...] = ()  # how it was fetched: redirects first, what brought it last

    @property
    def digest(self) -> str:
        """SHA-256 of the body, in hex."""
        return hashlib.sha256(self.body).hexdigest()


class SectionKind(StrEnum):
    """What a stretch of report text is for."""

    TITLE = "title"
    BODY = "body"
    DATELINE = "dateline"  # "Key developments on Feb. 5:", "KYIV, March 4 (Reuters) -"
    LIVE_UPDATE = "live update"  # text under a stamp of its own; `date` holds the stamp
    CAPTION = "caption"  # a picture's or video's line; its date dates nothing else
    BOILERPLATE = "boilerplate"  # advertising, "more stories", subscription tails: not report text
    UNREAD = "unread"  # kept, never read: a paragraph in another language, what is beyond the characters that are read


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A stretch of a report. Sections are in order, never overlap and cover all text that is not blank."""

    start: int
    end: int
    kind: SectionKind
    date: str | None = None  # EDTF: the date that a dateline, a live update's stamp or a caption gives
    why: str | None = None  # for boilerplate, captions and what is unread: the rule that says so


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One published piece, as clean text."""

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    lang: str | None = None  # ISO 639-1; None: not found out
    published: str | None = None  # EDTF (2023-02-05, XXXX-02-05) or RFC 3339; None: not known
    published_basis: str = "none"  # metadata, url, text, none
    sections: tuple[Section, ...] = ()
    capture: str | None = None  # digest of the capture it was read from
    source: str | None = None  # where the capture was read from

    @property
    def as_read(self) -> Report:
        """The report as far as it is read: itself, or for one of megabytes the first `MOST_READ` characters."""
        return self if len(self.text) <= MOST_READ else replace(self, text=self.text[:MOST_READ])


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Something that was not used, where it stood, and why."""

    source: str
    reason: str
    detail: str | None = None

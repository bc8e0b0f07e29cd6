"""A page and its twins: one answer as HTML, JSON, CSV, GeoJSON, Atom or PDF, remembered as long as nothing changes.

In: what a page's module found. Out: bytes with their media type. Refused with `NotThere`: a form that the page has not.
"""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from fogline.model.codec import encode
from fogline.model.picture import Picture
from fogline.outputs.citation import Cited, citations, of_picture
from fogline.outputs.geojson import geojson
from fogline.outputs.paper import Paper, is_there, pdf
from fogline.outputs.tables import Row, safe
from fogline.outputs.visible import web
from fogline.serve.desk import words
from fogline.serve.desk.asked import Asked, NotThere
from fogline.serve.desk.complaints import complaint
from fogline.serve.desk.language import LANGUAGES, speaking, spoken
from fogline.serve.desk.reviewing import Reviewing
from fogline.serve.desk.said import Said
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.translated import Literals, text_of_ours

MEDIA = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "geojson": "application/geo+json",
    "atom": "application/atom+xml; charset=utf-8",
    "pdf": "application/pdf",
}
_MOST_BYTES = 64_000_000  # of pages remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One entry of a feed."""

    id: str
    title: str
    day: str
    link: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: what its template shows, and what the twins tell."""

    title: str
    template: str
    shown: Mapping[str, object]
    told: Mapping[str, object]  # as JSON
    rows: Iterable[Row] | None = None  # as CSV
    picture: Picture | None = None  # as GeoJSON
    news: Iterable[News] | None = None  # as Atom
    paper: Callable[[], Paper] | None = None  # as PDF, where typst is installed; most who look want none

    @property
    def forms(self) -> list[str]:
        """The twins that there are."""
        there: dict[str, object] = {"json": True, "csv": self.rows, "geojson": self.picture, "atom": self.news}
        there["pdf"] = self.paper if is_there() else None
        return [form for form, has in there.items() if has is not None]


Maker = Callable[[Sight, Asked], Page]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Bytes to send."""

    body: bytes
    media: str


@dataclass(slots=True)
class Remembered:
    """The last answers, by what was seen and what was asked; at most so many bytes of them."""

    most: int = _MOST_BYTES
    _held: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> Answer | None:
        """An answer that was made before."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: str, answer: Answer) -> None:
        """Remembers an answer, and forgets those that were asked for longest ago."""
        with self._lock:
            if key not in self._held and len(answer.body) <= self.most:
                self._held[key] = answer
                self._size += len(answer.body)
            while self._size > self.most:
                self._size -= len(self._held.popitem(last=False)[1].body)


def etag(sight: Sight, asked: Asked) -> str:
    """The mark of an answer: the same for the same state, question and program.

    What was made of the answer is not looked at, so that an unchanged page costs nothing.
    """
    said = json.dumps([sight.stamp, asked.form, asked.again(), spoken(), _program(), beside(sight, asked)])
    return f'"{hashlib.blake2b(said.encode(), digest_size=12).hexdigest()}"'


def beside(sight: Sight, asked: Asked) -> int:
    """What an answer tells beside the state of the ledger: of an outlet, what watching last found, by the minute."""
    if sight.watched is None or not asked.path.startswith("/outlets/"):
        return 0
    files = (sight.watched, sight.watched.with_name(sight.watched.name + "-wal"))
    return max((int(one.stat().st_mtime) // 60 for one in files if one.exists()), default=0)


@functools.cache
def _program() -> str:
    return version("fogline")


def program() -> str:
    """This program as it is cited."""
    return f"fogline {_program()}"


def answer(page: Page, sight: Sight, asked: Asked, desk: str, reviewer: Reviewing | None = None) -> Answer:
    """The page in the form that was asked for. `desk`: what the desk stands on; `reviewer`: who has come in."""
    if asked.form != "html" and asked.form not in page.forms:
        raise NotThere(f"{asked.path}.{asked.form}: this page has no such form. There is: {', '.join(page.forms)}.")
    if asked.form == "pdf" and page.paper is not None:
        return Answer(body=pdf(page.paper()), media=MEDIA["pdf"])
    return Answer(body=_text(page, sight, asked, desk, reviewer).encode(), media=MEDIA[asked.form])


def _text(page: Page, sight: Sight, asked: Asked, desk: str, reviewer: Reviewing | None) -> str:
    if asked.form == "json":
        head = {"page": asked.again(), "title": page.title, "as_of": sight.day, "stamp": sight.stamp}
        return json.dumps(head | {name: encode(value) for name, value in page.told.items()}, ensure_ascii=False) + "\n"
    if asked.form == "csv":
        return csv_text(page.rows or ())
    if asked.form == "geojson" and page.picture is not None:
        return geojson(page.picture)
    name = "feed.atom" if asked.form == "atom" else page.template
    shown = {**page.shown, "page": page, "asked": asked, "sight": sight, "desk": desk, "reviewer": reviewer}
    shown["page_cite"] = {} if "cite" in page.shown else _cited(page, sight, asked, desk)
    return environment().get_template(name).render(shown)


def _cited(page: Page, sight: Sight, asked: Asked, desk: str) -> Mapping[str, str]:
    """How a page is cited that is about nothing that has a citation of its own: the same whoever looks."""
    with speaking("en"):
        title = f"{asked.path.split('/')[1].capitalize()}: {page.title}" if "/" in asked.path[1:] else page.title
        stands = f"{asked.again(lang=None)} of {desk}, state {sight.stamp}, added up by {program()}"
        return citations(of_picture(asked.path.strip("/"), title, sight.day, stands, program()))


def source(one: Said) -> str:
    """Where the words of a claim stand and who says them, to be put after them: the same whoever looks."""
    note = f"Said by {one.who}; claim {one.id}, as read by {program()}"
    report = Cited(
        key=one.id, author=one.outlet, title=one.title or "Report without a title", day=one.published,
        url=web(one.url) or None, note=note,
    )  # fmt: skip
    return citations(report)["text"]


def csv_text(rows: Iterable[Row]) -> str:
    """Rows under their names; no cell can become a formula."""
    out, headed = io.StringIO(), False
    writer = csv.writer(out, lineterminator="\n")
    for row in rows:
        if not headed:
            writer.writerow(row)
            headed = True
        writer.writerow([safe(cell) for cell in row.values()])
    return out.getvalue()


@functools.cache
def environment() -> Environment:
    """The templates. Everything that is put into one is escaped; a name that is not given is an error."""
    made = Environment(
        loader=PackageLoader("fogline.serve.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
        extensions=[Literals],
    )
    made.filters |= {name: _when_shown(getattr(words, name)) for name in words.FILTERS} | {"web": web, "source": source}
    made.filters["complaint"] = _when_shown(complaint)
    made.globals |= {"kinds": words.kind_labels, "kept": words.kept, "languages": LANGUAGES, "language": spoken,
                     "text_of_ours": text_of_ours}  # fmt: skip
    made.globals["reviewer"] = None  # pages that are made before anybody is known to ask
    return made


def _when_shown(said: Callable[..., object]) -> Callable[..., object]:
    """A filter as it works out when a page is made: of words of the template itself it would be worked out once, when
    that is read, in the language of whoever came first."""

    @pass_context
    def filtered(_: Context, *values: object, **more: object) -> object:
        return said(*values, **more)

    return filtered


def _printable(value: object) -> object:
    """Text without characters that XML forbids or that turn what is read around; markup of ours as it is."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return words.plain(value)
    return "" if value is None else value

"""What is fuzzed: every parser that meets bytes of others, each with seeds written for it and what it may refuse with.

In: bytes. Out: nothing; a parser ends, with what it found or with one of its declared refusals. What it found must be
such as the ledger can keep: UTF-8, and no report that made the reader fail.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import io
import json
import logging
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import fuzz_seeds as seeds
from fogline.data.charsets import charset
from fogline.data.stamp_lines import stamp_alone
from fogline.model.codec import canonical
from fogline.model.errors import InputError, SourceRefused, UnreadableReport
from fogline.model.report import Capture, SetAside
from fogline.reports import pdf
from fogline.reports.decode import decode, in_utf8
from fogline.reports.mail import read_mail
from fogline.reports.page import read_page
from fogline.reports.published import lenient_date, metadata_date, url_date
from fogline.reports.read import read
from fogline.sources.columns import Columns
from fogline.sources.feed import Feed, moment, piece_capture
from fogline.sources.feed_json import read_json_feed
from fogline.sources.feed_xml import form_of, read_feed, read_opml
from fogline.sources.fetch import _seconds, content_type
from fogline.sources.formats import read_opened
from fogline.sources.fragments import text_of
from fogline.sources.inflate import Inflater, unpacked
from fogline.sources.opened import Opened, buffered
from fogline.sources.polite import AGENT, rules
from fogline.sources.sidecar import read_sidecar
from fogline.sources.subscriptions import opml, read_subscriptions
from fogline.sources.urls import canonical_url, checked, same_site

AT = "https://courier.example/rss"
_NOW = datetime(2023, 3, 4, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One parser: how it is fed, what it may refuse with, what to begin from, words that it knows."""

    feed: Callable[[bytes], object]
    refuses: tuple[type[Exception], ...] = ()
    seeds: tuple[bytes, ...]
    words: tuple[bytes, ...] = field(default=())


def kept(found: Iterable[Capture | SetAside]) -> int:
    """How many things were found, all of them such as the ledger can keep."""
    count = 0
    for count, one in enumerate(found, start=1):  # noqa: B007 - the count is the result
        canonical(one if isinstance(one, SetAside) else one.facts)
        one.source.encode()
        assert not (isinstance(one, SetAside) and one.reason.startswith("made the reader fail")), one
    return count


def _as_file(name: str, *, read_on: bool = False, columns: str | None = None) -> Callable[[bytes], object]:
    """Fed as a file of that name; `read_on`: each capture is read to a report too."""

    def feed(body: bytes) -> int:
        stream, called = buffered(io.BytesIO(body)), name
        if name.endswith(".gz"):
            stream, called = unpacked(stream, name), name[:-3]
        opened = Opened(stream=stream, source="x", name=called, columns=Columns.of(columns))
        found = list(read_opened(opened))
        if read_on:
            for one in found:
                if isinstance(one, Capture):
                    with contextlib.suppress(UnreadableReport):
                        canonical(read(one))
        return kept(found)

    return feed


def _feed(body: bytes) -> None:
    form_of(body[:8192])
    _whole(read_feed(body, AT))


def _json_feed(body: bytes) -> None:
    _whole(read_json_feed(body, AT))


def _whole(feed: Feed) -> None:
    from fogline.model.report import Facts

    for piece in feed.pieces[:50]:
        capture = piece_capture(piece, feed=AT, of=feed, facts=Facts(), source=AT)
        with contextlib.suppress(UnreadableReport):
            canonical(read(capture))


def _opml(body: bytes) -> None:
    for one in read_opml(body, AT):
        canonical([one.url, one.title, one.site])


def _page(body: bytes) -> None:
    page = read_page(body, AT)
    canonical([page.text, page.title, page.outlet, page.url, page.published, page.lang])


@functools.cache
def _pdf_program() -> Callable[[bytes], dict[str, object]]:
    """The part of the PDF reader that runs in a process of its own, without its limits: one process for all inputs."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a line for each thing that is broken, to nobody
    assert "def main():" in pdf.PROGRAM
    inside = "def main():" + pdf.PROGRAM.partition("def main():")[2].partition("\ntry:")[0]
    names: dict[str, object] = {"io": io, "json": json, "pypdf": pypdf}

    def run(body: bytes) -> dict[str, object]:
        class Input:
            buffer = io.BytesIO(body)

        class System:
            stdin = Input

        names["sys"] = System
        exec(inside, names)  # noqa: S102 - the program of the module itself
        main = names["main"]
        assert callable(main)
        said = main()
        assert isinstance(said, dict)
        return said

    return run


def _pdf(body: bytes) -> None:
    try:
        said = _pdf_program()(body)
    except Exception:  # noqa: BLE001 - as the program itself does: each is told as "is broken"
        return
    if "pages" in said and isinstance(said["pages"], list):
        json.dumps(said)
        canonical(pdf.paragraphs(json.loads(json.dumps(said["pages"]))))


def _mail(body: bytes) -> None:
    letter = read_mail(body, "x")
    canonical([letter.text, letter.subject, letter.sender, letter.sent])


@functools.cache
def _folder() -> Path:
    shared = Path("/dev/shm")  # noqa: S108 - memory: a disk would be the slowest part
    return Path(tempfile.mkdtemp(prefix="fogline-fuzz-", dir=shared if shared.is_dir() else None))


def _toml(body: bytes) -> None:
    path = _folder() / "outlets.toml"
    path.write_bytes(body)
    opml(read_subscriptions(path).outlets)


def _sidecar(body: bytes) -> None:
    folder = _folder()
    (folder / "reports.yaml").write_bytes(body)
    found = read_sidecar(folder)
    kept(found.set_aside)


def _sqlite(body: bytes) -> None:
    path = _folder() / "rows.sqlite"
    path.write_bytes(body)
    with path.open("rb") as raw:
        kept(read_opened(Opened(stream=raw, source="x", name=path.name, path=path)))


def _robots(body: bytes) -> None:
    said = rules(body)
    said.can_fetch(f"{AT}?a=1&b=%D0%96", AGENT)
    said.crawl_delay(AGENT)


def _dates(body: bytes) -> None:
    said = body.decode("utf-8", "surrogateescape")
    canonical([moment(body.decode("utf-8", "replace")), lenient_date(body.decode("utf-8", "replace"))])
    url_date(said)
    stamp_alone(said)
    _seconds(said, _NOW)
    metadata_date(said, "x")


def _encoding(body: bytes) -> None:
    stated, _, text = body.partition(b"\n")
    name = stated.decode("latin-1")
    charset(name)
    content_type(name)
    in_utf8(text, name)
    decode(text, "x").encode()


def _addresses(body: bytes) -> None:
    one, _, other = body.decode("utf-8", "replace").partition("\n")
    url = checked(one, against=other or None)
    assert canonical_url(checked(canonical_url(url))) == canonical_url(url)
    str(url).encode("ascii")
    same_site(one, other)


def _packed(body: bytes) -> None:
    inflater = Inflater("x", most=20_000_000)
    for at in range(0, len(body), 1 << 12):
        for _ in inflater.feed(body[at : at + (1 << 12)]):
            pass
    inflater.finish()


def _text(body: bytes) -> None:
    canonical(read(Capture(body=body, source="x.txt", media_type="text/plain")))


def _fragment(body: bytes) -> None:
    text_of(body.decode("utf-8", "replace")).encode()


TARGETS: dict[str, Target] = {
    "feed": Target(
        feed=_feed,
        refuses=(SourceRefused,),
        seeds=(seeds.RSS, seeds.ATOM, seeds.SITEMAP, seeds.ENTITY),
        words=seeds.XML_WORDS,
    ),
    "json feed": Target(feed=_json_feed, refuses=(SourceRefused,), seeds=(seeds.JSON,), words=seeds.JSON_WORDS),
    "opml": Target(feed=_opml, refuses=(SourceRefused,), seeds=(seeds.OPML,), words=(*seeds.XML_WORDS, b"<outline ")),
    "html page": Target(
        feed=_page,
        refuses=(UnreadableReport,),
        seeds=(seeds.PAGE,),
        words=(b"<p>", b"</div>", b"<table>", b"<article>", b"<!--", b"&#55296;", b"<meta "),
    ),
    "html fragment": Target(
        feed=_fragment, seeds=(f"<p>{seeds.STORY}</p><br>5 &lt; 6".encode(),), words=(b"<p>", b"<![CDATA[")
    ),
    "warc": Target(
        feed=_as_file("a.warc"), seeds=(seeds.warc(),), words=(b"WARC/1.0\r\n", b"Length: \xc2\xb2", b"\r\n\r\n")
    ),
    "warc, packed": Target(feed=_as_file("a.warc.gz"), seeds=(seeds.warc(packed=True),)),
    "zip, wacz": Target(
        feed=_as_file("a.zip"), seeds=(seeds.zip_file(),), words=(b"PK\x01\x02", b"PK\x05\x06", b"../")
    ),
    "telegram": Target(feed=_as_file("result.json", read_on=True), seeds=(seeds.TELEGRAM,), words=seeds.JSON_WORDS),
    "pdf": Target(
        feed=_pdf, seeds=(seeds.pdf_file(),), words=(b"endobj", b"/Kids [", b" 0 R", b"/FlateDecode", b"/ObjStm")
    ),
    "mail": Target(
        feed=_mail,
        refuses=(UnreadableReport,),
        seeds=(seeds.letter(), seeds.letter(html=True)),
        words=(b"Content-Type: ", b"=?utf-8?b?", b"boundary=", b"charset=", b"base64", b"\n\n"),
    ),
    "mailbox": Target(
        feed=_as_file("a.mbox"),
        seeds=(b"From a@b Sat Mar  4 10:00:00 2023\n" + seeds.letter(),),
        words=(b"\n\nFrom a@b 10:00\n", b">From "),
    ),
    "csv": Target(
        feed=_as_file("a.csv"),
        seeds=(f'date,text\n2023-03-04,"{seeds.STORY}"\n'.encode(),),
        words=(b'"', b'""', b"\r", b";", b"\t", b"\x00"),
    ),
    "sql dump": Target(
        feed=_as_file("a.sql"),
        seeds=(seeds.DUMP, seeds.COPY.encode()),
        words=(b"INSERT INTO ", b"VALUES (", b"''", b"\\'", b");\n", b"CREATE TABLE ", b"\\N"),
    ),
    "sqlite": Target(feed=_sqlite, seeds=(seeds.database(),)),
    "json lines": Target(
        feed=_as_file("a.jsonl", read_on=True),
        words=seeds.JSON_WORDS,
        seeds=(
            seeds.said(id="a", text=seeds.STORY, title="Nikopol", published="2023-03-04", url="https://a.example/")
            + b"\n",
        ),
    ),
    "outlets": Target(
        feed=_toml, refuses=(InputError,), seeds=(seeds.OUTLETS,), words=(b"[[outlet]]", b'"""', b"inf", b"'")
    ),
    "sidecar": Target(
        feed=_sidecar,
        refuses=(InputError,),
        words=(b"- ", b"&a", b"*a", b"!!", b"<<: ", b"\n  "),
        seeds=(b"- file: a.txt\n  outlet: Dnipro Courier\n  published: 2023-03-04\n",),
    ),
    "robots": Target(feed=_robots, seeds=(seeds.ROBOTS,), words=(b"*", b"$", b"Disallow: ", b"%2F", b"User-agent: ")),
    "dates": Target(
        feed=_dates,
        refuses=(UnreadableReport,),
        seeds=tuple(one.encode() for one in seeds.DATES),
        words=(b"XX", b"T24:00", b"+99:99", b"GMT", b"a.m.", "٤".encode(), b"Mar"),
    ),
    "encoding": Target(
        feed=_encoding,
        refuses=(UnreadableReport,),
        words=(b"\xef\xbb\xbf", b"\xff\xfe", b"utf-7", b"\x1b$B"),
        seeds=tuple(
            name.encode() + b"\n" + "Обстріл Нікополя".encode(name)
            for name in ("utf-8", "cp1251", "koi8-u", "utf-16", "iso8859-5")
        ),
    ),
    "addresses": Target(
        feed=_addresses,
        refuses=(SourceRefused,),
        seeds=tuple(one.encode() for one in seeds.URLS),
        words=(b"://", b"@", b"[::]", b"%25", b"xn--", b":65536", "。".encode()),
    ),
    "packed": Target(feed=_packed, refuses=(SourceRefused,), seeds=(gzip.compress(seeds.STORY.encode() * 9, mtime=0),)),
    "text": Target(
        feed=_text,
        refuses=(UnreadableReport,),
        seeds=(f"KYIV, March 4 (Wire) - {seeds.STORY}\n\n14:05 {seeds.STORY}\n".encode(),),
        words=(b"\n\n", b"Posted: ", b"14:05 ", b"Read more: ", b"(Reuters) - "),
    ),
    "any": Target(
        feed=_as_file(""),
        words=(b"PK\x03\x04", b"%PDF-", b"WARC/1.0\r\n", b"<rss>", b'{"', b"https://"),
        seeds=(
            b"https://a.example/\n",
            seeds.STORY.encode(),
            b"<html><body>Calm</body></html>",
            seeds.RSS,
            seeds.TELEGRAM,
            seeds.warc(),
        ),
    ),
}


def named(names: Iterable[str]) -> Iterator[tuple[str, Target]]:
    """The targets of these names; all of them where none is named."""
    wanted = list(names)
    for name, target in TARGETS.items():
        if not wanted or name in wanted:
            yield name, target

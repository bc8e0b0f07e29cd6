"""Whatever bytes a source holds, reading it ends, with captures or with reasons."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_feeds import ATOM, RSS, SITEMAP
from test_formats import HTML, LITE, MESSAGES, MYSQL, PAGE, PGSQL, letter, pdf, warc

from fogline.model.errors import UnreadableReport
from fogline.model.report import Capture, SetAside
from fogline.reports.mail import read_mail
from fogline.sources.formats import read_opened
from fogline.sources.inflate import unpacked
from fogline.sources.opened import Opened, buffered


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "Calm in Lyman.")
    return out.getvalue()


EXPORT = json.dumps({"name": "Wire", "type": "public_channel", "id": 1, "messages": MESSAGES}).encode()
SEEDS = {
    "a.xml": [RSS.encode(), ATOM.encode(), SITEMAP.encode(), b"<opml><outline xmlUrl='https://a.example/'/></opml>"],
    "a.json": [EXPORT, b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1, "content_text": "Calm."}]}'],
    "a.warc": [b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n"],
    "a.warc.gz": [warc(("https://a.example/", HTML, PAGE))],
    "a.zip": [_zip()],
    "a.eml": [bytes(letter("Calm."))],
    "a.mbox": [b"From a@b Sat Mar  4 10:00:00 2023\n" + bytes(letter("Calm."))],
    "a.csv": [b"date,text\n2023-03-04,Calm\n"],
    "a.sql": [MYSQL.encode(), PGSQL.encode(), LITE.encode()],
    "a.pdf": [pdf("Calm.")],
    "": [b"https://a.example/\n", b"Calm in Lyman.", b"<html><body>Calm</body></html>"],
}


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file that was in order once: cut, with bytes changed, repeated or put in."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    body = bytearray(draw(st.sampled_from(SEEDS[name])))
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(body)))
        end = draw(st.integers(at, min(len(body), at + 40)))
        body[at:end] = draw(st.one_of(st.binary(max_size=20), st.just(bytes(body[at:end]) * 3), st.just(b"")))
    return name, bytes(body)


@settings(max_examples=300, deadline=5_000, suppress_health_check=[HealthCheck.too_slow])
@given(damaged())
@example(("", b""))
@example(("a.zip", b"PK\x03\x04"))
@example(("a.sql", b"INSERT INTO `a` VALUES ('"))
@example(("a.json", b'{"type": 1, "messages": [' + b"[" * 5_000))
def test_reading_ends(given_file: tuple[str, bytes]) -> None:
    name, body = given_file
    stream = buffered(io.BytesIO(body))
    if name.endswith(".gz"):
        stream, name = unpacked(stream, name), name[:-3]
    found = list(read_opened(Opened(stream=stream, source="x", name=name)))
    assert all(isinstance(one, (Capture, SetAside)) for one in found)


@settings(max_examples=150, deadline=5_000)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_mail_is_read_or_refused(noise: bytes, at: int) -> None:
    whole = bytes(letter("Calm in Lyman.", html="<p>Calm</p>"))
    with contextlib.suppress(UnreadableReport):
        assert read_mail(whole[:at] + noise + whole[at:], "x").text


@pytest.mark.parametrize("depth", [50, 3_000])
def test_parts_within_parts_end(depth: int) -> None:
    body = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(depth))
    with pytest.raises(UnreadableReport):
        read_mail(body, "x")

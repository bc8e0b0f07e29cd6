"""What fuzzing begins from: one small file of each format, written for it.

In: nothing. Out: bytes, texts. The words of a format are what a mutation puts in.
"""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import apsw

STORY = "Shelling hit Nikopol overnight, and two people were wounded, the regional administration said."


def zip_file() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", STORY)
        archive.writestr("archive/data.warc", warc())
    return out.getvalue()


def warc(*, packed: bool = False) -> bytes:
    page = f"<html><head><title>Nikopol</title></head><body><article><p>{STORY}</p></article></body></html>"
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n" \
        f"{len(page):x}\r\n{page}\r\n0\r\n\r\n".encode()  # fmt: skip
    head = ("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/n\r\n"
            "WARC-Date: 2023-03-04T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n")  # fmt: skip
    record = head.encode() + http + b"\r\n\r\n"
    return gzip.compress(record, mtime=0) * 2 if packed else record * 2


def letter(*, html: bool = False) -> bytes:
    letter = EmailMessage()
    letter["From"], letter["Subject"] = "Dnipro Courier <news@courier.example>", "Обстріл Нікополя"
    letter["Date"] = "Sat, 04 Mar 2023 10:00:00 +0200"
    letter.set_content(STORY)
    if html:
        letter.add_alternative(f"<p>{STORY}</p>", subtype="html")
    return bytes(letter)


def pdf_file() -> bytes:
    """A PDF of one page, in one stream, with its cross-reference table."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({STORY}) Tj ET".encode()
    parts = (b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
             b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
             b"/Resources << /Font << /F1 5 0 R >> >> >>",
             b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
             b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")  # fmt: skip
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sqlite"
        connection = apsw.Connection(str(path))
        connection.execute("PRAGMA page_size = 512; CREATE TABLE news (text TEXT, published TEXT, id INTEGER)")
        connection.execute("INSERT INTO news VALUES (?, '2023-03-04', 1)", (STORY,))
        connection.close()
        return path.read_bytes()


def said(**fields: object) -> bytes:
    return json.dumps(fields).encode()


RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Dnipro Courier</title>
<link>https://courier.example/</link><language>uk-UA</language>
<item><title>Nikopol &amp; Marhanets</title><link>/a</link>
<guid isPermaLink="false">n-1</guid><pubDate>Sat, 04 Mar 2023 10:00:00 +0200</pubDate>
<description>&lt;p&gt;{STORY}&lt;/p&gt;</description><dc:date>2023-03-04</dc:date>
<content:encoded><![CDATA[<p>{STORY}</p>]]></content:encoded></item></channel></rss>""".encode()
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title type="html">Steppe &lt;b&gt;Wire</title>
<link rel="self" href="/atom"/><link href="https://steppe.example/"/><entry><id>tag:1</id><title>Lyman</title>
<link href="/lyman"/><published>2023-03-04T10:00:00Z</published><updated>2023-03-05T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p></div></content></entry></feed>""".encode()
SITEMAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://courier.example/n</loc>
<news:news><news:publication><news:name>Dnipro Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2023-03-04T10:00:00Z</news:publication_date><news:title>Nikopol hit</news:title></news:news>
</url></urlset>"""
ENTITY = b'<!DOCTYPE rss [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]><rss><channel><title>&b;</title></channel></rss>'
OPML = b"""<opml version="2.0"><head><title>Outlets</title></head><body><outline text="Wires"><outline type="rss"
 text="Dnipro Courier" xmlUrl="https://courier.example/rss" htmlUrl="https://courier.example/"/></outline></body></opml>"""
JSON = said(version="https://jsonfeed.org/version/1.1", title="Wire", home_page_url="https://wire.example/",
              items=[{"id": 1, "url": "/a", "title": "Nikopol", "content_html": f"<p>{STORY}</p>",
                      "date_published": "2023-03-04T10:00:00Z", "authors": [{"name": "Wire"}]}])  # fmt: skip
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Nikopol | Courier</title>
<meta property="article:published_time" content="2023-03-04T10:00:00+02:00">
<meta property="og:site_name" content="Courier">
<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "2023-03-04",
"headline": "Nikopol"}}</script>
</head><body><nav><a href="/">Home</a></nav><article><h1>Nikopol</h1><time datetime="2023-03-04">4 March</time>
<p>{STORY}</p><p>{STORY}</p><table><tr><td>2</td></tr></table></article><footer>Courier</footer></body></html>""".encode()
TELEGRAM = said(name="Wire", type="public_channel", id=1, messages=[
    {"id": 7, "type": "message", "date": "2023-03-04T10:00:00", "date_unixtime": "1677924000", "from": "Wire",
     "from_id": "channel1", "text": [STORY, {"type": "bold", "text": " Two."}], "edited": "2023-03-04T11:00:00"},
    {"id": 8, "type": "message", "date": "2023-03-04T10:01:00", "forwarded_from": "Steppe Wire", "text": STORY},
])  # fmt: skip
DUMP = b"""-- MySQL dump 10.13
CREATE TABLE `news` (`id` int(11) NOT NULL, `text` longtext, `published` date DEFAULT '2023-01-01', PRIMARY KEY (`id`));
INSERT INTO `news` VALUES (1,'%s It\\'s said.','2023-03-04'),(2,NULL,'2023-03-05');
""" % STORY.encode()
COPY = f"CREATE TABLE public.news (id integer, text text);\nCOPY public.news (id, text) FROM stdin;\n1\t{STORY}\n\\.\n"
OUTLETS = b"""[watch]
every = "5m"
allow = ["10.1.0.0/16"]
pause = 1.5
[[outlet]]
url = "https://courier.example/rss"
name = "Dnipro Courier"
paused = true
full_text = "auto"
lang = "uk"
"""
ROBOTS = (
    b"# rules\nUser-agent: *\nDisallow: /secret/*.html$\nAllow: /\nCrawl-delay: 2.5\nSitemap: https://a.example/s.xml\n"
)
DATES = (
    "Sat, 04 Mar 2023 10:00:00 +0200", "2023-03-04T10:00:00.123+02:00", "2023-03-04", "March 4, 2023 10:15 GMT",
    "4 березня 2023", "2023-XX", "2021-22", "1984~/1986?", "20230304",
    "Posted: 9:40 p.m. (Kyiv time), Saturday, 4 March",
    "/2023/03/04/a", "/20230304-a", "2 hours ago", "120", "Updated on 04.03.2023 at 14:05 EET",
)  # fmt: skip
URLS = (
    "https://courier.example/a?utm_source=rss&b=1#c", "/a/../b\nhttps://courier.example/rss", "http://[::ffff:10.0.0.1]:80/",
    "http://0x7f.1/", "HTTP://КУР'ЄР.example:443/ж?%D0", "//a.example\nhttp://b.example/", "javascript:alert(1)",
)  # fmt: skip
XML_WORDS = (b"<item>", b"</item>", b"<![CDATA[", b"]]>", b"&amp;", b"<!ENTITY ", b'encoding="utf-16"', b"<entry>",
              b"<description>", b"&#x110000;", b"&#0;", b"xml:base='", b"\xff\xfe")  # fmt: skip
JSON_WORDS = (b'"\\ud800"', b"[[[[", b"{}", b"null", b"1e999", b"-0", b'"text":', b'"title":', b"NaN", b"9" * 30)

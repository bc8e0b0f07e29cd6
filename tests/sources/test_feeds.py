"""Feeds of every make, well-formed and not."""

from __future__ import annotations

import contextlib
import json
import time

import pytest

from fogline.model.errors import SourceRefused
from fogline.sources.feed import Other, Piece, piece_id
from fogline.sources.feed_json import read_json_feed
from fogline.sources.feed_xml import form_of, read_feed, read_opml

AT = "https://courier.example/rss"
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Dnipro Courier</title><link>https://courier.example/</link><language>uk-UA</language>
<item><title>Shelling of Nikopol &amp; Marhanets</title><link>/a?utm_source=rss</link>
<guid isPermaLink="false">n-1</guid>
<pubDate>Sat, 04 Mar 2023 10:00:00 +0200</pubDate>
<description>&lt;p&gt;Shells hit Nikopol.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title>Kherson</title><guid>https://courier.example/b</guid><dc:date>2023-03-04</dc:date>
<content:encoded><![CDATA[<p>Kherson was shelled.</p><p>Three people were hurt.</p>]]></content:encoded></item>
<item><title>Bad</title><link>javascript:alert(1)</link><pubDate>tomorrow</pubDate><description>Text.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Steppe Wire</title>
<link rel="self" href="/atom"/><link href="https://steppe.example/"/>
<entry><id>tag:1</id><title type="html">Lyman &lt;b&gt;hit&lt;/b&gt;</title><link rel="enclosure" href="/x.mp3"/>
<link href="/lyman"/><published>2023-03-04T10:00:00Z</published><updated>2023-03-05T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>Lyman was hit.</p><p>A bridge fell.</p></div></content>
</entry><entry><id>tag:2</id><title>5 &lt; 6</title><link href="/b"/><updated>2023-03-05T08:00:00Z</updated>
<summary>Fewer than 5 &lt; 6 shells.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old Paper</title><link>https://old.example/</link></channel>
<item><title>Siege</title><link>https://old.example/1</link><description>The town is besieged.</description>
<dc:date>2023-03-04T10:00:00Z</dc:date></item></rdf:RDF>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://courier.example/n</loc>
<news:news><news:publication><news:name>Dnipro Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2023-03-04T10:00:00Z</news:publication_date><news:title>Nikopol hit</news:title></news:news>
</url><url><loc>file:///etc/passwd</loc></url></urlset>"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><rss><channel><item><title>&i;</title><description>Shelling. &i;</description></item></channel></rss>"
)


def test_rss() -> None:
    feed = read_feed(RSS.encode(), AT)
    assert (feed.form, feed.title, feed.lang) == ("RSS", "Dnipro Courier", "uk")
    first, second, third = feed.pieces
    assert first.url == "https://courier.example/a?utm_source=rss"
    assert (first.title, first.text) == ("Shelling of Nikopol & Marhanets", "Shells hit Nikopol.")
    assert (first.published, first.is_summary) == ("2023-03-04T10:00:00+02:00", True)
    assert (second.url, second.published, second.is_summary) == ("https://courier.example/b", "2023-03-04", False)
    assert second.text == "Kherson was shelled.\n\nThree people were hurt."
    assert (third.url, third.published, third.is_summary) == (None, None, False)


def test_atom() -> None:
    first, second = read_feed(ATOM.encode(), "https://steppe.example/atom").pieces
    assert (first.title, first.url) == ("Lyman hit", "https://steppe.example/lyman")
    assert (first.text, first.published) == ("Lyman was hit.\n\nA bridge fell.", "2023-03-04T10:00:00+00:00")
    assert first.updated == "2023-03-05T08:00:00+00:00"
    assert (second.title, second.text) == ("5 < 6", "Fewer than 5 < 6 shells.")


def test_rdf_and_sitemap() -> None:
    (siege,) = read_feed(RDF.encode(), "https://old.example/rss").pieces
    assert (siege.text, siege.published) == ("The town is besieged.", "2023-03-04T10:00:00+00:00")
    (page,) = read_feed(SITEMAP.encode(), AT).pieces
    assert (page.url, page.outlet, page.lang, page.is_summary) == (
        "https://courier.example/n",
        "Dnipro Courier",
        "en",
        True,
    )
    index = "<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"
    assert read_feed(index.encode(), AT).others == (Other(url="https://courier.example/news.xml"),)


def test_json_feed() -> None:
    items = [{"id": 7, "url": "/a", "content_html": "<p>Shells hit Nikopol.</p>",
              "date_published": "2023-03-04T10:00:00Z"},
             {"id": "8", "content_text": "Calm."}, "nonsense"]  # fmt: skip
    made = {"version": "https://jsonfeed.org/version/1.1", "title": "Steppe Wire", "language": "en-GB", "items": items}
    feed = read_json_feed(json.dumps(made).encode(), AT)
    assert (feed.title, feed.lang, len(feed.pieces)) == ("Steppe Wire", "en", 2)
    assert (feed.pieces[0].key, feed.pieces[0].text) == ("7", "Shells hit Nikopol.")
    for broken in (b"{", b"[]", b'{"items": 3}', b"[" * 100_000):
        with pytest.raises(SourceRefused):
            read_json_feed(broken, AT)


def test_opml() -> None:
    listed = read_opml(
        b"""<opml><body><outline text="War"><outline text="A" xmlUrl="https://a.example/rss"/>
        <outline title="Again" xmlUrl="https://a.example/rss"/><outline xmlUrl="javascript:x"/></outline>
        </body></opml>""",
        AT,
    )
    assert [(one.url, one.title) for one in listed] == [("https://a.example/rss", "A")]


@pytest.mark.parametrize(
    ("declared", "codec"),
    [("windows-1251", "cp1251"), ("koi8-u", "koi8-u"), ("utf-8", "cp1251"), ("made-up", "utf-8"), ("zip", "utf-8"),
     ("utf-16", "utf-16"), ("utf-8", "utf-8-sig")],
)  # fmt: skip
def test_character_sets(declared: str, codec: str) -> None:
    said = "Обстріл Нікополя: постраждали троє людей, пошкоджено будинки та лінії електропередач."
    item = f"<item><description>{said}</description></item>"
    body = f'<?xml version="1.0" encoding="{declared}"?><rss><channel>{item}</channel></rss>'
    (piece,) = read_feed(body.encode(codec), AT).pieces
    assert piece.text == said


def test_what_html_calls_characters_and_what_is_broken() -> None:
    body = "<rss><channel><item><title>Nikopol&nbsp;&mdash; hit & burnt<description>Two &unknown; people"
    (piece,) = read_feed(body.encode(), AT).pieces
    assert piece.title is not None
    assert piece.title.startswith("Nikopol — hit")


def test_a_feed_cut_off_keeps_what_it_has() -> None:
    cut = RSS.encode()[: RSS.index("<item><title>Bad")]
    assert len(read_feed(cut, AT).pieces) == 2


def test_entities_of_the_document_are_never_expanded() -> None:
    begin = time.process_time()
    (piece,) = read_feed(BOMB.encode(), AT).pieces
    assert len(piece.text) < 100
    entity = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    outside = f"{entity}<rss><channel><item><title>t&x;</title></item></channel></rss>"
    assert [one.title for one in read_feed(outside.encode(), AT).pieces] in (["t"], ["t&x;"])
    assert time.process_time() - begin < 1


@pytest.mark.parametrize("piece", ["<b>", "<a ", "&", "<!--", "<![CDATA[", '<a b="', "&lt;", "]]>", "<item>"])
def test_hostile_feeds_cost_little(piece: str) -> None:
    begin = time.process_time()
    body = f"<rss><channel><item><description>{piece * (2_000_000 // len(piece))}</description></item></channel></rss>"
    with contextlib.suppress(SourceRefused):
        read_feed(body.encode(), AT)
    assert time.process_time() - begin < 2


@pytest.mark.parametrize("body", [b"", b"{}", b"plain", b"<svg/>", b"\x00\x01", b"<?xml version='1.0'?>"])
def test_what_is_no_feed(body: bytes) -> None:
    with pytest.raises(SourceRefused):
        read_feed(body, AT)


def test_what_a_document_is_is_told_from_its_start() -> None:
    assert form_of(ATOM.encode()) == "feed"
    assert form_of(RDF.encode()) == "rdf"
    assert form_of(b"\xef\xbb\xbf\n<?xml version='1.0'?><!-- made --><opml>") == "opml"
    assert form_of(b"<!DOCTYPE html><html><body><feed>") is None
    assert form_of(b"The <rss> element is old.") is None


def test_a_feed_cannot_pass_for_anothers_report() -> None:
    piece = Piece(key="n-1", url="https://courier.example/a", text="Shells hit Nikopol.")
    assert piece_id(AT, piece) != piece_id("https://forger.example/rss", piece)
    assert piece_id(AT, piece) == piece_id(AT, Piece(key="n-1", text="Shells hit Nikopol twice."))

"""What people have, as real files and as real servers send it."""

from __future__ import annotations

import gzip
import io
import json
import mailbox
import stat
import tracemalloc
import zipfile
from email.message import EmailMessage
from pathlib import Path

import apsw
import pytest
from loopback import Answer, site
from test_feeds import ATOM, RSS, SITEMAP

from fogline.model.errors import QueryError
from fogline.model.report import Capture, Facts, SetAside
from fogline.reports.read import read
from fogline.sources import formats
from fogline.sources.columns import Columns
from fogline.sources.files import collect
from fogline.sources.formats import Format
from fogline.sources.web import ALLOW, Web

STORY = "Shelling hit Nikopol overnight, and two people were wounded, the regional administration said."
PAGE = f"<html><head><title>Nikopol</title></head><body><article><p>{STORY}</p></article></body></html>".encode()


def taken(*paths: object, **how: object) -> tuple[list[Capture], list[SetAside]]:
    found = list(collect([str(path) for path in paths], **how))
    return [one for one in found if isinstance(one, Capture)], [one for one in found if isinstance(one, SetAside)]


def texts(captures: list[Capture]) -> list[str]:
    return [read(one).text for one in captures]


@pytest.fixture
def web(monkeypatch):
    monkeypatch.setenv(ALLOW, "127.0.0.1")
    with site() as served:
        yield served


# --- feeds and addresses ---
def test_a_feed_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "courier.xml").write_text(RSS, "utf-8")
    captures, aside = taken(tmp_path / "courier.xml")
    first = read(captures[0])
    assert (first.outlet, first.title, first.published) == (
        "Dnipro Courier", "Shelling of Nikopol & Marhanets", "2023-03-04T10:00:00+02:00")  # fmt: skip
    assert first.url == "https://courier.example/a?utm_source=rss"
    assert len({read(one).id for one in captures}) == 3
    assert json.loads(captures[0].body)["html"].startswith("<p>")
    assert not aside


def test_a_feed_at_an_address_and_its_pages(web) -> None:
    feed = RSS.replace("https://courier.example", web.url("")).encode()
    web.answers |= {
        "/rss": Answer(feed, headers={"Content-Type": "application/rss+xml"}),
        "/a?utm_source=rss": Answer(PAGE),
    }
    plain, _ = taken(web.url("/rss"))
    assert texts(plain)[0] == "Shells hit Nikopol."
    assert web.paths() == ["/robots.txt", "/rss"]
    with Web(follows=True, pause=0) as reader:
        whole, aside = taken(web.url("/rss"), web=reader)
    assert texts(whole)[0] == STORY
    page = read(whole[0])
    assert (page.title, page.outlet, page.published) == (
        "Shelling of Nikopol & Marhanets", "Dnipro Courier", "2023-03-04T10:00:00+02:00")  # fmt: skip
    assert whole[0].media_type == "text/html; charset=utf-8"
    assert not aside


def test_what_a_page_states_of_its_character_set_is_kept(web) -> None:
    said = "Обстріл Нікополя: двоє людей поранені, повідомила обласна адміністрація у суботу вранці."
    body = f"<html><body><article><p>{said}</p></article></body></html>".encode("cp1251")
    web.answers["/a"] = Answer(body, headers={"Content-Type": "text/html; charset=windows-1251"})
    captures, _ = taken(web.url("/a"))
    assert captures[0].body == body
    assert texts(captures) == [said]


def test_a_sitemap_and_a_list_of_addresses_need_to_be_told_to_fetch(web, tmp_path: Path) -> None:
    (tmp_path / "news.xml").write_text(SITEMAP.replace("https://courier.example", web.url("")), "utf-8")
    (tmp_path / "list.txt").write_text(f"# pages\n{web.url('/n')}\n\nhttp://10.0.0.1/\n")
    web.answers["/n"] = Answer(PAGE)
    captures, aside = taken(tmp_path / "news.xml", tmp_path / "list.txt")
    assert not captures
    assert {one.reason.partition(",")[0] for one in aside} == {"only an address"}
    with Web(follows=True, pause=0) as reader:
        captures, aside = taken(tmp_path / "news.xml", tmp_path / "list.txt", web=reader)
    assert texts(captures) == [STORY, STORY]
    assert read(captures[0]).id == read(captures[1]).id
    assert [one.reason for one in aside] == ["leads to a private network"]


def test_lists_of_feeds_are_followed_to_their_pages_and_no_further(web, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(f'<opml><body><outline text="Wire" xmlUrl="{web.url("/rss")}"/></body></opml>')
    inner = f"<rss><channel><item><link>{web.url('/on.xml')}</link></item></channel></rss>".encode()
    deeper = f"<rss><channel><item><link>{web.url('/page')}</link></item></channel></rss>".encode()
    xml = {"Content-Type": "text/xml"}
    web.answers |= {"/rss": Answer(inner, headers=xml), "/on.xml": Answer(deeper, headers=xml), "/page": Answer(PAGE)}
    with Web(follows=True, pause=0) as reader:
        captures, aside = taken(tmp_path / "feeds.opml", web=reader)
    assert not captures
    assert "/page" not in web.paths()
    assert [one.reason.partition(",")[0] for one in aside][:1] == ["only an address"]


def test_robots_are_obeyed(web) -> None:
    web.answers |= {"/robots.txt": Answer(b"User-agent: *\nDisallow: /secret", headers={"Content-Type": "text/plain"}),
                    "/secret": Answer(PAGE), "/open": Answer(PAGE)}  # fmt: skip
    with Web(pause=0) as reader:
        captures, aside = taken(web.url("/secret"), web.url("/open"), web=reader)
    assert ([one.reason for one in aside], len(captures)) == (["robots.txt forbids it"], 1)
    assert "/secret" not in web.paths()


# --- archives ---
def warc(*pages: tuple[str, bytes, bytes]) -> bytes:
    """A WARC file as crawlers write it: address, HTTP headers, body."""
    out = io.BytesIO()
    for url, headers, body in pages:
        http = b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + body
        head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2023-03-04T10:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:12345678-1234-1234-1234-{len(out.getvalue()):012}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n")  # fmt: skip
        out.write(gzip.compress(head.encode() + http + b"\r\n\r\n"))
    return out.getvalue()


HTML = b"Content-Type: text/html; charset=utf-8"


def test_warc(tmp_path: Path) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    packed = gzip.compress(PAGE)
    (tmp_path / "crawl.warc.gz").write_bytes(
        warc(
            ("https://courier.example/a", HTML, PAGE),
            ("https://courier.example/b", HTML + b"\r\nTransfer-Encoding: chunked", chunked),
            ("https://courier.example/c", HTML + b"\r\nContent-Encoding: gzip", packed),
            ("https://courier.example/p.png", b"Content-Type: image/png", b"\x89PNG"),
            ("https://courier.example/bomb", HTML + b"\r\nContent-Encoding: gzip", gzip.compress(bytes(30_000_000))),
        )
    )
    captures, aside = taken(tmp_path / "crawl.warc.gz")
    assert texts(captures) == [STORY] * 3
    assert [read(one).url for one in captures] == [f"https://courier.example/{name}" for name in "abc"]
    assert [(one.source, one.reason) for one in aside] == [("https://courier.example/bomb", "is a bomb")]


def test_a_warc_file_streams_in_constant_memory(tmp_path: Path) -> None:
    one = warc(("https://courier.example/a", HTML, PAGE + b"<!--" + bytes(range(32, 127)) * 2_000 + b"-->"))
    with (tmp_path / "big.warc.gz").open("wb") as out:
        for _ in range(200):
            out.write(one)
    tracemalloc.start()
    count = sum(isinstance(found, Capture) for found in collect([str(tmp_path / "big.warc.gz")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 200
    assert peak < 4_000_000


def test_a_broken_warc_keeps_what_came_before(tmp_path: Path) -> None:
    whole = warc(("https://courier.example/a", HTML, PAGE), ("https://courier.example/b", HTML, PAGE))
    (tmp_path / "cut.warc.gz").write_bytes(whole[:-30])
    captures, aside = taken(tmp_path / "cut.warc.gz")
    assert texts(captures)[0] == STORY
    assert aside


def zipped(path: Path, members: dict[str, bytes], *, link: str | None = None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
        if link:
            made = zipfile.ZipInfo(link)
            made.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(made, "/etc/passwd")
    return path


def test_wacz_reads_its_crawl_alone(tmp_path: Path) -> None:
    crawl = warc(("https://courier.example/a", HTML, PAGE))
    path = zipped(tmp_path / "x.wacz", {"archive/data.warc.gz": crawl, "pages/pages.jsonl": b'{"text": "no report"}',
                                        "datapackage.json": b"{}"})  # fmt: skip
    captures, aside = taken(path)
    assert (texts(captures), aside) == ([STORY], [])


SLIP = "a path that leads out of its archive"


def test_archives_that_lead_out_are_refused(tmp_path: Path) -> None:
    bad = {"../up.txt": b"x", "/etc/abs.txt": b"x", "a/../../b.txt": b"x", "..\\win.txt": b"x", "C:/drive.txt": b"x",
           "good/a.txt": STORY.encode(),
           "in.zip": zipped(tmp_path / "in.zip", {"a.txt": b"x"}).read_bytes()}  # fmt: skip
    captures, aside = taken(zipped(tmp_path / "slip.zip", bad, link="link.txt"))
    assert texts(captures) == [STORY]
    reasons = sorted(one.reason for one in aside)
    assert reasons == [
        "a link within an archive",
        *["a path that leads out of its archive"] * 5,
        "an archive within an archive",
    ]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.zip", "slip.zip"]


def test_zip_bombs_end_their_archive(tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {f"{name}.jsonl": bytes(15_000_000) for name in "abc"})
    captures, aside = taken(path)
    assert (captures, [one.reason for one in aside]) == ([], ["is a bomb"])
    (tmp_path / "broken.zip").write_bytes(path.read_bytes()[:-40])
    assert [one.reason for one in taken(tmp_path / "broken.zip")[1]] == ["is a broken archive"]


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(bytes(15_000_000)))
    assert [one.reason for one in taken(tmp_path / "bomb.jsonl.gz")[1]] == ["is a bomb"]


# --- Telegram ---
MESSAGES = [
    {"id": 1, "type": "service", "action": "create_channel", "text": ""},
    {"id": 2, "type": "message", "date": "2023-03-04T12:00:00", "date_unixtime": "1677924000",
     "edited": "2023-03-04T12:30:00", "edited_unixtime": "1677925800",
     "text": ["Shells hit ", {"type": "bold", "text": "Nikopol"}, ".\nTwo people were hurt."]},
    {"id": 3, "type": "message", "date": "2023-03-04T13:00:00", "forwarded_from": "Steppe Wire",
     "text": "Calm in Lyman."},
    {"id": 4, "type": "message", "date": "2023-03-04T13:05:00", "photo": "p.jpg", "text": ""},
]  # fmt: skip


def test_telegram_channel(tmp_path: Path) -> None:
    export = {"name": "Нікополь | новини", "type": "public_channel", "id": 77, "messages": MESSAGES}
    (tmp_path / "result.json").write_text(json.dumps(export, indent=1, ensure_ascii=False), "utf-8")
    captures, aside = taken(tmp_path / "result.json")
    first, second = map(read, captures)
    assert (first.id, first.outlet, first.published) == ("t_77_2", "Нікополь | новини", "2023-03-04T10:00:00Z")
    assert first.text == "Shells hit Nikopol.\n\nTwo people were hurt."
    assert json.loads(captures[0].body)["edited"] == "2023-03-04T10:30:00Z"
    assert (second.outlet, json.loads(captures[1].body)["forwarded_by"]) == ("Steppe Wire", "Нікополь | новини")
    assert [(one.reason, one.detail) for one in aside] == [("messages without text", "1")]


def test_telegram_account_leaves_private_chats_alone(tmp_path: Path) -> None:
    chats = [{"name": "Friend", "type": "personal_chat", "id": 1, "messages": MESSAGES},
             {"name": "Wire", "type": "public_channel", "id": 2, "messages": MESSAGES}]  # fmt: skip
    (tmp_path / "result.json").write_text(json.dumps({"about": "x", "chats": {"about": "y", "list": chats}}))
    captures, aside = taken(tmp_path / "result.json")
    assert [read(one).id for one in captures] == ["t_2_2", "t_2_3"]
    assert [one.reason for one in aside] == ["a private chat", "messages without text"]


def test_a_big_export_streams_and_a_cut_one_says_so(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    with path.open("w") as out:
        out.write('{"name": "Wire", "type": "public_channel", "id": 5, "messages": [')
        for number in range(20_000):
            out.write(
                json.dumps({"id": number, "type": "message", "date": "2023-03-04T10:00:00", "text": STORY * 5}) + ","
            )
    tracemalloc.start()
    found = [type(one) for one in collect([str(path)])]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.count(Capture) == 20_000
    assert found[-1] is SetAside
    assert peak < 4_000_000


# --- documents, mail ---
def pdf(*lines: str) -> bytes:
    """A PDF of one page, written by hand: a font, a page, lines of text."""
    shown = b"BT /F1 12 Tf 14 TL 50 750 Td " + b" ".join(b"(%s) Tj T*" % line.encode() for line in lines) + b" ET"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", b"<</Title(Daily bulletin)>>"]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 7\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 7/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    )


def test_pdf(tmp_path: Path) -> None:
    (tmp_path / "bulletin.pdf").write_bytes(
        pdf("Shelling hit Nikopol over-", "night, the regional administration said.", "Calm.")
    )
    captures, aside = taken(tmp_path / "bulletin.pdf")
    report = read(captures[0])
    assert (report.title, report.published, aside) == ("Daily bulletin", None, [])
    assert report.text.startswith("Shelling hit Nikopol overnight, the regional administration said.")


@pytest.mark.parametrize("body", [b"%PDF-1.4\n", b"%PDF-1.7\n" + b"1 0 obj<</Length 9999999999>>stream\n" * 50, pdf()])
def test_pdf_that_cannot_be_read_is_refused(body: bytes, tmp_path: Path) -> None:
    from fogline.model.errors import UnreadableReport

    with pytest.raises(UnreadableReport, match="PDF"):
        read(Capture(body=body, source="b.pdf", media_type="application/pdf"))


def letter(text: str, *, html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Прес-служба <press@oblast.example>"
    message["Subject"] = "Обстріл Нікополя"
    message["Date"] = "Sat, 04 Mar 2023 10:00:00 +0200"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="map.png")
    return message


def test_eml_and_mbox(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(bytes(letter(STORY)))
    box = mailbox.mbox(tmp_path / "box.mbox")
    box.add(letter(STORY + "\nFrom here on it was calm."))
    box.add(letter("", html=PAGE.decode()))
    box.close()
    captures, aside = taken(tmp_path / "one.eml", tmp_path / "box.mbox")
    one, two, three = map(read, captures)
    assert (one.title, one.outlet, one.published) == ("Обстріл Нікополя", "Прес-служба", "2023-03-04T10:00:00+02:00")
    assert one.text.strip() == STORY
    assert "From here on it was calm." in two.text
    assert three.text == STORY
    assert not aside


# --- tables ---
def test_csv_with_usual_and_with_named_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        f'Date;Headline;Body\n2023-03-04;Nikopol;"{STORY}"\n;;\n2023-03-05;Empty;\n', "utf-8"
    )
    captures, aside = taken(tmp_path / "a.csv")
    report = read(captures[0])
    assert (report.published, report.title, report.text) == ("2023-03-04", "Nikopol", STORY)
    assert [(one.reason, one.source[-2:]) for one in aside] == [("no text", ":4")]
    (tmp_path / "b.csv").write_bytes("когда,що\n2023-03-04,Обстріл Нікополя\n".encode("cp1251"))
    named = Columns.of("text=що,published=когда")
    assert texts(taken(tmp_path / "b.csv", columns=named)[0]) == ["Обстріл Нікополя"]
    assert taken(tmp_path / "b.csv")[1][0].reason == "no column that is the text"
    assert taken(tmp_path / "a.csv", columns=Columns.of("text=gone"))[1][0].reason == "has no column gone"
    for wrong in ("body", "text=", "colour=red"):
        with pytest.raises(QueryError, match="no map"):
            Columns.of(wrong)


def test_csv_that_never_ends_a_cell(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b'text\n"' + b"x" * 21_000_000)
    assert [one.reason for one in taken(tmp_path / "a.csv")[1]] == ["is broken from here on"]


def test_sqlite(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    made = apsw.Connection(str(path))
    made.execute("CREATE TABLE news (nr INTEGER, body TEXT, day TEXT); CREATE TABLE tags (name TEXT);"
                 "CREATE VIEW evil AS SELECT load_extension('x') AS text; CREATE TABLE other (text TEXT)")  # fmt: skip
    made.execute("INSERT INTO news VALUES (1, ?, '2023-03-04'), (2, NULL, NULL)", (STORY,))
    made.close()
    captures, aside = taken(path, columns=Columns.of("table=news,published=day,id=nr"))
    report = read(captures[0])
    assert (report.id, report.text, report.published) == ("1", STORY, "2023-03-04")
    assert [one.reason for one in aside] == ["no text"]
    assert taken(path)[1][0].reason == "more than one table with a text"
    assert taken(path, columns=Columns.of("table=evil"))[1][0].reason == "has no table evil"
    path.write_bytes(path.read_bytes()[:5_000])
    assert taken(path, columns=Columns.of("table=news"))[1][0].reason == "a database that cannot be read"


MYSQL = """-- MySQL dump 10.13
CREATE TABLE `news` (
  `id` int NOT NULL, -- the key
  `title` varchar(200) DEFAULT 'none, yet', `body` longtext, `published` datetime, PRIMARY KEY (`id`)
) ENGINE=InnoDB;
INSERT INTO `news` VALUES
(1,'Nikopol','Shells hit \\'Nikopol\\';\\nTwo hurt, (officials said).','2023-03-04 10:00:00'),
(2,'x',NULL,NULL);
INSERT INTO `tags` VALUES (1,'war');
"""
PGSQL = """CREATE TABLE public.news (id integer, body text);
COPY public.news (id, body) FROM stdin;
1\tShells hit Nikopol;\\ntwo hurt.
\\.
"""
LITE = """CREATE TABLE news(id INTEGER, body TEXT);
INSERT INTO news VALUES(1,'It''s calm;
in Lyman \\ Siversk.');
"""


def test_sql_dumps(tmp_path: Path) -> None:
    for name, dump, expected in (
        ("my.sql", MYSQL, "Shells hit 'Nikopol';\nTwo hurt, (officials said)."),
        ("pg.sql", PGSQL, "Shells hit Nikopol;\ntwo hurt."),
        ("lite.sql", LITE, "It's calm;\nin Lyman \\ Siversk."),
    ):
        (tmp_path / name).write_text(dump, "utf-8")
        captures, _ = taken(tmp_path / name)
        assert texts(captures) == [expected]
    assert read(taken(tmp_path / "my.sql")[0][0]).published == "2023-03-04T10:00:00"
    (tmp_path / "none.sql").write_text("CREATE TABLE tags (name text);\nINSERT INTO tags VALUES ('x');\n")
    assert taken(tmp_path / "none.sql")[1][0].reason == "no column that is the text"


# --- the table ---
def test_an_outsider_adds_a_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def bulletin(opened):
        for line in opened.whole().decode().splitlines():
            yield Capture(body=line.encode(), source=opened.source, media_type="text/plain", facts=Facts(outlet="Desk"))

    package = tmp_path / "site" / "desk-1.dist-info"
    package.mkdir(parents=True)
    (tmp_path / "site" / "desk.py").write_text("from test_formats import DESK\n")
    (package / "entry_points.txt").write_text("[fogline.sources]\ndesk = desk:DESK\n")
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: desk\nVersion: 1\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    globals()["DESK"] = Format(name="desk", endings=(".desk",), tells=lambda one: one.ending == ".desk", read=bulletin)
    formats.formats.cache_clear()
    try:
        (tmp_path / "inbox").mkdir()
        (tmp_path / "inbox" / "a.desk").write_text("Calm in Lyman.\nCalm in Nikopol.\n")
        captures, _ = taken(tmp_path / "inbox")
    finally:
        formats.formats.cache_clear()
    assert [one.body for one in captures] == [b"Calm in Lyman.", b"Calm in Nikopol."]


def test_atom_from_standard_input() -> None:
    captures, _ = taken("-", stdin=io.BytesIO(ATOM.encode()))
    assert texts(captures)[0].startswith("Lyman was hit.")

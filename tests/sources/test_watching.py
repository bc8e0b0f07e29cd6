"""What one look at an outlet brings, and what is remembered of it."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import Answer, site

from fogline.model.errors import InputError, QueryError, SourceRefused
from fogline.reports.read import read
from fogline.sources.addresses import Access
from fogline.sources.feed import page_id
from fogline.sources.fetch import Before, Fetcher, Limits
from fogline.sources.polite import Polite
from fogline.sources.polling import MOST_PAGES, Poll, poll
from fogline.sources.schedule import after_failure, after_news, first_wait, second_wait, seconds
from fogline.sources.subscriptions import (
    Subscription,
    add_outlet,
    opml,
    pause_outlet,
    read_subscriptions,
    remove_outlet,
)
from fogline.sources.watch_state import Known, Seen, WatchState

NOW = datetime(2023, 3, 4, 12, tzinfo=UTC)
LONG = "Shelling hit Nikopol overnight, and two people were wounded, the regional administration said. " * 8
XML = {"Content-Type": "application/rss+xml"}


def page(text: str) -> Answer:
    return Answer(f"<html><body><article><p>{text}</p></article></body></html>".encode())


def rss(*items: str) -> Answer:
    return Answer(f"<rss><channel><title>Courier</title>{''.join(items)}</channel></rss>".encode(), headers=dict(XML))


def item(key: str, text: str, link: str = "", date: str = "Sat, 04 Mar 2023 10:00:00 GMT") -> str:
    return (f"<item><guid isPermaLink='false'>{key}</guid><title>Title {key}</title><link>{link}</link>"
            f"<pubDate>{date}</pubDate><description>{text}</description></item>")  # fmt: skip


@pytest.fixture
def web():
    with site() as served:
        yield served


@pytest.fixture
def state(tmp_path: Path):
    opened = WatchState(tmp_path / "x.watch")
    yield opened
    opened.close()


def look(url: str, state: WatchState, *, remember: bool = True, **how: object) -> Poll:
    """One look, and what the watch does once it is safe."""

    async def once() -> Poll:
        async with Fetcher(access=Access.of(["127.0.0.1"]), limits=Limits(seconds=5, silent=5)) as fetcher:
            return await poll(Subscription(url=url, **how), state, Polite(fetcher, pause=0), NOW)

    found = asyncio.run(once())
    if remember:
        known = Known(before=found.before, due=0.0)
        state.record(
            url, known, now="2023-03-04T12:00:00Z", seen=found.seen, pages=found.pages, reports=len(found.captures)
        )
    return found


def test_only_what_is_new_is_taken(web, state) -> None:
    url = web.url("/rss")
    web.answers["/rss"] = rss(item("1", LONG), item("2", LONG))
    assert len(look(url, state).captures) == 2
    assert not look(url, state).captures
    web.answers["/rss"] = rss(item("3", LONG), item("1", LONG), item("2", LONG))
    assert [read(one).title for one in look(url, state).captures] == ["Title 3"]


def test_a_corrected_piece_is_the_same_report_again(web, state) -> None:
    url = web.url("/rss")
    web.answers["/rss"] = rss(item("1", LONG))
    (first,) = look(url, state).captures
    web.answers["/rss"] = rss(item("1", LONG.replace("two", "three")))
    (again,) = look(url, state).captures
    assert read(first).id == read(again).id
    assert read(first).text != read(again).text


def test_a_summary_is_followed_to_its_page_and_nothing_else_is(web, state) -> None:
    url = web.url("/rss")
    web.answers |= {
        "/rss": rss(item("1", "Nikopol was hit.", web.url("/a")), item("2", LONG, web.url("/b"))),
        "/a": page(LONG),
    }
    first, second = look(url, state).captures
    assert read(first).text == LONG.strip()
    assert (read(first).outlet, read(first).published) == ("Courier", "2023-03-04T10:00:00+00:00")
    assert second.media_type == "application/json"
    assert web.paths() == ["/robots.txt", "/rss", "/a"]
    web.asked.clear()
    assert not look(url, state, full_text="never").captures
    assert web.paths() == ["/robots.txt", "/rss"]


def test_a_page_that_cannot_be_had_is_tried_again_and_then_the_summary_has_to_do(web, state) -> None:
    url = web.url("/rss")
    web.answers |= {"/rss": rss(item("1", "Nikopol was hit.", web.url("/a"))), "/a": Answer(status=503)}
    for _ in range(2):
        found = look(url, state)
        assert (found.captures, found.before, found.unsettled) == ([], Before(), True)
    found = look(url, state)
    assert [read(one).text for one in found.captures] == ["Nikopol was hit."]
    assert [one.reason for one in found.aside] == ["answers 503"]
    report = read(found.captures[0]).id
    web.answers |= {"/rss": rss(item("1", "Nikopol was hit twice.", web.url("/a"))), "/a": page(LONG)}
    (corrected,) = look(url, state).captures
    assert (read(corrected).id, read(corrected).text) == (report, LONG.strip())


def test_a_feed_cannot_speak_for_another_site(web, state) -> None:
    """A forger's feed names a page of somebody else, with a date and a name of its own."""
    forged = item("1", "Kyiv surrendered.", web.url("/a", "localhost"), "Wed, 01 Mar 2023 00:00:00 GMT")
    web.answers |= {"/rss": rss(forged), "/a": page(LONG)}

    async def once(path: str, host: str = "127.0.0.1") -> Poll:
        async with Fetcher(access=Access.of(["127.0.0.1", "::1"]), limits=Limits(seconds=5, silent=5)) as fetcher:
            outlet = Subscription(url=web.url(path, host), name="Forger")
            found = await poll(outlet, state, Polite(fetcher, pause=0), NOW)
            state.record(outlet.url, Known(), now="2023-03-04T12:00:00Z", seen=found.seen, pages=found.pages)
            return found

    (capture,) = asyncio.run(once("/rss")).captures
    report = read(capture)
    assert (report.outlet, report.published, report.text) == (None, None, LONG.strip())
    assert report.id.startswith("p_")
    web.answers["/own"] = rss(item("1", "", web.url("/a", "localhost")))
    own = asyncio.run(once("/own", "localhost")).captures[0]
    assert (read(own).id, read(own).outlet, read(own).title) == (report.id, "Forger", "Title 1")


def test_one_page_in_two_feeds_is_had_once(web, state) -> None:
    web.answers |= {
        "/one": rss(item("1", "", web.url("/a"))),
        "/two": rss(item("9", "", web.url("/a"))),
        "/a": page(LONG),
    }
    assert len(look(web.url("/one"), state).captures) == 1
    assert not look(web.url("/two"), state).captures
    assert web.paths().count("/a") == 1


def test_a_date_that_lies_ahead_is_none(web, state) -> None:
    late, soon = "Sun, 04 Mar 2040 10:00:00 GMT", "Sun, 05 Mar 2023 03:00:00 GMT"
    web.answers["/rss"] = rss(item("1", LONG, date=late), item("2", LONG, date=soon), item("3", LONG, date="yesterday"))
    found = [read(one).published for one in look(web.url("/rss"), state).captures]
    assert found == [None, "2023-03-05T03:00:00+00:00", None]


def test_a_new_feed_is_taken_in_helpings(web, state) -> None:
    web.answers["/rss"] = rss(*(item(str(n), "", web.url(f"/{n}")) for n in range(MOST_PAGES + 5)))
    web.answers |= {f"/{n}": page(f"{n} {LONG}") for n in range(MOST_PAGES + 5)}
    first = look(web.url("/rss"), state)
    assert (len(first.captures), first.before) == (MOST_PAGES, Before())
    assert len(look(web.url("/rss"), state).captures) == 5


def test_what_has_not_changed_costs_one_question(web, state) -> None:
    def answer(asked):
        return Answer(status=304) if asked.headers.get("if-none-match") == "v1" else Answer(
            rss(item("1", LONG)).body, headers=XML | {"ETag": "v1"})  # fmt: skip

    web.answers["/rss"] = answer
    assert len(look(web.url("/rss"), state).captures) == 1
    assert not look(web.url("/rss"), state).captures
    assert web.asked[-1].headers["if-none-match"] == "v1"


def test_a_watched_page_is_one_report_that_changes(web, state) -> None:
    web.answers["/live"] = page(LONG)
    (first,) = look(web.url("/live"), state, name="Live").captures
    assert not look(web.url("/live"), state, name="Live").captures
    web.answers["/live"] = page(LONG + "At noon it was calm.")
    (again,) = look(web.url("/live"), state, name="Live").captures
    assert (read(first).id, read(first).outlet) == (read(again).id, "Live")


def test_robots_txt_is_asked_first_and_obeyed(web, state) -> None:
    web.answers |= {"/robots.txt": Answer(b"User-agent: fogline\nDisallow: /"), "/rss": rss(item("1", LONG))}
    with pytest.raises(SourceRefused, match=r"robots\.txt forbids it"):
        look(web.url("/rss"), state)
    web.answers["/robots.txt"] = Answer(status=503)
    with pytest.raises(SourceRefused, match="cannot be had") as raised:
        look(web.url("/rss"), state)
    assert raised.value.for_now
    assert "/rss" not in web.paths()


def test_one_host_is_never_asked_twice_at_a_time_nor_without_a_pause(web) -> None:
    waits: list[float] = []
    moment = [0.0]

    async def sleep(length: float) -> None:
        waits.append(round(length, 3))
        moment[0] += length

    async def all_at_once() -> None:
        async with Fetcher(access=Access.of(["127.0.0.1"])) as fetcher:
            polite = Polite(fetcher, pause=1.0, clock=lambda: moment[0], sleep=sleep)
            await asyncio.gather(*(polite.fetch(web.url(f"/{n}")) for n in range(3)))

    web.answers |= {"/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 7"), **{f"/{n}": page(LONG) for n in range(3)}}
    asyncio.run(all_at_once())
    assert waits == [1.0, 7.0, 7.0]


# --- the schedule ---
def test_intervals() -> None:
    assert after_failure(1, 300, None, random.Random(1)) <= 600
    assert after_failure(3, 300, None, random.Random(1)) >= 1_200
    assert after_failure(50, 300, None, random.Random(1)) <= 86_400
    assert after_failure(1, 300, 5_000, random.Random(1)) == 5_000
    assert after_failure(1, 300, 1e12, random.Random(1)) == 86_400
    interval = 300.0
    for _ in range(30):
        interval = after_news(interval, 300, news=False)
    assert interval == 1_800
    assert after_news(interval, 300, news=True) == 900
    assert first_wait(2_000_000.0, 1_000.0, 300.0, 1, random.Random(1)) == 300
    assert 0 <= first_wait(None, 1_000.0, 300.0, 1_000, random.Random(1)) <= 100
    for wrong in ("1", "5 years", "-5m", "1s", ""):
        with pytest.raises(QueryError, match="no interval"):
            seconds(wrong)


def test_outlets_that_were_asked_together_are_not_again() -> None:
    chance = random.Random(1)
    waits = [second_wait(300.0, chance) for _ in range(600)]
    assert all(300 <= wait <= 600 for wait in waits)
    assert max(sum(at <= wait < at + 10 for wait in waits) for at in range(300, 600, 10)) < 3 * 600 / 30


# --- the file ---
def test_the_file_keeps_what_stands_beside(tmp_path: Path) -> None:
    path = tmp_path / "outlets.toml"
    assert add_outlet(path, "https://courier.example/rss", name="Courier", every="10m")
    path.write_text("# mine\n" + path.read_text() + "# the end\n")
    assert add_outlet(path, "https://steppe.example/atom")
    assert not add_outlet(path, "https://Courier.example/rss")
    pause_outlet(path, "Courier", paused=True)
    first, second = read_subscriptions(path).outlets
    assert (first.name, first.every, first.paused, second.paused) == ("Courier", 600.0, True, False)
    pause_outlet(path, "https://courier.example/rss", paused=False)
    remove_outlet(path, "https://steppe.example/atom")
    assert read_subscriptions(path).outlets == (Subscription(url=first.url, name="Courier", every=600.0),)
    assert path.read_text().startswith("# mine\n")
    assert "# the end" in path.read_text()
    assert 'xmlUrl="https://courier.example/rss"' in opml(read_subscriptions(path).outlets)
    with pytest.raises(QueryError, match="is not there"):
        remove_outlet(path, "nobody")


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("[[outlet]\n", "cannot be read as TOML"),
        ("[[outlet]]\nname = 'x'\n", "outlet 1: has no url"),
        ("[[outlet]]\nurl = 'ftp://x.example/'\n", "not http or https"),
        ("[[outlet]]\nurl = 'https://x.example/'\nevry = '5m'\n", "evry is not known"),
        ("[[outlets]]\nurl = 'https://x.example/'\n", "outlets is not known"),
        ("[[outlet]]\nurl = 'https://x.example/'\nevery = 5\n", "wrong sort"),
        ("[[outlet]]\nurl = 'https://x.example/'\nevery = 'soon'\n", "no interval"),
        ("[[outlet]]\nurl = 'https://x.example/'\nfull_text = 'yes'\n", "Write one of"),
        ("[[outlet]]\nurl = 'https://x.example/'\n[[outlet]]\nurl = 'https://X.example'\n", "twice"),
        ("outlet = 3\n", r"Head each outlet with \[\[outlet\]\]"),
        ("[watch]\nallow = '10.0.0.0/8'\n", "wrong sort"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_with_its_place(tmp_path: Path, written: str, why: str) -> None:
    (tmp_path / "outlets.toml").write_text(written)
    with pytest.raises(InputError, match=why):
        read_subscriptions(tmp_path / "outlets.toml")


def test_memory_is_kept_and_another_file_is_refused(tmp_path: Path) -> None:
    state = WatchState(tmp_path / "a.watch")
    seen = Seen(key="k", print="p", report="r")
    for day, count in (("2023-03-02", 4), ("2023-03-03", 2), ("2023-03-04", 1)):
        state.record(
            "u", Known(due=5.0), now=f"{day}T10:00:00Z", seen=[seen], reports=count, aside=[("is too slow", None)]
        )
    state.close()
    state = WatchState(tmp_path / "a.watch")
    health = state.health("u", "2023-03-04")
    assert (state.seen("u", "k"), health.today, health.usual) == (seen, 1, 3.0)
    assert [(one.reason, one.count) for one in health.aside] == [("is too slow", 3)]
    state.close()
    (tmp_path / "b.watch").write_text(json.dumps({"no": "database"}) * 50)
    with pytest.raises(InputError, match="Move it away"):
        WatchState(tmp_path / "b.watch")


def test_a_correction_whose_page_is_down_leaves_the_page_as_it_was(web, state) -> None:
    url = web.url("/rss")
    web.answers |= {"/rss": rss(item("1", "Nikopol was hit.", web.url("/a"))), "/a": page(LONG)}
    (first,) = look(url, state).captures
    web.answers |= {"/rss": rss(item("1", "Nikopol was hit twice.", web.url("/a"))), "/a": Answer(status=503)}
    for _ in range(4):
        assert not look(url, state).captures
    web.answers |= {"/rss": rss(item("1", "Nikopol was hit thrice.", web.url("/a"))), "/a": page(LONG + "Thrice.")}
    (again,) = look(url, state).captures
    assert read(first).id == read(again).id


def test_a_link_that_leads_to_another_site_is_known_by_where_it_leads(web, state) -> None:
    web.answers |= {"/rss": rss(item("1", "", web.url("/go"))), "/b": page(LONG)}
    web.answers["/go"] = Answer(status=302, headers={"Location": web.url("/b", "localhost")})

    async def once() -> Poll:
        async with Fetcher(access=Access.of(["127.0.0.1", "::1"]), limits=Limits(seconds=5, silent=5)) as fetcher:
            return await poll(Subscription(url=web.url("/rss"), name="Us"), state, Polite(fetcher, pause=0), NOW)

    (capture,) = asyncio.run(once()).captures
    assert (capture.facts.id, capture.facts.outlet) == (page_id(web.url("/b", "localhost")), None)


def sitemap(*entries: str) -> Answer:
    return Answer(f"<urlset>{''.join(entries)}</urlset>".encode(), headers=dict(XML))


def test_of_an_index_of_sitemaps_the_last_days_are_taken(web, state) -> None:
    def entry(path: str, date: str) -> str:
        return f"<url><loc>{web.url(path)}</loc><lastmod>{date}</lastmod></url>"

    def index(changed: str) -> Answer:
        named = ("/today.xml", changed), ("/2019.xml", "2019-05-01"), ("/unsaid.xml", ""), ("/gone.xml", "2023-03-04")
        told = "".join(
            f"<sitemap><loc>{web.url(path)}</loc><lastmod>{date}</lastmod></sitemap>" for path, date in named
        )
        return Answer(f"<sitemapindex>{told}</sitemapindex>".encode(), headers=dict(XML))

    web.answers |= {"/index.xml": index("2023-03-04T09:00:00Z"), "/unsaid.xml": sitemap(entry("/b", "2023-03-03")),
                    "/today.xml": sitemap(entry("/a", "2023-03-04"), entry("/old", "2020-01-01"))}  # fmt: skip
    web.answers |= {path: page(path + LONG) for path in ("/a", "/b", "/c", "/old")}
    found = look(web.url("/index.xml"), state)
    assert sorted(one.source for one in found.captures) == [web.url("/a"), web.url("/b")]
    assert [one.reason for one in found.aside] == ["answers 404"]
    assert "/2019.xml" not in web.paths()
    web.asked.clear()
    assert look(web.url("/index.xml"), state).captures == []
    assert "/today.xml" not in web.paths()  # it says itself that it has not changed
    web.answers |= {"/index.xml": index("2023-03-04T11:00:00Z"),
                    "/today.xml": sitemap(entry("/a", "2023-03-04"), entry("/c", "2023-03-04"))}  # fmt: skip
    assert [one.source for one in look(web.url("/index.xml"), state).captures] == [web.url("/c")]


def test_where_an_address_leads_robots_txt_is_asked_too(web, state) -> None:
    with site() as other:
        web.answers |= {"/rss": rss(item("1", "", web.url("/a")), item("2", "", web.url("/b")))}
        for path in ("/a", "/b"):
            web.answers[path] = Answer(status=302, headers={"Location": other.url(path, "localhost")})
            other.answers[path] = page(path + LONG)
        other.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a")
        found = look(web.url("/rss"), state)
        assert [one.source for one in found.captures] == [other.url("/b", "localhost")]
        assert [(one.source, one.reason) for one in found.aside] == [(web.url("/a"), "robots.txt forbids it")]
        assert other.paths() == ["/robots.txt", "/b"]


def test_captures_know_how_they_were_fetched(web, state) -> None:
    web.answers |= {"/rss": rss(item("1", LONG), item("2", "", web.url("/old"))), "/new": page(LONG)}
    web.answers["/old"] = Answer(b"gone on", status=301, headers={"Location": "/new", "Set-Cookie": "a=b"})
    of_feed, of_page = look(web.url("/rss"), state).captures
    (exchange,) = of_feed.exchanges
    assert exchange.url == web.url("/rss")
    assert exchange.request.startswith(b"GET /rss HTTP/1.1\r\nHost: 127.0.0.1")
    assert exchange.response.endswith(web.answers["/rss"].body)
    assert [one.url for one in of_page.exchanges] == [web.url("/old"), web.url("/new")]
    away, there = of_page.exchanges
    assert away.response.startswith(b"HTTP/1.1 301 ")
    assert away.response.endswith(b"gone on")
    assert there.response.endswith(of_page.body)
    assert (there.address, there.whole) == ("127.0.0.1", True)

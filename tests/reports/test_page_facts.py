"""What a page says of its article: rows of markup, and what is taken from it."""

from __future__ import annotations

import pytest
from lxml import html

from fogline.model.report import Capture
from fogline.reports.page_facts import headline, outlet, shown_date, stated_date
from fogline.reports.read import read

AT = "https://www.dniprocourier.example/a"
BODY = "<p>" + "Shelling hit Nikopol overnight, and two people were wounded, the administration said. " * 6 + "</p>"


def tree(head: str, body: str = BODY):
    return html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")


@pytest.mark.parametrize(("head", "body", "expected"), [
    ("<title>Bridge at Orikhiv destroyed - Dnipro Courier</title>", "<h1>Bridge at Orikhiv destroyed</h1>",
     "Bridge at Orikhiv destroyed"),
    ("<title>Bridge gone | News | Dnipro Courier</title><meta property='og:title' content='Bridge gone at Orikhiv'>",
     "<h1>Dnipro Courier</h1><h1>A bridge is gone at Orikhiv</h1>", "A bridge is gone at Orikhiv"),
    ("<title>Bridge destroyed - dniprocourier.example</title>", "<h1>Most read</h1>", "Bridge destroyed"),
    ("<title>Two wounded | The Steppe in Pictures</title><meta property='og:title' content='Two wounded'>",
     "<h1>The Steppe in Pictures</h1>", "Two wounded"),
    ("<title>Dnipro Courier - Two wounded</title>", "", "Two wounded"),
    ("<title>x</title><script type='application/ld+json'>{\"headline\": \"Power is back in Kherson\"}</script>",
     "<h1>Power is back in Kherson</h1>", "Power is back in Kherson"),
    ("", "", None),
])  # fmt: skip
def test_the_headline_is_the_one_that_readers_see(head: str, body: str, expected: str | None) -> None:
    assert headline(tree(head, body + BODY), AT) == expected


@pytest.mark.parametrize(("head", "expected"), [
    ("<meta property='article:published' content='2023-03-04T09:00:00Z'>", "2023-03-04T09:00:00Z"),
    ("<script type='application/ld+json'>{\"datePublished\": \"0001-01-01T00:00:00Z\"}</script>", None),
    ("<meta name='date' content='1970-01-01'><meta name='dcterms.date' content='2023-03-04'>", "2023-03-04"),
    ("<meta name='pub_date' content='20230304'>", "2023-03-04"),
])  # fmt: skip
def test_a_stated_day(head: str, expected: str | None) -> None:
    assert stated_date(tree(head)) == expected


@pytest.mark.parametrize(("lines", "expected"), [
    ("<p>By A. Reporter on Saturday, March 4th, 2023 at 11:08 a.m.</p>", "2023-03-04"),
    ("<p>Updated: March 6, 2023</p><p>4 March 2023</p>", "2023-03-04"),
    ("<p>Updated: March 6, 2023</p>", "2023-03-06"),
    ("<p>March 4</p>", None),
    (BODY + "<p>Published March 4, 2023</p>", None),  # behind the article it may be another's
])  # fmt: skip
def test_a_day_under_the_headline(lines: str, expected: str | None) -> None:
    assert shown_date(tree("", f"<h1>Bridge destroyed</h1>{lines}{BODY}"), "Bridge destroyed") == expected


@pytest.mark.parametrize(("head", "expected"), [
    ("<meta property='og:site_name' content='dniprocourier'><script type='application/ld+json'>"
     "{\"publisher\": {\"name\": \"The Dnipro Courier\"}}</script>", "The Dnipro Courier"),
    ("<meta property='og:site_name' content='Dnipro Courier'><script type='application/ld+json'>"
     "{\"publisher\": {\"name\": \"Steppe Wire\"}}</script>", "Dnipro Courier"),  # whose text it is, not whose page
    ("<title>Bridge destroyed - Dnipro Courier</title>", "Dnipro Courier"),
    ("<title>Bridge destroyed - in pictures</title>", None),
])  # fmt: skip
def test_whose_page_it_is(head: str, expected: str | None) -> None:
    assert outlet(tree(head), AT) == expected


def test_a_report_has_the_shown_day_where_nothing_states_one() -> None:
    shown = f"<article><h1>Bridge destroyed</h1><p>4 March 2023</p>{BODY}</article>"
    page = f"<html><head><title>Bridge destroyed</title></head><body>{shown}"
    report = read(Capture(body=page.encode(), source=AT, media_type="text/html"))
    assert (report.title, report.published, report.published_basis) == ("Bridge destroyed", "2023-03-04", "text")

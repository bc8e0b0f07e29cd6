"""Searches that a reader keeps, and alert rules made of them: what a reader does, whose they are, what is refused."""

import re
from html import unescape
from pathlib import Path

import pytest
from command_line import fogline
from desks import enter, house, links, text

from fogline.serve.desk.housekeeping import kept_house
from fogline.serve.desk.passwords import hashed
from fogline.serve.options import Source
from fogline.sources.alert_rules import read_alerting
from fogline.store.accounts import Account, Accounts, accounts_file

SEARCH = "kind=shelling&place=Kherson"
PASSWORD = "four words that rhyme"


@pytest.fixture
def client(ledger):
    with house(ledger, accounts=Accounts(accounts_file(ledger)), keeps=True, alerts=Path("alerts.toml")) as client:
        yield client


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that is sent there."""
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def save(client, name="Kherson shelled", search=SEARCH):
    shown = fields(client.get(f"/searches?{search}").text, "/searches/save")
    return client.post("/searches/save", data={**shown, "name": name})


def test_from_the_claims_a_search_is_saved_listed_and_removed(client, ledger):
    claims = client.get(f"/claims?{SEARCH}").text
    assert 'href="/searches?' in claims and 'href="/searches"' in client.get("/claims").text
    assert "Place: Kherson · Kind: shelling" in text(client.get(f"/searches?{SEARCH}").text)
    assert save(client).headers["location"] == "/searches/Kherson%20shelled"
    assert save(client).status_code == 400  # the name is taken
    listed = client.get("/searches")
    assert "Kherson shelled" in listed.text and listed.headers["cache-control"] == "no-store"
    assert client.get("/searches.json").json()["searches"][0]["place"] == "Kherson"
    assert "Kherson shelled" in client.get("/searches.csv").text
    with Accounts(accounts_file(ledger)) as again:  # it is there after a restart
        assert again.readers.searches("")[0].asked == {"place": "Kherson", "kind": "shelling"}
    gone = client.post("/searches/remove", data=fields(listed.text, "/searches/remove"))
    assert gone.status_code == 303 and client.get("/searches.json").json()["searches"] == []
    assert client.get("/searches/Kherson%20shelled").status_code == 404


def test_what_would_have_fired_is_shown_before_the_alert_is_kept(client):
    save(client)
    page = client.get("/searches/Kherson%20shelled").text
    assert 'action="/searches/alert"' not in page  # not before it was tried
    tried = client.get("/searches/Kherson%20shelled?try=yes&toll_over=2&rises=yes&radius_km=20").text
    said = text(tried)
    assert "killed over 2, each higher count, shelling, within 20 km of Kherson" in said
    assert re.search(r"15 January 2023 .*three reported dead.* 16 January 2023 .*five reported dead", said), said
    assert 'href="/claims/c_' in tried and "nobody yet" in said and not Path("alerts.toml").exists()
    assert client.post("/searches/alert", data=fields(tried, "/searches/alert")).status_code == 303
    rule = read_alerting(Path("alerts.toml")).rules[0]
    assert (rule.name, rule.toll_over, rule.rises, rule.radius_km) == ("Kherson shelled", 2.0, True, 20.0)
    assert client.post("/searches/alert", data=fields(tried, "/searches/alert")).status_code == 400  # it is there
    same = fogline("alert", "test", "--ledger", "war.ledger").out
    assert "three reported dead" in same  # the command line tells the same of it
    kept = client.get("/searches/Kherson%20shelled").text
    assert "looks after it" in text(kept) and "make it an alert" not in text(client.get("/searches").text)
    assert client.post("/searches/silence", data=fields(kept, "/searches/silence")).status_code == 303
    assert read_alerting(Path("alerts.toml")).rules == ()


def test_each_facet_has_its_field_in_a_rule_and_days_are_left_out_with_a_word(client):
    search = "q=market&party=Ukraine&speaker=Anna&stance=asserts&certainty=certain&outlet=Steppe+Wire&since=2023-01-01"
    save(client, "All", search)
    said = text(client.get("/searches/All?try=yes").text)
    for part in ("said by Ukraine", "in the words of Anna", "printed by Steppe Wire", "that somebody asserts",
                 "told as certain", "with the words market"):  # fmt: skip
        assert part in said
    assert "Days of the search are left out" in said and "Nothing." in said
    save(client, "Days", "since=2023-01-01")
    assert "has no condition" in text(client.get("/searches/Days?try=yes").text)
    assert "no number from 0" in text(client.get("/searches/All?try=yes&toll_over=nan").text)
    assert "ask for 1 to 62 days" in text(client.get("/searches/All?try=yes&from=2001-01-01").text)


def test_nothing_is_kept_that_was_not_sent_from_a_page_of_this_desk(client):
    shown = fields(client.get(f"/searches?{SEARCH}").text, "/searches/save")
    for wrong in ({"csrf": ""}, {"csrf": "0" * 64}, {"name": ""}, {"name": "x" * 61}, {"kind": "", "place": ""},
                  {"since": "2023-02-31"}):  # fmt: skip
        assert client.post("/searches/save", data={**shown, "name": "n", **wrong}).status_code in (400, 403), wrong
    sent = {**shown, "name": "n"}
    for site in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/searches/save", data=sent, headers=site).status_code == 403
    assert client.get("/searches.json").json()["searches"] == []
    assert save(client, '<b onmouseover="x">/..//=1+1').status_code == 303
    for page in ("/searches", next(one for one in links(client.get("/searches").text) if "searches/" in one)):
        assert "<b onmouseover" not in client.get(page).text and "onmouseover" in client.get(page).text
    save(client, "=1+1")
    assert "\n'=1+1," in client.get("/searches.csv").text


def test_each_account_has_its_own_and_only_who_decides_has_others_told(ledger):
    accounts = Accounts(accounts_file(ledger))
    for name, scopes in (("olena", ("read", "judge", "export")), ("ihor", ("read",))):
        account = Account(name=name, password=hashed(PASSWORD), scopes=scopes, made_at="2023-03-04T10:00:00Z")
        accounts.put(account)
    with house(ledger, accounts=accounts, keeps=True, alerts=Path("alerts.toml")) as client:
        assert client.get("/searches").headers["location"].startswith("/login")
        client.post("/login", data={"name": "ihor", "password": PASSWORD})
        assert save(client).status_code == 303
        tried = client.get("/searches/Kherson%20shelled?try=yes").text
        assert 'action="/searches/alert"' not in tried and "takes an account that may decide" in text(tried)
        mine = fields(client.get("/searches").text, "/searches/remove")
        assert client.post("/searches/alert", data=mine).status_code == 403 and not Path("alerts.toml").exists()
        client.cookies.clear()
        client.post("/login", data={"name": "olena", "password": PASSWORD})
        assert client.get("/searches.json").json()["searches"] == []
        assert client.get("/searches/Kherson%20shelled").status_code == 404
        token = accounts.add_key("ihor", ["read"], "2023-03-04T10:00:00Z")[1]
        client.cookies.clear()
        asked = client.get("/searches.json", headers={"authorization": f"Bearer {token}"})
        assert asked.status_code == 403  # a key of an account's name is not that account
    accounts = Accounts(accounts_file(ledger))
    assert accounts.readers.searches("ihor") and accounts.remove("ihor") and not accounts.readers.searches("ihor")


def test_under_review_alerts_are_the_reviewers_and_paths_keep_nothing(ledger):
    with house(ledger, reviewer="ana", keeps=True, alerts=Path("alerts.toml")) as client:
        save(client)
        assert 'action="/searches/alert"' not in client.get("/searches/Kherson%20shelled?try=yes").text
        enter(client)
        assert 'action="/searches/alert"' in client.get("/searches/Kherson%20shelled?try=yes").text
    with house(ledger) as client:
        assert client.get("/searches").status_code == 404
    found = kept_house(Source(ledger=ledger), None, Path("mine.toml"))
    assert found.keeps and found.alerts == Path("mine.toml") and not found.closed
    assert kept_house(Source(paths=("reports",)), None).writes is False

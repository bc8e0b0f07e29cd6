"""What came since the reader's last visit: told beside what the day brought, kept without telling who reads what."""

import json
import time
from pathlib import Path

import pytest
from command_line import fogline
from desks import house, text

from fogline.serve.desk.passwords import hashed
from fogline.store.accounts import Account, Accounts, accounts_file

PASSWORD = "four words that rhyme"
HOUR = 3600.0


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


def more(ledger):
    """A report comes, of a day long past."""
    row = {"id": "late", "outlet": "River Post", "published": "2022-12-20",
           "text": "Shells struck the station of Lyman on 19 December, killing two people, doctors said."}  # fmt: skip
    Path("late.jsonl").write_text(json.dumps(row))
    assert fogline("add", "late.jsonl", "--ledger", ledger).status == 0
    assert fogline("brief", "--ledger", ledger).status == 0  # which adds it up


def section(page: str) -> str:
    """What is told of what came since."""
    return page.partition('id="since"')[2].partition("</section>")[0]


def test_what_came_since_the_last_visit_whatever_day_it_is_of(ledger):
    clock = Clock(time.time() - 5 * HOUR)  # before the reports came
    with house(ledger, accounts=Accounts(accounts_file(ledger)), keeps=True, clock=clock) as client:
        first = client.get("/today")
        assert not section(first.text) and "cookie" in first.headers["vary"]
        told = first.headers["set-cookie"]
        assert told.startswith("fogline-seen=.") and "HttpOnly" in told and "Path=/today" in told
        assert "SameSite=strict" in told and told.split(";")[0].removeprefix("fogline-seen=.").isdigit()
        clock.now += 0.5 * HOUR
        assert not section(client.get("/today").text)  # the same visit
        clock.now += 2 * HOUR
        assert "reports came, of whatever day" in text(section(client.get("/today").text))  # another one
        clock.now += 10 * HOUR
        more(ledger)
        page = client.get("/today", headers={"cache-control": "no-cache"}).text
        assert "reports came" in text(section(page)) and "Lyman" in section(page)
        link = page.partition('">permalink')[0].rpartition('href="')[2].replace("&amp;", "&")
        assert link.startswith("/today?since=20")  # the address holds it for whoever gets it
        clock.now += 60
        assert "Lyman" in section(client.get("/today").text)  # loading it again takes nothing away
        client.cookies.clear()
        assert "Lyman" in section(client.get(link).text)


def test_a_moment_in_the_address_is_what_is_asked_for(ledger):
    with house(ledger, accounts=Accounts(accounts_file(ledger)), keeps=True) as client:
        assert "2 reports came" in text(client.get("/today?since=2001-01-01").text)
        told = client.get("/today.json?since=2001-01-01").json()["since"]
        assert told["reports"] == 2 and told["left"] == 0 and {one["what"] for one in told["brought"]} >= {"new"}
        later = text(client.get("/today?since=2099-01-01").text)
        assert "0 reports came" in later and "They bring nothing new" in later
        assert client.get("/today?since=yesterday").status_code == 400
        twin = client.get("/today.json")
        assert twin.json()["since"] is None and "set-cookie" not in twin.headers


@pytest.mark.parametrize("value", ["x", "1.x", ".", "9" * 40, ".99999999999999", "1;2", "-5.-5", "\u00b2."])
def test_a_cookie_that_is_none_of_ours_is_none(ledger, value):
    with house(ledger, accounts=Accounts(accounts_file(ledger)), keeps=True) as client:
        answer = client.get("/today", headers={"cookie": f"fogline-seen={value}".encode()})
        assert answer.status_code == 200 and not section(answer.text)


def test_an_account_has_its_visits_beside_it_and_no_cookie(ledger):
    clock = Clock(time.time() - 5 * HOUR)
    accounts = Accounts(accounts_file(ledger))
    for name in ("olena", "ihor"):
        account = Account(name=name, password=hashed(PASSWORD), scopes=("read",), made_at="2023-03-04T10:00:00Z")
        accounts.put(account)
    with house(ledger, accounts=accounts, keeps=True, clock=clock) as client:
        for name, since in (("olena", False), ("ihor", False), ("olena", True)):
            client.cookies.clear()
            client.post("/login", data={"name": name, "password": PASSWORD})
            answer = client.get("/today")
            assert "set-cookie" not in answer.headers and bool(section(answer.text)) is since
            clock.now += 1.1 * HOUR if name == "ihor" else 0
        before, seen = accounts.readers.visit("olena")
        assert seen > before and accounts.readers.visit("ihor")[0] is None
        assert accounts.remove("olena") and accounts.readers.visit("olena") is None


def test_paths_leave_nothing(ledger):
    with house(ledger) as client:
        assert "set-cookie" not in client.get("/today").headers

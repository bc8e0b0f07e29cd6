"""A desk that others reach: who gets in, what they may, and what an attacker tries."""

import re
import stat

import pytest
from command_line import fogline
from desks import HERE, csrf, decide, house, text

from fogline.model.errors import QueryError
from fogline.serve.desk.door import within
from fogline.serve.desk.housekeeping import check_host, kept_house
from fogline.serve.desk.limits import Limit
from fogline.serve.desk.passwords import hashed
from fogline.serve.options import Source
from fogline.store.accounts import IDLE_S, Account, Accounts, accounts_file
from fogline.store.sqlite import open_ledger

PASSWORD = "four words that rhyme"
MADE = "2023-03-04T10:00:00Z"


@pytest.fixture(scope="module")
def known():
    return hashed(PASSWORD)


@pytest.fixture
def accounts(known):
    held = Accounts(None)
    held.put(Account(name="olena", password=known, scopes=("read", "judge", "export"), made_at=MADE))
    held.put(Account(name="ihor", password=known, scopes=("read",), made_at=MADE))
    return held


class Clock:
    def __init__(self):
        self.now = 1_700_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def client(ledger, accounts, clock):
    with house(ledger, accounts=accounts, clock=clock, names=frozenset({"desk.example"})) as client:
        yield client


def log_in(client, name="olena", password=PASSWORD, further="/review", **more):
    return client.post("/login", data={"name": name, "password": password, "next": further}, **more)


def bearer(token):
    return {"authorization": f"Bearer {token}"}


# ---- who gets in -------------------------------------------------------------------------------------------------


def test_nobody_reads_without_an_account(client):
    for page in ("/today", "/claims?q=Kherson", "/review", "/reports/none", "/nothing-there"):
        answer = client.get(page)
        assert answer.status_code == 303 and answer.headers["location"].startswith("/login?next=/"), page
    for program in ("/claims.json", "/today.atom", "/claims.csv", "/api/v1/claims", "/api/v1/openapi.json"):
        answer = client.get(program)
        assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer", program
        assert "Kherson" not in answer.text
    assert client.get("/livez").status_code == 200 and client.get("/assets/desk.css").status_code == 200
    assert client.get("/enter/anything").status_code == 404


def test_a_log_in_leads_to_what_was_asked_for_and_a_log_out_ends_it(client):
    asked = client.get("/claims?q=Kherson").headers["location"]
    further = re.search(r'name="next" value="([^"]*)"', client.get(asked).text)[1]
    answer = log_in(client, further=further)
    assert (answer.status_code, answer.headers["location"]) == (303, "/claims?q=Kherson")
    assert "Kherson" in client.get("/claims?q=Kherson").text
    assert "Reviewing as olena" in text(client.get("/review").text)
    assert client.post("/logout", data={"csrf": csrf(client)}).status_code == 303
    assert client.get("/today").status_code == 303


def test_an_account_does_what_its_scopes_allow(client, ledger):
    log_in(client, "ihor")
    page = client.get("/review").text
    assert "Logged in as ihor" in text(page) and 'action="/review/decide"' not in page
    claim = client.get("/claims.json").json()["claims"][0]["id"]
    assert decide(client, "accept", claim).status_code == 403
    assert client.get("/claims.csv").status_code == 403 and client.get("/api/v1/claims?format=csv").status_code == 403
    client.post("/logout", data={"csrf": csrf(client, "/today")})
    log_in(client)
    assert decide(client, "accept", claim).status_code == 303 and client.get("/claims.csv").status_code == 200
    with open_ledger(ledger, reading=True) as kept:
        assert [one.by for one in kept.view().judgements()] == ["olena"]


def test_keys_of_programs(client, accounts, ledger):
    reads, _ = accounts.add_key("reader", ["read"], MADE)[1], None
    judges = accounts.add_key("model-2", ["read", "judge"], MADE)[1]
    claims = client.get("/api/v1/claims", headers=bearer(reads)).json()["rows"]
    assert claims and client.get("/claims.csv", headers=bearer(reads)).status_code == 403
    decision = {"verb": "accept", "subjects": [claims[0]["id"]], "why": "agrees"}
    client.headers.pop("origin")  # a program sends none
    assert client.post("/api/v1/judgements", json=decision, headers=bearer(reads)).status_code == 403
    made = client.post("/api/v1/judgements", json=decision, headers=bearer(judges))
    assert made.status_code == 201 and made.json()["by"] == "model-2"
    for broken in (
        {**decision, "verb": "burn"},
        {**decision, "more": 1},
        {**decision, "subjects": []},
        {"verb": "accept"},
    ):
        assert client.post("/api/v1/judgements", json=broken, headers=bearer(judges)).status_code == 422
    for nothing in (
        {**decision, "subjects": ["c_none"]},
        {**decision, "verb": "merge"},
        {**decision, "verb": "correct"},
    ):
        answer = client.post("/api/v1/judgements", json=nothing, headers=bearer(judges))
        assert answer.status_code == 400 and answer.headers["content-type"] == "application/problem+json"
    for wrong in ("", "fog_x", reads + "x", "é"):
        assert client.get("/api/v1/claims", headers={"authorization": f"Bearer {wrong}".encode()}).status_code == 401
    accounts.revoke(accounts.all_keys()[0].id)
    accounts.revoke(accounts.all_keys()[0].id)
    assert client.get("/api/v1/claims", headers=bearer(judges)).status_code == 401
    with open_ledger(ledger, reading=True) as kept:
        assert [one.by for one in kept.view().judgements()] == ["model-2"]


def test_sessions_end_by_themselves_and_with_their_account(client, accounts, clock):
    log_in(client)
    clock.now += IDLE_S + 1
    assert client.get("/today").status_code == 303
    log_in(client)
    assert client.get("/today").status_code == 200
    accounts.remove("olena")
    assert client.get("/today").status_code == 303


# ---- what an attacker tries --------------------------------------------------------------------------------------


def test_a_form_of_another_page_is_not_taken(client, ledger):
    log_in(client)
    claim = client.get("/claims.json").json()["claims"][0]["id"]
    good = csrf(client)
    fields = {"verb": "accept", "subject": claim}
    for token in ({}, {"csrf": ""}, {"csrf": "0" * 64}, {"csrf": good[:-1]}):
        assert client.post("/review/decide", data={**fields, **token}).status_code == 403
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9999", f"{HERE}.evil.example", "file://"):
        answer = client.post("/review/decide", data={**fields, "csrf": good}, headers={"origin": origin})
        assert answer.status_code == 403, origin
    sent_from = {"sec-fetch-site": "cross-site"}
    assert client.post("/review/decide", data={**fields, "csrf": good}, headers=sent_from).status_code == 403
    without = {name: value for name, value in client.headers.items() if name != "origin"}
    client.headers = without
    assert client.post("/review/decide", data={**fields, "csrf": good}).status_code == 403
    client.headers = {**without, "origin": HERE}
    plain = client.post(
        "/review/decide", content=f"csrf={good}&verb=accept&subject={claim}", headers={"content-type": "text/plain"}
    )
    assert plain.status_code == 400
    assert client.get(f"/review/decide?csrf={good}&verb=accept&subject={claim}").status_code == 404
    with open_ledger(ledger, reading=True) as kept:
        assert list(kept.view().judgements()) == []


def test_a_form_of_one_session_is_none_of_another(client):
    log_in(client)
    before = csrf(client)
    log_in(client)
    assert csrf(client) != before
    claim = client.get("/claims.json").json()["claims"][0]["id"]
    answer = client.post("/review/decide", data={"csrf": before, "verb": "accept", "subject": claim})
    assert answer.status_code == 403 and "Load the page again" in text(answer.text)


def test_a_session_that_another_chose_is_never_taken_on(client):
    log_in(client)
    first = client.cookies["fogline"]
    log_in(client)
    assert client.cookies["fogline"] != first
    client.cookies.clear()
    client.cookies.set("fogline", first)
    assert client.get("/today").status_code == 303  # what was before the new log-in has ended
    client.cookies.clear()
    client.cookies.set("fogline", "chosen-by-somebody")
    assert "chosen-by-somebody" not in log_in(client).headers["set-cookie"]
    client.cookies.clear()
    client.cookies.set("fogline", "chosen-by-somebody")
    assert client.get("/today").status_code == 303


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(client):
    answer = log_in(client)
    said = answer.headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=strict" in said and "path=/" in said and "secure" not in said
    beyond = {"host": "desk.example", "origin": "https://desk.example"}
    said = log_in(client, headers=beyond).headers["set-cookie"]
    assert said.startswith("__Host-fogline=") and "Secure" in said and "HttpOnly" in said and "SameSite=strict" in said
    assert "Domain" not in said


def test_guessing_is_slowed_down_for_an_address_and_for_a_name(client, clock, monkeypatch):
    monkeypatch.setattr("fogline.serve.desk.entering.matches", lambda account, given, _: given == PASSWORD)
    answers = [log_in(client, password=f"guess {at}") for at in range(12)]
    assert [one.status_code for one in answers] == [403] * 10 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 60
    assert log_in(client).status_code == 429  # the right one too: nobody learns that it was
    assert log_in(client, "ihor").status_code == 429
    clock.now += 15 * 60 + 1
    assert log_in(client).status_code == 303


def test_a_name_that_does_not_exist_is_told_as_one_that_does(client):
    wrong, unknown = log_in(client, password="not the password"), log_in(client, "nobody-of-that-name")
    assert (wrong.status_code, wrong.text) == (unknown.status_code, unknown.text) == (403, wrong.text)


def test_a_program_that_asks_too_much_waits(ledger, accounts, clock):
    with house(ledger, accounts=accounts, clock=clock, asked=Limit(most=3, within_s=60.0)) as client:
        token = accounts.add_key("busy", ["read"], MADE)[1]
        other = accounts.add_key("calm", ["read"], MADE)[1]
        answers = [client.get("/api/v1/conflicts", headers=bearer(token)).status_code for _ in range(5)]
        assert answers == [200, 200, 200, 429, 429]
        assert client.get("/api/v1/conflicts", headers=bearer(other)).status_code == 200
        clock.now += 61
        assert client.get("/api/v1/conflicts", headers=bearer(token)).status_code == 200


@pytest.mark.parametrize(
    "further",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "/today\r\nSet-Cookie: a=b", "/today\x00", "/\t/evil.example", "evil.example", "///evil",
    ],
)  # fmt: skip
def test_nothing_leads_elsewhere(client, further):
    assert within(further) in ("/today", further) and not within(further).startswith(("//", "/\\"))
    answer = log_in(client, further=further)
    assert answer.status_code in (303, 400)
    location = answer.headers.get("location", "/today")
    assert location.startswith("/") and not location.startswith(("//", "/\\"))
    assert "a=b" not in str(answer.headers.get_list("set-cookie"))
    claim = None if answer.status_code == 400 else client.get("/claims.json").json()["claims"][0]["id"]
    if claim:
        location = decide(client, "accept", claim, back=further).headers.get("location", "/review")
        assert location.startswith("/") and not location.startswith(("//", "/\\")) and "\n" not in location


def test_another_host_name_is_not_answered(client):
    for host in (
        "evil.example",
        "desk.example.evil.example",
        "evil.desk.example",
        "127.0.0.1.evil.example",
        "",
        "desk.example:x",
    ):
        assert client.get("/login", headers={"host": host}).status_code == 421, host
    for host in ("desk.example", "DESK.example:443", "127.0.0.1:8765"):
        assert client.get("/login", headers={"host": host}).status_code == 200, host
    sneaked = {"x-forwarded-host": "evil.example", "forwarded": "host=evil.example"}
    assert "evil" not in str(client.get("/claims", headers=sneaked).headers)


def test_a_body_is_not_longer_than_a_form_is(client):
    log_in(client)
    assert client.post("/review/decide", data={"why": "x" * 70_000}).status_code == 413

    def endless():
        yield b"csrf="

    chunked = client.post(
        "/review/decide", content=endless(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert chunked.status_code == 411
    many = "&".join(f"subject={at}" for at in range(500))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/review/decide", content=many, headers=form).status_code == 400


def test_only_what_takes_forms_takes_them(client):
    log_in(client)
    for path in ("/today", "/claims", "/review", "/api/v1/claims", "/assets/desk.css", "/livez"):
        assert client.post(path, data={"csrf": csrf(client)}).status_code == 405, path
        elsewhere = client.post(path, data={"x": "y"}, headers={"origin": "https://evil.example"})
        assert elsewhere.status_code == 405, path  # before it is asked from where it comes
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        assert client.request(method, "/review/decide").status_code == 405


# ---- opening it --------------------------------------------------------------------------------------------------


def test_it_opens_to_others_only_with_an_account_and_a_name():
    with pytest.raises(QueryError, match="fogline desk account add"):
        check_host("0.0.0.0", ["desk.example"], closed=False)
    with pytest.raises(QueryError, match="others would reach"):
        check_host("127.0.0.1", ["desk.example"], closed=False)
    with pytest.raises(QueryError, match="--name"):
        check_host("0.0.0.0", [], closed=True)
    for name in ("desk.example:8000", "http://desk.example", "*", "desk..example", "-x", "a b"):
        with pytest.raises(QueryError, match="no host name"):
            check_host("127.0.0.1", [name], closed=True)
    assert check_host("0.0.0.0", ["Desk.example"], closed=True) == {"desk.example"}
    assert check_host("192.0.2.7", [], closed=True) == {"192.0.2.7"}
    assert check_host("127.0.0.1", ["desk.example"], closed=True) == {"desk.example"}


def test_the_verbs_that_let_people_in(ledger):
    def desk(*arguments, said=b""):
        return fogline("desk", *arguments, "--ledger", ledger, stdin=said)

    assert desk("account", "add", "olena", "--password-stdin", said=b"short\n").status == 2
    assert desk("account", "add", "rule:x", "--password-stdin", said=PASSWORD.encode()).status == 2
    assert desk("account", "add", "olena", "--password-stdin", "--scope", "all", said=PASSWORD.encode()).status == 2
    assert kept_house(Source(ledger=ledger), None).closed is False  # an empty file of accounts closes nothing
    added = desk("account", "add", "olena", "--password-stdin", said=PASSWORD.encode() + b"\n")
    assert added.status == 0 and "olena can log in" in added.err
    assert desk("account", "add", "olena", "--password-stdin", said=PASSWORD.encode()).status == 2
    assert "read, judge, export" in desk("account", "list").out
    made = desk("key", "add", "nightly", "--scope", "read,export")
    token = made.out.strip()
    assert token.startswith("fog_") and "not shown again" in made.err
    listed = desk("key", "list", "--format", "json").out
    assert "nightly" in listed and token not in listed
    assert stat.S_IMODE(accounts_file(ledger).stat().st_mode) == 0o600
    assert token.encode() not in accounts_file(ledger).read_bytes()
    assert PASSWORD.encode() not in accounts_file(ledger).read_bytes()
    found = kept_house(Source(ledger=ledger), None)
    assert found.closed and found.writes
    with pytest.raises(QueryError, match="Log in with yours"):
        kept_house(Source(ledger=ledger), "ana")
    assert desk("account", "password", "nobody", "--password-stdin", said=PASSWORD.encode()).status == 2
    assert desk("account", "password", "olena", "--password-stdin", said=b"four other words\n").status == 0
    with house(ledger, accounts=Accounts(accounts_file(ledger))) as client:
        assert log_in(client).status_code == 403
        assert log_in(client, password="four other words").status_code == 303
        assert client.get("/api/v1/claims", headers=bearer(token)).status_code == 200
        id = re.search(r'"id": "(\w+)"', listed)[1]
        assert desk("key", "revoke", id).status == 0 and desk("key", "revoke", id).status == 2
        assert client.get("/api/v1/claims", headers=bearer(token)).status_code == 401
        assert desk("account", "remove", "olena").status == 0
        assert client.get("/today").status_code == 303
    assert desk("account", "list").status == 1


# ---- while it runs -----------------------------------------------------------------------------------------------


def test_the_first_account_closes_a_desk_that_runs_and_nothing_opens_it_again(ledger, clock):
    held = Accounts(accounts_file(ledger))
    with house(ledger, accounts=held, reviewer="ana", clock=clock) as client:
        assert client.get("/today").status_code == 200 and client.get("/login").status_code == 404
        assert client.get(f"/enter/{client.house.enters}").status_code == 303
        form = csrf(client)
        claim = client.get("/claims.json").json()["claims"][0]["id"]
        added = fogline("desk", "account", "add", "olena", "--password-stdin", "--ledger", ledger,
                        stdin=PASSWORD.encode())  # fmt: skip
        assert added.status == 0, added.err
        assert client.get("/today").status_code == 303 and client.get("/api/v1/claims").status_code == 401
        decision = {"csrf": form, "verb": "accept", "subject": claim}  # by whoever decided until now
        assert client.post("/review/decide", data=decision).headers["location"].startswith("/login")
        assert client.get(f"/enter/{client.house.enters}").status_code == 404
        assert log_in(client).status_code == 303 and client.get("/today").status_code == 200
        assert decide(client, "accept", claim).status_code == 303
        key = fogline("desk", "key", "add", "nightly", "--ledger", ledger).out.strip()
        assert client.get("/api/v1/claims", headers=bearer(key)).status_code == 200
        id = held.all_keys()[0].id
        assert fogline("desk", "key", "revoke", id, "--ledger", ledger).status == 0
        client.cookies.clear()
        assert client.get("/api/v1/claims", headers=bearer(key)).status_code == 401
        assert fogline("desk", "account", "remove", "olena", "--ledger", ledger).status == 0
        assert not held.any() and client.get("/today").status_code == 303


def test_a_desk_without_accounts_takes_no_forms_until_there_is_one(ledger, accounts):
    held = Accounts(accounts_file(ledger))
    with house(ledger, accounts=held) as client:
        assert client.post("/login", data={"name": "olena", "password": PASSWORD}).status_code == 405
        held.put(accounts.account("olena"))
        assert log_in(client).status_code == 303 and client.get("/review").status_code == 200

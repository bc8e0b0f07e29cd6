"""Accounts, keys and sessions in the file beside the ledger: hashes alone, ended when they should be."""

import stat

import pytest

from fogline.model.errors import InputError
from fogline.store.accounts import IDLE_S, LONGEST_S, Account, Accounts, accounts_file

OLENA = Account(name="olena", password="$argon2id$of-hers", scopes=("read", "judge"), made_at="2023-03-04T10:00:00Z")


@pytest.fixture
def path(tmp_path):
    return accounts_file(tmp_path / "war.ledger")


def test_accounts_are_kept_replaced_and_removed(path):
    with Accounts(path) as held:
        assert not held.any()
        held.put(OLENA)
        assert held.any()
    with Accounts(path) as held:
        assert held.account("olena") == OLENA and held.account("ben") is None
        session = held.begin("olena", 0.0)
        held.put(Account(name="olena", password="another", scopes=("read",), made_at="2023-03-05T10:00:00Z"))
        assert held.session(session, 1.0) is None  # a new password ends what the old one began
        assert [one.password for one in held.accounts()] == ["another"]
        session = held.begin("olena", 0.0)
        assert held.remove("olena") and not held.remove("olena")
        assert held.session(session, 1.0) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_no_token_is_in_the_file(path):
    with Accounts(path) as held:
        held.put(OLENA)
        key, token = held.add_key("nightly", ["read", "export"], "2023-03-04T10:00:00Z")
        session = held.begin("olena", 0.0)
        assert held.key(token, "2023-03-05").scopes == ("read", "export")
        assert held.all_keys()[0].used_on == "2023-03-05"
        assert held.session(session, 1.0) == "olena"
        assert held.key(token[:-1], "2023-03-05") is None and held.key("", "2023-03-05") is None
    for file in path.parent.iterdir():
        bytes_kept = file.read_bytes()
        assert token.encode() not in bytes_kept and session.encode() not in bytes_kept
    with Accounts(path) as held:
        assert held.revoke(key.id) and not held.revoke(key.id)
        assert held.key(token, "2023-03-06") is None


def test_a_session_ends_when_it_is_not_used_and_at_the_latest_after_a_week(path):
    with Accounts(path) as held:
        idle = held.begin("olena", 0.0)
        assert held.session(idle, IDLE_S - 1) == "olena"
        assert held.session(idle, 2 * IDLE_S - 2) == "olena"  # it was used meanwhile
        assert held.session(idle, 3 * IDLE_S + 1) is None
        busy, now = held.begin("olena", 0.0), 0.0
        while now < LONGEST_S:
            assert held.session(busy, now) == "olena"
            now += IDLE_S / 2
        assert held.session(busy, LONGEST_S + 1) is None
        ended = held.begin("olena", now)
        held.end(ended)
        assert held.session(ended, now) is None


def test_another_file_is_refused(path):
    path.write_text("no database, and longer than a header of one would have to be: " + "x" * 200)
    with pytest.raises(InputError, match="Move it away"):
        Accounts(path)

"""Who may use a desk that others reach: accounts, keys for programs, sessions, in a file beside the ledger.

In: names, password hashes, tokens. Out: the same by name or by token. Refused with `InputError`: a file that is none of
these. Tokens (of keys and sessions) are random and long, and only their hashes are kept; passwords come hashed already
(`serve.desk.passwords`). Nothing of this is in the ledger, which can be handed on without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import apsw

from fogline.model.errors import InputError
from fogline.store.readers import TABLES, Readers
from fogline.store.schema import PATIENCE_MS, told, transaction

_LAYOUT = 2
_TABLES = """
CREATE TABLE accounts (name TEXT PRIMARY KEY, password TEXT NOT NULL, scopes TEXT NOT NULL,
  made_at TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE keys (id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL,
  made_at TEXT NOT NULL, used_on TEXT) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (hash BLOB PRIMARY KEY, account TEXT NOT NULL, begun REAL NOT NULL,
  used REAL NOT NULL) STRICT, WITHOUT ROWID;
"""
IDLE_S = 12 * 3600.0  # a session ends so long after it was last used,
LONGEST_S = 7 * 24 * 3600.0  # … and so long after it was begun
_NOTED_EVERY_S = 60.0  # how often it is written down that a session is in use


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A person who may log in."""

    name: str
    password: str  # hashed
    scopes: tuple[str, ...]
    made_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A program that may ask."""

    id: str
    name: str
    scopes: tuple[str, ...]
    made_at: str
    used_on: str | None


def accounts_file(ledger: Path) -> Path:
    """Where the accounts of a ledger's desk are kept.

    >>> accounts_file(Path("war.ledger")).name
    'war.ledger-desk'
    """
    return ledger.with_name(ledger.name + "-desk")


class Accounts:
    """The file. `path` None: in memory, for one run of the desk. It may be used from several threads."""

    def __init__(self, path: Path | None) -> None:
        self._path = path or Path(":memory:")
        self._lock = threading.RLock()  # one transaction at a time on the one connection
        try:
            if path is not None:
                path.touch(mode=0o600, exist_ok=True)
            self._connection = apsw.Connection(str(self._path))
            self._connection.set_busy_timeout(PATIENCE_MS)
            self._connection.pragma("journal_mode", "wal")
            self._connection.pragma("synchronous", "full")
            with transaction(self._connection):
                empty = not self._connection.execute("SELECT count(*) FROM sqlite_schema").get
                if empty:
                    self._connection.execute(_TABLES)
                if empty or self._connection.pragma("user_version") == 1:  # of before readers kept anything
                    self._connection.execute(TABLES)
                    self._connection.pragma("user_version", _LAYOUT)
            if self._connection.pragma("user_version") != _LAYOUT:
                raise InputError(f"{path}: no accounts of a desk, or of another fogline. Move it away.")
        except (apsw.Error, OSError) as error:
            raise InputError(f"{path}: cannot be used ({error}). Move it away; accounts are then added anew.") from None
        self._execute = self._connection.execute
        self.readers = Readers(self._connection, self._told)

    def any(self) -> bool:
        """Whether there is an account or a key."""
        with self._told():
            return bool(self._execute("SELECT EXISTS (SELECT 1 FROM accounts) OR EXISTS (SELECT 1 FROM keys)").get)

    # ---- accounts

    def put(self, account: Account) -> None:
        """Keeps an account; one of that name is replaced, and its sessions end."""
        row = (account.name, account.password, " ".join(account.scopes), account.made_at)
        with self._told(), transaction(self._connection):
            self._execute("INSERT OR REPLACE INTO accounts VALUES (?, ?, ?, ?)", row)
            self._execute("DELETE FROM sessions WHERE account = ?", (account.name,))

    def account(self, name: str) -> Account | None:
        """The account of that name."""
        return next((one for one in self.accounts() if one.name == name), None)

    def accounts(self) -> list[Account]:
        """All accounts, by name."""
        with self._told():
            rows = list(self._execute("SELECT name, password, scopes, made_at FROM accounts ORDER BY name"))
        return [Account(name=row[0], password=row[1], scopes=tuple(row[2].split()), made_at=row[3]) for row in rows]

    def rehash(self, name: str, password: str) -> None:
        """The same password, hashed by today's measure."""
        with self._told():
            self._execute("UPDATE accounts SET password = ? WHERE name = ?", (password, name))

    def remove(self, name: str) -> bool:
        """Forgets an account, its sessions and what it kept; whether there was one."""
        with self._told(), transaction(self._connection):
            self.readers.forget(name)
            self._execute("DELETE FROM sessions WHERE account = ?", (name,))
            self._execute("DELETE FROM accounts WHERE name = ?", (name,))
            return bool(self._connection.changes())

    # ---- keys

    def add_key(self, name: str, scopes: Iterable[str], made_at: str) -> tuple[Key, str]:
        """A new key and its token, which is told this once."""
        token = "fog_" + secrets.token_urlsafe(32)
        key = Key(id=secrets.token_hex(4), name=name, scopes=tuple(scopes), made_at=made_at, used_on=None)
        with self._told():
            row = (key.id, _hash(token), name, " ".join(key.scopes), made_at, None)
            self._execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?)", row)
        return key, token

    def key(self, token: str, day: str) -> Key | None:
        """The key of a token; that it was used on that day is noted."""
        with self._told():
            found = self._keys("WHERE hash = ?", _hash(token))
            if found and found[0].used_on != day:
                self._execute("UPDATE keys SET used_on = ? WHERE id = ?", (day, found[0].id))
        return found[0] if found else None

    def all_keys(self) -> list[Key]:
        """All keys, the oldest first."""
        with self._told():
            return self._keys("ORDER BY made_at, id")

    def revoke(self, id: str) -> bool:
        """Forgets a key; whether there was one."""
        with self._told():
            self._execute("DELETE FROM keys WHERE id = ?", (id,))
            return bool(self._connection.changes())

    def _keys(self, terms: str, *values: bytes) -> list[Key]:
        sql = f"SELECT id, name, scopes, made_at, used_on FROM keys {terms}"  # noqa: S608 - terms are ours
        return [
            Key(id=row[0], name=row[1], scopes=tuple(row[2].split()), made_at=row[3], used_on=row[4])
            for row in self._execute(sql, values)
        ]

    # ---- sessions

    def begin(self, account: str, now: float) -> str:
        """A new session's token."""
        token = secrets.token_urlsafe(32)
        with self._told(), transaction(self._connection):
            ended = "DELETE FROM sessions WHERE used < ? OR begun < ?"
            self._execute(ended, (now - IDLE_S, now - LONGEST_S))
            self._execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_hash(token), account, now, now))
        return token

    def session(self, token: str, now: float) -> str | None:
        """Whose session it is, if it still runs."""
        with self._told():
            sql = "SELECT account, begun, used FROM sessions WHERE hash = ?"
            row = self._execute(sql, (_hash(token),)).fetchone()
            if row is None or now - row[2] > IDLE_S or now - row[1] > LONGEST_S:
                return None
            if now - row[2] > _NOTED_EVERY_S:
                self._execute("UPDATE sessions SET used = ? WHERE hash = ?", (now, _hash(token)))
            return str(row[0])

    def end(self, token: str) -> None:
        """Ends a session."""
        with self._told():
            self._execute("DELETE FROM sessions WHERE hash = ?", (_hash(token),))

    # ----

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        with self._lock, told(self._path):
            yield


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

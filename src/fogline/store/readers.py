"""What readers of a desk keep there: searches under a name, and when they last looked. In the file of the accounts.

In: whose they are, by the name of the account; "" where there are no accounts, for the one desk. Out: the same. Refused
with `QueryError`: a name that is taken, more searches than a reader needs. Nothing tells what somebody read.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import apsw

from fogline.model.errors import QueryError
from fogline.store.schema import transaction

TABLES = """
CREATE TABLE searches (owner TEXT NOT NULL, name TEXT NOT NULL, asked TEXT NOT NULL, made_at TEXT NOT NULL, rule TEXT,
  PRIMARY KEY (owner, name)) STRICT, WITHOUT ROWID;
CREATE TABLE visits (owner TEXT PRIMARY KEY, before REAL, seen REAL NOT NULL) STRICT, WITHOUT ROWID;
"""
MOST = 200  # searches of one reader


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """What is asked of the claims, under a name."""

    name: str
    asked: Mapping[str, str]  # facets by their names, as an address has them
    made_at: str
    rule: str | None = None  # the alert rule that was made of it


class Readers:
    """What readers keep. `told`: as which the file's errors are told, one caller at a time."""

    def __init__(
        self, connection: apsw.Connection, told: Callable[[], contextlib.AbstractContextManager[None]]
    ) -> None:
        self._connection = connection
        self._told = told

    def searches(self, owner: str) -> list[SavedSearch]:
        """A reader's searches, by name."""
        sql = "SELECT name, asked, made_at, rule FROM searches WHERE owner = ? ORDER BY name"
        with self._told():
            rows = list(self._connection.execute(sql, (owner,)))
        return [SavedSearch(name=row[0], asked=json.loads(row[1]), made_at=row[2], rule=row[3]) for row in rows]

    def search(self, owner: str, name: str) -> SavedSearch | None:
        """The search of that name."""
        return next((one for one in self.searches(owner) if one.name == name), None)

    def save(self, owner: str, one: SavedSearch) -> None:
        """Keeps a search under its name."""
        held = [other.name for other in self.searches(owner)]
        if one.name in held:
            raise QueryError(f"{one.name}: there is a search of that name. Choose another, or remove that one first.")
        if len(held) >= MOST:
            raise QueryError(f"{MOST} searches are kept already. Remove one first.")
        asked = json.dumps(dict(one.asked), ensure_ascii=False, sort_keys=True)
        with self._told(), transaction(self._connection):
            row = (owner, one.name, asked, one.made_at, one.rule)
            self._connection.execute("INSERT OR REPLACE INTO searches VALUES (?, ?, ?, ?, ?)", row)

    def remove(self, owner: str, name: str) -> bool:
        """Forgets a search; whether there was one."""
        with self._told():
            self._connection.execute("DELETE FROM searches WHERE owner = ? AND name = ?", (owner, name))
            return bool(self._connection.changes())

    def ruled(self, owner: str, name: str, rule: str | None) -> None:
        """An alert rule was made of a search, or taken away."""
        with self._told():
            sql = "UPDATE searches SET rule = ? WHERE owner = ? AND name = ?"
            self._connection.execute(sql, (rule, owner, name))

    def visit(self, owner: str) -> tuple[float | None, float] | None:
        """When a reader's visit before this one ended, and when they last looked (seconds since 1970)."""
        with self._told():
            row = self._connection.execute("SELECT before, seen FROM visits WHERE owner = ?", (owner,)).fetchone()
        return None if row is None else (row[0], row[1])

    def looked(self, owner: str, before: float | None, seen: float) -> None:
        """Notes both."""
        with self._told():
            self._connection.execute("INSERT OR REPLACE INTO visits VALUES (?, ?, ?)", (owner, before, seen))

    def forget(self, owner: str) -> None:
        """Forgets all that a reader kept; to be called within a transaction."""
        for table in ("searches", "visits"):
            self._connection.execute(f"DELETE FROM {table} WHERE owner = ?", (owner,))  # noqa: S608 - tables are ours

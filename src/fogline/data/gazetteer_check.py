"""Whether a gazetteer file is whole, what it holds, and whose work that is.

In: a file. Out: counts by kind, sources with what must be said of them, and every fault found. Refused: a file that is
no gazetteer at all (`TableError`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import apsw

from fogline.data.gazetteer import SHIPPED
from fogline.data.gazetteer_names import may_hold
from fogline.data.gazetteer_writer import FORMAT, KINDS, GazetteerSource
from fogline.model.errors import TableError

_PROBED = 1000  # keys that are asked of the sieve


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found in a gazetteer file."""

    places: dict[str, int]  # by kind
    names: int
    countries: int
    sources: tuple[GazetteerSource, ...]
    faults: tuple[str, ...]


def sources_of(path: Path) -> tuple[GazetteerSource, ...]:
    """Whose work a file holds.

    >>> [one.licence for one in sources_of(SHIPPED)][:1]
    ['CC BY 4.0']
    """
    with _opened(path) as connection:
        try:
            rows = connection.execute("SELECT name, licence, attribution, places FROM source ORDER BY id").fetchall()
        except apsw.SQLError:
            rows = []
    if not rows and path.resolve() == SHIPPED:
        told = tomllib.loads(SHIPPED.with_suffix(".toml").read_text(encoding="utf-8"))["source"]
        rows = [(one["name"], one["licence"], one["attribution"], 0) for one in told]
    return tuple(
        GazetteerSource(name=str(name), licence=str(licence), attribution=str(said or ""), places=int(places or 0))
        for name, licence, said, places in rows
    )


def check_gazetteer(path: Path) -> Checked:
    """Reads the whole file once."""
    faults: list[str] = []
    with _opened(path) as connection:
        run = connection.execute
        try:
            meta = {str(key): value for key, value in run("SELECT key, value FROM meta")}
            counted = run("SELECT kind, count(*) FROM place GROUP BY kind ORDER BY kind")
            kinds = {int(str(kind)): int(str(count)) for kind, count in counted}
            names = _count(connection, "SELECT count(*) FROM name")
            countries = _count(connection, "SELECT count(DISTINCT country) FROM region")
        except apsw.Error as error:
            raise TableError(f"{path}: no gazetteer ({error}). Make one: fogline gazetteer import") from None
        if int(str(meta.get("format", 1))) > FORMAT:
            faults.append("was written by a later fogline")
        whole = run("PRAGMA quick_check").fetchall()
        faults += [str(row[0]) for row in whole if row[0] != "ok"]
        for count, fault in (
            ("SELECT count(*) FROM place WHERE abs(lat) > 900000 OR abs(lon) > 1800000", "places off the globe"),
            ("SELECT count(*) FROM place WHERE name = ''", "places without a name"),
            ("SELECT count(*) FROM name WHERE place NOT IN (SELECT id FROM place)", "names without a place"),
            ("SELECT count(*) FROM place WHERE region NOT IN (SELECT id FROM region)", "places without a region"),
        ):
            if found := _count(connection, count):
                faults.append(f"{found:,} {fault}")
        bits = meta.get("sieve")
        step = max(1, sum(kinds.values()) // _PROBED)
        probes = run("SELECT key FROM name WHERE place % ? = 0 LIMIT ?", (step, _PROBED))
        if isinstance(bits, bytes) and not all(may_hold(bits, str(key)) for (key,) in probes):
            faults.append("its sieve does not know all its names")
    sources = sources_of(path)
    if not sources:
        faults.append("does not say whose work it is")
    known = {KINDS[kind] if 0 <= kind < len(KINDS) else f"kind {kind}": count for kind, count in kinds.items()}
    return Checked(places=known, names=names, countries=countries, sources=sources, faults=tuple(faults))


def _count(connection: apsw.Connection, query: str) -> int:
    found = connection.execute(query).get
    return found if isinstance(found, int) else 0


def _opened(path: Path) -> apsw.Connection:
    address = f"{path.resolve().as_uri()}?immutable=1"
    try:
        return apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
    except apsw.Error:
        raise TableError(f"{path}: there is no such file, or it cannot be read. Name a gazetteer file.") from None

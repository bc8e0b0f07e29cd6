"""The most populous bearer of a name, in fogline's own gazetteer: so that only the choice differs, not the data."""

from __future__ import annotations

import functools
import sqlite3
from pathlib import Path

from fogline.data.gazetteer_names import name_key

_GAZETTEER = Path(__file__).resolve().parents[2] / "src/fogline/data/gazetteer.sqlite"
_MOST = (
    "SELECT p.lat, p.lon, p.geonameid, p.kind FROM name n JOIN place p ON p.id = n.place "
    "WHERE n.key = ? ORDER BY p.population DESC, p.id LIMIT 1"
)
_CITIES = range(3, 6)  # city, town, village, as gazetteer_writer.KINDS numbers them


@functools.cache
def _connection() -> sqlite3.Connection:
    return sqlite3.connect(f"{_GAZETTEER.as_uri()}?immutable=1", uri=True)


@functools.lru_cache(maxsize=100_000)
def most_populous(name: str) -> tuple[float, float, int | None, bool] | None:
    """Latitude, longitude, geonameid and whether it is a settlement; None where nobody bears the name."""
    row = _connection().execute(_MOST, (name_key(name),)).fetchone()
    return (row[0] / 1e4, row[1] / 1e4, row[2], row[3] in _CITIES) if row else None

"""How long the desk takes for each page of a ledger: made, and asked for again.

In: a ledger. Out: one line a page: its size, processor time for the first answer and for the same one again. Refused:
nothing. Of single things, those with the most to tell: the development with the most claims, the place named most.

    python bench/desk.py war.ledger
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from urllib.parse import quote

from starlette.testclient import TestClient

from fogline.serve.desk.app import desk_app
from fogline.serve.desk.opened import opened
from fogline.serve.options import Source

FIXED = (
    *(
        "today",
        "today?span=week",
        "today?span=all",
        "developments",
        "claims",
        "claims?kind=shelling",
        "claims?q=bridge",
    ),
    *("reports", "places", "conflicts", "tolls", "map", "method"),
)


def main() -> int:
    """Asks for each page twice."""
    begin = time.process_time()
    found = opened(Source(ledger=Path(sys.argv[1])))
    print(f"opened in {time.process_time() - begin:.1f} s")
    with TestClient(desk_app(found), base_url="http://127.0.0.1") as client:
        for address in [*FIXED, *_largest(client)]:
            first, body = _asked(client, address)
            again, _ = _asked(client, address)
            print(f"{address[:48]:<48} {body / 1000:8.0f} kB {first * 1000:8.0f} ms, again {again * 1000:5.0f} ms")
    return 0


def _asked(client: TestClient, address: str) -> tuple[float, int]:
    begin = time.process_time()
    answer = client.get(f"/{address}")
    answer.raise_for_status()
    return time.process_time() - begin, len(answer.content)


def _largest(client: TestClient) -> list[str]:
    """The things with the most to tell."""
    told = client.get("/api/v1/developments?limit=1000").json()["rows"]
    found = [f"developments/{max(told, key=lambda one: len(one['claims']))['id']}"] if told else []
    for name in ("places", "speakers", "outlets"):
        rows = client.get(f"/{name}.json").json()[name]
        found += [f"{name}/{quote(rows[0]['name'], safe='')}"] if rows else []
    reports = client.get("/api/v1/reports?limit=1").json()["rows"]
    return found + [f"reports/{quote(one['id'], safe='')}" for one in reports]


if __name__ == "__main__":
    sys.exit(main())

"""The desk over the reports in examples/, asked without a network: pages by their addresses, and the links in them."""

import contextlib
import re
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from fogline.serve.desk.app import desk_app
from fogline.serve.desk.door import House
from fogline.serve.desk.opened import opened
from fogline.serve.options import Source
from fogline.store.accounts import Accounts

EXAMPLES = Path(__file__).parents[2] / "examples"
HERE = "http://127.0.0.1:8765"


@contextlib.contextmanager
def desk(source: Source, *, raises: bool = True):
    """A client of the desk while it runs."""
    with TestClient(desk_app(opened(source)), base_url=HERE, raise_server_exceptions=raises) as client:
        yield client


def links(page: str) -> list[str]:
    """The addresses that a page links to within the desk."""
    return [unescape(one) for one in re.findall(r'href="(/[^"]*)"', page)]


def text(page: str) -> str:
    """What is read of a page, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@contextlib.contextmanager
def house(ledger, *, reviewer: str | None = None, accounts: Accounts | None = None, names=frozenset(), **more):
    """A client of a desk that decides: of a reviewer at this machine, or closed, with accounts."""
    kept = House(accounts=accounts or Accounts(None), reviewer=reviewer, **more)
    with TestClient(
        desk_app(opened(Source(ledger=ledger)), kept, names), base_url=HERE, raise_server_exceptions=True,
        follow_redirects=False, headers={"origin": HERE},
    ) as client:  # fmt: skip
        client.house = kept
        yield client


def enter(client) -> None:
    """Opens the link that `fogline serve --review` prints."""
    assert client.get(f"/enter/{client.house.enters}").status_code == 303


def csrf(client, address: str = "/review") -> str:
    """What a form of this session holds."""
    return re.search(r'name="csrf" value="(\w+)"', client.get(address).text)[1]


def decide(client, verb: str, *subjects: str, **more):
    """Sends a form of the desk."""
    fields = {"csrf": csrf(client), "verb": verb, "subject": list(subjects), **more}
    return client.post("/review/decide", data=fields)

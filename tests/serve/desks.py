"""The desk over the reports in examples/, asked without a network: pages by their addresses, and the links in them."""

import contextlib
import re
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from fogline.serve.desk.app import desk_app
from fogline.serve.desk.opened import opened
from fogline.serve.options import Source

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

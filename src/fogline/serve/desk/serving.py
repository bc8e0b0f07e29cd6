"""Running the desk until it is stopped.

In: what was asked, where to listen. Out: nothing until Ctrl-C. Refused: a port that is taken (`QueryError`).
"""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable

import uvicorn

from fogline.model.errors import QueryError
from fogline.serve.desk.app import desk_app
from fogline.serve.desk.door import House
from fogline.serve.desk.opened import opened
from fogline.serve.options import Source

# A thread that makes a page lets others send what is made already: waiting 5 ms at each turn, they would take 30 to 40.
_TURN = 0.001
_COLLECTS = (20_000, 20, 20)  # objects made, and rounds of the younger ones, before it looks; Python's: 700, 10, 10
_WAITING = 128  # connections that may wait to be accepted


def serve_until_stopped(
    asked: Source, house: House, host: str, port: int, names: frozenset[str], tell: Callable[[str], None]
) -> None:
    """Opens the holdings, listens, says where, and answers until a signal to end.

    `names`: host names beside this machine's. Where there are any, something on this machine stands in front of the
    desk and says for whom it asks.
    """
    listening = _listening(host, port)
    with listening:
        found = opened(asked, apart=True)
        config = uvicorn.Config(
            desk_app(found, house, names), log_level="warning", server_header=False, access_log=False,
            timeout_graceful_shutdown=3, proxy_headers=bool(names), forwarded_allow_ips="127.0.0.1,::1",
        )  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        tell(f"fogline: the desk of {found.name} is open at {address}")
        if house.reviewer is not None:
            tell(f"fogline: to decide as {house.reviewer}, open {address}enter/{house.enters}")
        if house.closed:
            tell("fogline: it needs an account or a key")
        sys.setswitchinterval(_TURN)
        collect_seldom()
        uvicorn.Server(config).run(sockets=[listening])


def collect_seldom() -> None:
    """Has Python's collector pass over what was loaded so far, and look seldom at what comes: a page of very many rows
    makes a million objects, none of which refers to itself, and looking for such took a third of its time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTS)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens, before anything long is done."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(_WAITING)
    except OSError as error:
        made.close()
        raise QueryError(f"--port {port}: {error.strerror}. Name another port, or 0 for a free one.") from None
    return made

"""The desk served on a free port of this machine, and Debian's Chromium to open it: for tests, pictures and timings.

In: what the desk stands on. Out: its address; a browser. Refused: nothing; `CHROMIUM` is None where there is none.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator

import uvicorn

from fogline.serve.desk.app import desk_app
from fogline.serve.desk.door import House
from fogline.serve.desk.opened import Opened, opened
from fogline.serve.options import Source

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
)  # fmt: skip
PAGES = (
    "today?span=all", "map", "timeline", "timeline?by=kind", "developments", "places", "places/Bakhmut", "claims",
    "routes", "reports", "speakers", "outlets", "conflicts", "tolls", "review",
    "review/agreement", "method",
)  # fmt: skip


@contextlib.contextmanager
def served(source: Source | Opened, house: House | None = None) -> Iterator[str]:
    """The desk on a free port, as `fogline serve` runs it; gives its address. `house`: who may come in."""
    desk = desk_app(opened(source) if isinstance(source, Source) else source, house)
    server = uvicorn.Server(uvicorn.Config(desk, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the desk did not start")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()

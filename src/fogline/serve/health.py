"""Whether a watch lives and is ready, and what it counts, over HTTP on this machine alone.

    /livez    200 while the scheduler has its turn and the reader gets on; else 503: start it anew
    /readyz   200 while it lives and the ledger can be written to, with room on its disk; else 503
    /metrics  what Prometheus reads; with a token, only for whoever sends it (Authorization: Bearer …)

In: a place to listen at, signs of life, the ledger. Out: the answers, with what was looked at as JSON. Refused
(`QueryError`): to listen at an address that other machines reach. Refused (403): a request that names another host,
as a page in a browser of this machine could send (DNS rebinding).
"""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import json
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fogline.model.errors import QueryError
from fogline.run.watch import Vitals

NO_BEAT = 30.0  # seconds; the scheduler has its turn every second, and reading in a thread beside it delays it by less
STUCK = 1_800.0  # seconds that reading one look's reports may take: 8 MB of pages, at 10 reports a second
LEAST_FREE_MB = 500
_PROBE = 16_384  # bytes; four blocks show a full disk, and a card wears little by 23 MB a day
_FRESH = 2.0  # seconds that a probe holds for, so that asking often writes no more
_PATIENCE = 5.0  # seconds a client may take for its request
_MOST = 8  # requests at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that was looked at."""

    name: str
    good: bool
    found: str


def listens_at(written: str) -> tuple[str, int]:
    """Host and port to listen at, which must be this machine's own.

    >>> listens_at("9464"), listens_at("[::1]:9464")
    (('127.0.0.1', 9464), ('::1', 9464))
    >>> listens_at("0.0.0.0:9464")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: 0.0.0.0:9464: can be reached from other machines. Write a port, or 127.0.0.1:9464.
    """
    host, _, port = written.strip().rpartition(":")
    host = {"": "127.0.0.1", "localhost": "127.0.0.1"}.get(host, host.removeprefix("[").removesuffix("]"))
    try:
        address = ipaddress.ip_address(host)
        if not (port.isascii() and port.isdigit() and int(port) < 65_536):
            raise ValueError
    except ValueError:
        raise QueryError(f"{written}: no place to listen at. Write a port such as 9464, or 127.0.0.1:9464.") from None
    if not address.is_loopback:
        raise QueryError(f"{written}: can be reached from other machines. Write a port, or 127.0.0.1:{port}.")
    return host, int(port)


def living(vitals: Vitals) -> list[Sign]:
    """Whether the watch lives; where it does not, only a new start helps."""
    return [
        Sign(name="scheduler", good=vitals.beat < NO_BEAT, found=f"had its turn {max(0.0, vitals.beat):.0f} s ago"),
        Sign(
            name="reader",
            good=vitals.keeping < STUCK,
            found=f"reads the look in hand for {vitals.keeping:.0f} s, {vitals.waiting} wait",
        ),
    ]


class LedgerProbe:
    """Whether a ledger can be written to: that it is the file it was, and that its disk takes bytes."""

    def __init__(self, ledger: Path, least_free_mb: int = LEAST_FREE_MB) -> None:
        self._ledger, self._least = ledger.resolve(), least_free_mb * 1_000_000
        self._file = _identity(self._ledger)
        self._lock, self._at = threading.Lock(), float("-inf")
        self._found: list[Sign] = []

    def look(self) -> list[Sign]:
        """What was found, at most two seconds ago."""
        with self._lock:
            if time.monotonic() - self._at > _FRESH:
                self._found = [self._writable(), self._room()]
                self._at = time.monotonic()
            return self._found

    def _writable(self) -> Sign:
        if self._file is None or _identity(self._ledger) != self._file:
            return Sign(name="ledger", good=False, found="is not the file that it was: moved, replaced or gone")
        if not os.access(self._ledger, os.W_OK):
            return Sign(name="ledger", good=False, found="may not be written to")
        why = cannot_write(self._ledger)
        return Sign(name="ledger", good=why is None, found=why or "can be written to")

    def _room(self) -> Sign:
        try:
            free = shutil.disk_usage(self._ledger.parent).free
        except OSError as error:
            return Sign(name="disk", good=False, found=str(error.strerror))
        return Sign(name="disk", good=free >= self._least, found=f"{free / 1e6:,.0f} MB free")


def cannot_write(ledger: Path) -> str | None:
    """Why the ledger's disk takes no bytes just now, found out by writing some beside it; None: it does."""
    probe = ledger.with_name(f".{ledger.name}.{os.getpid()}.probe")
    try:
        probe.unlink(missing_ok=True)
        file = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            written = os.write(file, b"\0" * _PROBE)
            os.fsync(file)
        finally:
            os.close(file)
            probe.unlink(missing_ok=True)
    except OSError as error:
        with contextlib.suppress(OSError):
            probe.unlink(missing_ok=True)
        return f"its disk refuses: {error.strerror}"
    return None if written == _PROBE else "its disk refuses: it is full"


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the server is asked for."""

    live: Callable[[], list[Sign]]
    ready: Callable[[], list[Sign]]
    metrics: Callable[[], bytes]
    token: str | None = None


class HealthServer:
    """Answers in threads of its own, so that it does also where the watch hangs. A context manager."""

    def __init__(self, place: tuple[str, int], answers: Answers) -> None:
        host, port = place

        class Server(_Server):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

        try:
            self._server = Server((host, port), _handler(answers))
        except OSError as error:
            raise QueryError(f"{host}:{port}: cannot be listened at ({error.strerror}). Choose another port.") from None
        self.address = f"{f'[{host}]' if ':' in host else host}:{self._server.server_address[1]}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, name="fogline-health", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Answers no more."""
        self._server.shutdown()
        self._server.server_close()


_Request = socket.socket | tuple[bytes, socket.socket]  # as socketserver types it


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 16

    def __init__(self, place: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self._room = threading.BoundedSemaphore(_MOST)
        super().__init__(place, handler)

    def server_bind(self) -> None:
        """Binds, without the look-up of this machine's name that http.server adds."""
        socket_ = self.socket
        if self.allow_reuse_address:
            socket_.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        socket_.bind(self.server_address)
        self.server_address = socket_.getsockname()
        self.server_name, self.server_port = "localhost", int(self.server_address[1])

    def process_request(self, request: _Request, client_address: Any) -> None:  # noqa: ANN401
        """Takes a request if there is room for it, and hangs up otherwise."""
        if not self._room.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: _Request, client_address: Any) -> None:  # noqa: ANN401
        """Answers one request."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no trouble of ours."""


def _handler(answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = _PATIENCE
        server_version, sys_version = "fogline", ""

        def do_GET(self) -> None:
            """Answers."""
            status, media_type, body = self._answer(self.path.partition("?")[0])
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            if status == 401:
                self.send_header("WWW-Authenticate", "Bearer")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - as http.server looks for it

        def _answer(self, path: str) -> tuple[int, str, bytes]:
            if not _is_loopback(self.headers.get("Host", "")):
                return 403, "text/plain", b"only this machine's own names\n"
            if path in ("/livez", "/readyz"):
                signs = answers.live() if path == "/livez" else answers.ready()
                good = all(one.good for one in signs)
                body = json.dumps({"good": good, "signs": [asdict(one) for one in signs]}) + "\n"
                return (200 if good else 503), "application/json", body.encode()
            if path != "/metrics":
                return 404, "text/plain", b"/livez /readyz /metrics\n"
            sent = self.headers.get("Authorization", "").encode("latin-1", "replace")
            if answers.token and not hmac.compare_digest(sent, f"Bearer {answers.token}".encode()):
                return 401, "text/plain", b"send the token: Authorization: Bearer ...\n"
            return 200, "text/plain; version=0.0.4; charset=utf-8", answers.metrics()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    return Handler


def _is_loopback(host: str) -> bool:
    """Whether a Host header names this machine by a name that no other can have.

    >>> _is_loopback("127.0.0.1:9464"), _is_loopback("[::1]:9464"), _is_loopback("rebound.example:9464")
    (True, True, False)
    """
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.removeprefix("[").removesuffix("]")).is_loopback
    except ValueError:
        return False

"""What `fogline doctor` looks at of the way out: outlets, their names, and how pages are fetched.

In: what is to be used. Out: a `Finding` each. Refused: nothing. Only names of outlets' hosts leave this machine, to its
own name server.
"""

from __future__ import annotations

import asyncio
import http.server
import ipaddress
import threading
from collections.abc import Iterator

from fogline.model.errors import FoglineError, SourceRefused
from fogline.serve.findings import Finding, Used, bad, good, warning

_HOSTS = 5  # names that are looked up


def outlets(used: Used) -> Iterator[Finding]:
    """Subscriptions, and whether their hosts' names can be looked up."""
    from fogline.sources.subscriptions import read_subscriptions
    from fogline.sources.urls import checked

    if not used.outlets.exists():
        yield warning("outlets", f"{used.outlets}: there is none yet", "fogline outlet add URL")
        return
    try:
        active = [one for one in read_subscriptions(used.outlets).outlets if not one.paused]
    except FoglineError as error:
        yield bad("outlets", str(error), "correct the file")
        return
    if not active:
        yield warning("outlets", f"{used.outlets}: none that is not paused", "fogline outlet add URL")
        return
    yield good("outlets", f"{used.outlets}: {len(active):,} to watch")
    hosts = list(dict.fromkeys(checked(one.url).host for one in active))[:_HOSTS]
    names = [host for host in hosts if not _is_address(host)]
    lost = asyncio.run(_unknown(names))
    if names and len(lost) == len(names):
        yield bad(
            "names", f"{', '.join(lost)}: no address", "check the name server: /etc/resolv.conf, resolvectl status"
        )
    elif lost:
        yield warning(
            "names", f"{', '.join(lost)}: no address", "see whether these outlets have moved: fogline outlets"
        )
    elif names:
        yield good("names", f"{len(names)} of the outlets' hosts have an address")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def _unknown(hosts: list[str]) -> list[str]:
    from fogline.sources.network import SystemResolver

    resolver = SystemResolver(len(hosts) or 1)
    try:
        found = await asyncio.gather(*(resolver(host) for host in hosts), return_exceptions=True)
    finally:
        resolver.close()
    return [host for host, one in zip(hosts, found, strict=True) if isinstance(one, BaseException) or not one]


def transport(_: Used) -> Iterator[Finding]:
    """Whether pages can be fetched as they are when watching, and addresses of this machine are refused."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.end_headers()
            self.wfile.write(b"here")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        body, refused = asyncio.run(_fetched(f"http://127.0.0.1:{server.server_address[1]}/"))
    finally:
        server.shutdown()
        server.server_close()
    if body != b"here":
        yield bad("transport", "a page of this machine could not be had", "see whether a firewall shuts the loopback")
    elif not refused:
        yield bad(
            "transport", "an address of this machine was not refused", "please report this; watch nothing until then"
        )
    else:
        yield good("transport", "fetches, and refuses what leads to this machine")


async def _fetched(address: str) -> tuple[bytes, bool]:
    from fogline.sources.addresses import Access
    from fogline.sources.fetch import Fetcher

    async with Fetcher(access=Access.of(["127.0.0.1"])) as let:
        body = (await let.fetch(address)).body
    async with Fetcher(access=Access()) as strict:
        try:
            await strict.fetch(address)
        except SourceRefused:
            return body, True
    return body, False

"""Connections to addresses that were checked, and to no other.

In: a host and a port, from the connection pool of httpcore2. Out: a connection to one of the host's addresses. Refused
with `SourceRefused`: a host of which any address may not be connected to (`addresses`), a port that is not usual, a
name that has no address.

A name is resolved once a connection, by this module; what is checked is what is connected to, so that a name server
that answers otherwise the second time (rebinding) changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import httpcore2

from fogline.model.errors import SourceRefused
from fogline.sources.addresses import Access, Address, refusal, unwrapped

Resolver = Callable[[str], Awaitable[list[Address]]]
_MOST_TRIED = 3  # addresses of one host, one after the other
_LOOKING_UP = 10.0  # seconds; a system's resolver gives up after 5 to 30


class SystemResolver:
    """Looks names up by the system's resolver, in threads of its own: one that hangs keeps nothing else waiting."""

    def __init__(self, threads: int = 16) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="fogline-names")

    async def __call__(self, host: str) -> list[Address]:
        """All addresses of a name, in the order in which the system would try them."""
        loop = asyncio.get_running_loop()
        look_up = loop.run_in_executor(self._threads, _addresses, host)
        return await asyncio.wait_for(look_up, _LOOKING_UP)

    def close(self) -> None:
        """Waits for nothing that still hangs."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _addresses(host: str) -> list[Address]:
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(sockaddr[0]) for *_, sockaddr in found))


class HeardStream(httpcore2.AsyncNetworkStream):
    """A connection that keeps what went over it in its latest exchange: what was sent, what was received."""

    def __init__(self, stream: httpcore2.AsyncNetworkStream) -> None:
        self._stream = stream
        self.sent, self.received = bytearray(), bytearray()

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """The next bytes of the answer."""
        got = await self._stream.read(max_bytes, timeout)
        self.received += got
        return got

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends; what is sent after an answer begins another exchange."""
        if self.received:
            self.sent, self.received = bytearray(), bytearray()
        self.sent += buffer
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Hangs up."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """The same connection encrypted; what is kept is what goes over it in the clear."""
        return HeardStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> object:
        """What is known of the connection."""
        return self._stream.get_extra_info(info)


class CheckedNetwork(httpcore2.AsyncNetworkBackend):
    """What the pool connects through."""

    def __init__(self, access: Access, resolver: Resolver) -> None:
        self._access, self._resolver = access, resolver
        self._connect = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """A connection to the host's first address that answers, all of them having been checked."""
        addresses = await self._looked_up(host)
        self._check(host, port, addresses)
        failure: Exception | None = None
        for address in addresses[:_MOST_TRIED]:
            try:
                stream = await self._connect.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            peer = stream.get_extra_info("server_addr")
            if peer and unwrapped(ipaddress.ip_address(peer[0])) != unwrapped(address):
                await stream.aclose()
                raise SourceRefused(host, "answered from another address", str(peer[0]))
            return HeardStream(stream)
        raise SourceRefused(host, "cannot be connected to", str(failure) or None, for_now=True)

    async def connect_unix_socket(self, *_: object, **__: object) -> httpcore2.AsyncNetworkStream:
        """Never: a web address leads to no file."""
        raise SourceRefused("unix socket", "not http or https")

    async def sleep(self, seconds: float) -> None:
        """Waits."""
        await asyncio.sleep(seconds)

    async def _looked_up(self, host: str) -> list[Address]:
        try:
            return [ipaddress.ip_address(host)]
        except ValueError:
            pass
        try:
            addresses = await self._resolver(host)
        except (OSError, UnicodeError, TimeoutError) as error:
            raise SourceRefused(
                host, "has no address", str(error) or "the name server is silent", for_now=True
            ) from None
        if not addresses:
            raise SourceRefused(host, "has no address", for_now=True)
        return addresses

    def _check(self, host: str, port: int, addresses: list[Address]) -> None:
        for address in addresses:
            if self._access.lets(unwrapped(address)):
                continue
            why = refusal(address)
            if why is not None:
                raise SourceRefused(host, f"leads to {why}", f"{address}; to let it: --allow {address}")
            if port not in self._access.ports:
                raise SourceRefused(host, "a port that is not usual", f"{port}; to let it: --allow :{port}")

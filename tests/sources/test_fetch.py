"""Fetching, from real servers on this machine that behave and that do not."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import resource
import shutil
import socket
import ssl
import subprocess
import time
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from loopback import Answer, raw_server, site

from fogline.model.errors import SourceRefused
from fogline.sources.addresses import Access
from fogline.sources.fetch import Before, Fetched, Fetcher, Limits

HERE = Access.of(["127.0.0.1"])
PAGE = b"<html><body><p>Shelling cut the power in Nikopol overnight, officials said.</p></body></html>"
NEVER = Before()
QUICK = Limits(seconds=3.0, silent=2.0)


def fetched(url: str, *, before: Before = NEVER, access: Access = HERE, **settings: object) -> Fetched:
    async def once() -> Fetched:
        async with Fetcher(access=access, limits=settings.pop("limits", QUICK), **settings) as fetcher:
            return await fetcher.fetch(url, before=before)

    return asyncio.run(once())


def refused(url: str, **settings: object) -> SourceRefused:
    with pytest.raises(SourceRefused) as raised:
        fetched(url, **settings)
    return raised.value


@pytest.fixture
def web():
    with site() as served:
        served.answers["/"] = Answer(PAGE)
        yield served


def test_a_page(web) -> None:
    got = fetched(web.url("/"))
    assert (got.body, got.media_type, got.charset) == (PAGE, "text/html", "utf-8")
    assert "cookie" not in web.asked[0].headers
    assert web.asked[0].headers["user-agent"] == "fogline"


def test_what_has_not_changed_is_not_sent_again(web) -> None:
    web.answers["/"] = lambda asked: (
        Answer(status=304, headers={"ETag": '"a1"'})
        if asked.headers.get("if-none-match") == '"a1"'
        else Answer(PAGE, headers={"ETag": '"a1"', "Last-Modified": "Sat, 04 Mar 2023 10:00:00 GMT"})
    )
    first = fetched(web.url("/"))
    again = fetched(web.url("/"), before=first.before)
    assert first.changed
    assert (again.changed, again.body, again.before.etag) == (False, b"", '"a1"')
    assert web.asked[1].headers["if-modified-since"] == "Sat, 04 Mar 2023 10:00:00 GMT"


# --- where it leads -------------------------------------------------------------------------------------------------
def test_this_machine_is_refused_unless_let(web) -> None:
    for host in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]"):
        error = refused(web.url("/", host), access=Access())
        assert error.reason == "leads to this machine"
        assert "--allow" in error.detail
    assert not web.asked


def test_a_port_that_is_not_usual_is_refused() -> None:
    async def public(_: str):
        return [ipaddress.ip_address("8.8.8.8")]

    error = refused("http://courier.example:6379/", access=Access(), resolver=public)
    assert error.reason == "a port that is not usual"


def test_every_hop_is_checked(web) -> None:
    for target in (
        "http://169.254.169.254/latest/",
        "http://[::1]:1/",
        "file:///etc/passwd",
        "//10.0.0.1/",
        "http://0x7f.1/",
    ):
        web.answers["/on"] = Answer(status=302, headers={"Location": target})
        assert refused(web.url("/on")).reason.startswith(("leads to", "not http", "a host in an unusual form"))


def test_five_redirects_and_not_one_more(web) -> None:
    for hop in range(6):
        web.answers[f"/{hop}"] = Answer(status=301, headers={"Location": f"/{hop - 1}" if hop else "/"})
    assert fetched(web.url("/4")).moved == web.url("/")
    assert refused(web.url("/5")).reason == "leads on without end"
    web.answers["/ring"] = Answer(status=302, headers={"Location": "/ring"})
    assert refused(web.url("/ring")).reason == "leads on without end"
    web.answers["/nowhere"] = Answer(status=302, headers={})
    assert refused(web.url("/nowhere")).reason == "leads on to nowhere"


def test_only_lasting_redirects_move_an_address(web) -> None:
    web.answers["/lasting"] = Answer(status=308, headers={"Location": "/passing"})
    web.answers["/passing"] = Answer(status=302, headers={"Location": "/"})
    assert fetched(web.url("/lasting")).moved == web.url("/passing")
    assert fetched(web.url("/passing")).moved is None


def test_a_name_that_changes_its_address_is_connected_to_where_it_was_checked(web) -> None:
    """Rebinding: public when it is checked, this machine when it is asked again. It is never asked again."""
    answers = iter(["127.0.0.1", "169.254.169.254"])
    asked: list[str] = []

    async def changing(host: str):
        asked.append(host)
        return [ipaddress.ip_address(next(answers))]

    assert fetched(f"http://courier.example:{web.port}/", resolver=changing).body == PAGE
    assert asked == ["courier.example"]
    assert web.asked[0].headers["host"] == f"courier.example:{web.port}"


def test_one_bad_address_among_good_ones_is_refused(web) -> None:
    async def mixed(_: str):
        return [ipaddress.ip_address("127.0.0.1"), ipaddress.ip_address("10.0.0.1")]

    assert refused(f"http://courier.example:{web.port}/", resolver=mixed).reason == "leads to a private network"


def test_a_name_without_address() -> None:
    async def unknown(_: str):
        raise socket.gaierror(-2, "Name or service not known")

    error = refused("http://courier.example/", resolver=unknown)
    assert (error.reason, error.for_now) == ("has no address", True)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error = refused(f"http://127.0.0.1:{port}/")
    assert (error.reason, error.for_now) == ("cannot be connected to", True)


def test_nothing_of_the_environment_is_used(web, monkeypatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetched(web.url("/")).body == PAGE


# --- how much, how long ---------------------------------------------------------------------------------------------
def packed(body: bytes, packing: str) -> Answer:
    return Answer(body, headers={"Content-Type": "text/html", "Content-Encoding": packing})


def test_packed_pages(web) -> None:
    web.answers["/gzip"] = packed(gzip.compress(PAGE), "gzip")
    web.answers["/zlib"] = packed(zlib.compress(PAGE), "deflate")
    bare = zlib.compressobj(wbits=-15)
    web.answers["/bare"] = packed(bare.compress(PAGE) + bare.flush(), "deflate")
    for path in ("/gzip", "/zlib", "/bare"):
        assert fetched(web.url(path)).body == PAGE


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (packed(gzip.compress(bytes(9_900_000)), "gzip"), "is a bomb"),
        (packed(gzip.compress(bytes(300_000_000), 1), "gzip"), "is too large"),
        (packed(gzip.compress(PAGE)[:-9], "gzip"), "is cut off"),
        (packed(PAGE, "gzip"), "is broken: it cannot be unpacked"),
        (packed(gzip.compress(gzip.compress(PAGE)), "gzip, gzip"), "is packed in a way that was not asked for"),
        (packed(PAGE, "br"), "is packed in a way that was not asked for"),
        (Answer(b"x" * 10_000_001), "is too large"),
        (Answer(b"", headers={"Content-Length": "99999999999"}), "is too large"),
        (Answer(b"\x89PNG", headers={"Content-Type": "image/png"}), "is no text"),
        (Answer(status=404), "answers 404"),
        (Answer(status=204), "answers 204"),
    ],
)
def test_what_is_refused(web, answer: Answer, reason: str) -> None:
    web.answers["/"] = answer
    error = refused(web.url("/"), limits=replace(QUICK, seconds=20))
    assert (error.reason, error.for_now) == (reason, reason == "is cut off")


def test_a_bomb_never_lies_in_memory(web) -> None:
    web.answers["/"] = packed(gzip.compress(bytes(200_000_000), 1), "gzip")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(web.url("/"), limits=replace(QUICK, seconds=20))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


def test_errors_that_pass_say_when(web) -> None:
    now = datetime(2023, 3, 4, 10, tzinfo=UTC)
    for said, seconds in (("120", 120.0), ("Sat, 04 Mar 2023 10:05:00 GMT", 300.0), ("soon", None)):
        web.answers["/"] = Answer(status=503, headers={"Retry-After": said})
        error = refused(web.url("/"), clock=lambda: now)
        assert (error.reason, error.for_now, error.retry_after) == ("answers 503", True, seconds)
    assert (now + timedelta(seconds=300)).minute == 5


def slowly(connection: socket.socket, *pieces: bytes) -> None:
    for piece in pieces:
        connection.sendall(piece)
        time.sleep(0.1)


def by_byte(what: bytes) -> list[bytes]:
    return [bytes([byte]) for byte in what]


@pytest.mark.parametrize(
    ("talk", "reason"),
    [
        (lambda sock: time.sleep(4), "is too slow"),
        (lambda sock: slowly(sock, *by_byte(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 90)), "is too slow"),
        (lambda sock: slowly(sock, *by_byte(b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 90)), "is too slow"),
        (
            lambda sock: [sock.sendall(b"HTTP/1.1 103 Early\r\n\r\n") or time.sleep(0.1) for _ in range(90)],
            "is too slow",
        ),
        (lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 900_000), "breaks off"),
        (lambda sock: sock.sendall(b"SSH-2.0-OpenSSH_9.2\r\n"), "breaks off"),
        (lambda sock: None, "breaks off"),
        (lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"), "breaks off"),
        (lambda sock: sock.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), "breaks off"),
    ],
)
def test_servers_that_do_not_behave(talk, reason: str) -> None:
    with raw_server(talk) as url:
        begin = time.monotonic()
        error = refused(url)
        assert (error.reason, error.for_now) == (reason, True)
        assert time.monotonic() - begin < 6


def test_an_endless_page_is_refused() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"<p>more</p>" * 5_000)

    with raw_server(endless) as url:
        assert refused(url, limits=replace(QUICK, seconds=20)).reason == "is too large"


# --- TLS ---
@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate of courier.example, made here."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not here to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-days", "2", "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-subj", "/CN=courier.example",
               "-addext", "subjectAltName=DNS:courier.example"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def secure(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    with site(context) as served:
        served.answers["/"] = Answer(PAGE)
        yield served


def test_a_certificate_is_checked_against_the_name_that_was_asked_for(secure, certificate) -> None:
    async def here(_: str):
        return [ipaddress.ip_address("127.0.0.1")]

    tls = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    assert fetched(f"https://courier.example:{secure.port}/", resolver=here, tls=tls).body == PAGE
    error = refused(f"https://forger.example:{secure.port}/", resolver=here, tls=tls)
    assert (error.reason, "forger.example" in str(error.detail)) == ("has no certificate that can be trusted", True)
    assert refused(f"https://courier.example:{secure.port}/", resolver=here).reason == error.reason
    assert secure.paths() == ["/"]

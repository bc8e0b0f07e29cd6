"""Addresses that must never be connected to, in every form in which they can be written."""

from __future__ import annotations

import ipaddress

import pytest

from fogline.model.errors import SourceRefused
from fogline.sources.addresses import Access, refusal
from fogline.sources.urls import canonical_url, checked

REFUSED = """
0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.254 127.0.0.1 127.0.0.2
127.255.255.255 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1
192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.1 192.168.255.255 198.18.0.1 198.19.255.255 198.51.100.1
203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::10.0.0.1 ::8.8.8.8
::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0:127.0.0.1 64:ff9b::7f00:1
64:ff9b::a9fe:a9fe 64:ff9b::c0a8:1 64:ff9b:1::1 64:ff9b:1:7f00::1 100::1 2001::1 2001:0:7f00:1:: 2001:10::1
2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 2002:c0a8:1:: 2002:808:808:: 3fff::1 4000::1 5f00::1
8000::1 fc00::1 fd00::1 fd00:ec2::254 fe80::1 fe80::1%2 febf::1 fec0::1 ff01::1 ff02::1 ff0e::1
2606:4700::5efe:7f00:1 2606:4700::200:5efe:a00:1
""".split()  # noqa: SIM905
PUBLIC = """
1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.169.0.1 198.17.0.1 223.255.255.255
2606:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8 64:ff9b::808:808 2001:4860:4860::8888
""".split()  # noqa: SIM905


@pytest.mark.parametrize("written", REFUSED)
def test_refused(written: str) -> None:
    assert refusal(ipaddress.ip_address(written))


@pytest.mark.parametrize("written", PUBLIC)
def test_public(written: str) -> None:
    assert refusal(ipaddress.ip_address(written)) is None


def test_only_named_networks_are_let() -> None:
    access = Access.of(["10.1.0.0/16", "::1", ":8080"])
    assert access.lets(ipaddress.ip_address("10.1.2.3"))
    assert access.lets(ipaddress.ip_address("::1"))
    assert not access.lets(ipaddress.ip_address("10.2.0.1"))
    assert not access.lets(ipaddress.ip_address("127.0.0.1"))
    assert access.ports == {80, 443, 8080}


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("http://2130706433/", "unusual form"),
        ("http://0177.0.0.1/", "unusual form"),
        ("http://0x7f.0.0.1/", "unusual form"),
        ("http://0x7f000001/", "unusual form"),
        ("http://127.1/", "unusual form"),
        ("http://127.0.0.1.1/", "unusual form"),
        ("http://127.0.0.01/", "unusual form"),
        ("http://[fe80::1%25eth0]/", "unusual form"),
        ("http://[v1.x]/", "unusual form"),
        ("http://user:secret@courier.example/", "name or password"),
        ("http://courier.example@127.0.0.1/", "name or password"),
        ("http://courier.example\\@127.0.0.1/", "do not belong"),
        ("http://courier.example/a b", "do not belong"),
        ("http://courier.example/\r\nX: y", "do not belong"),
        ("http:///path", "cannot be"),
        ("http://-a.example/", "cannot be"),
        ("http://a..b/", "cannot be"),
        ("http://courier.example:99999/", "no web address"),
        ("ftp://courier.example/", "not http"),
        ("file:///etc/passwd", "not http"),
        ("gopher://127.0.0.1:6379/_", "not http"),
        ("javascript:alert(1)", "not http"),
        ("courier.example/rss", "not http"),
        ("http://courier.example/" + "a" * 3000, "too long"),
    ],
)
def test_addresses_that_are_refused_as_written(written: str, why: str) -> None:
    with pytest.raises(SourceRefused, match=why):
        checked(written)


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("http://１２７.０.０.１/", "127.0.0.1"),
        ("http://127。0。0。1/", "127.0.0.1"),
        ("http://127.0.0.1./", "127.0.0.1"),
        ("http://[::FFFF:127.0.0.1]/", "::ffff:7f00:1"),
    ],
)
def test_other_spellings_of_an_address_are_read_as_that_address(written: str, host: str) -> None:
    url = checked(written)
    assert (url.host, str(url.address)) == (host, host)
    assert refusal(url.address)


def test_a_name_keeps_its_meaning() -> None:
    url = checked("HTTPS://Кур'єр-новини.example/шлях?q=Бахмут#кінець".replace("'", ""))
    assert url.host.startswith("xn--")
    assert url.target == "/%D1%88%D0%BB%D1%8F%D1%85?q=%D0%91%D0%B0%D1%85%D0%BC%D1%83%D1%82"
    assert str(checked("../b?c", against="http://courier.example/x/y/")) == "http://courier.example/x/b?c"


def test_what_only_follows_readers_names_no_other_page() -> None:
    one, other = (checked(f"https://courier.example/a?{query}") for query in ("utm_source=x&id=7&fbclid=1", "id=7"))
    assert canonical_url(one) == canonical_url(other)
    assert canonical_url(checked("https://courier.example/a?x=1;2")) == "https://courier.example/a?x=1%3B2"

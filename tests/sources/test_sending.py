"""Sending alerts: what a real server on this machine receives, and what is never connected to."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time

import pytest
from loopback import Answer, site

from fogline.model.errors import SourceRefused
from fogline.sources.addresses import Access
from fogline.sources.apprise_out import post_apprise, redacted
from fogline.sources.fetch import Fetcher, Limits
from fogline.sources.webhook import headers, post_signed

LOCAL = Access.of(["127.0.0.1"])
KEY = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


@pytest.fixture
def web():
    with site() as served:
        yield served


def post(address, *, access=LOCAL, key=KEY, body=b'{"a":1}', limits=None):
    async def sent():
        async with Fetcher(access=access, limits=limits or Limits(seconds=3, silent=1)) as fetcher:
            await post_signed(fetcher, address, key, "a_1", body, int(time.time()))

    asyncio.run(sent())


def verified(asked, key: bytes) -> bool:
    """As a receiver does it, from the page on alerts."""
    said = asked.headers
    if abs(time.time() - int(said["webhook-timestamp"])) > 300:
        return False
    signed = f"{said['webhook-id']}.{said['webhook-timestamp']}.".encode() + asked.body
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(one, wanted) for one in said["webhook-signature"].split())


def test_a_webhook_can_be_verified(web):
    web.answers["/hook"] = Answer(status=204)
    post(web.url("/hook"), body="„Київ“".encode())
    (asked,) = web.asked
    assert asked.method == "POST"
    assert asked.body.decode() == "„Київ“"
    assert asked.headers["content-type"] == "application/json"
    assert verified(asked, b"0123456789abcdef0123456789abcdef")
    assert not verified(asked, b"another key of thirty-two bytes!")
    asked.body = asked.body + b" "
    assert not verified(asked, b"0123456789abcdef0123456789abcdef")


@pytest.mark.parametrize(
    ("status", "for_now"), [(500, True), (503, True), (429, True), (403, False), (404, False), (302, False)]
)
def test_what_a_webhook_does_not_take_is_told(web, status, for_now):
    to = web.url("/elsewhere")
    web.answers["/hook"] = Answer(status=status, headers={"Location": to, "Retry-After": "77"})
    with pytest.raises(SourceRefused) as refused:
        post(web.url("/hook"))
    assert refused.value.reason == f"answers {status}"
    assert (refused.value.for_now, refused.value.retry_after) == (for_now, 77)
    assert web.paths() == ["/hook"]  # a redirect is not followed: who is signed for is who was named


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:1/x", "http://[::ffff:127.0.0.1]/x", "http://169.254.169.254/latest", "http://10.0.0.1/x",
     "http://2130706433/", "http://0x7f.1/", "ftp://courier.example/", "http://a:secret@courier.example/"],
)  # fmt: skip
def test_a_webhook_leads_to_no_machine_of_the_inner_network(address):
    with pytest.raises(SourceRefused):
        post(address, access=Access())


def test_a_webhooks_path_is_told_to_nobody(web):
    web.answers["/hooks/T0KEN"] = Answer(status=500)
    with pytest.raises(SourceRefused) as refused:
        post(web.url("/hooks/T0KEN?secret=1"))
    assert "T0KEN" not in str(refused.value)
    assert "secret" not in str(refused.value)
    with pytest.raises(SourceRefused) as refused:
        post("http://127.0.0.1:9/hooks/T0KEN", access=Access())
    assert "this machine" in str(refused.value)
    assert "T0KEN" not in str(refused.value)


@pytest.mark.parametrize("key", ["whsec_?", "short", "whsec_YQ=="])
def test_a_key_that_can_be_guessed_is_refused(key):
    with pytest.raises(SourceRefused, match="key"):
        headers(key, "a_1", 1, b"")


def test_apprise_sends_to_a_real_server(web):
    web.answers["/note"] = Answer(status=200)
    post_apprise(web.url("/note").replace("http://", "json://"), "Kherson: two reported dead", "words", LOCAL)
    (asked,) = web.asked
    said = json.loads(asked.body)
    assert (said["title"], said["message"]) == ("Kherson: two reported dead", "words")


def test_apprise_is_let_to_no_machine_of_the_inner_network(web):
    with pytest.raises(SourceRefused, match="would connect to this machine"):
        post_apprise(web.url("/note").replace("http://", "json://"), "title", "words", Access())
    with pytest.raises(SourceRefused, match="would connect to this machine"):
        post_apprise(f"json://localhost:{web.port}/note", "title", "words", Access())
    assert web.asked == []


def test_apprise_does_not_follow_to_the_inner_network():
    """A service that was let may not lead on to one that was not."""
    with site() as inner, site() as outer:
        outer.answers["/note"] = Answer(status=307, headers={"Location": inner.url("/keys", host="127.0.0.2")})
        with pytest.raises(SourceRefused, match=r"would connect to this machine \(127\.0\.0\.2\)"):
            post_apprise(outer.url("/note").replace("http://", "json://"), "t", "w", LOCAL)
        assert inner.asked == []


def test_what_apprise_cannot_send_is_told_without_the_address(web):
    web.answers["/T0KEN"] = Answer(status=500)
    with pytest.raises(SourceRefused) as refused:
        post_apprise(web.url("/T0KEN").replace("http://", "json://user:passw0rd@"), "t", "w", LOCAL)
    told = str(refused.value)
    assert "did not take it" in told
    assert "T0KEN" not in told
    assert "passw0rd" not in told
    with pytest.raises(SourceRefused, match="no address that Apprise knows"):
        post_apprise("nowhere://T0KEN", "t", "w", LOCAL)
    assert redacted("to xyz://host/T%30KEN: T0KEN", "xyz://host/T%30KEN") == "to …: …"

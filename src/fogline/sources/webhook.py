"""An alert to a webhook: signed as Standard Webhooks has it, sent through the transport that fetches pages.

In: an address, a key, an id, a body of JSON. Out: nothing; the address took it. Refused with `SourceRefused`: what
`fetch` refuses (addresses of this machine and private networks unless they are let, redirects, what is slow), an
answer other than 200 to 299. What it says names no address and no key.

    webhook-id         the alert's id: the same at each try, so that a receiver can tell a repetition
    webhook-timestamp  seconds since 1970, of this try
    webhook-signature  v1,<base64 of HMAC-SHA256 over "id.timestamp.body" with the key>

https://www.standardwebhooks.com; libraries that verify it exist for most languages.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from fogline.model.errors import SourceRefused
from fogline.sources.fetch import Fetcher

_PREFIX = "whsec_"
_LEAST_KEY = 16  # bytes; shorter ones can be guessed


def signature(key: str, id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`.

    >>> key, id = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    >>> signature(key, id, 1614265330, b'{"test": 2432232314}')
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
    """
    signed = f"{id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(_bytes(key), signed, hashlib.sha256).digest()).decode()


def headers(key: str, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What is sent beside the body."""
    return {
        "Content-Type": "application/json",
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(key, id, timestamp, body),
    }


async def post_signed(fetcher: Fetcher, address: str, key: str, id: str, body: bytes, timestamp: int) -> None:
    """Sends one alert."""
    try:
        await fetcher.post(address, body, headers(key, id, timestamp, body))
    except SourceRefused as refused:
        host = address.partition("://")[2].partition("/")[0].rpartition("@")[2]
        raise SourceRefused(
            host, refused.reason, refused.detail, for_now=refused.for_now, retry_after=refused.retry_after
        ) from None


def _bytes(key: str) -> bytes:
    """The key's bytes: what stands after whsec_ in base64, or the words as they are."""
    try:
        raw = base64.b64decode(key[len(_PREFIX) :], validate=True) if key.startswith(_PREFIX) else key.encode()
    except (binascii.Error, ValueError):
        raise SourceRefused("webhook", "has a key that is no base64 after whsec_") from None
    if len(raw) < _LEAST_KEY:
        raise SourceRefused("webhook", "has a key that can be guessed", f"fewer than {_LEAST_KEY} bytes")
    return raw

"""An alert through Apprise, to a telephone, a chat or a mailbox, in a process of its own.

In: an Apprise URL, a title, a text. Out: nothing; the service took it. Refused with `SourceRefused`: Apprise is not
installed, it does not know the URL, the service did not take it, it takes too long, or it would connect to an address
that may not be connected to. What it says names no part of the URL.

Apprise speaks over libraries of its own, which look names up and follow redirects by themselves. In its process, Python
tells of each connection before it is made (the audit event `socket.connect`), with the address that it is made to; one
that is not public is refused there, whatever led to it. The URL comes over standard input, so that no list of processes
shows it.
"""

from __future__ import annotations

import ipaddress
import json
import os
import re
import subprocess
import sys
from urllib.parse import unquote, urlsplit

from fogline.model.errors import SourceRefused, extra
from fogline.sources.addresses import Access, refusal, unwrapped

_SECONDS = 60
_LEAST_SECRET = 4  # characters; shorter parts of an address are words
REFUSED = "would connect to"


def post_apprise(url: str, title: str, text: str, access: Access) -> None:
    """Sends one message."""
    asked = {
        "url": url,
        "title": title,
        "text": text,
        "networks": [str(network) for network in access.networks],
        "ports": sorted(access.ports),
    }
    command = [sys.executable, "-m", __name__]
    scheme = url.partition("://")[0]
    try:
        done = subprocess.run(
            command, input=json.dumps(asked).encode(), capture_output=True, timeout=_SECONDS, check=False, env=_around()
        )
    except subprocess.TimeoutExpired:
        raise SourceRefused(scheme, "is too slow", f"not done within {_SECONDS} s", for_now=True) from None
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise SourceRefused(scheme, "cannot be sent to", f"its process ended with {done.returncode}") from None
    if said["error"] is not None:
        raise SourceRefused(scheme, said["error"], redacted(said["detail"] or "", url) or None, for_now=True)


def _around() -> dict[str, str]:
    """The environment without proxies: what connects through one is not checked here."""
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


def redacted(said: str, url: str) -> str:
    """What was said without any part of the URL that could be a secret.

    >>> redacted("Failed for bot 123:abcdef", "tgram://123:abcdef/456789")
    'Failed for bot 123:…'
    """
    parts = urlsplit(url)
    pieces = re.split(r"[/?&=:@,]", f"{parts.netloc}/{parts.path}/{parts.query}/{parts.fragment}")
    for piece in sorted({*pieces, *map(unquote, pieces), url}, key=len, reverse=True):
        if len(piece) >= _LEAST_SECRET:
            said = said.replace(piece, "…")
    return said[:300]


def guard(access: Access, refused: list[str]) -> None:
    """Has Python refuse, from now on and for good, connections of this process to what may not be connected to."""

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event not in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            return
        address = arguments[1] if len(arguments) > 1 else None
        why = _refusal(address, access)
        if why is not None:
            refused.append(why)
            raise PermissionError(why)

    sys.addaudithook(look)


def _refusal(address: object, access: Access) -> str | None:
    if not isinstance(address, tuple):
        return None if address is None else "a file of this machine"  # a socket of the file system
    try:
        found = ipaddress.ip_address(str(address[0]).partition("%")[0])
    except ValueError:
        return f"{str(address[0])[:80]}, whose address is not looked up yet"
    if access.lets(unwrapped(found)):
        return None
    why = refusal(found)
    if why is None:
        return None  # Apprise's services have ports of their own: mail, MQTT
    return f"{why} ({found}); to let it: allow in alerts.toml"


def _main() -> None:
    asked = json.loads(sys.stdin.buffer.read())
    networks = tuple(ipaddress.ip_network(one) for one in asked["networks"])
    access = Access(networks=networks, ports=frozenset(asked["ports"]))
    sys.stdout.write(json.dumps(_sent(asked["url"], asked["title"], asked["text"], access)))


def _sent(url: str, title: str, text: str, access: Access) -> dict[str, str | None]:
    import logging

    try:
        import apprise
    except ImportError:
        return {"error": "needs the package apprise", "detail": f"install it, {extra('alerts')}"}
    told: list[str] = []

    class Heard(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(record.getMessage())

    heard = Heard(level=logging.WARNING)
    logger = logging.getLogger("apprise")
    logger.addHandler(heard)
    logger.propagate = False
    refused: list[str] = []
    guard(access, refused)
    # No plug-ins of the user's folders, nothing interpreted in the text: news is other people's text.
    asset = apprise.AppriseAsset(app_id="fogline", app_desc="fogline", plugin_paths=[], interpret_escapes=False,
                                 interpret_emojis=False)  # fmt: skip
    service = apprise.Apprise(asset=asset)
    if not service.add(url):
        return {"error": "is no address that Apprise knows", "detail": None}
    sent = service.notify(body=text, title=title, body_format=apprise.NotifyFormat.TEXT)
    if sent:
        return {"error": None, "detail": None}
    if refused:
        return {"error": f"{REFUSED} {refused[0]}", "detail": None}
    return {"error": "did not take it", "detail": "; ".join(told[-2:]) or None}


if __name__ == "__main__":
    _main()

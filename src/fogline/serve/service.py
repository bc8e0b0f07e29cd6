"""What a service manager is told: ready, how it stands, that it lives, that it stops (sd_notify(3) of systemd).

In: words. Out: a datagram to the socket that NOTIFY_SOCKET names. Refused: nothing; without the socket, or where it is
gone, nothing is told, since no service manager is a reason to stop watching.
"""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import MutableMapping


class Service:
    """The service manager, if there is one. The environment is read once, and what stands there of it is taken out."""

    def __init__(self, env: MutableMapping[str, str] = os.environ) -> None:
        self._address = env.pop("NOTIFY_SOCKET", "")
        wanted, owner = env.pop("WATCHDOG_USEC", ""), env.pop("WATCHDOG_PID", "")
        meant = not owner or owner == str(os.getpid())
        self.watchdog = int(wanted) / 1e6 if wanted.isdigit() and meant else None  # seconds of silence that are borne

    def tell(self, **said: object) -> bool:
        """Tells it, such as `tell(READY=1, STATUS="watching 12 outlets")`; whether it could be told."""
        if not self._address.startswith(("/", "@")):
            return False
        # A name that begins with @ is one without a file: its first byte is null.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        lines = "\n".join(f"{name}={' '.join(str(value).split())}" for name, value in said.items())
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to:
            to.settimeout(1.0)
            to.sendto(lines.encode("utf-8", "replace"), address)
            return True
        return False

"""What a service manager is told, by a real socket."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from fogline.serve.service import Service


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has sockets without a file")
def test_a_socket_without_a_file_is_told_too() -> None:
    name = f"fogline-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name)
        manager.settimeout(5)
        env = {"NOTIFY_SOCKET": "@" + name, "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": str(os.getpid())}
        service = Service(env)
        assert service.tell(READY=1, STATUS="a line\nWATCHDOG=trigger")
        assert manager.recv(100) == b"READY=1\nSTATUS=a line WATCHDOG=trigger"
    assert (service.watchdog, env) == (3.0, {})
    assert not service.tell(WATCHDOG=1)  # it is gone, which is no reason to stop


@pytest.mark.parametrize("env", [{}, {"NOTIFY_SOCKET": "vsock:2:1234"}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
def test_without_a_service_manager_nothing_is_told(env: dict[str, str]) -> None:
    assert not Service(env).tell(READY=1)


def test_a_watchdog_that_is_meant_for_another_process_is_none_of_ours() -> None:
    assert Service({"WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}).watchdog is None

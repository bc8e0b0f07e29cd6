"""`fogline serve` as a process: it says where it is, answers, keeps to this machine, and ends when told to."""

import builtins
import re
import signal
import socket
import subprocess
import sys
import urllib.request

from command_line import fogline


def test_it_opens_answers_and_ends(ledger, tmp_path):
    command = [sys.executable, "-m", "fogline.serve.cli", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as running:
        line = running.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
        with urllib.request.urlopen(address, timeout=30) as answer:
            assert answer.url == f"{address}today" and "Soledar" in answer.read().decode()
        running.send_signal(signal.SIGINT)
        assert "Traceback" not in running.stderr.read()
    assert running.returncode in (0, 130)


def test_what_it_cannot_do_is_said(ledger, tmp_path, monkeypatch):
    ended = fogline("serve", "--ledger", ledger, "--host", "0.0.0.0")
    assert ended.status == 2 and "ssh -L" in ended.err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ended = fogline("serve", "--ledger", ledger, "--port", taken.getsockname()[1])
    assert ended.status == 2 and "Name another port" in ended.err
    ended = fogline("serve", "--ledger", tmp_path / "none.ledger", "--port", "0")
    assert ended.status == 1 and "no such ledger" in ended.err
    assert fogline("serve", "--port", "0").status == 2

    real = builtins.__import__

    def without_extra(name, *rest):
        if name.partition(".")[0] in ("uvicorn", "fastapi"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_extra)
    for name in [name for name in sys.modules if name.startswith("fogline.serve.desk")]:
        monkeypatch.delitem(sys.modules, name)
    ended = fogline("serve", "--ledger", ledger)
    assert ended.status == 2 and "--extra desk" in ended.err

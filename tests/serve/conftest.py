import os

import pytest
from command_line import fogline, write_reports
from desks import EXAMPLES
from feeds_made import site


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    """Each test in a folder of its own, without the settings of whoever runs it."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("FOGLINE_")] + ["COLUMNS"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


@pytest.fixture
def web():
    """A web server on this machine."""
    with site() as served:
        yield served


@pytest.fixture
def inbox(tmp_path):
    return write_reports(tmp_path / "inbox")


@pytest.fixture(scope="session")
def _filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    inbox = write_reports(folder / "inbox")
    assert fogline("add", inbox, "--ledger", folder / "war.ledger").status == 0
    return (folder / "war.ledger").read_bytes()


@pytest.fixture
def ledger(tmp_path, _filled):
    """A ledger with two reports in it, as it lies on disk after a clean end."""
    path = tmp_path / "war.ledger"
    path.write_bytes(_filled)
    return path


@pytest.fixture(scope="session")
def with_examples(tmp_path_factory):
    """Puts a ledger with the reports of examples/ into a folder; they are read once for all tests."""
    first = tmp_path_factory.mktemp("read") / "war.ledger"
    assert fogline("add", EXAMPLES, "--ledger", first).status == 0
    read = first.read_bytes()

    def put(folder):
        path = folder / "war.ledger"
        path.write_bytes(read)
        return path

    return put

"""A page of the state before is sent only until the new one is made; who asks for the newest gets it."""

import time

from command_line import fogline
from desks import desk

from fogline.serve.desk.asked import Asked
from fogline.serve.desk.opened import opened
from fogline.serve.desk.pages import reports
from fogline.serve.desk.renewed import Renewed
from fogline.serve.options import Source


def test_a_page_is_made_anew_by_itself_and_at_once_for_who_wants_it(ledger, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Russian forces shelled Nikopol on Friday, killing two people, the mayor said.")
    with desk(Source(ledger=ledger)) as client:
        first = client.get("/reports")
        stamp = client.get("/api/v1/reports").json()["stamp"]
        assert (
            fogline("add", note, "--ledger", ledger, "--published", "2023-03-10", "--outlet", "River Post").status == 0
        )
        _until(lambda: client.get("/api/v1/reports").json()["stamp"] != stamp)  # the API tells what is known
        newest = client.get("/reports", headers={"cache-control": "no-cache"})
        assert "River Post" in newest.text and newest.headers["etag"] != first.headers["etag"]
        assert client.get("/reports").headers["etag"] == newest.headers["etag"]
        for address in ("/claims", "/search?q=Nikopol"):
            _until(lambda address=address: "Nikopol" in client.get(address).text)


def test_a_page_lags_only_until_it_is_made_anew(ledger, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Russian forces shelled Nikopol on Friday, killing two people, the mayor said.")
    with desk(Source(ledger=ledger)) as client:
        before = client.get("/claims").headers["etag"]
        assert fogline("add", note, "--ledger", ledger, "--published", "2023-03-10").status == 0
        _until(lambda: client.get("/claims").headers["etag"] != before)
        assert "Nikopol" in client.get("/claims").text


def _until(holds) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it did not come")


def test_a_page_that_takes_long_is_sent_for_a_minute_after_a_newer_state_is_known(ledger, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("Russian forces shelled Nikopol on Friday, killing two people, the mayor said.")
    now, made, found = [0.0], [], opened(Source(ledger=ledger))

    def maker(seconds):
        def make(sight, asked):
            now[0] += seconds
            made.append(asked.path)
            return reports.listed(sight, asked)

        return make

    def stamp():
        with found.sight(None) as sight:
            return sight.stamp

    pages = Renewed(found, clock=lambda: now[0])
    found.start()
    try:
        asked = Asked(path="/reports")
        before = pages.page(asked, maker(2))
        assert fogline("add", note, "--ledger", ledger, "--published", "2023-03-10").status == 0
        known = stamp()
        _until(lambda: stamp() != known)
        now[0] += 1_000  # nobody asked, so nobody was told of anything old
        assert pages.page(asked, maker(2)) == before
        now[0] += 59
        assert pages.page(asked, maker(2)) == before and len(made) == 1
        now[0] += 2
        after = pages.page(asked, maker(2))
        assert after[0] != before[0] and len(made) == 2
        assert pages.page(asked, maker(2), newest=True) == after and len(made) == 2
    finally:
        found.close()

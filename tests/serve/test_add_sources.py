"""`fogline add` with what people have, from the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from command_line import fogline

sys.path.append(str(Path(__file__).resolve().parent.parent / "sources"))
from loopback import Answer, site

from fogline.store.sqlite import open_ledger

STORY = "Shelling hit Nikopol overnight, and two people were wounded, the regional administration said."


def test_an_address_is_added_where_it_is_let_and_only_once() -> None:
    with site() as web:
        web.answers["/a"] = Answer(f"<html><body><article><p>{STORY}</p></article></body></html>".encode())
        refused = fogline("add", web.url("/a"))
        assert refused.status == 3
        assert "leads to this machine" in refused.err
        assert "--allow 127.0.0.1" in refused.err
        assert "1 report added" in fogline("add", web.url("/a"), "--allow", "127.0.0.1").err
        assert "1 known already" in fogline("add", web.url("/a"), "--allow", "127.0.0.1").err
    with open_ledger("fogline.ledger") as ledger:
        (report,) = ledger.view().reports()
    assert report.text == STORY
    assert report.id.startswith("p_")


def test_a_list_of_addresses_says_how_to_fetch_them(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("https://courier.example/a\n")
    ended = fogline("add", "list.txt")
    assert ended.status == 3
    assert "--fetch" in ended.err


def test_columns_are_named(tmp_path: Path) -> None:
    (tmp_path / "news.csv").write_text(f'day,what\n2023-03-04,"{STORY}"\n')
    assert "name it: --columns text=COLUMN; has: day, what" in fogline("add", "news.csv").err
    assert "1 report added" in fogline("add", "news.csv", "--columns", "text=what,published=day").err
    wrong = fogline("add", "news.csv", "--columns", "what")
    assert wrong.status == 2
    assert "Write it as text=COLUMN" in wrong.err

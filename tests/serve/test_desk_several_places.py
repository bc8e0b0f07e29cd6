"""The desk on what is told of several places at once: each has it, and none has its toll alone."""

from command_line import fogline
from desks import desk, text

from fogline.serve.options import Source

DIGEST = (
    "Russian forces shelled Kherson, Nikopol and Beryslav overnight, killing three people, the Ukrainian military said "
    "on Sunday.\n"
)


def test_each_place_has_it_and_the_map_counts_it_once(tmp_path) -> None:
    ledger = tmp_path / "war.ledger"
    (tmp_path / "digest.txt").write_text(DIGEST)
    assert fogline("add", tmp_path / "digest.txt", "--published", "2023-05-14", "--ledger", ledger).status == 0
    with desk(Source(ledger=ledger)) as client:
        for name in ("Kherson", "Nikopol", "Beryslav"):
            shown = text(client.get(f"/places/{name}").text)
            assert "shelling, Kherson, Nikopol, Beryslav" in shown, "its toll is told as that of all three"
        told = client.get("/map.json").json()["developments"]
        (shelled,) = [one for one in told if one["kind"] == "shelling"]
        assert [place["name"] for place in shelled["also_at"]] == ["Nikopol", "Beryslav"]
        shown = text(client.get("/map?kind=shelling").text)
        assert " 1 development, 0 of them without a place." in shown
        assert all(name in shown for name in ("Kherson", "Nikopol", "Beryslav"))

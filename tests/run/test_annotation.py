"""What `annotate` says of a report: all that was read, claims first, as plain JSON."""

import json

import fogline
from fogline.run.annotate import annotation


def test_all_that_was_read_is_told(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text(
        "Russian forces shelled Nikopol on 3 March 2023, killing two people, the mayor said. He denied that troops "
        "had left the town."
    )
    report = fogline.read(str(note), published="2023-03-04", outlet="River Post")
    reading = fogline.extract(report)
    told = annotation(report, reading)
    assert json.loads(json.dumps(told)) == told  # lists, no tuples: what a program reads is what was meant
    kinds = [claim["kind"] for claim in told["claims"]]
    assert [claim["id"] for claim in told["claims"]][: len(reading.claims)] == [one.id for one in reading.claims]
    assert "shelling" in kinds and "other" in kinds
    for name in ("attributions", "places", "times", "figures", "developments"):
        assert told[name], name

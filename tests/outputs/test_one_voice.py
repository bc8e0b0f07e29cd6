"""One voice that two outlets give with two figures: both are told, with the outlet of each."""

from __future__ import annotations

from fogline.claims.extract import extract
from fogline.model.report import Report
from fogline.outputs.brief import brief
from fogline.picture.fuse import fuse

SAYS = "Shelling killed {} people in Kherson on Friday, the regional governor said."
REPORTS = [
    Report(id="a", outlet="River Post", published="2023-03-04", lang="en", text=SAYS.format("four")),
    Report(id="b", outlet="North Herald", published="2023-03-04", lang="en", text=SAYS.format("three")),
]


def test_one_voice_with_two_figures_is_a_conflict_and_both_are_told() -> None:
    claims = [claim for report in REPORTS for claim in extract(report).claims]
    picture = fuse(REPORTS, claims)
    [toll] = [toll for one in picture.developments for toll in one.tolls if toll.measure == "killed"]
    assert (toll.low, toll.high) == (3, 4)
    assert [one.kind for one in picture.conflicts] == ["figure"]
    [item] = brief(picture, REPORTS, claims).items
    [told] = [one.text for one in item.sentences if one.role == "disputed"]
    assert "North Herald prints" in told
    assert "River Post prints" in told

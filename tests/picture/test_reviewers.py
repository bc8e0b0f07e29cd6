"""Agreement of reviewers: figures from the literature, who counts and who does not, unknown where little is known."""

import pytest

from fogline.model.picture import Judgement, Verb
from fogline.picture.reviewers import FEWEST, agreements, alpha, kappa


def judge(at, verb, *subjects, by, **more):
    return Judgement(id=f"j{at}", verb=verb, subjects=subjects, by=by, made_at=f"2023-03-05T10:00:{at:02}Z", **more)


def of(sort, judgements):
    return next(one for one in agreements(judgements) if one.sort == sort)


def test_alpha_of_four_observers_some_of_them_silent():
    """The third example of Krippendorff (2011), "Computing Krippendorff's alpha-reliability": 0.743 for names."""
    rows = ("123321412...", "1233224125.3", ".33323422 51.".replace(" ", ""), "12332441251.")
    assert alpha([[value for value in unit if value != "."] for unit in zip(*rows, strict=True)]) == 0.743


@pytest.mark.parametrize(
    ("both", "expected"),
    [
        ([("a", "a")] * 9 + [("b", "b")], 1.0),
        ([("a", "b"), ("b", "a")] * 5, -1.0),
        ([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")], 0.0),
        ([("a", "a")] * 10, None),
        ([], None),
    ],
)
def test_kappa(both, expected):
    assert kappa(both) == expected


def test_two_who_read_the_same_claims():
    said = []
    for at in range(FEWEST):
        said.append(judge(at, Verb.ACCEPT if at else Verb.SET_ASIDE, f"c_{at}", by="ana"))
        said.append(judge(at + 30, Verb.ACCEPT if at > 1 else Verb.SET_ASIDE, f"c_{at}", by="ben"))
    found = of("readings", said)
    assert (found.decided, found.shared, found.reviewers) == (10, 10, ("ana", "ben"))
    assert found.values == (("accept", 17), ("set aside", 3))
    assert found.alpha == alpha([["set aside"] * 2, ["accept", "set aside"], *[["accept"] * 2] * 8]) == 0.627
    (two,) = found.pairs
    assert (two.both, two.same, two.kappa) == (10, 9, 0.615)


def test_unknown_is_no_number():
    few = [judge(1, Verb.ACCEPT, "c_1", by="ana"), judge(2, Verb.ACCEPT, "c_1", by="ben")]
    found = of("readings", few)
    assert found.alpha is None and "it takes 10" in found.why and found.pairs[0].kappa is None
    alike = [
        judge(at + off, Verb.ACCEPT, f"c_{at}", by=by) for at in range(12) for off, by in ((0, "ana"), (30, "ben"))
    ]
    found = of("readings", alike)
    assert found.alpha is None and "chance" in found.why
    assert of("pairs", []).pairs == ()


def test_pairs_whatever_their_order_and_whoever_took_back():
    merge = judge(1, Verb.MERGE, "d_1", "d_2", by="ana")
    apart = judge(2, Verb.NEVER_MERGE, "d_2", "d_1", by="ben")
    found = of("pairs", [merge, apart])
    assert (found.shared, found.values) == (1, (("apart", 1), ("one", 1)))
    # What Ben takes back of Ana's stays Ana's opinion; what she takes back herself does not.
    assert of("pairs", [merge, apart, judge(3, Verb.UNDO, "j1", by="ben")]).shared == 1
    assert of("pairs", [merge, apart, judge(3, Verb.UNDO, "j1", by="ana")]).shared == 0
    rule = judge(4, Verb.MERGE, "d_1", "d_2", by="rule: copies")
    assert of("pairs", [apart, rule]).shared == 0


def test_corrections_to_the_same_value():
    said = [
        judge(1, Verb.CORRECT, "c_1", by="ana", field="kind", value="shelling"),
        judge(2, Verb.CORRECT, "c_1", by="ben", field="kind", value="airstrike"),
        judge(3, Verb.CORRECT, "c_1", by="ben", field="kind", value="shelling"),
        judge(4, Verb.CORRECT, "c_1", by="ben", field="stage", value="planned"),
    ]
    found = of("corrections", said)
    assert (found.decided, found.shared, found.values) == (2, 1, (("shelling", 2),))  # the last word counts

"""Two and two claims that cannot both hold, with the reason; other scope, date or group is no conflict."""

from __future__ import annotations

from made_claims import claim, day, figure, report, speaker, words

from fogline.model.claim import Scope, Stance
from fogline.model.picture import Conflict
from fogline.picture import same_claim
from fogline.picture.conflicts import altered, denials
from fogline.picture.fuse import fuse

REPORTS = [
    report("r1", "Shells hit Kherson's port, killing dockers."),
    report("r2", "Shells hit Kherson's port, killing dockers!"),
]


def between(first: float, second: float, **more: object) -> list[Conflict]:
    when = day("2023-03-02")
    claims = [
        claim(
            "c1",
            "r1",
            where="Kherson",
            when=when,
            figures=(figure("killed", first),),
            speakers=(speaker("Kyiv", "Ukraine"),),
        ),
        claim(
            "c2",
            "r2",
            where="Kherson",
            when=when,
            figures=(figure("killed", second, **more),),
            speakers=(speaker("Moscow", "Russia"),),
        ),
    ]
    return [one for one in fuse(REPORTS, claims).conflicts if one.kind == "figure"]


def test_two_totals_of_one_day() -> None:
    assert [one.why for one in between(5.0, 60.0)] == ["killed: 5.0 by Kyiv, 60.0 by Moscow, at one time"]


def test_equal_totals_ranges_that_touch_subsets_and_groups_are_no_conflict() -> None:
    assert not between(5.0, 5.0)
    assert not between(5.0, 9.0, low=4.0)
    assert not between(5.0, 2.0, scope=Scope.SUBSET)
    assert not between(5.0, 2.0, group="children")


def quoted(first: str, second: str, **more: object) -> list[str]:
    who = (speaker("Volodymyr Zelensky", "Ukraine"),)
    claims = [
        claim("c1", "r1", None, speakers=who, said_on="2023-03-03", direct_quotes=(words(first),)),
        claim("c2", "r2", None, speakers=who, direct_quotes=(words(second),), **{"said_on": "2023-03-03", **more}),
    ]
    return [one.why for one in fuse(REPORTS, claims).conflicts if one.kind == "quotation"]


def test_a_quotation_whose_words_differ() -> None:
    why = quoted("we will hold the town to the end", "we could hold the town to the end")
    assert why == ["altered quotation: “could” / “will” (modality)"]


def test_negation_and_numbers_come_first() -> None:
    why = altered(
        ["our", "big", "guns", "did", "not", "fire", "40", "shells", "that", "night"],
        ["our", "large", "guns", "did", "fire", "50", "shells", "that", "night"],
    )
    assert why == "altered quotation: “not” is left out (negation); “40” / “50” (number); “big” / “large” (wording)"


def test_a_shorter_or_other_quotation_is_no_altered_one() -> None:
    assert not quoted("we will hold the town to the end, come what may", "we will hold the town")
    assert not quoted("we will hold the town to the end", "ammunition is what the brigade needs most")
    assert not quoted("we will hold the town to the end", "we could hold the town to the end", said_on="2023-02-01")


def test_a_denial_meets_what_it_denies_not_what_is_told_first() -> None:
    governor, ministry = (speaker("the governor", "Ukraine"),), (speaker("the ministry", "Russia"),)
    claims = [
        claim("c1", "r1", quote="Rockets hit the rail yard of Lyman", speakers=governor),
        claim("c2", "r1", quote="The rockets killed three workers", speakers=governor),
        claim("c3", "r2", quote="No workers were killed", speakers=ministry, stance=Stance.DENIES),
    ]
    found = denials({one.id: one for one in claims}, [claims])
    assert [one.claims for one in found] == [("c2", "c3")]


def test_copies_of_one_statement_are_not_compared_with_what_denies_it() -> None:
    governor, ministry = (speaker("the governor", "Ukraine"),), (speaker("the ministry", "Russia"),)
    claims = [
        claim("c1", "r1", quote="Rockets hit the rail yard of Lyman", speakers=governor),
        claim("c2", "r2", quote="Rockets hit the rail yard of Lyman", speakers=governor),
        claim("c3", "r2", quote="Nothing hit the rail yard", speakers=ministry, stance=Stance.DENIES),
    ]
    before = same_claim.words.cache_info()
    found = denials({one.id: one for one in claims}, [claims])
    assert [one.claims for one in found] == [("c1", "c3")]
    assert same_claim.words.cache_info() == before

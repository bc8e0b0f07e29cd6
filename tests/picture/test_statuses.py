"""Statuses over time: two layers, trends, history, staleness, an inference that names its premises."""

from __future__ import annotations

from made_claims import actor, claim, day, report, speaker, status

from fogline.model.claim import Claim
from fogline.model.picture import Picture, Status
from fogline.picture.fuse import fuse
from fogline.picture.queries import statuses_at

REPORTS = [
    report("r1", published="2023-02-05"),
    report("r2", published="2023-03-04"),
    report("r3", published="2023-05-20"),
]


def stood(
    name: str, in_report: str, what: tuple[str, str, str], by: str | None = None, who: str | None = None, **more: object
) -> Claim:
    speakers = (speaker(f"Ministry of {who}", who),) if who else ()
    return claim(name, in_report, None, where="Bakhmut", speakers=speakers, statuses=(status(*what, by),), **more)


def one_of(picture: Picture, aspect: str, layer: str, value: str | None = None) -> Status:
    found = [s for s in picture.statuses if (s.aspect, s.layer) == (aspect, layer) and value in {None, s.value}]
    assert len(found) == 1, picture.statuses
    return found[0]


def test_access_gets_worse_between_two_reports() -> None:
    claims = [
        stood("c1", "r1", ("roads into Bakhmut", "access", "limited"), who="United Kingdom"),
        stood("c2", "r2", ("supply routes out of Bakhmut", "access", "under fire"), who="United Kingdom"),
    ]
    now = one_of(fuse(REPORTS[:2], claims), "access", "assessed")
    assert (now.value, now.trend, now.since, now.last_confirmed) == (
        "under fire",
        "worsening",
        "2023-03-04",
        "2023-03-04",
    )
    assert [step.value for step in now.history] == ["limited", "under fire"]
    then = one_of(fuse(REPORTS[:2], claims, as_of="2023-02-05"), "access", "assessed")
    assert (then.value, then.claims) == ("limited", ("c1",))


def test_what_sides_say_of_themselves_is_claimed_and_never_averaged() -> None:
    fight = claim(
        "c0", "r3", "armed_clash", where="Bakhmut", start=500, initiators=(actor("a", "Russia"), actor("b", "Ukraine"))
    )
    claims = [
        fight,
        stood("c1", "r3", ("Bakhmut", "control", "held"), by="Russia", who="Russia"),
        stood("c2", "r3", ("Bakhmut", "control", "held"), by="Ukraine", who="Ukraine", start=90),
        stood("c3", "r3", ("Bakhmut", "control", "contested"), who="United Kingdom", start=180),
    ]
    picture = fuse(REPORTS, claims)
    assert sorted((s.layer, s.by, s.value) for s in picture.statuses if s.by) == [
        ("claimed", "Russia", "held"),
        ("claimed", "Ukraine", "held"),
    ]
    assert one_of(picture, "control", "assessed").value == "contested"
    assert [c.kind for c in picture.conflicts] == ["control"]
    assert "held by Russia" in picture.conflicts[0].why


def test_without_news_a_status_goes_stale_and_does_not_end() -> None:
    claims = [stood("c1", "r1", ("Bakhmut", "control", "held"), by="Ukraine")]
    assert not one_of(fuse(REPORTS, claims, as_of="2023-02-10"), "control", "assessed").stale
    late = one_of(fuse(REPORTS, claims), "control", "assessed")
    assert (late.stale, late.value) == (True, "held")


def test_routes_under_fire_and_bridges_gone_limit_access_by_named_premises() -> None:
    claims = [
        stood("c1", "r2", ("routes out of Bakhmut", "access", "under fire")),
        stood("c2", "r2", ("bridges in Bakhmut", "infrastructure", "destroyed"), start=90, when=day("2023-03-03")),
    ]
    found = one_of(fuse(REPORTS[:2], claims), "access", "inferred")
    assert (found.value, found.inferred_from) == ("limited", ("c1", "c2"))


def test_how_things_stood_on_a_day() -> None:
    claims = [
        stood("c1", "r1", ("Bakhmut", "control", "held"), by="Ukraine"),
        stood("c2", "r3", ("Bakhmut", "control", "held"), by="Russia"),
    ]
    picture = fuse(REPORTS, claims)
    assert [s.by for s in statuses_at(picture, "2023-03-01", place="Bakhmut")] == ["Ukraine"]
    assert [s.by for s in statuses_at(picture, "2023-06-01")] == ["Russia"]
    assert not statuses_at(picture, "2023-01-01")


def test_one_claim_that_says_two_things_tells_of_no_change() -> None:
    both = (status("bridges in Bakhmut", "access", "cut"), status("bridges in Bakhmut", "access", "limited"))
    picture = fuse(REPORTS, [claim("c1", "r2", None, where="Bakhmut", statuses=both)])
    assert {one.trend for one in picture.statuses if one.aspect == "access"} == {None}

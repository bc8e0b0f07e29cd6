"""Claims to developments: headline, body and details are one; plans, other places, kinds and days are not."""

from __future__ import annotations

from dataclasses import replace

from made_claims import actor, claim, day, figure, place, report, speaker, status

from fogline.model.claim import Certainty, Genre, PlaceRole, Span, Stage, Stance
from fogline.model.picture import Development, Picture
from fogline.picture.fuse import fuse

MARKET = (
    "Shells hit the covered market of Kherson on Thursday, killing three traders at the fish stalls, officials said."
)
STRIKE = "Three traders died at the fish stalls of the covered market in Kherson when shells hit it on Thursday."


def told(picture: Picture) -> list[tuple[str, ...]]:
    return sorted(one.claims for one in picture.developments)


def only(picture: Picture) -> Development:
    assert len(picture.developments) == 1, told(picture)
    return picture.developments[0]


def test_headline_body_and_details_of_one_report_are_one() -> None:
    claims = [
        claim("c1", kind="attack", where="Kherson"),
        claim(
            "c2",
            kind="shelling",
            where="Kherson",
            start=80,
            when=day("2023-03-02"),
            initiators=(actor("Russia", "Russia"),),
        ),
        claim("c3", kind="killing", start=160, figures=(figure("killed", 3.0),)),
    ]
    one = only(fuse([report("r1")], claims))
    assert one.claims == ("c1", "c2", "c3")
    assert (one.kind, one.when.begin, one.tolls[0].best) == ("shelling", "2023-03-02", 3.0)
    assert one.place is not None
    assert one.place.name == "Kherson"


def test_two_attacks_on_one_city_on_one_day_stay_two() -> None:
    when = day("2023-03-02")
    claims = [
        claim("c1", kind="shelling", where="Kherson", when=when),
        claim("c2", kind="drone_strike", where="Kherson", when=when, start=80),
    ]
    assert told(fuse([report("r1")], claims)) == [("c1",), ("c2",)]


def test_two_strikes_at_different_hours_stay_two() -> None:
    claims = [
        claim("c1", where="Kherson", when=day("2023-03-02T06:00", "2023-03-02T07:00")),
        claim("c2", where="Kherson", when=day("2023-03-02T18:00", "2023-03-02T19:00"), start=80),
    ]
    assert len(fuse([report("r1")], claims).developments) == 2


def test_places_days_and_stages_keep_happenings_apart() -> None:
    claims = [
        claim("c1", where="Kherson", when=day("2023-03-02")),
        claim("c2", where="Nikopol", when=day("2023-03-02"), start=50),
        claim("c3", where="Kherson", when=day("2022-11-20"), start=100),
        claim("c4", where="Kherson", when=day("2023-03-02"), start=150, stage=Stage.PLANNED),
        claim("c5", where="Kherson", when=day("2023-03-02"), start=200, stage=Stage.DID_NOT_HAPPEN),
    ]
    assert told(fuse([report("r1")], claims)) == [("c1",), ("c2",), ("c3",), ("c4",), ("c5",)]


def test_a_possibility_never_becomes_a_happening() -> None:
    doubt = claim("c1", kind="withdrawal", where="Bakhmut", stage=None, certainty=Certainty(value="possible"))
    one = only(fuse([report("r1")], [doubt]))
    assert (one.stage, one.credibility) == (None, 6)


def test_one_attack_reported_on_three_days_is_one() -> None:
    reports = [report(f"r{n}", text, published=f"2023-03-0{n}") for n, text in ((2, MARKET), (3, STRIKE), (4, MARKET))]
    claims = [
        claim("c2", "r2", where="Kherson", when=day("2023-03-02"), quote=MARKET),
        claim("c3", "r3", "attack", where="Kherson", when=day("2023-03-02"), quote=STRIKE),
        claim("c4", "r4", where="Kherson", quote=MARKET),
    ]
    assert only(fuse(reports, claims)).reports == ("r2", "r3", "r4")


def test_two_reports_in_other_words_on_one_town_and_day_stay_two_without_more() -> None:
    reports = [report("r1", "A school in Kherson burned down."), report("r2", "Sappers in Kherson lost a lorry.")]
    claims = [
        claim(
            "c1", "r1", where="Kherson", when=day("2023-03-02"), quote="A school in Kherson burned down after shelling."
        ),
        claim(
            "c2", "r2", where="Kherson", when=day("2023-03-02"), quote="Sappers lost their lorry to a shell in Kherson."
        ),
    ]
    assert len(fuse(reports, claims).developments) == 2


def test_a_town_changes_hands_once_however_it_is_told() -> None:
    reports = [
        report("r1", "The flag was raised.", published="2023-01-12"),
        report("r2", "Salt mines.", published="2023-01-16"),
    ]
    claims = [
        claim(
            "c1", "r1", "territory_captured", where="Bakhmut", when=day("2023-01-11"), quote="The town fell to Wagner."
        ),
        claim(
            "c2",
            "r2",
            "territory_captured",
            where="Bakhmut",
            when=day("2023-01-13"),
            quote="Units hold all its streets.",
        ),
    ]
    assert only(fuse(reports, claims)).claims == ("c1", "c2")


def test_opinion_anniversaries_and_captions_make_no_development() -> None:
    claims = [
        claim(f"c{n}", where="Kherson", genre=genre, start=50 * n)
        for n, genre in enumerate((Genre.OPINION, Genre.ANNIVERSARY, Genre.CAPTION))
    ]
    picture = fuse([report("r1")], claims)
    assert not picture.developments
    assert {one.source for one in picture.set_aside} == {"c0", "c1", "c2"}


def test_figures_alone_join_the_happening_that_they_count() -> None:
    claims = [
        claim("c1", where="Kherson", when=day("2023-03-02")),
        claim("c2", where="Nikopol", when=day("2023-03-02"), start=100),
        claim("c3", kind=None, start=150, figures=(figure("killed", 2.0),)),
        claim("c4", kind=None, start=180, places=(place("Kherson"),), figures=(figure("injured", 5.0),)),
    ]
    found = {one.place.name: one for one in fuse([report("r1")], claims).developments if one.place}
    assert [toll.measure for toll in found["Nikopol"].tolls] == ["killed"]
    assert [toll.measure for toll in found["Kherson"].tolls] == ["injured"]


def test_a_denial_stands_with_what_it_denies() -> None:
    claims = [
        claim("c1", where="Kherson", speakers=(speaker("Ukrainian General Staff", "Ukraine"),)),
        claim("c2", start=90, stance=Stance.DENIES, about="c1", speakers=(speaker("Kremlin", "Russia"),)),
        claim("c3", "r1", None, start=140, stance=Stance.CANNOT_VERIFY, about="c1"),
    ]
    picture = fuse([report("r1")], claims)
    one = only(picture)
    assert one.claims == ("c1", "c2", "c3")
    assert one.disputed
    assert [(c.kind, c.claims) for c in picture.conflicts] == [("denial", ("c1", "c2"))]
    assert picture.conflicts[0].why == "Kremlin denies what Ukrainian General Staff says"


def test_parties_that_blame_each_other_speak_of_one_happening() -> None:
    when = day("2023-03-02")
    claims = [
        claim(
            "c1",
            where="Kherson",
            when=when,
            initiators=(actor("Russia", "Russia"),),
            speakers=(speaker("Kyiv", "Ukraine"),),
        ),
        claim(
            "c2",
            where="Kherson",
            when=when,
            start=90,
            initiators=(actor("Ukraine", "Ukraine"),),
            speakers=(speaker("Moscow", "Russia"),),
        ),
    ]
    picture = fuse([report("r1")], claims)
    assert only(picture).disputed
    assert [c.kind for c in picture.conflicts] == ["attribution"]


def test_a_reference_or_container_is_no_scene() -> None:
    places = (place("Zaporizhzhia", PlaceRole.REFERENCE), place("Nikopol", PlaceRole.SCENE))
    one = only(fuse([report("r1")], [claim("c1", places=places)]))
    assert one.place is not None
    assert one.place.name == "Nikopol"


def test_a_happening_without_a_date_happened_by_its_publication() -> None:
    one = only(fuse([report("r1", published="2023-03-04")], [claim("c1", where="Kherson")]))
    assert (one.when.begin, one.when.finish, one.when.edtf) == (None, "2023-03-04", "../2023-03-04")
    undated = only(fuse([report("r1", published=None)], [claim("c1", where="Kherson")]))
    assert (undated.when.begin, undated.when.finish) == (None, None)


def test_an_id_stays_as_later_claims_arrive() -> None:
    first = fuse(
        [report("r1", MARKET, published="2023-03-03")], [claim("c9", "r1", where="Kherson", when=day("2023-03-02"))]
    )
    reports = [report("r1", MARKET, published="2023-03-03"), report("r2", MARKET, published="2023-03-04")]
    claims = [
        claim("c9", "r1", where="Kherson", when=day("2023-03-02")),
        claim("c1", "r2", where="Kherson", when=day("2023-03-02")),
    ]
    assert only(first).id == only(fuse(reports, claims)).id


def test_origins_count_voices_not_reports() -> None:
    bulletin = (speaker("British Defence Ministry", "United Kingdom", via="bulletin"),)
    reports = [report(f"r{n}", f"{MARKET} Story {n}.") for n in range(20)]
    claims = [
        claim(f"c{n}", f"r{n}", where="Kherson", when=day("2023-03-02"), speakers=bulletin, said_on="2023-03-04")
        for n in range(20)
    ]
    one = only(fuse(reports, claims))
    assert (one.origins, one.origin_ids) == (1, ("United Kingdom, 2023-03-04",))
    assert len(one.reports) == 20


def test_a_place_spoken_of_before_parts_nothing_from_what_the_sentence_itself_places() -> None:
    claims = [
        claim("c1", kind="shooting", where="Kherson", when=day("2023-03-02")),
        claim("c2", kind="shooting", start=900, places=(place("Bakhmut", PlaceRole.MENTION, at=300),)),
    ]
    assert told(fuse([report("r1")], claims)) == [("c1", "c2")]


def test_the_attack_that_is_known_is_not_elsewhere_by_a_mere_mention() -> None:
    known = "an officer from Bakhmut looked into the shooting"
    mention = (place("Bakhmut", PlaceRole.MENTION, at=216),)
    first = claim("c1", kind="shooting", where="Kherson", when=day("2023-03-02"))
    back = claim(
        "c2", kind="shooting", quote=known, start=200, end=248, trigger=Span(start=240, end=248), places=mention
    )
    fresh = replace(back, quote="an officer from Bakhmut was hit in shooting")
    assert told(fuse([report("r1")], [first, back])) == [("c1", "c2")]
    assert told(fuse([report("r1")], [first, fresh])) == [("c1",), ("c2",)]


def test_what_is_done_to_a_bridge_is_not_what_is_done_to_people_elsewhere_in_the_story() -> None:
    text = "Shells fell on Bakhmut and on Chasiv Yar on Thursday, the governor of Donetsk Oblast said in his report."
    reports = [report(name, text) for name in ("r1", "r2")]
    killed = claim("c1", "r1", "shelling", where="Chasiv Yar", when=day("2023-03-02"), figures=(figure("killed", 1.0),))
    bridge = claim("c2", "r2", "destruction", where="Bakhmut", when=day("2023-03-02"),
                   statuses=(status("bridge in Bakhmut", "infrastructure", "destroyed"),))  # fmt: skip
    assert told(fuse(reports, [killed, bridge])) == [("c1",), ("c2",)]


def test_a_house_that_is_destroyed_is_what_killed_those_in_it() -> None:
    text = "A missile destroyed a block of flats in Dnipro on Thursday and killed three people, the governor said."
    reports = [report(name, text) for name in ("r1", "r2")]
    killed = claim("c1", "r1", "missile_strike", where="Dnipro", when=day("2023-03-02"),
                   figures=(figure("killed", 3.0),))  # fmt: skip
    house = claim("c2", "r2", "destruction", where="Dnipro", when=day("2023-03-02"),
                  statuses=(status("apartment block in Dnipro", "infrastructure", "destroyed"),))  # fmt: skip
    assert only(fuse(reports, [killed, house])).claims == ("c1", "c2")


def test_who_is_shelled_again_is_not_who_was_shelled_last_week() -> None:
    text = "Shells fell on the market of Kherson, the governor said, and two people who stood there were killed."
    reports = [report("r1", text, published="2023-02-26"), report("r2", text, published="2023-03-04")]
    last = claim("c1", "r1", "shelling", where="Kherson", when=day("2023-02-25"))
    now = claim("c2", "r2", "shelling", where="Kherson", when=day("2023-03-03"))
    assert told(fuse(reports, [last, now])) == [("c1",), ("c2",)]

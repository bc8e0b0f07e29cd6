"""What headlines leave out, blows that harmed nobody, and whom a deed is blamed on: our own sentences."""

import pytest

from fogline.claims.extract import extract
from fogline.model.claim import Claim, Stage
from fogline.model.report import Capture, Facts
from fogline.picture.fuse import fuse
from fogline.reports.read import read


def told(text: str) -> tuple[Claim, ...]:
    facts = Facts(id="r", published="2025-06-02", lang="en")
    return extract(read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))).claims


def of_title(title: str) -> list[Claim]:
    """The claims of a title over a body that tells nothing."""
    return [claim for claim in told(f"{title}\n\nThere is no more to tell here for now.") if claim.end <= len(title)]


def names(claims: list[Claim], field: str) -> set[str]:
    return {one.name for claim in claims for one in getattr(claim, field)}


@pytest.mark.parametrize(
    ("title", "doers", "done_to"),
    [
        ("Sumy hit by missiles again", set(), {"Sumy"}),
        ("Lorry ambushed near Menaka", set(), {"Lorry"}),
        ("Armenia, Azerbaijan trade fire near Vardenis", {"Armenia", "Azerbaijan"}, set()),
        ("Ukrainian assault repelled near Tokmak", {"Ukraine"}, set()),
    ],
)
def test_who_does_it_and_to_whom_in_a_headline(title: str, doers: set[str], done_to: set[str]) -> None:
    found = [claim for claim in of_title(title) if claim.kind]
    assert found
    assert names(found, "initiators") == doers
    assert names(found, "recipients") == done_to


def test_both_names_before_a_headlines_verb_speak() -> None:
    [claim] = [claim for claim in of_title("Chad, Sudan agree to extend truce") if claim.speakers]
    assert {one.name for one in claim.speakers} == {"Chad", "Sudan"}


def test_a_town_before_its_country_speaks_for_nobody() -> None:
    found = of_title("Lviv, Ukraine hit by drones")
    assert not names(found, "initiators")
    assert all(not claim.speakers for claim in found)


@pytest.mark.parametrize(
    "title", ["Yemen: clashes shut the port of Mokha", "Iran suspected of arson attack in Tallinn"]
)
def test_a_headlines_topic_or_suspect_does_not_speak(title: str) -> None:
    found = of_title(title)
    assert found
    assert all(not claim.speakers for claim in found)


def test_a_land_before_a_colon_speaks_of_another() -> None:
    assert names(of_title("Ukraine: Russia shelled a hospital in Izium"), "speakers") == {"Ukraine"}


@pytest.mark.parametrize(
    ("title", "place", "aspect", "value", "by"),
    [
        ("Dilling under siege for two years", "Dilling", "encirclement", "complete", None),
        ("Huliaipole still in Ukrainian hands, general says", "Huliaipole", "control", "held", "Ukraine"),
        ("Huliaipole under Russian control, Moscow says", "Huliaipole", "control", "held", "Russia"),
        ("Government troops pull out of Homs", "Homs", "control", "lost", "Syria"),
    ],
)
def test_how_things_stand_in_a_headline(title: str, place: str, aspect: str, value: str, by: str | None) -> None:
    said = [(one.subject, one.aspect, one.value, one.by) for claim in of_title(title) for one in claim.statuses]
    assert said == [(place, aspect, value, by)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nobody was wounded in Sunday's shelling of Nikopol, the mayor said.", "shelling"),
        ("There were no casualties in the missile strike on Sumy.", "missile_strike"),
        ("The drone attack on Izmail killed no one.", "drone_strike"),
        ("The shelling of Nikopol did not cause any casualties.", "shelling"),
        ("There were no reports of injuries from the air strike on Sumy.", "air_strike"),
    ],
)
def test_a_blow_that_harmed_nobody_was_one(text: str, kind: str) -> None:
    found = [claim for claim in told(text) if claim.kind == kind]
    assert found
    assert {(claim.stage, claim.polarity) for claim in found} == {(Stage.HAPPENED, "positive")}
    assert not names(found, "recipients") & {"Nobody", "no one"}


@pytest.mark.parametrize(
    "text", ["There was no shelling of Nikopol on Sunday.", "No shelling killed anyone in Nikopol."]
)
def test_a_blow_that_was_not_there_did_not_happen(text: str) -> None:
    assert {claim.stage for claim in told(text) if claim.kind == "shelling"} == {Stage.DID_NOT_HAPPEN}


def test_what_comes_without_harm_counts_nobody() -> None:
    found = told("The rocket fell on a field near Sumy without causing casualties.")
    assert [figure.best for claim in found for figure in claim.figures] == [0, 0]
    assert [claim.stage for claim in found if claim.kind == "killing"] == [Stage.DID_NOT_HAPPEN]


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        ("Nine people died in a raid near Jos that was blamed on bandits.", "bandits"),
        ("The massacre in Beni was attributed to the ADF.", "Allied Democratic Forces"),
        ("The ADF was blamed for the massacre in Beni.", "Allied Democratic Forces"),
    ],
)
def test_a_deed_is_blamed_on_somebody_by_nobody_in_particular(text: str, doer: str) -> None:
    done = [one for claim in told(text) if claim.kind in ("attack", "execution") for one in claim.initiators]
    assert {(one.name, one.confidence) for one in done} == {(doer, "suspected or accused")}


def test_gunmen_are_no_tool() -> None:
    [claim] = [claim for claim in told("Gunmen killed five traders in Zamfara on Sunday.") if claim.kind]
    assert (claim.kind, [one.name for one in claim.initiators]) == ("shooting", ["Gunmen"])


def test_a_capital_that_is_ringed_is_the_town() -> None:
    assert names([claim for claim in told("Fighters began a blockade of Bamako.") if claim.kind], "recipients") == {
        "Bamako"
    }


def test_a_toll_of_none_stands_at_the_blow() -> None:
    facts = Facts(id="r", published="2025-06-02", lang="en")
    body = b"No one was killed in the shelling of Nikopol on Sunday, the mayor said."
    made = read(Capture(body=body, source="r", media_type="text/plain", facts=facts))
    [development] = fuse([made], extract(made).claims).developments
    assert (development.kind, development.stage) == ("shelling", Stage.HAPPENED)
    assert [toll.best for toll in development.tolls if toll.measure == "killed"] == [0]


def test_what_a_live_page_tells_behind_its_colon() -> None:
    found = of_title("Battle for Izium, live: bridge on Lyman road destroyed")
    assert ("bridge on the road into Lyman", "destroyed") in {
        (one.subject, one.value) for claim in found for one in claim.statuses
    }

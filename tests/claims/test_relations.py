"""Stated distances and directions between places, and the gazetteer's word on them."""

import pytest

from fogline.claims.parse import parse
from fogline.claims.place_references import find_place_references
from fogline.claims.places import find_places
from fogline.claims.relations import find_relations
from fogline.model.claim import Relation
from fogline.model.report import Report


def relations(text: str) -> list[Relation]:
    report = Report(id="r", text=text)
    passages = parse(report)
    named = find_places(passages, report)
    return find_relations(passages, named, find_place_references(passages, named))


@pytest.mark.parametrize(
    ("text", "of", "to", "km", "bound", "bearing", "consistent"),
    [
        ("Chasiv Yar, some 15 km west of Bakhmut, was hit.", ("Chasiv Yar",), "Bakhmut", 15.0, "about", "west", True),
        ("Chasiv Yar is 60 km east of Bakhmut.", ("Chasiv Yar",), "Bakhmut", 60.0, "exactly", "east", False),
        ("Siversk lies less than 25 miles from Bakhmut.", ("Siversk",), "Bakhmut", 40.23, "less than", None, True),
        ("Siversk lies more than 90 km from Bakhmut.", ("Siversk",), "Bakhmut", 90.0, "more than", None, False),
        ("Lyman is about 50 km (31 miles) north of Bakhmut.", ("Lyman",), "Bakhmut", 50.0, "about", "north", True),
        ("Melitopol sits south of Zaporizhzhia.", ("Melitopol",), "Zaporizhzhia", None, None, "south", True),
        ("Kupiansk, roughly forty-five miles from Kharkiv.", ("Kupiansk",), "Kharkiv", 72.42, "about", None, True),
    ],
)  # fmt: skip
def test_relations(
    text: str, of: tuple[str, ...], to: str, km: float | None, bound: str | None, bearing: str | None, consistent: bool
) -> None:
    [relation] = relations(text)
    assert (relation.of, relation.bound, relation.bearing) == (of, bound, bearing)
    assert relation.to.startswith(to[:9])
    assert relation.stated_km == km
    assert relation.consistent is consistent


def test_the_near_end_may_be_both_and_the_far_end_the_city() -> None:
    text = "Shells hit Bakhmut. Ivanivske and Bohdanivka were attacked. Both are less than six miles west of Bakhmut."
    [relation] = relations(text)
    assert (relation.of, relation.to) == (("Ivanivske", "Bohdanivka"), "Bakhmut")
    text = "Bakhmut is under fire. Soledar, a small town some 15 km northeast of the city, has fallen."
    [relation] = relations(text)
    assert (relation.of, relation.to, relation.bearing) == (("Soledar",), "Bakhmut", "north-east")


def test_a_distance_of_no_named_place_has_no_near_end() -> None:
    [relation] = relations("Two rockets struck a depot 30 km north of Melitopol on Friday.")
    assert (relation.of, relation.consistent) == ((), None)


@pytest.mark.parametrize("text", ["The bridge is 40 metres long.", "Troops stood halfway between Kyiv and Lviv."])
def test_other_measures_are_no_relations(text: str) -> None:
    assert relations(text) == []


def test_the_words_of_a_relation_are_those_of_the_report() -> None:
    text = "Chasiv Yar lies about 12 km west of Bakhmut."
    [relation] = relations(text)
    assert text[relation.start : relation.end] == "about 12 km west of Bakhmut"
    assert relation.stated == "12 km"

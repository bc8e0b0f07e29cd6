"""What a reviewer is asked to look at: each rule with what it is for and what it leaves alone; what answers it."""

import pytest
from made_claims import actor, claim, day, figure, place, report, speaker, words

from fogline.data.gazetteer import table
from fogline.model.claim import Relation, Stance
from fogline.model.picture import Judgement, Verb
from fogline.picture.doubts import doubts, rules
from fogline.picture.fuse import fuse
from fogline.picture.judgements import development_id

MARCH_2 = day("2023-03-02")


def judge(number, verb, *subjects, **more):
    return Judgement(
        id=f"j{number}", verb=verb, subjects=subjects, by="ana", made_at=f"2023-03-05T10:00:0{number}Z", **more
    )


def asked(claims, judgements=(), reports=("r1", "r2", "r3")):
    kept = [report(name, published=f"2023-03-0{at}") for at, name in enumerate(reports, 3)]
    picture = fuse(kept, claims, judgements)
    held = {one.id: one for one in claims}
    return doubts(picture.developments, picture.conflicts, held, {one.id: one.published for one in kept}, judgements)


def of(rule, found):
    return [one for one in found if one.rule == rule]


def told(name, in_report, quote, *, where="Kherson", when=MARCH_2, **more):
    return claim(name, in_report, quote=quote, where=where, when=when, **more)


# Two agencies on one shelling: too few words in common for the rules that join across stories.
TWICE = [
    told("c_1", "r1", "Shells hit the market hall in Kherson at noon and set four stalls on fire"),
    told("c_2", "r2", "Kherson: artillery damaged a market hall, a school and two shops, the governor said"),
]


def test_two_that_may_be_one_until_somebody_says():
    (one,) = of("may be one", asked(TWICE))
    assert set(one.subjects) == {development_id("c_1"), development_id("c_2")}
    assert set(one.claims) == {"c_1", "c_2"} and 0 < one.score < rules()["may be one"].weight
    assert "Kherson" in one.why and "%" in one.why
    for verb in (Verb.MERGE, Verb.NEVER_MERGE):
        assert of("may be one", asked(TWICE, [judge(1, verb, *one.subjects)])) == []
        taken_back = [judge(1, verb, *one.subjects), judge(2, Verb.UNDO, "j1")]
        assert of("may be one", asked(TWICE, taken_back)) == [one]


@pytest.mark.parametrize(
    "other",
    [
        {"where": "Nikopol"},
        {"when": day("2023-03-09")},
        {"kind": "protest"},
        {"quote": "Nothing was said in it that the first had said"},
    ],
)
def test_what_speaks_against_one_happening_is_no_doubt(other):
    given = {"quote": TWICE[1].quote, **other}
    assert of("may be one", asked([TWICE[0], told("c_2", "r2", given.pop("quote"), **given)])) == []


def test_more_words_in_common_come_first():
    near = told("c_3", "r3", "A market hall in Kherson was set on fire by artillery", when=MARCH_2)
    found = of("may be one", asked([*TWICE, near]))
    shared = {frozenset(one.claims): one.score for one in found}
    assert shared[frozenset({"c_1", "c_3"})] > shared[frozenset({"c_1", "c_2"})]


def test_claims_of_another_place_within_one_development():
    first, other = TWICE[0], told("c_9", "r1", "Shells fell on Nikopol too", where="Nikopol", start=200)
    third = told("c_8", "r1", "The market hall in Kherson burned for hours", start=100)
    merged = [judge(1, Verb.MERGE, "c_1", "c_9")]
    (one,) = of("may be two", asked([first, third, other], merged))
    assert one.claims == ("c_9",) and "Nikopol" in one.why and one.subjects == (development_id("c_1"),)
    assert of("may be two", asked([first, third, other], [*merged, judge(2, Verb.ACCEPT, one.subjects[0])])) == []
    assert of("may be two", asked([first, third, other], [*merged, judge(2, Verb.SPLIT, "c_9")])) == []


def test_quotations_that_differ_lead_the_queue():
    mayor = {"speakers": (speaker("Ihor Koval"),), "said_on": "2023-03-02", "kind": None}
    one = claim("c_1", "r1", direct_quotes=(words("We will not leave the town to them"),), **mayor)
    other = claim("c_2", "r2", direct_quotes=(words("We will leave the town to them"),), **mayor)
    found = asked([one, other, *[told("c_7", "r1", TWICE[0].quote), told("c_8", "r2", TWICE[1].quote)]])
    assert found[0].rule == "altered quotation" and "negation" in found[0].why
    seen = [judge(1, Verb.ACCEPT, "c_1", "c_2")]
    assert of("altered quotation", asked([one, other], seen)) == []
    assert of("altered quotation", asked([one, other], [judge(1, Verb.ACCEPT, "c_1")])) != []  # one of two
    assert of("altered quotation", asked([one, other], [judge(1, Verb.SET_ASIDE, "c_1")])) == []


def test_a_denial_is_a_contradiction_to_read():
    denied = told("c_2", "r2", "The ministry denied shelling Kherson", stance=Stance.DENIES, about="c_1",
                  speakers=(speaker("the ministry", "Russia"),))  # fmt: skip
    found = asked([TWICE[0], denied])
    assert [one.why for one in of("contradiction", found)] == ["the ministry denies what report r1 says"]


def test_a_figure_that_rose_far_comes_before_one_that_rose_little():
    governor = (speaker("the governor"),)

    def count(name, in_report, best, on):
        return told(name, in_report, f"{best} people were killed by the shells in Kherson, the governor said",
                    figures=(figure("killed", best),), speakers=governor, said_on=on)  # fmt: skip

    def corrected(first, later):
        both = [count("c_1", "r1", first, "2023-03-02"), count("c_2", "r2", later, "2023-03-03")]
        return of("figure corrected", asked(both, [judge(1, Verb.MERGE, "c_1", "c_2")]))

    rose, far = corrected(4.0, 5.0), corrected(3.0, 30.0)
    assert [one.claims for one in rose] == [("c_1", "c_2")] and "killed: 4.0, later 5.0" in rose[0].why
    assert far[0].score > rose[0].score
    assert corrected(5.0, 5.0) == []


def test_what_the_reader_itself_was_unsure_of():
    unsure = told("c_1", "r1", "Shells fell on it, he said", confidence=0.25)
    nowhere = told("c_2", "r1", "Shells fell on Novoselytsia", where=None, start=90,
                   places=(place("Novoselytsia"),))  # fmt: skip
    far = told(
        "c_3", "r2", "a town 50 kilometres south of Kherson", kind=None, start=180,
        relations=(Relation(start=180, end=200, of=("the town",), to="Kherson", stated_km=50.0, stated="50 kilometres",
                            bearing="south", gazetteer_km=593.2, gazetteer_bearing="north", consistent=False),),
    )  # fmt: skip
    sure = told("c_4", "r3", "Shells fell on Nikopol", where="Nikopol", when=day("2023-01-01"))
    found = asked([unsure, nowhere, far, sure])
    assert {one.rule: one.claims for one in found} == {
        "reader unsure": ("c_1",), "place unknown": ("c_2",), "distance differs": ("c_3",)
    }  # fmt: skip
    assert "593.2 km north" in of("distance differs", found)[0].why
    for verb, more in (
        (Verb.ACCEPT, {}),
        (Verb.SET_ASIDE, {}),
        (Verb.CORRECT, {"field": "kind", "value": "airstrike"}),
    ):
        assert of("reader unsure", asked([unsure], [judge(1, verb, "c_1", **more)])) == []


def test_the_same_in_any_order_and_every_rule_is_in_the_table():
    claims = [*TWICE, told("c_5", "r3", "Shells, one by one", confidence=0.2, initiators=(actor("Russia", "Russia"),))]
    assert asked(claims) == asked(claims[::-1])
    scores = [one.score for one in asked(claims)]
    assert scores == sorted(scores, reverse=True)
    assert {row["name"] for row in table("doubts.toml")["rule"]} == set(rules())
    assert all(0 < rule.weight <= 1 and rule.asks.endswith("?") for rule in rules().values())

"""The contract of a store, kept by the ledger and by the memory alike."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept_entries import READER, entry, judgement

from fogline.data.terms import looked_for
from fogline.model.claim import Method
from fogline.model.errors import QueryError
from fogline.model.report import SetAside
from fogline.store import Added, MemoryStore, Question, open_ledger
from fogline.store.contract import Facets


class Clock:
    """Noon of a day that goes on when told to."""

    def __init__(self):
        self.now = datetime(2023, 3, 10, 12, tzinfo=UTC)

    def __call__(self):
        return self.now

    def sleep(self, **time):
        self.now += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["ledger", "memory"])
def store(request, tmp_path, clock):
    made = open_ledger(tmp_path / "war.ledger", clock=clock) if request.param == "ledger" else MemoryStore(clock=clock)
    with made:
        yield made


def test_what_was_added_comes_back_as_it_was(store):
    one = entry()
    assert store.writer().add([one]) == Added(reports=1, claims=1)
    view = store.view()
    assert list(view.reports()) == [one.report]
    assert list(view.claims()) == list(one.reading.claims)
    assert view.report("r1") == one.report
    assert view.claim(one.reading.claims[0].id) == one.reading.claims[0]
    assert view.capture(one.capture.digest) == one.capture
    assert view.report("r2") is None
    assert view.claim("c_0") is None
    assert view.capture("0" * 64) is None


def test_adding_the_same_twice_changes_nothing(store):
    writer = store.writer()
    writer.add([entry()], [SetAside(source="x.pdf", reason="not a kind of file that is read")])
    before = store.verify()
    again = writer.add(
        [entry(source="elsewhere/1.txt")], [SetAside(source="x.pdf", reason="not a kind of file that is read")]
    )
    assert again == Added(already=1)
    assert store.verify() == before
    assert len(list(store.view().set_aside())) == 1


def test_the_same_report_twice_in_one_batch_is_kept_once(store):
    assert store.writer().add([entry(), entry()]) == Added(reports=1, already=1, claims=1)


def test_a_corrected_report_shows_and_the_earlier_one_can_be_asked_for(store, clock):
    first = entry()
    later = entry("Officials in Nikopol said shelling had cut the power and the water.")
    store.writer().add([first])
    clock.sleep(days=1)
    store.writer().add([later])
    assert list(store.view().reports()) == [later.report]
    assert list(store.view().claims()) == list(later.reading.claims)
    assert list(store.view(recorded_by="2023-03-10").reports()) == [first.report]
    assert list(store.view(recorded_by="2023-03-09").reports()) == []


def test_a_fact_learned_later_is_a_revision_and_can_be_taken_back(store):
    without, dated = entry(published=None), entry()
    for one in (without, dated, without):
        assert store.writer().add([one]).reports == 1
        assert list(store.view().reports()) == [one.report]


def test_a_later_reader_reads_again_and_the_earlier_reading_stays(store, clock):
    first = entry()
    newer = entry(method=Method(name="test reader", version="2"), quote="shelling had cut")
    store.writer().add([first])
    assert store.writer().knows(first.report, READER)
    assert not store.writer().knows(first.report, newer.method)
    clock.sleep(hours=1)
    assert store.writer().add([newer]) == Added(already=1, claims=1)
    assert [claim.quote for claim in store.view().claims()] == ["shelling had cut"]
    assert [claim.quote for claim in store.view(recorded_by="2023-03-10T12:00:00Z").claims()] == [
        "shelling had cut the power"
    ]


def test_a_view_does_not_see_what_comes_after_it(store):
    store.writer().add([entry()])
    view = store.view()
    store.writer().add([entry(id="r2")])
    assert [report.id for report in view.reports()] == ["r1"]
    assert [report.id for report in store.view().reports()] == ["r1", "r2"]


def test_reports_come_by_published_day_and_those_of_unknown_date_last(store):
    days = {"a": None, "b": "2023-03-05", "c": "2023-03-04T10:00:00Z", "d": "XXXX-02-05", "e": "2023-03"}
    store.writer().add([entry(id=id, published=published) for id, published in days.items()])
    assert [report.id for report in store.view().reports()] == ["e", "c", "b", "a", "d"]
    assert [claim.report for claim in store.view().claims()] == ["e", "c", "b", "a", "d"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (Question(), ["r1", "r2", "r3"]),
        (Question(place="nikopol"), ["r1", "r3"]),
        (Question(place="Orikhiv"), ["r2"]),
        (Question(speaker="MILITARY ADMINISTRATION"), ["r2"]),
        (Question(party="ukraine"), ["r1", "r2", "r3"]),
        (Question(party="Russia"), []),
        (Question(kind="Shelling"), ["r1", "r3"]),
        (Question(kind="air strike", place="Nikopol"), []),
        (Question(since="2023-03-05"), ["r2"]),
        (Question(until="2023-03-04"), ["r1"]),
        (Question(since="2023-03-04", until="2023-03-05"), ["r1", "r2"]),
        (Question(report="r3"), ["r3"]),
    ],
)
def test_questions(store, question, found):
    store.writer().add(
        [
            entry(),
            entry(
                "The military administration reported an air strike on Orikhiv.",
                id="r2", published="2023-03-05", quote="an air strike on Orikhiv", kind="air strike", place="Orikhiv",
                speaker="Military administration",
            ),
            entry(id="r3", published=None),
        ]
    )  # fmt: skip
    assert [claim.report for claim in store.view().claims(question)] == found
    assert [report.id for report in store.view().reports(question)] == found


def test_published_by_leaves_out_later_reports_and_those_of_unknown_date(store):
    store.writer().add([entry(id="a", published=None), entry(id="b"), entry(id="c", published="2023-03-05")])
    assert [report.id for report in store.view(published_by="2023-03-04").reports()] == ["b"]


def test_judgements_are_kept_in_order_and_once(store, clock):
    assert store.writer().judge([judgement("j2"), judgement("j1")]) == Added(judgements=2)
    assert store.writer().judge([judgement("j1")]) == Added()
    assert [one.id for one in store.view().judgements()] == ["j2", "j1"]
    with pytest.raises(QueryError, match="j1"):
        store.writer().judge([judgement("j3"), judgement("j1", why="another reason")])
    assert [one.id for one in store.view().judgements()] == ["j2", "j1"]


def test_a_clock_that_is_set_back_does_not_reorder_the_past(store, clock):
    store.writer().add([entry()])
    clock.sleep(days=-3)
    store.writer().add([entry(id="r2")])
    assert [report.id for report in store.view(recorded_by="2023-03-08").reports()] == []
    assert len(list(store.view(recorded_by="2023-03-10").reports())) == 2


def test_verify_counts_and_finds_nothing_wrong(store):
    store.writer().add(
        [entry(), entry("Shelling hit Kherson. Шахтарськ теж.", id="ü", quote="Шахтарськ", place="Kherson")]
    )
    store.writer().judge([judgement()])
    found = store.verify()
    assert (found.batches, found.captures, found.reports, found.claims, found.judgements) == (2, 2, 2, 2, 1)
    assert found.problems == ()


def test_verify_tells_of_a_quote_that_is_not_in_its_report(store):
    good = entry()
    claim = dataclasses.replace(good.reading.claims[0], quote="shelling had not cut the power")
    store.writer().add([dataclasses.replace(good, reading=dataclasses.replace(good.reading, claims=(claim,)))])
    assert [problem for problem in store.verify().problems if claim.id in problem]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(6)), st.integers(1, 6), st.data())
def test_any_order_any_batches_any_repeats_the_same_holdings(tmp_path_factory, order, size, data):
    made = [entry(id=f"r{number % 5}", published="2023-03-04") for number in range(6)]
    with open_ledger(tmp_path_factory.mktemp("any") / "war.ledger") as ledger, MemoryStore() as memory:
        for store in (ledger, memory):
            writer = store.writer()
            for first in range(0, 6, size):
                batch = [made[number] for number in order[first : first + size]]
                writer.add(batch)
                if data.draw(st.booleans()):
                    writer.add(batch)
        assert list(ledger.view().claims()) == list(memory.view().claims())
        assert [report.id for report in ledger.view().reports()] == [f"r{number}" for number in range(5)]
        assert ledger.verify().problems == memory.verify().problems == ()


def test_what_was_heard_on_which_day_is_counted_by_report(store):
    late, undated = entry(id="r4", published="2023-03-05"), entry(id="r3", published=None)
    store.writer().add([entry(), entry(id="r2"), undated, late])
    heard = {(one.what, one.name, one.day): one.reports for one in store.view().heard()}
    assert heard == {
        ("speaker", "officials in nikopol", "2023-03-04"): 2,
        ("speaker", "officials in nikopol", "2023-03-05"): 1,
        ("place", "nikopol", "2023-03-04"): 2,
        ("place", "nikopol", "2023-03-05"): 1,
    }
    assert {one.day for one in store.view(published_by="2023-03-04").heard()} == {"2023-03-04"}
    assert sorted(store.view().claim_ids()) == sorted(claim.id for claim in store.view().claims())


def test_revisions_of_a_report_are_told_in_order(store, clock):
    first, other = entry(), entry(id="r2")
    again = dataclasses.replace(first, report=dataclasses.replace(first.report, title="Corrected"))
    store.writer().add([first, other])
    earlier = store.view()
    clock.sleep(hours=1)
    store.writer().add([again])
    told = list(store.view().revisions())
    assert [one.report.title for one in told] == [first.report.title, "Corrected"]
    assert told[0].recorded_at < told[1].recorded_at
    assert [one.report for one in store.view().revisions("r2")] == [other.report]
    assert list(earlier.revisions()) == list(store.view().revisions("r3")) == []


def test_the_newest_claims_come_first_and_go_on_after_any_of_them(store):
    days = {"r1": "2023-03-01", "r2": "2023-03-03", "r3": None, "r4": "2023-03-03", "r5": "2023-02-28"}
    store.writer().add([entry(id=id, published=day) for id, day in days.items()])
    view = store.view()
    newest = list(view.newest(Facets()))
    assert [mark.report for mark, _ in newest] == ["r4", "r2", "r1", "r5", "r3"]
    for at, (mark, _) in enumerate(newest):
        assert list(view.newest(Facets(), mark)) == newest[at + 1 :]
    assert [mark.report for mark, _ in view.newest(Facets(since="2023-03-01", until="2023-03-02"))] == ["r1"]


def test_facets_ask_for_manner_outlet_and_words(store):
    one = entry()
    report = dataclasses.replace(one.report, outlet="Steppe Wire")
    store.writer().add([dataclasses.replace(one, report=report)])

    def found(**asked):
        words = looked_for(asked.pop("words", None))
        return len(list(store.view().newest(Facets(words=words, **asked))))

    assert found(outlet="steppe wire", stance="asserts", certainty="certain", words="POWER shell*") == 1
    assert found(outlet="Steppe") == found(stance="denies") == found(certainty="possible") == 0
    assert found(words="power bridge") == found(words="shell") == found(words='" OR 1=1 --') == 0
    assert found(kind="shelling", place="nikopol", words='"the power" -bridge') == 1
    assert found(valid_at="2023-03-04") == 0  # it is not said when

"""Time expressions: rows of a sentence, when it was published and what stands in it."""

import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fogline.claims.claim_times import times_of_clause
from fogline.claims.parse import parse
from fogline.claims.times import find_times, said_on, when_of
from fogline.model.report import Report, Section, SectionKind

SATURDAY = "2023-03-04"


@functools.cache
def read(text, published=SATURDAY):
    report = Report(id="r", text=text, published=published, lang="en")
    return tuple(find_times(parse(report), report))


# ruff: noqa: E501
VALUES = [
    # text, words, type, value, begin, finish
    ("The mayor said Saturday that the bridge is closed.", "Saturday", "DATE", "2023-03-04", "2023-03-04", "2023-03-04"),
    ("Rockets hit the depot on Thursday.", "Thursday", "DATE", "2023-03-02", "2023-03-02", "2023-03-02"),
    ("The envoys will meet on Thursday week.", "Thursday week", "DATE", *["2023-03-16"] * 3),
    ("The road is to be cleared by Thursday fortnight.", "Thursday fortnight", "DATE", *["2023-03-23"] * 3),
    ("On Thursday a week-long truce began.", "Thursday", "DATE", *["2023-03-02"] * 3),
    ("The envoys will meet on Thursday.", "Thursday", "DATE", "2023-03-09", "2023-03-09", "2023-03-09"),
    ("The court is expected to rule Monday.", "Monday", "DATE", "2023-03-06", "2023-03-06", "2023-03-06"),
    ("Troops left the town last Friday.", "last Friday", "DATE", "2023-03-03", "2023-03-03", "2023-03-03"),
    ("Two trucks were burned on Feb. 4.", "Feb. 4", "DATE", "2023-02-04", "2023-02-04", "2023-02-04"),
    ("Shells fell on December 30.", "December 30", "DATE", "2022-12-30", "2022-12-30", "2022-12-30"),
    ("The vote will be held on 2 April.", "2 April", "DATE", "2023-04-02", "2023-04-02", "2023-04-02"),
    ("He was killed on 24 February 2022.", "24 February 2022", "DATE", "2022-02-24", "2022-02-24", "2022-02-24"),
    ("The city was retaken in October.", "October", "DATE", "2022-10", "2022-10-01", "2022-10-31"),
    ("The plant opened in July 1988.", "July 1988", "DATE", "1988-07", "1988-07-01", "1988-07-31"),
    ("They attacked at 10:30 p.m. Thursday.", "10:30 p.m. Thursday", "TIME", "2023-03-02T22:30", *["2023-03-02T22:30"] * 2),
    ("Blasts were heard early Thursday.", "early Thursday", "DATE", "2023-03-02", "2023-03-02", "2023-03-02"),
    ("It burned on Thursday night.", "Thursday night", "TIME", "2023-03-02TNI", "2023-03-02T18:00", "2023-03-03T06:00"),
    ("Drones came around midnight.", "around midnight", "TIME", "2023-03-03T24:00", *["2023-03-04T00:00"] * 2),
    ("The truce begins at midnight.", "midnight", "TIME", "2023-03-04T24:00", *["2023-03-05T00:00"] * 2),
    ("Drones came overnight.", "overnight", "TIME", "2023-03-03TNI", "2023-03-03T18:00", "2023-03-04T06:00"),
    ("On the night of March 2-3 the port was hit.", "the night of March 2-3", "TIME", "2023-03-02TNI", "2023-03-02T18:00", "2023-03-03T06:00"),
    ("The siege was lifted yesterday.", "yesterday", "DATE", "2023-03-03", "2023-03-03", "2023-03-03"),
    ("Prices doubled last week.", "last week", "DATE", "2023-W08", "2023-02-20", "2023-02-26"),
    ("He resigned earlier this month.", "earlier this month", "DATE", "2023-03", "2023-03-01", "2023-03-04"),
    ("Talks resume later this year.", "later this year", "DATE", "2023", "2023-03-04", "2023-12-31"),
    ("Work ends by the end of the year.", "the end of the year", "DATE", "2023", "2023-01-01", "2023-12-31"),
    ("Over the past week five died.", "the past week", "DURATION", "P1W", "2023-02-25", "2023-03-04"),
    ("It was shelled twice in the past 36 hours.", "the past 36 hours", "DURATION", "PT36H", "2023-03-02T12:00", "2023-03-04"),
    ("Pay will rise in the next two years.", "the next two years", "DURATION", "P2Y", "2023-03-04", "2025-03-04"),
    ("The camp was built in the 1990s.", "the 1990s", "DATE", "199", "1990-01-01", "1999-12-31"),
    ("The war began three years ago.", "three years ago", "DATE", "2020", "2020-01-01", "2020-12-31"),
    ("Two weeks ago a school burned.", "Two weeks ago", "DATE", "2023-W07", "2023-02-13", "2023-02-19"),
    ("They held out for two months.", "two months", "DURATION", "P2M", None, None),
    ("Guns are heard every day.", "every day", "SET", "P1D", None, None),
    ("Sales fell in the first quarter.", "the first quarter", "DATE", "2023-Q1", "2023-01-01", "2023-03-31"),
    ("Output grew in the third quarter of 2021.", "the third quarter of 2021", "DATE", "2021-Q3", "2021-07-01", "2021-09-30"),
    ("The road is now closed.", "now", "DATE", "PRESENT_REF", None, None),
    ("The minister was recently dismissed.", "recently", "DATE", "PAST_REF", None, None),
    ("The 10-month-old war has emptied the region.", "10-month", "DURATION", "P10M", None, None),
    ("The convoy was hit on New Year's Eve.", "New Year's Eve", "DATE", "2022-12-31", "2022-12-31", "2022-12-31"),
    ("The truce had been due to expire Friday.", "Friday", "DATE", "2023-03-03", "2023-03-03", "2023-03-03"),
    ("The vote is Nov. 8.", "Nov. 8", "DATE", "2023-11-08", "2023-11-08", "2023-11-08"),
    ("The record was set on Aug. 6.", "Aug. 6", "DATE", "2022-08-06", "2022-08-06", "2022-08-06"),
    ("The eight-year war is over.", "eight-year", "DURATION", "P8Y", None, None),
    ("It lasted two and a half years.", "two and a half years", "DURATION", "P2Y6M", None, None),
    ("The strike ended after several days.", "several days", "DURATION", "PXD", None, None),
    ("The law dates from nineteen ninety-six.", "nineteen ninety-six", "DATE", "1996", "1996-01-01", "1996-12-31"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "kind", "value", "begin", "finish"), VALUES)
def test_value(text, words, kind, value, begin, finish):
    times = read(text)
    found = [(text[t.start : t.end], t.type, t.value, t.begin, t.finish) for t in times]
    assert (words, kind, value, begin, finish) in found


NOT_TIMES = [
    "Nearly 1998 people were evacuated.",
    "Theresa May met the delegation.",
    "The mast stands at 1500 m above the sea.",
    "The suspect is 55 years old.",
    "An 8-year-old boy survived.",
    "A second man was arrested.",
    "About 2000 people fled.",
    "The plant imports three-quarters of its fuel.",
    "They may march on the capital.",
    "The battalion lost twelve tanks near the village.",
    "Flight MH1998 was cancelled.",
]


@pytest.mark.parametrize("text", NOT_TIMES)
def test_no_time(text):
    assert read(text) == ()


UNKNOWN_YEAR = [
    # published, text, value, edtf
    (None, "Two trucks were burned on Feb. 4.", "XXXX-02-04", "XXXX-02-04"),
    ("XXXX-02-05", "Two trucks were burned on Feb. 4.", "XXXX-02-04", "XXXX-02-04"),
    ("XXXX-02-05", "The city was retaken in October.", "XXXX-10", "XXXX-10"),
    ("XXXX-02-05", "The siege was lifted yesterday.", "XXXX-02-04", "XXXX-02-04"),
    ("XXXX-02-05", "Prices doubled last week.", "XXXX-WXX", None),
    ("XXXX-02-05", "Rockets hit the depot on Thursday.", "XXXX-WXX-4", None),
    ("XXXX-02-05", "Over the past week five died.", "P1W", "XXXX-01-29/XXXX-02-05"),
    (None, "The siege was lifted yesterday.", "XXXX-XX-XX", None),
    (None, "Prices doubled last year.", "XXXX", None),
    (None, "The camp was built last month.", "XXXX-XX", None),
    ("2023-02", "The siege was lifted yesterday.", "2023-XX-XX", "2023-XX-XX"),
    ("2023", "Prices doubled last year.", "2022", "2022"),
]


@pytest.mark.parametrize(("published", "text", "value", "edtf"), UNKNOWN_YEAR)
def test_a_year_is_never_made_up(published, text, value, edtf):
    (time,) = read(text, published)
    assert (time.value, time.edtf) == (value, edtf)
    if published is None or published.startswith("XXXX"):
        assert time.begin is None
        assert time.finish is None


def test_both_readings_stand_where_weekday_and_date_disagree():
    (time,) = read("The block was bombed on Thursday, March 3.")
    assert time.alternatives == ("2023-03-03", "2023-03-02")
    (time,) = read("The block was bombed on Friday, March 3.")
    assert time.alternatives == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The dam broke on Feb. 4. The next day the army came.", ["2023-02-04", "2023-02-05"]),
        ("The dam broke on Feb. 4. A day earlier it had rained.", ["2023-02-04", "2023-02-03"]),
        ("The dam broke in May 2019. The following month it was mended.", ["2019-05", "2019-06"]),
        ("The dam broke on 1 May 2019. Two years later it was mended.", ["2019-05-01", "2021"]),
    ],
)
def test_reckoned_from_the_sentence_before(text, values):
    times = read(text)
    assert [time.value for time in times] == values
    assert times[-1].basis == "relative to the sentence before"


def test_a_stamp_of_its_own_comes_before_the_day_of_publication():
    text = "Rockets hit the depot yesterday.\n\nTroops left the town yesterday."
    sections = (
        Section(start=0, end=33, kind=SectionKind.LIVE_UPDATE, date="2023-02-10T09:15:00Z"),
        Section(start=34, end=len(text), kind=SectionKind.BODY),
    )
    report = Report(id="r", text=text, published=SATURDAY, sections=sections)
    first, second = find_times(parse(report), report)
    assert (first.value, first.basis) == ("2023-02-09", "the section's dateline")
    assert (second.value, second.basis) == ("2023-03-03", "relative to the report")


def test_a_dateline_dates_what_follows_and_a_caption_nothing():
    text = "Key events on Feb. 9:\n\nJan. 2, 2023\n\nTroops left the town yesterday."
    sections = (
        Section(start=0, end=22, kind=SectionKind.DATELINE, date="XXXX-02-09"),
        Section(start=23, end=36, kind=SectionKind.CAPTION, date="2023-01-02"),
        Section(start=37, end=len(text), kind=SectionKind.BODY),
    )
    report = Report(id="r", text=text, published="2023-02-10", sections=sections)
    last = find_times(parse(report), report)[-1]
    assert (last.value, last.basis) == ("2023-02-08", "the section's dateline")


def test_times_of_a_clause():
    text = "The ministry said on Saturday that both crossings were blown up in the past 36 hours."
    report = Report(id="r", text=text, published=SATURDAY)
    (passage,) = parse(report)
    times = find_times([passage], report)
    verbs = {token.text: token for token in passage.doc}
    assert [text[t.start : t.end] for t in times_of_clause(passage, verbs["said"], times)] == ["Saturday"]
    destroyed = times_of_clause(passage, verbs["blown"], times)
    assert [text[t.start : t.end] for t in destroyed] == ["the past 36 hours"]
    assert when_of(destroyed).begin == "2023-03-02T12:00"
    assert said_on(times_of_clause(passage, verbs["said"], times)) == "2023-03-04"
    assert when_of([]).basis == "none"


CLAUSES = [
    # text, predicate, times
    ("The mayor said on Saturday that two bridges had been destroyed.", "destroyed", []),
    ("On Thursday shells hit the mill and killed two guards.", "killed", ["Thursday"]),
    ("The town, which was retaken in October, was shelled on Friday.", "retaken", ["October"]),
    ("The town, which was retaken in October, was shelled on Friday.", "shelled", ["Friday"]),
    ("Crews found three bodies after the bombardment of a block on Thursday.", "found", ["Thursday"]),
]


@pytest.mark.parametrize(("text", "predicate", "expected"), CLAUSES)
def test_times_go_with_their_own_predicate(text, predicate, expected):
    report = Report(id="r", text=text, published=SATURDAY)
    (passage,) = parse(report)
    head = next(token for token in passage.doc if token.text == predicate)
    times = times_of_clause(passage, head, find_times([passage], report))
    assert [text[time.start : time.end] for time in times] == expected


REACHING = [
    ("Since February 24, 2022 thousands have fled.", "2022-02-24/..", "2022-02-24", None),
    ("The road stays shut until April 2.", "../2023-04-02", None, "2023-04-02"),
    ("Between Jan. 5 and Feb. 10 the town changed hands.", "2023-01-05/2023-02-10", "2023-01-05", "2023-02-10"),
    ("The shelter was hit on Thursday.", "2023-03-02", "2023-03-02", "2023-03-02"),
]


@pytest.mark.parametrize(("text", "edtf", "begin", "finish"), REACHING)
def test_the_when_of_a_clause_reaches_as_far_as_its_words_say(text, edtf, begin, finish):
    report = Report(id="r", text=text, published=SATURDAY)
    (passage,) = parse(report)
    when = when_of(find_times([passage], report), passage)
    assert (when.edtf, when.begin, when.finish) == (edtf, begin, finish)


def test_a_language_without_a_table_has_no_times():
    report = Report(id="r", text="He left on Monday.", lang="ka", published=SATURDAY)
    assert find_times(parse(report), report) == []


WORDS = """the last next past of in on two 36 a Monday Saturday May 5 1998 Feb. , - night week hours year years ago
    earlier quarter third every now said will 10:30 p.m. 2023-02-05 31 30 e\u0301 \u0130 \U0001f600 old end this"""
words = st.sampled_from(WORDS.split())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(words, max_size=14).map(" ".join), st.sampled_from([None, "XXXX-02-29", "2023-02-05", "1", "2024-02-29"])
)
def test_any_text_is_read_and_no_span_crosses_another(text, published):
    times = find_times(parse(report := Report(id="r", text=text, published=published)), report)
    place = 0
    for time in times:
        assert place <= time.start < time.end <= len(text)
        place = time.end
        assert (time.begin is None) == (time.finish is None)
        if time.begin:
            assert time.begin <= time.finish or time.begin[:10] == time.finish
            if published in (None, "XXXX-02-29", "1"):
                years = {time.begin[:4], time.finish[:4]}
                assert time.basis in ("explicit", "relative to the sentence before") or years <= {"0001"}


@pytest.mark.parametrize(
    "text",
    [
        "Two men were shot in the 1900 block of Harbor Street.",
        "A car burned outside 1811 E. Mill Avenue.",
        "The crew came to 2100 Harbor View Road.",
    ],
)
def test_a_street_number_is_no_year(text):
    report = Report(id="r", text=text, published=SATURDAY)
    assert find_times(parse(report), report) == []


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("The mill burned on Thursday night.\n\nThe first call came about 2:15 a.m.", "2023-03-03T02:15"),
        ("The mill burned on Thursday night.\n\nThe first call came about 9:15 p.m.", "2023-03-02T21:15"),
        ("The first shot fell at 11 p.m. Thursday, the last at 1 a.m.", "2023-03-03T01:00"),
        ("Guards came early Thursday and left at 5 a.m.", "2023-03-02T05:00"),
    ],
)
def test_an_hour_of_a_night_is_on_the_day_that_it_belongs_to(text, hour):
    assert read(text)[-1].value == hour


def test_a_night_without_a_day_is_the_last_one():
    assert [time.value for time in read("Two men were hurt in a late-night raid.")] == ["2023-03-03TNI"]


def test_when_somebody_spoke_is_not_when_the_next_sentence_was():
    text = "The mill burned on Tuesday. Its owner said Thursday that he had slept.\n\nThe roof fell at 9 p.m."
    assert read(text)[-1].value == "2023-02-28T21:00"


def test_a_day_within_a_quotation_does_not_move_what_is_told_around_it():
    text = (
        'The mill burned early Monday.\n\n"I saw him Saturday morning," the miller said.\n\nThe roof fell at 2:30 a.m.'
    )
    assert read(text)[-1].value == "2023-02-27T02:30"

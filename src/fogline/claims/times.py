"""Time expressions of a report: TIMEX3 spans with type and value, and what they are on the calendar.

In: parsed passages and their report. Out: `Time`s in order, never overlapping. A date is reckoned from a live update's
own stamp or the dateline above it, else from the day on which the report was published, else from nothing: a year that
is not known is never made up, `XXXX` stands for it, and there is no interval. No clock is read. Refused: nothing.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from fogline.claims.parse import Passage, lemma
from fogline.claims.speech_quotes import quotations
from fogline.claims.time_houses import is_house_number
from fogline.claims.time_matches import TimeMatch, find_matches
from fogline.claims.time_sense import Now, Sense
from fogline.claims.time_tense import SAYS, governing_verb, tense_of
from fogline.claims.time_values import sense_of
from fogline.data import calendar
from fogline.data.cues import cues
from fogline.data.measures import measures
from fogline.data.times import PLAIN, TimeTable, is_read, time_table
from fogline.data.word_lists import word_lists
from fogline.model.claim import Time, When
from fogline.model.report import Report, Section, SectionKind

_LISTS = word_lists("times.en", "no_times")
_MODIFIES = frozenset(["amod", "compound", "nummod", "nmod", "npadvmod"])
_GROUPED = re.compile(r"\d,\d{3}")
_UNITS_OF_MEASURE = _LISTS.words("units_of_measure")
_ADDRESSES = _LISTS.words("addresses")
_LABELS = _LISTS.words("labels")
EXPLICIT = "explicit"
FROM_REPORT = "relative to the report"
FROM_SECTION = "the section's dateline"
FROM_BEFORE = "relative to the sentence before"
# Years that stand in for one that is not known: two with a 29 February, one without, in different decades and
# centuries, so that what all agree on does not hang on the year.
_STAND_INS = (1722, 1736, 2024)


@dataclass(frozen=True, slots=True)
class _Anchor:
    """From where a passage speaks: one day, or several that it may be."""

    days: tuple[datetime.date, ...]
    moment: datetime.datetime | None
    basis: str


def find_times(passages: Sequence[Passage], report: Report) -> list[Time]:
    """All time expressions of a report, in order.

    >>> from fogline.claims.parse import parse
    >>> report = Report(id="r", text="Shelling killed two people in Nikopol on Thursday.", published="2023-03-04")
    >>> [(time.value, time.basis) for time in find_times(parse(report), report)]
    [('2023-03-02', 'relative to the report')]
    """
    if not is_read(report.lang or "en"):
        return []
    table = time_table(report.lang or "en")
    times: list[Time] = []
    dateline: str | None = None
    said = quoted = _Said()
    for passage in passages:
        section = passage.section
        if section.kind is SectionKind.DATELINE and section.date:
            dateline = section.date
        stamp = section.date or (dateline if section.kind is SectionKind.BODY else None)
        anchor = _anchor(stamp, report.published)
        if section is not said.section:
            said = quoted = _Said(section=section, period=said.period)
        said, quoted = replace(said, here=None, told=None), replace(quoted, here=None, told=None)
        quotes = quotations(passage.text, 0, len(passage.text))
        for match in find_matches(passage.text, table):
            # What somebody says within a quotation of another day does not move what is told around it.
            within = any(one.start <= match.start < one.end for one in quotes)
            time = _read(match, passage, anchor, quoted if within else said, table)
            if time is not None:
                times.append(time)
                if _is_of_saying(match, passage):
                    said = replace(said, told=time.value if time.type == "DATE" else said.told)
                else:
                    quoted = _after(quoted if within else said, time, anchor)
                    said = said if within else quoted
    return times


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What was spoken of before: TIMEX3 values of the last date, of that in the paragraph, of the last quarter."""

    section: Section | None = None
    before: str | None = None
    here: str | None = None
    period: str | None = None
    told: str | None = None  # the day of the paragraph on which somebody spoke


def _after(said: _Said, time: Time, anchor: _Anchor) -> _Said:
    """What has been spoken of after one more time."""
    value = time.value or ""
    if time.type not in {"DATE", "TIME"} or not re.match(r"[\dX]", value):
        return said
    period = said.period
    # The quarter that a report is about is over, and no earlier than the last one: others are to compare it with.
    over = time.finish is not None and time.finish <= anchor.days[-1].isoformat()
    if over and re.fullmatch(r"\d{4}-[QH]\d", value) and (period is None or value[:4] >= period[:4]):
        period = value
    return replace(said, before=value, here=value, period=period)


def _is_of_saying(match: TimeMatch, passage: Passage) -> bool:
    """Whether a time is when somebody spoke: "police said Monday" does not move what is told to Monday."""
    token = _token_at(passage, match) if match.form == "moment" else None
    verb = governing_verb(token) if token is not None else None
    return verb is not None and verb.tag_ in ("VBD", "VBN") and lemma(verb) in SAYS


def _spoken_before(said: _Said, match: TimeMatch, token: Token) -> str | None:
    """The day from which "a day earlier" is counted: for a word of saying, that of the one before it."""
    verb = governing_verb(token) if match.form == "shifted" and said.told is not None else None
    return said.told if verb is not None and lemma(verb) in SAYS | cues().tallies.keys() else said.before


def _read(match: TimeMatch, passage: Passage, anchor: _Anchor, said: _Said, table: TimeTable) -> Time | None:
    """A match as a time, reckoned from each day that the passage may speak from; None where it is none."""
    token = _token_at(passage, match)
    if token is None or not _is_time(match, passage, token):
        return None
    tense = tense_of(token, table)
    if tense == "present" and passage.section.kind is SectionKind.TITLE:
        tense = "past"  # headlines tell in the present what has happened
    senses: list[Sense] = []
    for day in anchor.days:
        now = Now(
            day=day,
            sure=len(anchor.days) == 1,
            moment=anchor.moment,
            before=_with_year(_spoken_before(said, match, token), day),
            here=_with_year(said.here, day),
            period=said.period,
            tense=tense,
        )
        sense = sense_of(match, now)
        if sense is None:
            return None
        senses.append(sense)
    start = match.without_article() if _is_modifier(match, token) else match.start
    return _time(passage.start + start, passage.start + match.end, senses, anchor.basis)


def _is_modifier(match: TimeMatch, token: Token) -> bool:
    """Whether a match stands before the noun that it belongs to: "the eight-year war"."""
    return token.dep_ in _MODIFIES and token.head.tag_[:1] in "NJ" and token.head.idx >= match.end


def _with_year(value: str | None, day: datetime.date) -> str | None:
    """A value whose year is not known, in the year of the day that stands in."""
    return value and value.replace("XXXX", f"{day.year:04}", 1)


def _token_at(passage: Passage, match: TimeMatch) -> Token | None:
    """The head of the words that a match covers."""
    span = passage.doc.char_span(match.start, match.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    # An article hangs on what follows the time: "the eight-year war".
    return span[-1] if span.root.dep_ == "det" else span.root


def _is_time(match: TimeMatch, passage: Passage, token: Token) -> bool:
    """Whether the words are a time where they stand, as far as the words around them tell."""
    before = match.before[-1] if match.before else ""
    if match.form == "decade" and token.i and token.doc[token.left_edge.i].tag_ == "PRP$":
        return False  # "a woman in her fifties"
    if match.form == "year":
        return _is_year(match, passage, token, before)
    if match.form == "duration" and any(match.is_in(word, "OLD") for word in match.after[:2]):
        return _is_age_of_a_thing(match, passage)
    if match.form == "month" and match.parts.keys() == {"month"}:
        named = match.is_in(match.words[0], "ALSONAME") and (
            token.dep_ in {"nsubj", "nsubjpass", "dobj", "poss"} or any(child.tag_ == "NNP" for child in token.lefts)
        )
        return token.tag_ in {"NNP", "NNPS", "CD"} and not named
    if match.form == "season" and "season" in match.parts:
        return token.tag_[:2] in {"NN", "CD"} and not (match.after[:1] and match.is_in(match.after[0], "OF"))
    if match.form == "moment" and match.parts.keys() == {"clock"}:
        return match.is_in(before, "AT", "BY", "APPROX", "TO", "FROM")
    if match.form == "moment" and match.parts.keys() == {"part"} and match.value("part", "PART"):
        return match.is_in(before, "IN")  # "in the morning", not "the night the bridge fell"
    return True


def _is_year(match: TimeMatch, passage: Passage, token: Token, before: str) -> bool:
    """Whether a number such as 1998 is a year: not where it counts something."""
    if len(match.words) > 1 or match.words[0][0].isalpha():
        return True
    after = match.after[0] if match.after else ""
    if after in _UNITS_OF_MEASURE or after in _ADDRESSES or before in _LABELS:
        return False
    if not match.is_in(before, "IN") and is_house_number(passage.text, match.end):
        return False
    counts = token.dep_ == "nummod" and token.head.tag_ == "NNS" and token.head.i > token.i
    if counts and lemma(token.head) in measures().people:
        return False
    if not counts or match.is_in(before, "IN") or not match.words[0].endswith("0"):
        return True
    # "2000 people", "1990 results": a text that writes "5,000" would have written "2,000".
    return bool(_GROUPED.search(passage.text))


def _is_age_of_a_thing(match: TimeMatch, passage: Passage) -> bool:
    """Whether what is so old is no person: "the 10-month-old war" tells a time, "the 10-month-old girl" none."""
    span = passage.doc.char_span(match.end - 1, match.end, alignment_mode="expand")
    if span is None:
        return False
    for token in passage.doc[span.end : span.end + 3]:
        if token.tag_[:2] == "NN" and match.is_in(token.nbor(-1).lower_, "OLD"):
            return token.tag_ in {"NN", "NNS"} and lemma(token) not in measures().people
    return False


def _anchor(stamp: str | None, published: str | None) -> _Anchor:
    """From where a passage speaks: its own stamp, with the report's year where it says none, or the report's day."""
    if stamp and stamp.startswith("XXXX-") and published and re.match(r"\d{4}-\d\d-\d\d", published):
        day = datetime.date.fromisoformat(published[:10])
        years = [f"{year:04}{stamp[4:10]}" for year in (day.year - 1, day.year, day.year + 1)]
        near = [datetime.date.fromisoformat(year) for year in years if calendar.is_real_date(year)]
        stamp = min(near, key=lambda other: abs(other - day)).isoformat() if near else None
    if stamp and (days := _days(stamp)):
        return _Anchor(days, _moment(stamp), FROM_SECTION)
    if published and (days := _days(published)):
        return _Anchor(days, _moment(published), FROM_REPORT)
    first, *_, last = _STAND_INS
    return _Anchor((datetime.date(first, 3, 10), datetime.date(last, 8, 25)), None, FROM_REPORT)


def _days(date: str) -> tuple[datetime.date, ...]:
    """The day of a date, or days that stand in for it where it is not known which."""
    day = calendar.day_of(date)
    if day and day[0] != "X":
        return (datetime.date.fromisoformat(day),)
    if day:
        days = [f"{year:04}{day[4:]}" for year in _STAND_INS]
        return tuple(datetime.date.fromisoformat(known) for known in days if calendar.is_real_date(known))
    edges = calendar.interval(date)
    if edges is None or calendar.OPEN in edges:
        return ()
    first, last = (datetime.date.fromisoformat(edge[:10]) for edge in edges)
    return first, first + (last - first) / 2, last


def _moment(date: str) -> datetime.datetime | None:
    """The minute of a date that gives one, without its zone."""
    found = re.match(r"(\d{4}-\d\d-\d\d)[T ](\d\d):(\d\d)", date)
    return datetime.datetime.fromisoformat(f"{found[1]}T{found[2]}:{found[3]}") if found else None


def _time(start: int, end: int, senses: Sequence[Sense], from_anchor: str) -> Time:
    """One time out of the readings from each day that the text may speak from: what they agree on."""
    first = senses[0]
    value = calendar.agreed([sense.value for sense in senses])
    if len(senses) > 1 and value.startswith("X"):
        value = re.sub(r"-W\d\d", "-WXX", value)  # which week a day lies in hangs on the year
    begin, finish, alternatives = first.begin, first.finish, first.alternatives
    yearless = None
    if any((sense.begin, sense.finish) != (begin, finish) for sense in senses):
        yearless = _yearless(senses)
        begin = finish = None
    if any(sense.alternatives != alternatives for sense in senses):
        alternatives = ()
    dated = first.type in {"DATE", "TIME"}
    if begin is None and dated and (edges := calendar.interval(value)):
        begin, finish = edges
    narrowed = first.begin is not None and begin is not None
    edtf = f"{begin}/{finish}" if narrowed and finish else yearless or (calendar.edtf(value) if dated else None)
    basis = {"explicit": EXPLICIT, "now": from_anchor, "before": FROM_BEFORE}.get(first.reckoned, "none")
    if begin is None and yearless is None and basis in {FROM_REPORT, FROM_SECTION}:
        # The year is not known: what stands there is what was printed, or nothing.
        basis = EXPLICIT if edtf else "none"
    return Time(
        start=start,
        end=end,
        type=first.type,
        value=value,
        begin=begin,
        finish=finish,
        edtf=edtf,
        basis=basis,
        alternatives=alternatives,
    )


def _yearless(senses: Sequence[Sense]) -> str | None:
    """An interval within one year that is not known, where all readings agree on its days: XXXX-01-29/XXXX-02-05."""
    found = {
        f"XXXX{sense.begin[4:]}/XXXX{sense.finish[4:]}"
        for sense in senses
        if sense.begin and sense.finish and sense.begin[:4] == sense.finish[:4]
    }
    same = all(sense.begin and sense.finish and sense.begin[:4] == sense.finish[:4] for sense in senses)
    years = {sense.begin[:4] for sense in senses if sense.begin}
    return found.pop() if same and len(found) == 1 and len(years) > 1 else None


def when_of(times: Sequence[Time], passage: Passage | None = None) -> When:
    """The when of a clause out of its times: the narrowest that is on the calendar; else nothing.

    With the passage, the words before count: "since February 24" is open to the present, "between January 5 and
    February 10" reaches from the one to the other.

    >>> when_of([Time(start=0, end=8, type="DATE", value="2023-03-02", begin="2023-03-02", finish="2023-03-02",
    ...               edtf="2023-03-02", basis="explicit")]).edtf
    '2023-03-02'
    """
    dated = [time for time in times if time.begin or time.edtf]
    if not dated:
        return When()
    best = min(dated, key=_width)
    if passage is not None and (reaching := _reaching(dated, best, passage)) is not None:
        return reaching
    return When(edtf=best.edtf, begin=best.begin, finish=best.finish, basis=best.basis, alternatives=best.alternatives)


def _not_after(begin: str, finish: str) -> str:
    """The day from which a span reaches: "between July and February" begins in the July before."""
    return f"{int(begin[:4]) - 1}{begin[4:]}" if begin > finish and begin[:4].isdigit() else begin


_SOON = word_lists("times.en", "claims").words("soon")
_HOUR = re.compile(r"[\dX-]{10}T(?!00:00)\d\d:\d\d")  # midnight is an edge of days


def _reaching(dated: Sequence[Time], best: Time, passage: Passage) -> When | None:
    """A when that reaches from a time or to a time or between two, by the words before them; None where it does not."""
    table = time_table("en")

    def follows(time: Time, name: str) -> bool:
        before = passage.text[: time.start - passage.start].split()
        return bool(before) and table.symbols.get(before[-1].lower(), PLAIN) in table.members[name]

    if best.type not in {"DATE", "TIME"}:
        return None
    if passage.text[best.end - passage.start :][:2] in ("'s", "' "):
        return None  # "after last night's attack": what comes after is not what the night had
    for first, second in itertools.pairwise(dated):
        between = passage.text[first.end - passage.start : second.start - passage.start].strip().lower()
        joined = any(
            table.symbols.get(between, PLAIN) in table.members[name] for name in ("AND", "TO", "UNTIL", "DASH")
        )
        if follows(first, "BETWEEN") and joined and first.edtf and second.edtf and not first.begin:
            return When(edtf=f"{first.edtf}/{second.edtf}", basis=second.basis)  # of a year that nobody says
        if follows(first, "BETWEEN") and joined and first.begin and second.finish:
            begin = _not_after(first.begin, second.finish)
            if begin <= second.finish:
                return When(edtf=f"{begin}/{second.finish}", begin=begin, finish=second.finish, basis=second.basis)
    if "/" in (best.edtf or ""):
        return None  # "from 26 to 30 January" has its other end
    near = set(passage.text[: best.start - passage.start].lower().split()[-4:-1]) & _SOON
    is_hour = bool(near) and _HOUR.match(best.begin or "") is not None and best.begin == best.finish
    if follows(best, "SINCE") and (edge := best.begin or best.edtf):
        words = passage.text[best.start - passage.start : best.end - passage.start]
        if edge[10:] == "T00:00" and len(words.split()) > 1 and edge[0] != "X":
            # "Shortly after midnight on Sunday" is when Sunday begins; "midnight on Sunday" alone is when it ends.
            edge = f"{calendar.shift_days(edge[:10], -1) or edge[:10]}T00:00"
            return When(edtf=f"{edge}/..", begin=edge, basis=best.basis, alternatives=best.alternatives)
        if is_hour and follows(best, "AFTERWORD"):
            return None  # "hit shortly after noon": at about that hour
        return When(edtf=f"{edge}/..", begin=best.begin, basis=best.basis, alternatives=best.alternatives)
    if follows(best, "UNTIL") and not (is_hour and follows(best, "AFTERWORD")) and (edge := best.finish or best.edtf):
        return When(edtf=f"../{edge}", finish=best.finish, basis=best.basis, alternatives=best.alternatives)
    return None


def _width(time: Time) -> tuple[float, int]:
    """How wide an interval is in days; one that is not known comes last."""
    if not time.begin or not time.finish:
        return 1e9, time.start
    begin, finish = (datetime.datetime.fromisoformat(edge) for edge in (time.begin, time.finish))
    return (finish - begin).total_seconds() / 86400 + ("T" not in time.finish), time.start


def said_on(times: Sequence[Time]) -> str | None:
    """The day on which something was said, in EDTF, by the times of the clause that says so; None where none is a day.

    >>> said_on([Time(start=0, end=7, type="DATE", value="XXXX-02-04")])
    'XXXX-02-04'
    """
    for time in times:
        if time.type in {"DATE", "TIME"} and (day := calendar.day_of((time.value or "")[:10])):
            return day
    return None

"""Reports: the list, and one report with its claims, places, figures and times marked, and what it said before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from fogline.model.claim import Claim, Time
from fogline.model.errors import QueryError
from fogline.model.report import Report, SectionKind
from fogline.outputs.citation import citations, of_report
from fogline.outputs.tables import claim_rows, report_rows
from fogline.serve.desk.asked import Asked, Gone, NotThere, mark_parts, mark_text
from fogline.serve.desk.language import say
from fogline.serve.desk.page import Page, program
from fogline.serve.desk.said import all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.versions import versions
from fogline.serve.desk.words import shifted, span
from fogline.serve.options import Filters
from fogline.serve.selection import Material
from fogline.store.contract import Question, published_day

_LONGEST_READ_AGAIN = 60_000  # characters: a second of reading, or two
_PLAIN = (SectionKind.BODY, SectionKind.TITLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of text under the same marks."""

    text: str
    claims: tuple[str, ...]  # that it is a part of
    begins: tuple[str, ...]  # that begin here
    place: str | None = None
    figure: str | None = None  # what it counts
    time: str | None = None  # what it is on the calendar
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A line of a report, with what its section is for where that is not plain text."""

    stretches: tuple[Stretch, ...]
    sort: str | None
    told: bool  # whether an earlier line of its section said so
    why: str | None
    dated: str | None


def listed(sight: Sight, asked: Asked) -> Page:
    """The reports, the latest first."""
    many, outlet = asked.many(), asked.text("outlet")
    found = list(islice(latest(sight, asked), many + 1))
    more = mark_text(published_day(found[many - 1].published) or "", found[many - 1].id) if len(found) > many else None
    found = found[:many]
    lines = sight.lines(one.id for one in found)
    origins = {line.origin for line in lines.values() if line.origin != line.id}
    first = {one: report for one in sorted(origins) if (report := sight.view.report(one)) is not None}
    return Page(
        title="Reports",
        template="reports.html",
        shown={
            "reports": found,
            "lines": lines,
            "after": more,
            "outlet": outlet or "",
            "first": first,
            "q": asked.text("q") or "",
        },
        told={"reports": [without_text(one) for one in found], "after": more},
        rows=report_rows(found),
    )


def latest(sight: Sight, asked: Asked) -> Iterator[Report]:
    """The reports that are asked for, the latest first."""
    after = mark_parts(mark, 2) if (mark := asked.text("after")) else None
    facets = asked.facets()
    if any((facets.words, facets.outlet, facets.asks_claims, facets.valid_at)):
        return sight.view.found(facets, after[1] if after else None)
    return _latest(sight, asked.filters(), after)


def _latest(sight: Sight, wanted: Filters, after: list[str] | None) -> Iterator[Report]:
    """The reports, day by day, the latest first; last of all those of unknown date. `after`: day and id of a report."""
    undated = after is not None and not after[0]
    day = min(filter(None, (wanted.until, after[0] if after else None, sight.last)), default=None)
    first = max(wanted.since or "", sight.first or "9999")
    while day is not None and day >= first and not undated:
        of_day = sorted(sight.view.reports(Question(since=day, until=day)), key=lambda one: one.id, reverse=True)
        yield from (one for one in of_day if after is None or (day, one.id) < (after[0], after[1]))
        day = shifted(day, -1)
    if not wanted.since and not wanted.until and sight.as_of is None:
        without = (one for one in sight.view.reports() if published_day(one.published) is None)
        for one in sorted(without, key=lambda one: one.id, reverse=True):
            if after is None or not undated or one.id < after[1]:
                yield one


def one(sight: Sight, asked: Asked) -> Page:
    """One report: its text with what was read in it, its copies."""
    id = asked.path.partition("/reports/")[2]
    report = sight.view.report(id)
    if why := sight.taken.why(id):
        raise Gone(why)
    if report is None:
        raise NotThere(f"{id}: no report of that id is known{' by that day' if sight.as_of else ''}.")
    claims = list(sight.view.claims(Question(report=id)))
    line = sight.lines([id]).get(id)
    copies = [other for other in sight.copies(line.origin) if other.id != id] if line else []
    others = {other.id: found for other in copies if (found := sight.view.report(other.id)) is not None}
    chosen = asked.text("claim")
    times = _times(report) if asked.text("times") else None
    return Page(
        title=report.title or report.id,
        template="report.html",
        shown={
            "report": report, "paragraphs": list(_paragraphs(report, claims, chosen, times or ())), "line": line,
            "times": times, "versions": versions(sight, id), "captured": sight.captured(id),
            "first": sight.view.report(line.origin) if line and line.origin != id else None,
            "copies": copies, "others": others, "chosen": chosen,
            "cite": citations(of_report(report, program())),
            "numbers": {claim.id: number for number, claim in enumerate(claims, 1)},
            "claims": all_said((claim.id for claim in claims), Material.of(claims, [report])),
        },
        told={"report": report, "claims": claims, "origin": line, "copies": copies},
        rows=claim_rows(claims),
    )  # fmt: skip


def without_text(report: Report) -> dict[str, str | None]:
    """What a list tells of a report."""
    return {
        "id": report.id, "title": report.title, "outlet": report.outlet, "published": report.published,
        "url": report.url, "lang": report.lang,
    }  # fmt: skip


def _times(report: Report) -> tuple[Time, ...]:
    """The times of a report, read again: a ledger keeps what claims say of time, not where its words stand."""
    if len(report.text) > _LONGEST_READ_AGAIN:
        raise QueryError(f"{report.id}: too long to mark its times here. fogline annotate reads it whole.")
    from fogline.claims.extract import extract

    return extract(report).times


def _paragraphs(
    report: Report, claims: list[Claim], chosen: str | None, times: Sequence[Time] = ()
) -> Iterator[Paragraph]:
    """The text line by line; each line is cut wherever a mark begins or ends."""
    places = {(one.start, one.end): one.name for claim in claims for one in claim.places}
    figures = {
        (one.start, one.end): " ".join(filter(None, (one.measure, one.group))) or "number"
        for claim in claims
        for one in claim.figures
    }
    when = {(one.start, one.end): _calendar(one) for one in times}
    spans = [(claim.start, claim.end) for claim in claims] + [*places, *figures, *when]
    cuts = sorted({edge for span in spans for edge in span})
    at, before = 0, None
    for row in report.text.split("\n"):
        end = at + len(row)
        if row.strip():
            inside = [at, *(cut for cut in cuts if at < cut < end), end]
            section = next((one for one in report.sections if one.start < end and at < one.end), None)
            told = section is before  # what a section is for is said at its first line
            before = section
            yield Paragraph(
                stretches=tuple(
                    Stretch(
                        text=report.text[begin:stop],
                        claims=(over := tuple(one.id for one in claims if one.start <= begin and stop <= one.end)),
                        begins=tuple(one.id for one in claims if begin == max(one.start, at) and begin < one.end
                                     and (one.start >= at)),
                        place=_covering(places, begin, stop),
                        figure=_covering(figures, begin, stop),
                        time=_covering(when, begin, stop),
                        chosen=chosen in over,
                    )
                    for begin, stop in pairwise(inside)
                ),
                sort=section.kind.value if section and section.kind not in _PLAIN else None,
                told=told,
                why=section.why if section else None,
                dated=section.date if section else None,
            )  # fmt: skip
        at = end + 1


def _calendar(time: Time) -> str:
    """What a time is on the calendar, and how that is known."""
    if time.begin or time.finish:
        return f"{span(time.begin, time.finish)} ({say(time.basis)})"
    return f"{time.type.lower()} {time.value or 'not known'}"


def _covering(named: dict[tuple[int, int], str], begin: int, end: int) -> str | None:
    """The name of the shortest mark over a stretch."""
    over = [(stop - start, name) for (start, stop), name in named.items() if start <= begin and end <= stop]
    return min(over)[1] if over else None

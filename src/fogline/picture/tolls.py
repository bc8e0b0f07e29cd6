"""Figures of one development to tolls: one count over time, with what supersedes, what rivals and what lies inside.

Comes in: the claims of one development with their figures, in order of publication, and each claim's origin. Goes out:
`Toll`s, one for each measure and group.

How a figure is taken:
* A figure of all people (no group, "people", "victims") with scope total belongs to the toll of the measure; a figure
  of a group ("children") makes a toll of its own, which lies inside the first.
* An increment ("three more bodies") and a subset ("a child among them") lie inside the total, never its rivals.
* Of one report the highest total counts: counts of the dead are cumulative, and a report that corrects itself says so.
* A later total of the same origin supersedes its earlier one, upwards or downwards; what two reports of one moment
  make of one voice's count stands side by side. A later and higher total of anybody
  supersedes a lower one that is at least a day older: a count that rises is no dispute.
* What still stands beside it is a rival: the range is from the lowest to the highest that stand.
* Only harm to people and things has a toll (`toll = true` in `data/measures.toml`); sizes, ages and sums have none.
* Victims who are told one by one in one sentence ("a boy and his father were killed") add up to a total of that report,
  unless the sentence gives a total itself; the same words of victims in several sentences are not added.
* Casualties less the dead are the injured, where nobody counts the injured: the entries say that it is inferred.
* A report that tells of nothing else counts with all that it says of harm, added up (`report_tolls`).
* The best is the total that most origins give, then the highest, then the latest; of the injured, the one for which
  the reports that tell of nothing else vote (`toll_votes`).
"""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fogline.data.measures import measures
from fogline.data.word_lists import word_lists
from fogline.model.claim import EARLIER, Bound, Claim, Figure, Scope
from fogline.model.picture import Toll, TollEntry
from fogline.picture.bulletins import resolved_speaker
from fogline.picture.days import day_number, day_of
from fogline.picture.headline_tolls import counted
from fogline.picture.one_report import added_up, counted_by, group_of, is_address
from fogline.picture.report_tolls import by_deed, is_oneself
from fogline.picture.toll_claims import counts_here, is_of_a_country, is_of_a_town, of_the_happening
from fogline.picture.toll_groups import together
from fogline.picture.toll_votes import Counted, voted

_OPEN_ABOVE = frozenset({Bound.AT_LEAST, Bound.MORE_THAN})  # what says nothing of how many it can be at most
_WHOLE = frozenset({Scope.TOTAL, Scope.SUBSET})
_LISTED = frozenset({"killed", "injured", "casualties"})
_CALLED_TOLL = word_lists("incident_words", "tolls").pattern("called")
_NEXT = 3  # characters from one claim of a sentence to the next
MOST_LISTED = 12  # a longer list of single victims is not read as one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    claim: Claim
    figure: Figure
    published: str | None
    day: int | None
    origin: str

    @property
    def value(self) -> float | None:
        figure = self.figure
        return figure.best if figure.best is not None else figure.low if figure.low is not None else figure.high


def tolls(
    claims: Iterable[Claim],
    published: Mapping[str, str | None],
    origin_of: Mapping[str, str],
    whole: Mapping[str, Sequence[Claim]] | None = None,
    titles: Mapping[str, str | None] | None = None,
) -> tuple[Toll, ...]:
    """The tolls of one development. `whole`: all claims of each report that tells of nothing else.

    `titles`: of those reports and of others that mainly tell of it.
    """
    said: dict[tuple[str, str | None], list[_Said]] = collections.defaultdict(list)
    harms = measures().harms
    claims = of_the_happening(claims)
    if whole and any(is_of_a_town(claim) for claim in claims if claim.figures):
        whole = {report: [one for one in some if not is_of_a_country(one)] for report, some in whole.items()}
    counting: dict[tuple[str, str], list[Claim]] = collections.defaultdict(list)
    for claim in claims:
        for figure in together(claim.figures):
            if figure.measure not in harms or figure.measure is None or figure.scope is Scope.RATE:
                continue
            if is_address(figure):
                continue
            if figure.measure in _LISTED and claim not in counting[figure.measure, claim.report][-1:]:
                counting[figure.measure, claim.report].append(claim)
            day = published.get(claim.report)
            said[figure.measure, group_of(figure)].append(
                _Said(
                    claim=claim,
                    figure=figure,
                    published=day,
                    day=day_number(claim.said_on) or day_number(day),
                    origin=origin_of[claim.id],
                )
            )
    for (measure, _), some in counting.items():
        for claim, figure in _listed(measure, some):
            day = published.get(claim.report)
            said[measure, None].append(
                _Said(
                    claim=claim,
                    figure=figure,
                    published=day,
                    day=day_number(claim.said_on) or day_number(day),
                    origin=origin_of[claim.id],
                )
            )
    for key in [key for key, given in said.items() if all(one.figure.when == EARLIER for one in given)]:
        if any(other[0] == key[0] and other != key for other in said):
            del said[key]  # "twelve officers died, correcting an earlier toll of eight"
    for key, given in said.items():
        here = counts_here([one.claim for one in given])
        said[key] = [one for one, fits in zip(given, here, strict=True) if fits]
    by_report: dict[str, list[Claim]] = collections.defaultdict(list)
    for claim in claims:
        by_report[claim.report].append(claim)
    chosen = {
        measure: [
            _Said(
                claim=claim,
                figure=figure,
                published=(day := published.get(claim.report)),
                day=day_number(claim.said_on) or day_number(day),
                origin=origin_of[claim.id],
            )
            for report in sorted({*(whole or {}), *(titles or {})})
            for claim, figure in counted_by(
                measure,
                by_report[report],
                of_the_happening((whole or {}).get(report, ())),
                (titles or {}).get(report),
            )
        ]
        for measure in ("killed", "injured")
    }
    for measure, wholes in chosen.items():
        if wholes:
            known = said[measure, None]
            known += [one for one in wholes if not any(_same(one, other) for other in known)]
    found = {
        (measure, group): _toll(measure, group, some, chosen.get(measure, ()) if group is None else ())
        for (measure, group), some in said.items()
    }
    dead = max((toll.best for (measure, _), toll in found.items() if measure == "killed" and toll.best), default=0.0)
    hurt = _hurt(found.get(("casualties", None)), dead, found.get(("injured", None)))
    counted_whole = {one.claim.report for one in chosen["injured"]}
    if hurt is not None and not counted_whole.issuperset(_reports(found["casualties", None])):
        found["injured", None] = hurt
    _vote("injured", found, _counted("injured", whole or {}, titles or {}, published), chosen["injured"])
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0], key[1] or "")))


def _counted(
    measure: str,
    whole: Mapping[str, Sequence[Claim]],
    titles: Mapping[str, str | None],
    published: Mapping[str, str | None],
) -> list[Counted]:
    """What the reports that tell of nothing else count, in the order of their publication."""
    found: list[Counted] = []
    for report in sorted(whole, key=lambda report: (published.get(report) or "", report)):
        told = of_the_happening(whole[report])
        added = next((figure for _, figure in added_up(told, measure)), None)
        said = counted(titles.get(report)).get(measure)
        if added is not None or said is not None:
            found.append(Counted(headline=said, added=added, claims=told))
    return found


def _vote(
    measure: str, found: dict[tuple[str, str | None], Toll], reports: Sequence[Counted], said: Sequence[_Said]
) -> None:
    """Puts in the place of a toll's best count the one for which its reports vote."""
    toll = found.get((measure, None))
    if toll is None or toll.best is None or not reports or not said:
        return
    best = voted(measure, toll.best, reports)
    if best is None or best == toll.best:
        return
    series = tuple(
        dataclasses.replace(
            entry, state="stands" if entry.best == best else "rival" if entry.state == "stands" else entry.state
        )
        for entry in toll.series
    )
    if not any(entry.best == best for entry in series):
        last = max(said, key=_in_time)
        entry = next((one for one in reversed(series) if one.claim == last.claim.id), series[-1])
        series = (*series, dataclasses.replace(entry, best=best, low=best, high=best, state="inferred"))
    low, high = (edge if edge is not None else best for edge in (toll.low, toll.high))
    found[measure, None] = dataclasses.replace(
        toll, best=best, low=min(low, best), high=max(high, best) if toll.high is not None else None, series=series
    )


def _same(one: _Said, other: _Said) -> bool:
    """Whether one figure of a report stands twice."""
    return (one.claim.report, one.figure.start, one.value) == (other.claim.report, other.figure.start, other.value)


def _listed(measure: str, claims: Sequence[Claim]) -> Iterable[tuple[Claim, Figure]]:
    """The totals of victims who are told one by one in one sentence of a report, each with the claim that begins it."""
    in_text = sorted(claims, key=lambda claim: (claim.start, claim.end, claim.id))
    sentences: list[tuple[int, list[Claim]]] = []
    for claim in in_text:
        # "Killed a woman and a girl, then himself": the next claim goes on in the sentence.
        himself = all(is_oneself(one) for one in claim.figures if one.measure == measure)
        if sentences and claim.start < sentences[-1][0] + (_NEXT if himself else 0):
            sentences[-1] = (max(sentences[-1][0], claim.end), [*sentences[-1][1], claim])
        else:
            sentences.append((claim.end, [claim]))
    for _, told in sentences:
        parts = {one.start: one for claim in told for one in claim.figures if one.measure == measure}
        figures = [parts[start] for start in sorted(parts)]
        if not 1 < len(figures) <= MOST_LISTED:
            continue
        adds = figures[-1].scope is Scope.INCREMENT and is_oneself(figures[-1])  # "seven people before killing himself"
        if any(_is_no_part(one) for one in figures) and not (adds and all(map(_is_whole, figures[:-1]))):
            continue
        whole = sum(one.best or 0.0 for one in figures)
        words = "; ".join(one.as_worded for one in figures)
        first = figures[0]
        yield (
            told[0],
            dataclasses.replace(
                first, group=None, best=whole, low=whole, high=whole, scope=Scope.TOTAL, as_worded=words
            ),
        )


def _is_no_part(figure: Figure) -> bool:
    """Whether a figure is no victim of a list: a total, a part of one, a bound, or nobody in particular."""
    total = group_of(figure) is None and (figure.best or 0.0) > 1
    return total or not _is_whole(figure)


def _is_whole(figure: Figure) -> bool:
    return bool(figure.best) and figure.scope is Scope.TOTAL and figure.bound is Bound.EXACTLY and not by_deed(figure)


def _hurt(casualties: Toll | None, dead: float, injured: Toll | None) -> Toll | None:
    """The injured who follow from casualties less the dead, where no count of the injured says otherwise.

    "Five people were shot, one of them died" leaves four. A lower count of the injured by the same report is a part of
    them ("one is in critical condition"); who died of his wounds is not counted twice.
    """
    if casualties is None or casualties.best is None or casualties.best < dead:
        return None
    left = casualties.best - dead
    said = injured.best if injured is not None else None
    if said is not None and injured is not None:
        part = said < left and not _reports(injured).isdisjoint(_reports(casualties))
        twice = left < said <= dead
        if not part and not twice:
            return None
    elif left == 0:
        return None
    series = tuple(dataclasses.replace(entry, state="inferred") for entry in casualties.series)
    known = injured.series if injured is not None else ()
    return Toll(
        measure="injured", group=None, best=left, low=left, high=left, as_of=casualties.as_of, series=(*known, *series)
    )


def _reports(toll: Toll) -> set[str]:
    return {entry.report for entry in toll.series}


def _toll(measure: str, group: str | None, said: list[_Said], chosen: Sequence[_Said] = ()) -> Toll:
    said = sorted(said, key=_in_time)
    totals = [one for one in said if one.figure.scope is Scope.TOTAL and one.value is not None]
    if group is not None or not totals:
        # "Two of them children" is part of the toll of all, and all that is known of the children. "Two of them died"
        # is part of the hurt, and all that is known of the dead.
        totals = [one for one in said if one.figure.scope in _WHOLE and one.value is not None]
    totals = [one for one in totals if one.figure.when != EARLIER] or totals  # what a newer count has replaced
    by_report = {one.claim.report for one in chosen}
    standing = _standing([*(one for one in totals if one.claim.report not in by_report), *chosen])
    best = _best(standing)
    series = tuple(
        TollEntry(
            claim=one.claim.id,
            report=one.claim.report,
            published=one.published,
            best=one.figure.best,
            low=one.figure.low,
            high=one.figure.high,
            scope=one.figure.scope,
            speaker=speaker.name if (speaker := resolved_speaker(one.claim)) else None,
            as_worded=one.figure.as_worded,
            state=_state(one, standing, best),
        )
        for one in said
    )
    if best is None:
        known = [one.value for one in said if one.value is not None]
        return Toll(
            measure=measure,
            group=group,
            best=None,
            low=max(known, default=None),
            high=None,
            as_of=_latest(said),
            series=series,
        )
    if best.figure.best is None:  # "hundreds" by one, "more than 460" by another: the word says no more
        standing = [one for one in standing if not _is_a_word_below(one.figure, best.figure)]
    lows = [_edge(one.figure.low, one.figure.best) for one in standing]
    highs = [_edge(one.figure.high, one.figure.best) for one in standing if one.figure.bound not in _OPEN_ABOVE]
    return Toll(
        measure=measure,
        group=group,
        best=best.figure.best,
        low=min((low for low in lows if low is not None), default=None),
        high=max((high for high in highs if high is not None), default=None),
        as_of=day_of(best.claim.said_on) or day_of(best.published),
        series=series,
    )


def _is_a_word_below(figure: Figure, best: Figure) -> bool:
    """Whether a figure is a range that a word stands for, and begins below another's bound."""
    ranged = figure.best is None and figure.low is not None and figure.high is not None
    return ranged and (figure.low or 0.0) < (best.low or 0.0)


def _standing(totals: Sequence[_Said]) -> list[_Said]:
    """The totals that nothing supersedes, one for each origin and report."""
    of_report: dict[tuple[str, str], _Said] = {}
    for one in totals:
        key = (one.origin, one.claim.report)
        held = of_report.get(key)
        if held is None or (one.value or 0.0) > (held.value or 0.0):
            of_report[key] = one
    of_origin: dict[str, list[_Said]] = collections.defaultdict(list)
    for one in sorted(of_report.values(), key=_in_time):
        # Of two reports of one moment that give one voice's count differently, neither is the later word.
        beside = of_origin[one.origin]
        beside[:] = [other for other in beside if other.published == one.published and other.value != one.value]
        beside.append(one)
    found = sorted((one for some in of_origin.values() for one in some), key=_in_time)
    return [one for one in found if not any(_supersedes(other, one) for other in found)]


def _supersedes(later: _Said, earlier: _Said) -> bool:
    if later.day is None or earlier.day is None or later.day - earlier.day < 1:
        return False
    return (later.value or 0.0) > (earlier.value or 0.0)


def _best(standing: Sequence[_Said]) -> _Said | None:
    votes = collections.Counter(one.value for one in standing)
    return max(
        standing, key=lambda one: (votes[one.value], one.value or 0.0, *_in_time(one)[:2], one.claim.id), default=None
    )


def _state(one: _Said, standing: Sequence[_Said], best: _Said | None) -> str:
    whole = best is not None and best.figure.scope is Scope.SUBSET and group_of(one.figure) is None
    if one.figure.scope not in (_WHOLE if whole else {Scope.TOTAL}):
        return "inside"
    if best is not None and one.value == best.value:
        return "stands"
    if any(one.value == other.value for other in standing) or (best is not None and _is_rival(one, best)):
        return "rival"
    return "superseded"


def _is_rival(one: _Said, best: _Said) -> bool:
    """Whether somebody else is given in one report with a count of his own: more, or called a toll.

    Fewer may be those whom he has seen.
    """
    if one.claim.report != best.claim.report or one.figure.when == EARLIER:
        return False
    if one.day is not None and best.day is not None and one.day < best.day:
        return False  # "on Friday the service had counted ten"
    who, other = resolved_speaker(one.claim), resolved_speaker(best.claim)
    if who is None or (other is not None and who.name == other.name) or (one.value or 0) < 1:
        return False
    return (one.value or 0.0) > (best.value or 0.0) or _CALLED_TOLL.search(one.claim.quote) is not None


def _in_time(one: _Said) -> tuple[int, str, str, int, str]:
    return one.day or 0, one.published or "", one.claim.report, one.claim.start, one.claim.id


def _latest(said: Sequence[_Said]) -> str | None:
    return max((day for one in said if (day := day_of(one.published))), default=None)


def _edge(edge: float | None, value: float | None) -> float | None:
    return edge if edge is not None else value

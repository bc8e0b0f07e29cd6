"""Review: what the picture is unsure of, what others decided and one has not, all decisions, how far reviewers agree.

In: a sight and what is asked. Out: pages. What is decided there goes through `judging`; these pages only show.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from fogline.model.picture import Judgement, Verb
from fogline.outputs.tables import Row
from fogline.picture.doubts import Doubt, doubts, rules
from fogline.picture.judgements import in_force
from fogline.picture.reviewers import SORTS, agreements
from fogline.serve.desk.asked import Asked, NotThere, mark_parts, mark_text
from fogline.serve.desk.page import Page
from fogline.serve.desk.reviewing import decisions
from fogline.serve.desk.said import Said, all_said
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import shifted
from fogline.serve.options import Filters
from fogline.store.contract import Facets

DAYS = 31  # that are looked at where no other span is asked for
MOST = 2_000  # developments, and claims of none, that are looked at: the latest
_TWO = (Verb.MERGE, Verb.NEVER_MERGE)
_READINGS = (Verb.ACCEPT, Verb.CORRECT, Verb.SET_ASIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing to decide on, as the queue shows it."""

    id: str
    title: str
    asks: str
    why: str
    score: float | None
    subjects: tuple[str, ...]
    said: list[Said]
    verbs: tuple[tuple[str, str, str], ...]  # the verb, what its button says, its key
    chooses: bool  # whether claims can be ticked


_ACCEPT = (Verb.ACCEPT.value, "Accept", "a")
_ASIDE = (Verb.SET_ASIDE.value, "Set aside", "x")
_PAIR = ((Verb.MERGE.value, "Merge", "m"), (Verb.NEVER_MERGE.value, "Never merge", "n"))
_VERBS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "may be one": _PAIR,
    "may be two": ((Verb.SPLIT.value, "Split off", "s"), (Verb.ACCEPT.value, "Accept as one", "a")),
}


def queue(sight: Sight, asked: Asked) -> Page:
    """What is open, the highest score first."""
    wanted = asked.filters()
    since = wanted.since or (None if wanted.until else shifted(sight.day, 1 - DAYS))
    span = Filters(place=wanted.place, kind=wanted.kind, party=wanted.party, since=since, until=wanted.until)
    open_now = _open(sight, span)
    rule = asked.text("rule")
    found = [one for one in open_now if rule in (None, one.rule)]
    many = asked.many()
    if after := asked.text("after"):
        score, *rest = mark_parts(after, 3)
        found = [one for one in found if _key(one) > (score, *rest)]
    after = mark_text(*_key(found[many - 1])) if len(found) > many else None
    found = found[:many]
    counts = {name: sum(one.rule == name for one in open_now) for name in rules()}
    material = sight.of_claims(itertools.chain.from_iterable(one.claims for one in found))
    lines = sight.lines(material.reports)
    cards = [
        Card(
            id=one.id, title=one.rule, asks=rules()[one.rule].asks, why=one.why, score=one.score,
            subjects=one.subjects, said=all_said(one.claims, material, lines),
            verbs=_VERBS.get(one.rule, (_ACCEPT, _ASIDE)), chooses=one.rule not in ("may be one", "figure corrected"),
        )
        for one in found
    ]  # fmt: skip
    shown = {
        "cards": cards, "after": after, "counts": counts, "number": len(open_now), "rule": rule or "",
        "since": since or "",
        "wanted": wanted, "which": "queue", "days": DAYS,
    }  # fmt: skip
    rows: list[Row] = [
        {"id": one.id, "rule": one.rule, "score": one.score, "why": one.why, "subjects": "; ".join(one.subjects),
         "claims": "; ".join(one.claims)} for one in found
    ]  # fmt: skip
    told = {"doubts": found, "after": after, "rules": list(rules().values())}
    return Page(title="Review", template="review.html", shown=shown, told=told, rows=rows)


def _key(one: Doubt) -> tuple[str, str, str]:
    """Where a doubt stands in the queue, as texts that sort as it does."""
    return f"{1 - one.score:.3f}", one.rule, one.id


def _open(sight: Sight, span: Filters) -> list[Doubt]:
    """What is open of the latest developments and claims that are asked for."""
    told = sight.rows(span, "developments").developments
    latest = sorted(told, key=lambda one: (one.when.begin or one.when.finish or "", one.id), reverse=True)[:MOST]
    conflicts = sight.rows(span, "conflicts").conflicts[:MOST]
    facets = Facets(place=span.place, kind=span.kind, party=span.party, since=span.since, until=span.until)
    newest = [claim.id for _, claim in itertools.islice(sight.view.newest(facets), MOST)]
    ids = itertools.chain(newest, *(one.claims for one in latest), *(one.claims for one in conflicts))
    material = sight.of_claims(ids)
    published = {report.id: report.published for report in material.reports.values()}
    return doubts(latest, conflicts, material.claims, published, sight.view.judgements())


def other(sight: Sight, asked: Asked) -> Page:
    """The pages beside the queue."""
    name = asked.path.partition("/review/")[2]
    made = {"second": second, "decisions": decided, "agreement": agreement}.get(name)
    if made is None:
        raise NotThere(f"/review/{name}: no such page. There is: second, decisions, agreement.")
    return made(sight, asked)


def second(sight: Sight, asked: Asked) -> Page:
    """What others decided and whoever asks has not, without what they decided: so that two readings can be compared."""
    judgements = list(sight.view.judgements())
    mine = {_unit(one) for one in in_force(one for one in judgements if one.by == asked.by)}
    theirs = [one for one in in_force(judgements) if one.by != asked.by and one.verb in (*_TWO, *_READINGS)]
    units = list(dict.fromkeys(unit for one in theirs if (unit := _unit(one)) not in mine)) if asked.by else []
    many = asked.many()
    cards = [_blind(sight, unit) for unit in units[:many]]
    shown = {"cards": cards, "after": None, "number": len(units), "which": "second", "rule": ""}
    told = {"things": [one.subjects for one in cards], "left": len(units)}
    return Page(title="Second reading", template="review.html", shown=shown, told=told)


def _unit(one: Judgement) -> tuple[bool, tuple[str, ...]]:
    """On what a decision was taken, whatever it was."""
    return one.verb in _TWO, tuple(sorted(set(one.subjects)))


def _blind(sight: Sight, unit: tuple[bool, tuple[str, ...]]) -> Card:
    two, subjects = unit
    claims = [claim for one in subjects for claim in _claims_of(sight, one)]
    material = sight.of_claims(claims)
    return Card(
        id="s_" + "-".join(subjects)[:80], title="one or two" if two else "read right",
        asks="Are these one happening?" if two else "Is this read as it is meant?", why="", score=None,
        subjects=subjects, said=all_said(claims, material, sight.lines(material.reports)),
        verbs=_PAIR if two else (_ACCEPT, _ASIDE), chooses=False,
    )  # fmt: skip


def _claims_of(sight: Sight, subject: str) -> Sequence[str]:
    """The claims to read for a subject: of a development, by whatever id, the one that it was called after, and two."""
    if not subject.startswith("d_"):
        return (subject,)
    found = sight.development(subject)
    return () if found is None else found.claims[:3]


def decided(sight: Sight, asked: Asked) -> Page:
    """All decisions, the latest first, each with who, when and why."""
    by = asked.text("by")
    everything = decisions(sight.view.judgements())
    found = [one for one in everything if by in (None, one.judgement.by)]
    many = asked.many()
    if after := asked.text("after"):
        mark = tuple(mark_parts(after, 2))
        found = [one for one in found if (one.judgement.made_at, one.judgement.id) < mark]
    last = found[many - 1].judgement if len(found) > many else None
    found = found[:many]
    rows: list[Row] = [
        {"id": one.judgement.id, "verb": one.judgement.verb.value, "subjects": "; ".join(one.judgement.subjects),
         "field": one.judgement.field, "value": one.judgement.value, "by": one.judgement.by,
         "made_at": one.judgement.made_at, "why": one.judgement.why, "holds": one.holds} for one in found
    ]  # fmt: skip
    after = mark_text(last.made_at, last.id) if last else None
    shown = {
        "decisions": found, "after": after, "who": sorted({one.judgement.by for one in everything}), "by": by or "",
        "which": "decisions", "number": len(everything),
    }  # fmt: skip
    told = {"judgements": [one.judgement for one in found][::-1], "after": after}
    return Page(title="Decisions", template="decisions.html", shown=shown, told=told, rows=rows)


def agreement(sight: Sight, asked: Asked) -> Page:
    """How far reviewers agree, by sort of decision."""
    found = agreements(sight.view.judgements())
    rows: list[Row] = [
        {"sort": one.sort, "decided": one.decided, "by_two": one.shared, "alpha": one.alpha, "unknown_because": one.why}
        for one in found
    ]
    shown = {"found": found, "sorts": SORTS, "which": "agreement"}
    return Page(title="Agreement", template="agreement.html", shown=shown, told={"agreement": found}, rows=rows)

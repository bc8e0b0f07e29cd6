"""What became known in a ledger since the last look, as alerts.

In: a ledger, what was fused of it, rules, the memory of alerts, the moment. Out: a `Look`: what fired, what fits a rule
and was passed over for want of a date, which rules are new. Refused: nothing of its own.

A rule that is new, or whose conditions were changed, speaks of what becomes known from its first look on: what fits it
then was known before, and is marked without a word. All of a look is one transaction.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta

from fogline.model.alert import ANY, Rule
from fogline.model.claim import Claim
from fogline.model.codec import canonical, decode, encode
from fogline.model.picture import Conflict, Development, Picture, Status
from fogline.model.report import Report
from fogline.outputs.alert_match import Found, Passed, Subject, matches
from fogline.outputs.alerting import Alert, Known, silent, told
from fogline.outputs.material import Material
from fogline.outputs.withheld import PrivateNames
from fogline.picture.silence import Silence
from fogline.run.fusing import kept_up
from fogline.run.hearing import hearing
from fogline.run.watch import stamp
from fogline.store.alert_memory import AlertMemory, Kept
from fogline.store.contract import Question, View
from fogline.store.fused import Fused
from fogline.store.view import LedgerView

MOST_AT_ONCE = 5  # alerts of one rule in one look; people are sent more in one message
_HEARD_EVERY = timedelta(hours=1)  # silences take days; telling them takes a look at all reports
_LATER = ("speakers", "outlets", "stances", "certainties", "words")
_HELD = 20_000  # claims and reports at hand
_SHAPES: Mapping[str, type[Subject]] = {"development": Development, "status": Status, "conflict": Conflict}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one look went."""

    fired: tuple[Alert, ...] = ()
    passed: frozenset[tuple[str, str, str]] = frozenset()  # rule, reason, id of what fits and has no day
    begun: tuple[str, ...] = ()  # rules that are new


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """As of when is looked."""

    now: datetime
    day: str  # ISO
    live: bool  # False: a trial over the past, where it is not asked when the ledger had it


@dataclass(frozen=True, slots=True, kw_only=True)
class Receivers:
    """To whom alerts go: names of targets, those among them that are read by people."""

    names: tuple[str, ...] = ()
    people: frozenset[str] = frozenset()


class OfView:
    """Claims and reports of a view, and a picture's rows by claim. It keeps the contract `Around`."""

    def __init__(self, view: View, rows: Fused | Picture) -> None:
        self._view, self._rows = view, rows
        self.private = PrivateNames(lambda report: view.claims(Question(report=report)))
        self._claims: dict[str, Claim | None] = {}
        self._reports: dict[str, Report | None] = {}
        self._by_claim: dict[str, Development] = {}
        self._conflicts: dict[str, list[Conflict]] = {}
        if isinstance(rows, Picture):
            self._by_claim = {claim: one for one in reversed(rows.developments) for claim in one.claims}
            for conflict in rows.conflicts:
                for claim in conflict.claims:
                    self._conflicts.setdefault(claim, []).append(conflict)

    def material(self, claims: Iterable[str]) -> Material:
        """The claims with their reports."""
        found = [claim for name in claims if (claim := self._claim(name)) is not None]
        reports = {name: self._report(name) for name in {claim.report for claim in found}}
        return Material(
            claims={claim.id: claim for claim in found if reports[claim.report] is not None},
            reports={name: report for name, report in sorted(reports.items()) if report is not None},
        )

    def development_of(self, claim: str) -> Development | None:
        """The development that a claim belongs to."""
        if isinstance(self._rows, Picture):
            return self._by_claim.get(claim)
        text = self._rows.with_claim("development", claim)
        return None if text is None else decode(Development, json.loads(text))

    def conflicts_of(self, claims: Sequence[str]) -> list[Conflict]:
        """The conflicts that any of the claims is part of."""
        if isinstance(self._rows, Picture):
            found = [one for claim in claims for one in self._conflicts.get(claim, ())]
        else:
            found = [decode(Conflict, json.loads(text)) for text in self._rows.of_claims("conflict", claims)]
        return sorted({one.id: one for one in found}.values(), key=lambda one: (one.kind, one.id))

    def recorded_at(self, report: str) -> str | None:
        """Since when the ledger has the report as it is now."""
        return max((one.recorded_at for one in self._view.revisions(report)), default=None)

    def _claim(self, name: str) -> Claim | None:
        if name not in self._claims:
            self._claims = self._claims if len(self._claims) < _HELD else {}
            self._claims[name] = self._view.claim(name)
        return self._claims[name]

    def _report(self, name: str) -> Report | None:
        if name not in self._reports:
            self._reports = self._reports if len(self._reports) < _HELD // 10 else {}
            self._reports[name] = self._view.report(name)
        return self._reports[name]


class Looks:
    """The looks of one process at one ledger: after the first, only what was fused anew is looked at."""

    def __init__(self, fused: Fused) -> None:
        self._fused = fused
        self._seen: set[bytes] = set()
        self._heard: datetime | None = None

    def look(
        self,
        view: LedgerView,
        rules: Sequence[Rule],
        memory: AlertMemory,
        now: datetime,
        receivers: Receivers,
        *,
        failing: Mapping[str, str] | None = None,
    ) -> Look:
        """What became known. `failing`: outlets that cannot be had, with the last error."""
        kept_up(view, self._fused)
        parts = self._fused.parts()
        new = any(memory.conditions(rule.name) != conditions(rule) for rule in rules)
        rows = [
            decode(_SHAPES[what], json.loads(text))
            for what, text in self._fused.rows_of(sorted(parts if new else parts - self._seen))
        ]
        moment = Moment(now=now, day=now.astimezone(UTC).date().isoformat(), live=True)
        hourly = new or self._heard is None or now - self._heard > _HEARD_EVERY
        silences = silent_outlets(view, rules, moment.day, failing or {}) if hourly else []
        self._heard = now if hourly else self._heard
        around = OfView(view, self._fused)
        with memory.deciding():
            found = decide(rules, rows, silences, around, memory, moment, receivers)
        self._seen = parts
        return found


def silent_outlets(view: View, rules: Sequence[Rule], day: str, failing: Mapping[str, str]) -> list[Silence]:
    """The outlets that are silent by their own past, where any rule asks; with why, where they cannot be had."""
    if not any(rule.sort == "silence" for rule in rules):
        return []
    heard = [one for one in hearing(view, day, only="outlet") if one.what == "outlet" and one.state == "silent"]
    return [
        replace(one, said=f"{one.said}; the last looks at it failed: {failing[one.name]}")
        if one.name in failing
        else one
        for one in heard
    ]


def decide(
    rules: Sequence[Rule],
    rows: Sequence[Subject],
    silences: Sequence[Silence],
    around: OfView,
    memory: AlertMemory,
    moment: Moment,
    receivers: Receivers,
) -> Look:
    """What fires of the rows and silences, noted in the memory; to be called within `memory.deciding`."""
    fired: list[Alert] = []
    begun: list[str] = []
    passed = set[tuple[str, str, str]]()
    for rule in rules:
        known = conditions(rule)
        first = memory.conditions(rule.name) != known
        if first:
            memory.begin(rule.name, known, stamp(moment.now))
            begun.append(rule.name)
        alerts = []
        for marks, figure, alert in _candidates(rule, rows, silences, around, moment, passed):
            before, highest = memory.marked(rule.name, marks)
            memory.mark(rule.name, marks, figure)
            higher = rule.rises and figure is not None and highest is not None and figure > highest
            if not first and (not before or higher):
                alerts.append(alert())
        alerts.sort(key=lambda one: (one.since or one.happened.begin or "", one.title, one.id))
        fired += _kept(rule, alerts, memory, moment, receivers)
    return Look(fired=tuple(fired), passed=frozenset(passed), begun=tuple(begun))


def conditions(rule: Rule) -> str:
    """What tells whether a rule was changed: all of it but to whom it is sent.

    Conditions that came later change no rule that does not set them, so that none begins anew with a new version.
    """
    said = {name: value for name, value in asdict(replace(rule, send=())).items() if value or name not in _LATER}
    return canonical(said).decode()


def _candidates(
    rule: Rule,
    rows: Sequence[Subject],
    silences: Sequence[Silence],
    around: OfView,
    moment: Moment,
    passed: set[tuple[str, str, str]],
) -> Iterator[tuple[frozenset[str], float | None, Callable[[], Alert]]]:
    """What fits a rule: its marks, its figure, and how its alert is made; most of what fits was told before."""
    if rule.sort == "silence":
        for one in silences:
            if rule.silence == ANY or (rule.silence or "").casefold() == one.name.casefold():
                marks = frozenset({f"silent {one.name} {one.last}"})
                yield marks, None, functools.partial(_silent, rule, one, moment)
        return
    for found in matches(rule, rows, around, moment.day):
        if isinstance(found, Passed):
            passed.add((rule.name, found.reason, found.subject.id))
        else:
            yield found.marks, found.figure, functools.partial(_told, rule, found, around, moment)


def _silent(rule: Rule, one: Silence, moment: Moment) -> Alert:
    known = Known(first_printed=one.last, last_printed=one.last, recorded_at=None, on=moment.day)
    return silent(rule, one.name, one.said, one.last, one.usual, known)


def _told(rule: Rule, found: Found, around: OfView, moment: Moment) -> Alert:
    return told(rule, found, around, _known(found, around, moment))


def _known(found: Found, around: OfView, moment: Moment) -> Known:
    whole = around.material([*(found.development or found.subject).claims, *found.claims])
    printed = sorted(day for report in whole.reports.values() if (day := _day(report)) is not None)
    fresh = {whole.claims[claim].report for claim in found.claims if claim in whole.claims}
    days = sorted(day for name in fresh if (day := _day(whole.reports[name])) is not None)
    recorded = [at for name in fresh if moment.live and (at := around.recorded_at(name)) is not None]
    return Known(
        first_printed=printed[0] if printed else None,
        last_printed=days[-1] if days else None,
        recorded_at=max(recorded, default=None),
        on=moment.day,
    )


def _day(report: Report) -> str | None:
    return report.published if report.published and report.published[:4].isdigit() else None


def _kept(
    rule: Rule, alerts: Sequence[Alert], memory: AlertMemory, moment: Moment, receivers: Receivers
) -> list[Alert]:
    """Keeps what fired, each alert once, on its way to the rule's targets."""
    at, many = stamp(moment.now), len(alerts) > MOST_AT_ONCE
    names = [name for name in receivers.names if not rule.send or name in rule.send]
    kept = []
    for alert in alerts:
        text = json.dumps(encode(alert), ensure_ascii=False)
        row = Kept(id=alert.id, rule=rule.name, fired_at=at, title=alert.title, json=text)
        bundles = [(name, f"{rule.name} {at}" if many and name in receivers.people else None) for name in names]
        if memory.fire(row, bundles, moment.now.timestamp()):
            kept.append(alert)
    return kept

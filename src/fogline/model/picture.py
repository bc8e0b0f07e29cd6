"""What all reports add up to: a pure function of reports, claims and judgements, as of a stated day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fogline.model.claim import Actor, Place, Scope, Stage, When
from fogline.model.report import SetAside


class Verb(StrEnum):
    """What a judgement decides."""

    MERGE = "merge"  # the subjects are one development
    SPLIT = "split"  # the subjects (claims) leave their development and form one of their own
    NEVER_MERGE = "never merge"  # the subjects must never be one development
    ACCEPT = "accept"
    CORRECT = "correct"  # a claim's field is read as `value`
    SET_ASIDE = "set aside"  # the subjects (claims or reports) are not used
    TAKE_DOWN = "take down"  # the subjects (reports) are no longer shown, neither are the words of their claims
    UNDO = "undo"  # the subjects are judgements that no longer hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A recorded decision, by a person or a rule, reversible by a later one."""

    id: str
    verb: Verb
    subjects: tuple[str, ...]
    by: str
    made_at: str  # RFC 3339, UTC
    why: str = ""
    field: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """Where a report belongs: the earliest report that it copies or rewrites, and its story."""

    id: str
    origin: str
    story: str
    why: str | None = None  # why it is taken for a copy


@dataclass(frozen=True, slots=True, kw_only=True)
class TollEntry:
    """One figure of a series, as one claim gave it."""

    claim: str
    report: str
    published: str | None
    best: float | None
    low: float | None
    high: float | None
    scope: Scope
    speaker: str | None = None
    as_worded: str = ""
    state: str = "stands"  # stands, superseded, rival, inside (a subset or an increment within a total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """One figure over time: figures with one scope, each dated and attributed."""

    measure: str
    group: str | None
    best: float | None
    low: float | None
    high: float | None
    as_of: str | None
    series: tuple[TollEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Development:
    """What happened, once: the claims of all speakers on one happening, fused, with what they disagree on."""

    id: str
    kind: str | None
    stage: Stage | None
    when: When
    place: Place | None
    also_at: tuple[Place, ...] = ()  # the others, where it is told of several places at once, and counted over all
    initiators: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    reports: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    origins: int = 1
    origin_ids: tuple[str, ...] = ()
    credibility: int = 6  # Admiralty 1–6, by the written rule
    credibility_why: str = ""
    disputed: bool = False
    certainty: str = "certain"  # the surest that any speaker is: certain, probable, possible, unknown
    tolls: tuple[Toll, ...] = ()
    story: str | None = None
    why: tuple[str, ...] = ()  # the rules that joined the claims

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it happened: nowhere that is known, at one place, or at several at once."""
        return (self.place, *self.also_at) if self.place is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusStep:
    """One value that a status had, by one origin's word."""

    value: str
    trend: str | None
    since: str | None
    claims: tuple[str, ...]
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How things stand at a place or on a route. `layer` is claimed (a party's word) or assessed (anybody else's)."""

    id: str
    place: Place | None
    subject: str
    aspect: str
    value: str
    layer: str
    trend: str | None = None
    by: str | None = None
    since: str | None = None
    last_confirmed: str | None = None
    stale: bool = False
    claims: tuple[str, ...] = ()
    origins: int = 1
    credibility: int = 6
    history: tuple[StatusStep, ...] = ()
    inferred_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two claims that cannot both hold, and why."""

    id: str
    kind: str  # denial, figure, control, attribution, quotation
    claims: tuple[str, str]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Developments, tolls, statuses and conflicts, as of a stated day."""

    as_of: str | None
    reports: tuple[ReportLine, ...] = ()
    developments: tuple[Development, ...] = ()
    statuses: tuple[Status, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

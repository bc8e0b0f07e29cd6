"""What one report says: layers of marked spans (attributions, places, times, figures) and the claims built on them.

Offsets are Unicode code points into `Report.text`, half-open. `None` is "unknown", never a default.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

EARLIER = "earlier"  # of a figure that its own text says a newer one has replaced
UNRESOLVED = "unresolved"  # the name of a speaker who is a pronoun or description that points at nobody


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A stretch of report text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to say, think, want or deny what. Any of the three may be empty; each may be in several pieces."""

    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


class PlaceRole(StrEnum):
    """What a place is to the claim."""

    SCENE = "scene"  # where it happens
    TARGET = "target"  # what is attacked, held, encircled
    REFERENCE = "reference"  # what a distance or bearing is counted from
    CONTAINER = "container"  # "Donetsk Oblast" in "Lyman, a Donetsk Oblast city"
    MENTION = "mention"  # named, no more is known
    ACTOR = "actor"  # metonymy: "Moscow said"


PART_OF_TOWN = "quarter"  # the kind of a place that is told of by the name of a part of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A mention of a place, resolved or with `None` coordinates. `radius_km`: how far off the point can be."""

    start: int
    end: int
    name: str  # the gazetteer's name, or as worded where unresolved
    as_worded: str
    role: PlaceRole = PlaceRole.MENTION
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    country_name: str | None = None
    admin1: str | None = None  # name of the first-order division
    kind: str | None = None  # country, region, district, city, town, village, river, …
    radius_km: float | None = None

    @property
    def part(self) -> str | None:
        """The name of the part of a town by which the town is meant: nothing is set finer than in a settlement.

        >>> Place(start=0, end=13, name="Kharkiv", as_worded="Kholodna Hora", kind=PART_OF_TOWN).part
        'Kholodna Hora'
        """
        apart = self.kind == PART_OF_TOWN and self.as_worded.casefold() != self.name.casefold()
        return self.as_worded if apart else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How far and in which direction one place is said to lie from another, checked against the gazetteer."""

    start: int
    end: int
    of: tuple[str, ...]
    to: str
    stated_km: float | None = None
    stated: str | None = None  # the measure as printed: "15 kilometers", "five miles"
    bound: str | None = None
    bearing: str | None = None  # north, north-east, …
    gazetteer_km: float | None = None
    gazetteer_bearing: str | None = None
    consistent: bool | None = None  # None: cannot be checked


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval on the calendar. Dates are ISO (`2023-03-02`, `2023-03-02T12:00`), EDTF where the year is unknown."""

    edtf: str | None = None
    begin: str | None = None
    finish: str | None = None
    basis: str = "none"  # explicit, relative to the report, the section's dateline, none
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time expression with its TIMEX3 type and value, and its interval where there is one."""

    start: int
    end: int
    type: str  # DATE, TIME, DURATION, SET
    value: str | None
    begin: str | None = None
    finish: str | None = None
    edtf: str | None = None
    basis: str = "none"
    alternatives: tuple[str, ...] = ()


class Bound(StrEnum):
    """How a number is to be taken."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    MORE_THAN = "more than"
    AT_MOST = "at most"
    LESS_THAN = "less than"


class Scope(StrEnum):
    """What a number counts."""

    TOTAL = "total"
    INCREMENT = "increment"
    SUBSET = "subset"
    RATE = "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it counts. `best` is None where only a bound or range is known ("dozens": 24 to 99)."""

    start: int
    end: int
    measure: str | None  # killed, injured, missing, captured, displaced, remaining, population, routes, bridges, …
    group: str | None  # civilians, children, soldiers, …; None: people at large or the measure itself
    best: float | None
    low: float | None
    high: float | None
    bound: Bound = Bound.EXACTLY
    scope: Scope = Scope.TOTAL
    of: float | None = None  # for a subset: the total that it is part of, where the text says so
    as_worded: str = ""
    when: str | None = None  # a time of its own: "pre-war", or EARLIER


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Whoever is said to say it. `name` is UNRESOLVED where a pronoun or description points at nobody."""

    name: str
    as_worded: str
    role: str | None = None  # President, spokesman, …
    party: str | None = None  # the side: a name of the parties table, or a country
    via: str | None = None  # bulletin, evening address, Twitter post, …
    start: int | None = None
    end: int | None = None


class Stance(StrEnum):
    """What the speaker does with it."""

    ASSERTS = "asserts"
    DENIES = "denies"
    DOUBTS = "doubts"
    CANNOT_VERIFY = "cannot verify"
    ASSESSES = "assesses"
    INTENDS = "intends"
    DEMANDS = "demands"
    WARNS = "warns"
    ASKS = "asks"


CERTAINTIES = ("certain", "probable", "possible", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """How sure the speaker is, by which words; `probability`: the PHIA range in per cent, where the words have one."""

    value: str = "certain"  # one of CERTAINTIES
    signals: tuple[str, ...] = ()
    probability: tuple[int, int] | None = None


class Stage(StrEnum):
    """How far a happening got."""

    HAPPENED = "happened"
    ONGOING = "ongoing"
    ATTEMPTED = "attempted"
    REPELLED = "repelled"
    PLANNED = "planned"
    THREATENED = "threatened"
    HYPOTHETICAL = "hypothetical"
    DID_NOT_HAPPEN = "did not happen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does it or to whom it is done. `confidence`: how surely an initiator is named (see happenings)."""

    name: str
    as_worded: str
    party: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSaid:
    """How things are said to stand at a place or on a route."""

    subject: str  # "Bakhmut", "routes into Bakhmut"
    aspect: str  # control, encirclement, access, infrastructure
    value: str
    trend: str | None = None  # worsening, improving, steady
    by: str | None = None  # party that holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectQuote:
    """Words within quotation marks, without the marks."""

    start: int
    end: int
    text: str


class Genre(StrEnum):
    """What sort of text the claim stands in."""

    REPORT = "report"
    LIVE_UPDATE = "live update"
    ANALYSIS = "analysis"
    OPINION = "opinion"
    ANNIVERSARY = "anniversary"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What read the claim."""

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing that one speaker says, at one span of one report. Append-only, never rewritten.

    `speakers` is empty for the outlet's own voice. With two or more speakers, each is said to say it by the outlet;
    a chain (outlet → ministry → its bulletin) is the outlet of the report, the speaker and the speaker's `via`.
    """

    id: str
    report: str
    start: int
    end: int
    quote: str
    kind: str | None
    method: Method
    speakers: tuple[Speaker, ...] = ()
    cue: str | None = None
    said_on: str | None = None  # EDTF: when the speaker said it
    stance: Stance = Stance.ASSERTS
    polarity: str = "positive"  # positive, negative
    certainty: Certainty = Certainty()
    stage: Stage | None = None
    trigger: Span | None = None
    initiators: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    when: When = When()
    figures: tuple[Figure, ...] = ()
    relations: tuple[Relation, ...] = ()
    statuses: tuple[StatusSaid, ...] = ()
    direct_quotes: tuple[DirectQuote, ...] = ()
    about: str | None = None  # id of the claim that this one denies, doubts or cannot verify
    genre: Genre = Genre.REPORT
    topic: int = 0  # where its topic begins in the report: an update, a point, a headed stretch; 0 is of all of them
    confidence: float = 0.5  # how sure fogline is of its reading, 0 to 1; not how sure the speaker is


def claim_id(*, report: str, start: int, end: int, speakers: tuple[str, ...], kind: str | None, method: str) -> str:
    """The hash of what makes the claim itself, over a JSON array, never over joined strings.

    >>> claim_id(report="r1", start=0, end=9, speakers=(), kind="shelling", method="rules")
    'c_4ed0dd9389b96f3a'
    """
    array = json.dumps([report, start, end, list(speakers), kind, method], ensure_ascii=False, separators=(",", ":"))
    return "c_" + hashlib.sha256(array.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventWord:
    """A word that tells an event of any sort, of the table of kinds or not, with what stands with it."""

    start: int
    end: int
    lemma: str
    part: str  # v, n or a: verb, noun, adjective
    sentence: int  # its number in the report
    subjects: tuple[str, ...] = ()  # lemmas of who does it
    objects: tuple[str, ...] = ()  # … of what it is done to
    others: tuple[str, ...] = ()  # … of what else hangs on it
    names: tuple[str, ...] = ()  # names and figures of its sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that was read in one report: the four layers of spans and the claims."""

    report: str
    lang: str | None
    attributions: tuple[Attribution, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    event_words: tuple[EventWord, ...] = ()
    unread: str | None = None  # why nothing or not all was read: a language without reader, a text too long

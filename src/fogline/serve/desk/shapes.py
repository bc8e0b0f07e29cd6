"""What `/api/v1` is asked with and answers with, as OpenAPI describes it, beside the nouns of `model`."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from fogline.model.picture import Toll
from fogline.serve.desk.asked import LONGEST, LONGEST_MARK, MOST

Noun = TypeVar("Noun")
DAY = r"^\d{4}-\d{2}-\d{2}$"
_A_DAY: dict[str, JsonValue] = {"format": "date"}
_WORDS = 'Words that must all stand there; "a phrase", the begin* of a word, -not this.'


class Listed(BaseModel, Generic[Noun]):
    """One page of a list."""

    as_of: str | None  # the day as of which it is told
    stamp: str  # of the state that was seen
    rows: list[Noun]
    next: str | None  # the mark to ask the next page with, as `after`


class Problem(BaseModel):
    """What is wrong, and what to do (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class ReportHead(BaseModel):
    """A report without its text."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    lang: str | None


class HeardPlace(BaseModel):
    """A place that claims name."""

    name: str
    claims: int
    last: str | None  # the last day on which it was named
    about: str | None  # the division or country it lies in


class HeardName(BaseModel):
    """A speaker, or an outlet, that claims have."""

    name: str
    claims: int
    last: str | None  # the last day on which it was heard
    about: str | None  # of a speaker: role and party


class Found(BaseModel):
    """Something that has the words that were asked for."""

    what: str  # place, speaker, report or claim
    id: str  # of a place or speaker its name
    text: str | None  # the quotation, the title, what it is
    day: str | None  # when it was published, or last named
    development: str | None  # of a claim: the id of what it is told with


class DevelopmentTolls(BaseModel):
    """The tolls of one development."""

    development: str
    tolls: list[Toll]


class Withdrawn(BaseModel):
    """What is no longer shown. Whoever took data must heed it."""

    id: str
    what: str  # report, claim or development
    on: str | None  # the day; None: not known when
    why: str
    instead: str | None  # the id of what stands for it now


def _day(said: str) -> str | None:
    """A parameter that is a day of the calendar."""
    found: str | None = Field(None, pattern=DAY, json_schema_extra=_A_DAY, description=said)
    return found


class Day(BaseModel):
    """As of which day, and of which day."""

    model_config = ConfigDict(extra="forbid")
    as_of: str | None = _day("Only what was published by this day.")
    valid_at: str | None = _day("Only what held or happened on this day.")


class _Paged(BaseModel):
    """How many rows, and from where on."""

    model_config = ConfigDict(extra="forbid")
    limit: int | None = Field(None, ge=1, le=MOST, description="At most so many rows.")
    after: str | None = Field(None, max_length=LONGEST_MARK, description="The `next` of the page before.")


class AsOf(_Paged):
    """As of which day."""

    as_of: str | None = _day("Only what was withdrawn by this day.")


class Searched(_Paged):
    """Which words."""

    q: str = Field(max_length=LONGEST, description=_WORDS)
    as_of: str | None = _day("Only what was published by this day.")


class Rows(Day):
    """Which rows, and how many."""

    place: str | None = Field(None, max_length=LONGEST, description="Only what is at this place.")
    since: str | None = _day("Happened or published on this day or later.")
    until: str | None = _day("Happened or published on this day or earlier.")
    speaker: str | None = Field(None, max_length=LONGEST, description="Only what this speaker says.")
    party: str | None = Field(None, max_length=LONGEST, description="Only what speakers of this party say.")
    kind: str | None = Field(None, max_length=LONGEST, description="Only this kind of happening.")
    limit: int | None = Field(
        None, ge=1, le=MOST, description="At most so many rows; without, 50 of a page and all of a stream."
    )
    after: str | None = Field(
        None, max_length=LONGEST_MARK, description="The `next` of the page before. A stream has no pages: 400."
    )


class ReportRows(Rows):
    """Which reports."""

    outlet: str | None = Field(None, max_length=LONGEST, description="Only what this outlet published.")
    q: str | None = Field(None, max_length=LONGEST, description=_WORDS)


class ClaimRows(ReportRows):
    """Which claims."""

    stance: str | None = Field(None, max_length=LONGEST, description="asserts, denies, doubts …")
    certainty: str | None = Field(None, max_length=LONGEST, description="certain, probable, possible, unknown.")

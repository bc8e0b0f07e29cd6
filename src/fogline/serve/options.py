"""The options that verbs share, each said once.

In: what was typed. Out: annotated types for typer, and what was asked in checked form: `Scope` (which holdings) and
`Filters` (which rows of them). Refused: a day that does not exist, or a span that ends before it begins (`QueryError`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from fogline.model.errors import QueryError
from fogline.model.report import Facts


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


_GIVEN = "Files, folders, web addresses, or - for standard input."
_PATHS = f"{_GIVEN} Without PATH: the ledger."
Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="[PATH]...", help=_PATHS, show_default=False),
]
GivenPaths = Annotated[list[str], typer.Argument(metavar="PATH...", help=_GIVEN, show_default=False)]
File = Annotated[str, typer.Argument(metavar="[FILE]", help="JSON Lines, one report a line; - is standard input.")]
LedgerPath = Annotated[
    Path | None,
    typer.Option(
        "--ledger", envvar="FOGLINE_LEDGER", metavar="FILE", show_default=False,
        help="The ledger. Default: fogline.ledger in this folder.",
    ),
]  # fmt: skip
Place = Annotated[str | None, typer.Option(metavar="NAME", help="Only what is at this place.", show_default=False)]
Since = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only what happened or was published on this day or later.")
]
Until = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only what happened or was published on this day or earlier.")
]
Speaker = Annotated[str | None, typer.Option(metavar="NAME", help="Only what this speaker says.")]
Party = Annotated[str | None, typer.Option(metavar="NAME", help="Only what speakers of this party say.")]
Kind = Annotated[str | None, typer.Option(metavar="KIND", help="Only this kind of happening, such as shelling.")]
AsOf = Annotated[str | None, typer.Option(metavar="DATE", help="Only what was published by this day.")]
ValidAt = Annotated[str | None, typer.Option(metavar="DATE", help="Only what held or happened on this day.")]
RecordedBy = Annotated[
    str | None, typer.Option(metavar="MOMENT", help="Only what the ledger held at this day or moment (UTC).")
]
As = Annotated[Format, typer.Option("--format", "-f", help="How to print it.")]
Jobs = Annotated[
    int | None,
    typer.Option(
        min=1, max=256, metavar="N", show_default=False,
        help="Processes that read. Default: 1 for the first reports, all CPUs from there.",
    ),
]  # fmt: skip
GazetteerFile = Annotated[
    str | None,
    typer.Option(
        "--gazetteer", envvar="FOGLINE_GAZETTEER", metavar="FILE", show_default=False,
        help="Place names of your own beside the shipped ones; only:FILE in their stead.",
    ),
]  # fmt: skip
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="When PATHs were published, where they do not say.")
]
Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published PATHs, where they do not say.")]
Lang = Annotated[str | None, typer.Option(metavar="CODE", help="The language of PATHs, such as en.")]

OutletsFile = Annotated[
    Path | None,
    typer.Option(
        "--outlets", envvar="FOGLINE_OUTLETS", metavar="FILE", show_default=False,
        help="Which outlets are watched. Default: outlets.toml in this folder.",
    ),
]  # fmt: skip
AlertsFile = Annotated[
    Path | None,
    typer.Option(
        "--alerts", envvar="FOGLINE_ALERTS", metavar="FILE", show_default=False,
        help="What is to be told, and to whom. Default: alerts.toml in this folder.",
    ),
]  # fmt: skip
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow", envvar="FOGLINE_ALLOW", metavar="NETWORK", show_default=False,
        help="Also connect to this network, such as 10.1.0.0/16, or to this port, such as :8080. Default: public only.",
    ),
]  # fmt: skip


class Given(StrEnum):
    """Which figure of a toll is given: three rules of `picture.policies`, and ACLED's own."""

    CONSERVATIVE = "conservative"
    INFORMATIVE = "informative"
    LATEST_OFFICIAL = "latest-official"
    ACLED = "acled"


Figure = Annotated[
    Given | None,
    typer.Option(
        "--policy", show_default=False,
        help="Which figure of a toll is given; the range stands beside it. Default: the format's own.",
    ),
]  # fmt: skip
QuoteLength = Annotated[
    int, typer.Option("--quote", min=0, max=1000, metavar="N", help="At most this many characters of a quotation.")
]

_NOTHING = Facts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which holdings are asked: paths with what is known of them, or a ledger; as of when."""

    paths: tuple[str, ...] = ()
    ledger: Path | None = None
    facts: Facts = _NOTHING
    as_of: str | None = None
    recorded_by: str | None = None
    jobs: int | None = None
    ledger_typed: bool = False  # not only set, in the environment or in fogline.toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which rows are asked for."""

    place: str | None = None
    since: str | None = None
    until: str | None = None
    speaker: str | None = None
    party: str | None = None
    kind: str | None = None
    valid_at: str | None = None


def source(
    paths: list[str] | None = None,
    ledger: Path | None = None,
    *,
    published: str | None = None,
    outlet: str | None = None,
    lang: str | None = None,
    as_of: str | None = None,
    recorded_by: str | None = None,
    jobs: int | None = None,
    gazetteer: str | None = None,
    ledger_typed: bool = False,
) -> Source:
    """What was asked of which holdings, checked. From here on, what is read is read with that gazetteer."""
    read_with(gazetteer)
    return Source(
        paths=tuple(paths or ()),
        ledger=ledger,
        facts=Facts(published=published, outlet=outlet, lang=lang),
        as_of=checked_day(as_of, "--as-of"),
        recorded_by=recorded_by,
        jobs=jobs,
        ledger_typed=ledger_typed,
    )


def filters(
    *,
    place: str | None = None,
    since: str | None = None,
    until: str | None = None,
    speaker: str | None = None,
    party: str | None = None,
    kind: str | None = None,
    valid_at: str | None = None,
) -> Filters:
    """Which rows were asked for, checked."""
    since, until = checked_day(since, "--since"), checked_day(until, "--until")
    if since and until and until < since:
        raise QueryError(f"--until {until} is before --since {since}. Change one of them.")
    return Filters(
        place=place,
        since=since,
        until=until,
        speaker=speaker,
        party=party,
        kind=kind,
        valid_at=checked_day(valid_at, "--valid-at"),
    )


def checked_day(value: str | None, name: str) -> str | None:
    """A day of the calendar as typed.

    >>> checked_day("2023-02-30", "--since")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: --since 2023-02-30: no such day. Write a date such as 2023-03-04.
    """
    if value is None:
        return None
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise QueryError(f"{name} {value}: no such day. Write a date such as 2023-03-04.") from None


def connect_to(allow: list[str] | None) -> None:
    """Lets connections go to these networks and ports too, here and in whatever looks at the environment.

    >>> connect_to(["the office"])
    Traceback (most recent call last):
    fogline.model.errors.QueryError: the office: no network. Write one as 10.1.0.0/16 or 127.0.0.1, a port as :8080.
    """
    if not allow:
        return
    from fogline.sources.addresses import Access
    from fogline.sources.web import ALLOW

    parted = [part for one in allow for part in one.split(",") if part.strip()]  # as FOGLINE_ALLOW has them
    Access.of(parted)
    os.environ[ALLOW] = ",".join(parted)


def read_with(gazetteer: str | None) -> None:
    """Has everything read with these files of place names, here and in the processes that are started from here.

    >>> read_with("nowhere.gazetteer")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: --gazetteer nowhere.gazetteer: no such file. Make one: fogline gazetteer import
    """
    if not gazetteer:
        return
    from fogline.data.gazetteer import CHOICE, ONLY, chosen_files, default_gazetteer

    for file in chosen_files(gazetteer):
        if not file.is_file():
            raise QueryError(f"--gazetteer {file}: no such file. Make one: fogline gazetteer import")
    own = [str(Path(name).resolve()) for name in gazetteer.removeprefix(ONLY).split(os.pathsep) if name]
    # The environment is what a process hands on to those that it starts; the reader looks there.
    os.environ[CHOICE] = (ONLY if gazetteer.startswith(ONLY) else "") + os.pathsep.join(own)
    default_gazetteer()  # refuses here, once, what is no gazetteer

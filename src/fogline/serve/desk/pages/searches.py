"""Saved searches: what is asked of the claims under a name, and the alert rule that can be made of it.

In: a reader's searches; a search and what is asked beyond it; what would have fired. Out: pages. Refused with
`QueryError`: a name that cannot be kept, a search that asks for nothing, more days of the past than one look takes.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fogline.model.alert import Rule
from fogline.model.errors import FoglineError, QueryError
from fogline.model.picture import Picture
from fogline.outputs.alerting import Alert
from fogline.outputs.tables import Row
from fogline.picture.days import day_number, day_text
from fogline.run.alert_past import would_have_fired
from fogline.serve.alerts_out import passed_lines
from fogline.serve.desk.asked import Asked
from fogline.serve.desk.language import say
from fogline.serve.desk.opened import Opened
from fogline.serve.desk.page import Page
from fogline.serve.desk.pages.claims import FACETS
from fogline.serve.desk.sight import Sight
from fogline.serve.desk.words import label, shifted
from fogline.sources.alert_rules import read_alerting, rule_of
from fogline.store.contract import Question, View
from fogline.store.readers import SavedSearch

LONGEST_NAME = 60
DAYS = ("since", "until", "valid_at")  # facets that no rule has: it speaks of what becomes known from now on
_AS_RULES_SAY = {"q": "words", "party": "said_by"}  # the other facets are called the same in a rule
BEYOND = ("radius_km", "toll_over", "rises", "origins", "undated")  # what a rule may ask beyond a search
TRIED_DAYS = 13  # before the last day, where no days are said
MOST_DAYS = 62
_FIELDS = {"q": "Words", "place": "Place", "party": "Party", "speaker": "Speaker", "kind": "Kind", "stance": "Stance",
           "certainty": "Certainty", "outlet": "Outlet", "since": "From", "until": "To",
           "valid_at": "Held or happened on"}  # fmt: skip
_one_at_a_time = threading.Lock()  # each day of the past is added up whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a rule would have told of."""

    since: str
    until: str
    fired: Sequence[tuple[str, Alert]] = ()  # by day
    passed: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """What can be done about alerts: whether the reader may, to whom they go, which rules there are."""

    allowed: bool
    targets: Sequence[str] = ()
    rules: frozenset[str] = frozenset()
    wrong: str = ""  # why the file of rules cannot be read


def alerts_of(path: Path | None, *, allowed: bool) -> Alerts:
    """What the file of rules says, where there is one."""
    if path is None or not path.exists():
        return Alerts(allowed=allowed)
    try:
        found = read_alerting(path)
    except FoglineError as error:
        return Alerts(allowed=allowed, wrong=str(error))
    rules = frozenset(one.name for one in found.rules)
    return Alerts(allowed=allowed, targets=[one.name for one in found.targets], rules=rules)


def facets_of(asked: Asked) -> dict[str, str]:
    """What an address asks of the claims, checked."""
    asked.facets()
    return {name: value for name in FACETS if (value := asked.text(name))}


def in_words(facets: Mapping[str, str]) -> str:
    """A search as its facets and their values.

    >>> in_words({"place": "Kherson", "kind": "shelling"})
    'Place: Kherson · Kind: shelling'
    """
    shown = {"kind": label, "stance": say, "certainty": say}
    parts = (f"{say(_FIELDS[name])}: {shown.get(name, str)(facets[name])}" for name in FACETS if facets.get(name))
    return " · ".join(parts)


def checked_name(name: str) -> str:
    """A name under which a search can be kept."""
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise QueryError(f"{name[:80]!r}: no name. Use at most {LONGEST_NAME} characters that print.")
    return name


def rule_row(name: str, facets: Mapping[str, str], beyond: Mapping[str, str]) -> dict[str, object]:
    """A search, and what is asked beyond it, as a rule stands in the file.

    >>> rule_row("Bridges", {"q": "bridg*", "since": "2023-03-01"}, {"origins": "2", "rises": ""})
    {'name': 'Bridges', 'words': 'bridg*', 'origins': 2}
    """
    row: dict[str, object] = {"name": name}
    row |= {_AS_RULES_SAY.get(one, one): value for one, value in facets.items() if one not in DAYS and value}
    for one in BEYOND:
        if value := beyond.get(one, ""):
            row[one] = True if one in ("rises", "undated") else _number(one, value)
    return row


def _number(name: str, text: str) -> float | int:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e9:  # neither is one that is not a number
        raise QueryError(f"{name} {text}: no number from 0.")
    return int(value) if value == int(value) else value


def listed(searches: Sequence[SavedSearch], wanted: Mapping[str, str], csrf: str, asked: Asked) -> Page:
    """A reader's searches; `wanted`: what would be saved."""
    rows: list[Row] = [
        {"name": one.name, **{facet: one.asked.get(facet) for facet in FACETS}, "made_at": one.made_at,
         "alert": one.rule} for one in searches
    ]  # fmt: skip
    return Page(
        title="Saved searches",
        template="searches.html",
        shown={"searches": searches, "wanted": wanted, "in_words": in_words, "csrf": csrf, "longest": LONGEST_NAME},
        told={"searches": rows},
        rows=rows,
    )


def one(
    search: SavedSearch, alerts: Alerts, tried: Tried | None, said: Rule | None, wrong: str, csrf: str, asked: Asked
) -> Page:
    """A search, and the alert that can be made of it. `said`: the rule that would be kept; `wrong`: why not."""
    return Page(
        title="Saved search",
        template="search.one.html",
        shown={
            "search": search, "facets": search.asked, "said": said, "wrong": wrong, "tried": tried, "alerts": alerts,
            "in_words": in_words, "csrf": csrf, "most_days": MOST_DAYS,
            "days_left": [name for name in DAYS if search.asked.get(name)],
            "beyond": {name: asked.text(name) or "" for name in (*BEYOND, "from", "to")},
        },
        told={"name": search.name, "asked": dict(search.asked), "rule": said.said if said else None},
    )  # fmt: skip


def meant(search: SavedSearch, asked: Asked) -> Rule:
    """The rule that a search and the rest of the form mean."""
    return rule_of(rule_row(search.name, search.asked, {name: asked.text(name) or "" for name in BEYOND}))


def tried(rule: Rule, opened: Opened, asked: Asked) -> Tried | None:
    """What the rule would have told of in the days that are asked for; None: nothing is known."""
    with opened.sight(None) as sight:
        until = asked.day("to") or sight.last
    since = asked.day("from") or shifted(until, -TRIED_DAYS)
    if since is None or until is None:
        return None
    days = (day_number(until) or 0) - (day_number(since) or 0) + 1
    if not 0 < days <= MOST_DAYS:
        raise QueryError(f"{since} to {until}: ask for 1 to {MOST_DAYS} days. More at once: fogline alert test")
    if not _one_at_a_time.acquire(blocking=False):
        raise QueryError("Another search is being tried on the past just now. Try again in a minute.")
    try:
        found = list(would_have_fired(_Past(opened), [rule], since=since, until=until))
    finally:
        _one_at_a_time.release()
    passed = frozenset[tuple[str, str, str]]().union(*(day.passed for day in found))
    fired = [(day.day, alert) for day in found for alert in day.alerts]
    return Tried(since=since, until=until, fired=fired, passed=list(passed_lines(passed)))


class _Past:
    """The past as the desk shows it: nobody private is named, nothing that was taken down is told."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def days(self, since: str | None, until: str | None) -> list[str]:
        """The days on which anything was published, in order."""
        with self._opened.sight(None) as sight:
            first, last = day_number(since or sight.first) or 1, day_number(until or sight.last) or 0
            return [day for day in map(day_text, range(first, last + 1)) if _published(sight, day)]

    @contextlib.contextmanager
    def known_by(self, day: str) -> Iterator[tuple[View, Picture]]:
        """What was published by the evening of a day, and what it adds up to."""
        with self._opened.sight(day) as sight:
            yield sight.view, sight.held.everything()[0]


def _published(sight: Sight, day: str) -> bool:
    return next(iter(sight.view.reports(Question(since=day, until=day))), None) is not None

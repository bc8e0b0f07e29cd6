"""Small makers of reports and claims for the tests of this room: what a test does not name has a plain default."""

from __future__ import annotations

from typing import Any

from fogline.model.claim import (
    Actor,
    Claim,
    DirectQuote,
    Figure,
    Method,
    Place,
    PlaceRole,
    Speaker,
    Stage,
    StatusSaid,
    When,
)
from fogline.model.report import Report

BY_HAND = Method(name="by hand", version="1")
TOWNS = {
    "Kherson": (46.6558, 32.6178),
    "Bakhmut": (48.5956, 37.9999),
    "Zaporizhzhia": (47.8517, 35.1171),
    "Nikopol": (47.5712, 34.3964),
}


def report(name: str, text: str = "", *, published: str | None = "2023-03-04", **more: Any) -> Report:
    return Report(id=name, text=text or f"Nothing else stands in report {name}.", published=published, **more)


def place(name: str, role: PlaceRole = PlaceRole.SCENE, *, at: int = 0, **more: Any) -> Place:
    lat, lon = TOWNS.get(name, (None, None))
    given = {"lat": lat, "lon": lon, "kind": "city", "geonameid": sum(map(ord, name)) if lat else None, **more}
    return Place(start=at, end=at + len(name), name=name, as_worded=name, role=role, **given)


def day(begin: str, finish: str | None = None) -> When:
    return When(edtf=begin, begin=begin, finish=finish or begin, basis="explicit")


def figure(measure: str, best: float | None, **more: Any) -> Figure:
    given = {"start": 0, "end": 1, "as_worded": str(best), "group": None, "low": best, "high": best, **more}
    return Figure(measure=measure, best=best, **given)


def worded(words: str, start: int, best: float, **more: Any) -> Figure:
    """The killed of these words, at their place in the text."""
    return figure("killed", best, start=start, end=start + len(words), as_worded=words, **more)


def speaker(name: str, party: str | None = None, **more: Any) -> Speaker:
    return Speaker(name=name, as_worded=name, party=party, **more)


def claim(
    name: str, in_report: str = "r1", kind: str | None = "shelling", *, where: str | None = None, **more: Any
) -> Claim:
    start = more.get("start", 0)
    given: dict[str, Any] = {
        "start": start,
        "end": start + 40,
        "quote": more.get("quote", f"claim {name}"),
        "stage": Stage.HAPPENED if kind else None,
        "places": (place(where, at=start),) if where else (),
        **more,
    }
    return Claim(id=name, report=in_report, kind=kind, method=BY_HAND, **given)


def status(subject: str, aspect: str, value: str, by: str | None = None) -> StatusSaid:
    return StatusSaid(subject=subject, aspect=aspect, value=value, by=by)


def actor(name: str, party: str | None = None) -> Actor:
    return Actor(name=name, as_worded=name, party=party)


def words(text: str) -> DirectQuote:
    return DirectQuote(start=0, end=len(text), text=text)

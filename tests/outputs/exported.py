"""A world for the tests of exports: what is vague, beside a place, in a region or a country, private, or a formula."""

from __future__ import annotations

import dataclasses

from fogline.model.claim import Actor, Claim, Place, PlaceRole, Scope, Speaker, Stage, Stance, When
from fogline.model.picture import Conflict, Development, Picture, ReportLine, Status, Toll, TollEntry
from fogline.model.report import Report
from fogline.outputs.exports.evidence import Evidence, evidence

from .material import claim

TEXT = (
    "Dozens of soldiers died near Lyman, the army said. Wagner took Soledar, Yevgeny Prigozhin said. "
    "Ukrainian forces took back Izium, the General Staff said. Somebody took Bilohorivka. "
    "Shelling went on in Luhansk Oblast for weeks, officials said. Missiles hit Ukraine on 9 February, officials said. "
    "Two civilians were shot in Izium, said Olena Shevchuk, who lives there (12 Sadova Street, call +380 44 255 7333). "
    "=cmd() was painted on a wall in Izium. Between five and nine people were killed in Soledar, the mayor said."
)
REPORT = Report(
    id="e1", text=TEXT, outlet="River Post", title="Olena Shevchuk saw it: a week of war", lang="en",
    published="2023-02-10", url="https://river.example/week", source="/home/somebody/inbox/e1.txt",
)  # fmt: skip
LATER = Report(
    id="e2", text="The army denied losses near Lyman.", outlet="Morning Herald", published="2023-02-12", lang="en",
    url="javascript:alert(1)",
)  # fmt: skip


def place(name: str, kind: str, at: tuple[float, float] | None = (48.98765, 37.81234), **fields: object) -> Place:
    """A place of Ukraine, as the text first names it."""
    start = TEXT.find(name)
    lat, lon = at or (None, None)
    made = {"start": start, "end": start + len(name), "name": name, "as_worded": name, "role": PlaceRole.SCENE,
            "lat": lat, "lon": lon, "country": "UA", "country_name": "Ukraine", "kind": kind,
            "radius_km": 2.5}  # fmt: skip
    return Place(**{**made, **fields})  # type: ignore[arg-type]


LYMAN = place("Lyman", "city", admin1="Donetsk Oblast", geonameid=702320)
SOLEDAR = place("Soledar", "city", (48.68, 38.09), admin1="Donetsk Oblast")
IZIUM = place("Izium", "city", (49.2, 37.27), admin1="Kharkiv Oblast")
BILOHORIVKA = place("Bilohorivka", "village", (48.92, 38.24))
LUHANSK = place("Luhansk Oblast", "region", (48.9, 38.9), admin1="Luhansk Oblast", radius_km=90.0)
UKRAINE = place("Ukraine", "country", (49.0, 32.0), radius_km=500.0)
RUSSIA = Actor(name="Wagner", as_worded="Wagner", party="Russia")
MISSILES = Actor(name="Russian missiles", as_worded="Missiles", party="Russia")
UKRAINIANS = Actor(name="Ukrainian forces", as_worded="Ukrainian forces", party="Ukraine")
SOMEBODY = Actor(name="somebody", as_worded="Somebody")
CIVILIANS = Actor(name="two civilians", as_worded="Two civilians")
OLENA = Speaker(name="Olena Shevchuk", as_worded="Olena Shevchuk", role=None)

DOZENS = claim(REPORT, "Dozens of soldiers died near Lyman", kind="armed_clash", speaker="the army", places=(LYMAN,))
TAKEN = claim(REPORT, "Wagner took Soledar", kind="territory_captured", speaker="Yevgeny Prigozhin", party="Russia",
              places=(SOLEDAR,))  # fmt: skip
RETAKEN = claim(REPORT, "Ukrainian forces took back Izium", kind="territory_captured", speaker="General Staff",
                party="Ukraine", places=(IZIUM,))  # fmt: skip
BY_NOBODY = claim(REPORT, "Somebody took Bilohorivka", kind="territory_captured", places=(BILOHORIVKA,))
WEEKS = claim(REPORT, "Shelling went on in Luhansk Oblast for weeks", kind="shelling", places=(LUHANSK,))
MISSILE = claim(REPORT, "Missiles hit Ukraine on 9 February", kind="missile_strike", places=(UKRAINE,))
SHOT = dataclasses.replace(
    claim(REPORT, "Two civilians were shot in Izium, said Olena Shevchuk, who lives there (12 Sadova Street, call "
          "+380 44 255 7333)", kind="shooting", places=(IZIUM,)),
    speakers=(OLENA,),
)  # fmt: skip
FORMULA = claim(REPORT, "=cmd() was painted on a wall in Izium", kind="accusation", places=(IZIUM,))
RANGE = claim(REPORT, "Between five and nine people were killed in Soledar", kind="killing", places=(SOLEDAR,))
DENIED = claim(LATER, "The army denied losses near Lyman", kind="armed_clash", speaker="the army", stance=Stance.DENIES)
CLAIMS = (DOZENS, TAKEN, RETAKEN, BY_NOBODY, WEEKS, MISSILE, SHOT, FORMULA, RANGE, DENIED)
REPORTS = (REPORT, LATER)


def killed(of: Claim, best: float | None, low: float, high: float, worded: str, group: str | None = None) -> Toll:
    """A toll of the dead with one figure."""
    entry = TollEntry(claim=of.id, report=of.report, published="2023-02-10", best=best, low=low, high=high,
                      scope=Scope.TOTAL, as_worded=worded)  # fmt: skip
    return Toll(measure="killed", group=group, best=best, low=low, high=high, as_of="2023-02-10", series=(entry,))


def happened(id: str, of: Claim, *more: Claim, days: tuple[str | None, str | None] = ("2023-02-09", "2023-02-09"),
             **fields: object) -> Development:  # fmt: skip
    """A development of some claims."""
    made = {"id": id, "kind": of.kind, "stage": Stage.HAPPENED, "when": When(begin=days[0], finish=days[1]),
            "place": of.places[0], "reports": tuple(sorted({one.report for one in (of, *more)})),
            "claims": tuple(one.id for one in (of, *more)), "credibility": 3}  # fmt: skip
    return Development(**{**made, **fields})  # type: ignore[arg-type]


PICTURE = Picture(
    as_of=None,
    reports=(ReportLine(id="e1", origin="e1", story="e1"), ReportLine(id="e2", origin="e2", story="e1")),
    developments=(
        happened("d1", DOZENS, DENIED, days=("2023-02-06", "2023-02-10"), initiators=(RUSSIA,),
                 recipients=(UKRAINIANS,), disputed=True,
                 tolls=(killed(DOZENS, None, 24, 99, "Dozens of soldiers", "soldiers"),)),
        happened("d2", TAKEN, initiators=(RUSSIA,), days=("2023-01-20", "2023-02-10")),
        happened("d3", RETAKEN, initiators=(UKRAINIANS,), days=(None, "2023-02-10")),
        happened("d4", BY_NOBODY, initiators=(SOMEBODY,)),
        happened("d5", WEEKS, days=("2023-01-01", "2023-03-31")),
        happened("d6", MISSILE, initiators=(MISSILES,), days=("2023-02-09T02:10", "2023-02-09T02:10")),
        happened("d7", SHOT, recipients=(CIVILIANS, Actor(name="Olena Shevchuk", as_worded="Olena Shevchuk")),
                 tolls=(killed(SHOT, 2, 2, 2, "Two civilians", "civilians"),)),
        happened("d8", FORMULA, kind=None),
        happened("d9", RANGE, tolls=(killed(RANGE, None, 5, 9, "Between five and nine people"),), credibility=6),
        happened("d10", TAKEN, stage=Stage.PLANNED),
        happened("d11", TAKEN, stage=None),
    ),
    statuses=(Status(id="s1", place=SOLEDAR, subject="Soledar", aspect="control", value="held", by="Russia",
                     layer="claimed", claims=(TAKEN.id,)),),
    conflicts=(Conflict(id="k1", kind="denial", claims=(DOZENS.id, DENIED.id), why="a denial"),),
)  # fmt: skip


def made(**fields: object) -> Evidence:
    """The evidence of this world."""
    return evidence(PICTURE, CLAIMS, REPORTS, **fields)  # type: ignore[arg-type]

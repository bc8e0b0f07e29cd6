# ruff: noqa: E501
"""A small world for the tests of outputs: two invented reports and a picture of them, built by hand."""

from __future__ import annotations

from fogline.model.claim import (
    UNRESOLVED,
    Actor,
    Bound,
    Certainty,
    Claim,
    Figure,
    Method,
    Place,
    PlaceRole,
    Scope,
    Speaker,
    Stage,
    Stance,
    When,
    claim_id,
)
from fogline.model.picture import Conflict, Development, Picture, ReportLine, Status, StatusStep, Toll, TollEntry
from fogline.model.report import Report, SetAside

METHOD = Method(name="hand", version="1")
FIRST = Report(
    id="r1",
    outlet="River Post",
    published="2023-02-10",
    text=(
        "Russian troops shelled Siversk on 9 February, killing four people, two of them children, the regional "
        "governor said. Moscow's Defense Ministry denied that it fires on homes. The road from Sloviansk is under fire, "
        "the Ukrainian army's General Staff said. Ukraine could pull back from Siversk, the Dnipro Institute thinks."
    ),
)
SECOND = Report(
    id="r2",
    outlet="Morning Herald",
    published="2023-02-12",
    text=(
        "The toll in Siversk has risen to six, it added. Herald TV could not verify the toll. The road from Sloviansk is "
        "barely usable, the General Staff said. The president vowed to hold Siversk. A bridge near Siversk was destroyed."
    ),
)
SIVERSK = Place(start=0, end=7, name="Siversk", as_worded="Siversk", role=PlaceRole.TARGET, lat=48.867, lon=38.101,
                geonameid=693942, country="UA", kind="town", radius_km=3.0)  # fmt: skip


def claim(
    report: Report, words: str, *, kind: str | None = None, speaker: str | None = None, **fields: object
) -> Claim:
    """A claim on the given words of a report."""
    start = report.text.index(words)
    speakers = (
        ()
        if speaker is None
        else (Speaker(name=speaker, as_worded=speaker, party=str(fields.pop("party", "")) or None),)
    )
    key = claim_id(report=report.id, start=start, end=start + len(words), speakers=tuple(one.name for one in speakers),
                   kind=kind, method="hand")  # fmt: skip
    made = {"id": key, "report": report.id, "start": start, "end": start + len(words), "quote": words, "kind": kind,
            "method": METHOD, "speakers": speakers, "said_on": report.published, "confidence": 0.9}  # fmt: skip
    return Claim(**{**made, **fields})  # type: ignore[arg-type]


def dead(number: float, scope: Scope = Scope.TOTAL, group: str | None = None) -> Figure:
    """A figure of the dead."""
    return Figure(
        start=0,
        end=1,
        measure="killed",
        group=group,
        best=number,
        low=None,
        high=None,
        bound=Bound.EXACTLY,
        scope=scope,
    )


GOVERNOR, STAFF, INSTITUTE = "Donetsk Oblast governor", "General Staff of Ukraine's armed forces", "Dnipro Institute"
RUSSIANS = Actor(name="Russia", as_worded="Russian troops", party="Russia")
SHELLED = claim(FIRST, "Russian troops shelled Siversk on 9 February", kind="shelling", speaker=GOVERNOR, party="Ukraine",
                cue="said", stage=Stage.HAPPENED, initiators=(RUSSIANS,), places=(SIVERSK,),
                when=When(begin="2023-02-09", finish="2023-02-09", edtf="2023-02-09", basis="explicit"))  # fmt: skip
FOUR = claim(FIRST, "killing four people, two of them children", kind="killing", speaker=GOVERNOR, figures=(dead(4),),
             places=(SIVERSK,), stage=Stage.HAPPENED)  # fmt: skip
DENIAL = claim(FIRST, "Moscow's Defense Ministry denied that it fires on homes", kind="shelling",
               speaker="Moscow's Defense Ministry", party="Russia", stance=Stance.DENIES, cue="denied")  # fmt: skip
UNDER_FIRE = claim(FIRST, "The road from Sloviansk is under fire", speaker=STAFF, cue="said")
PULL_BACK = claim(FIRST, "Ukraine could pull back from Siversk", kind="withdrawal", speaker=INSTITUTE, cue="thinks",
                  stance=Stance.ASSESSES, certainty=Certainty(value="possible", signals=("could",), probability=(25, 50)),
                  stage=Stage.HYPOTHETICAL, initiators=(Actor(name="Ukraine", as_worded="Ukraine", party="Ukraine"),),
                  places=(SIVERSK,))  # fmt: skip
SIX = claim(SECOND, "The toll in Siversk has risen to six", kind="killing", speaker=UNRESOLVED, figures=(dead(6),),
            places=(SIVERSK,), stage=Stage.HAPPENED)  # fmt: skip
UNVERIFIED = claim(
    SECOND, "Herald TV could not verify the toll", speaker="Herald TV", stance=Stance.CANNOT_VERIFY, about=SIX.id
)
LIMITED = claim(SECOND, "The road from Sloviansk is barely usable", speaker=STAFF, cue="said")
VOW = claim(SECOND, "The president vowed to hold Siversk", speaker="Volodymyr Zelensky", stance=Stance.INTENDS, cue="vowed",
            stage=Stage.PLANNED, places=(SIVERSK,))  # fmt: skip
BRIDGE = claim(SECOND, "A bridge near Siversk was destroyed", kind="destruction", stage=Stage.HAPPENED, places=(SIVERSK,),
               figures=(Figure(start=0, end=1, measure="bridges", group=None, best=1, low=None, high=None),))  # fmt: skip
REPORTS = (FIRST, SECOND)
CLAIMS = (SHELLED, FOUR, DENIAL, UNDER_FIRE, PULL_BACK, SIX, UNVERIFIED, LIMITED, VOW, BRIDGE)


def entry(one: Claim, best: float, **fields: object) -> TollEntry:
    """One figure of a toll."""
    return TollEntry(
        claim=one.id, report=one.report, published=None, best=best, low=None, high=None, scope=Scope.TOTAL, **fields
    )  # type: ignore[arg-type]


PICTURE = Picture(
    as_of="2023-02-12",
    reports=(ReportLine(id="r1", origin="r1", story="r1"), ReportLine(id="r2", origin="r2", story="r1")),
    developments=(
        Development(id="d1", kind="shelling", stage=Stage.HAPPENED, when=SHELLED.when, place=SIVERSK, initiators=(RUSSIANS,),
                    reports=("r1", "r2"), claims=(SHELLED.id, FOUR.id, DENIAL.id, SIX.id, UNVERIFIED.id), origins=2,
                    origin_ids=("o1", "o2"), disputed=True, credibility=4,
                    tolls=(Toll(measure="killed", group=None, best=6, low=None, high=None, as_of="2023-02-12",
                                series=(entry(FOUR, 4, state="superseded"), entry(SIX, 6))),
                           Toll(measure="killed", group="children", best=2, low=None, high=None, as_of="2023-02-10",
                                series=(entry(FOUR, 2, state="inside"),)))),
        Development(id="d2", kind="withdrawal", stage=Stage.HYPOTHETICAL, when=When(), place=SIVERSK,
                    initiators=PULL_BACK.initiators, reports=("r1",), claims=(PULL_BACK.id,), certainty="possible",
                    origin_ids=("o3",)),
        Development(id="d3", kind="destruction", stage=Stage.HAPPENED, when=When(), place=SIVERSK, reports=("r2",),
                    claims=(BRIDGE.id,), origin_ids=("o2",)),
        Development(id="d4", kind=None, stage=Stage.PLANNED, when=When(), place=SIVERSK, reports=("r2",), claims=(VOW.id,)),
    ),
    statuses=(
        Status(id="s1", place=SIVERSK, subject="routes into Siversk", aspect="access", value="limited", layer="claimed",
               trend="worsening", since="2023-02-10", last_confirmed="2023-02-12", claims=(UNDER_FIRE.id, LIMITED.id),
               history=(StatusStep(value="under fire", trend=None, since="2023-02-10", claims=(UNDER_FIRE.id,)),
                        StatusStep(value="limited", trend="worsening", since="2023-02-12", claims=(LIMITED.id,)))),
    ),
    conflicts=(Conflict(id="k1", kind="denial", claims=(SHELLED.id, DENIAL.id), why="a denial"),),
    set_aside=(SetAside(source="r2", reason="advertising"),),
)  # fmt: skip

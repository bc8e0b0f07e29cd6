"""Digests tell of many happenings in many places: they share a story at times, but never one development.

The reports are read by the real reader: what the picture makes of true claims is what counts.
"""

from fogline.claims.extract import extract
from fogline.model.claim import Claim
from fogline.model.picture import Development, Picture
from fogline.model.report import Report
from fogline.picture.fuse import fuse

FEBRUARY = Report(
    id="digest-february",
    lang="en",
    published="2023-02-05",
    outlet="Northgate Review",
    text=(
        "Fighting for Bakhmut goes on after months of trench warfare, and Russian forces are stepping up their attacks "
        "around the city, the Ukrainian General Staff said on 5 February.\n\n"
        "Two roads into Bakhmut are under Russian artillery fire, the British Defence Ministry said. Some 6,000 "
        "civilians remain in the city."
    ),
)
MARCH = Report(
    id="digest-march",
    lang="en",
    published="2023-03-04",
    outlet="Halyard Dispatch",
    text=(
        "Two bridges in Bakhmut were destroyed over the past two days, the British Defence Ministry said on Saturday. "
        "Russian troops advanced further into the north of the city, it added.\n\n"
        "In Zaporizhzhia, rescuers found three more bodies after Russian missiles hit an apartment block on Thursday. "
        "The death toll rose to 12, among them one child, the emergency service said."
    ),
)


def picture() -> tuple[Picture, dict[str, Claim]]:
    claims = {claim.id: claim for report in (FEBRUARY, MARCH) for claim in extract(report).claims}
    return fuse([FEBRUARY, MARCH], claims.values()), claims


def telling(found: Picture, claims: dict[str, Claim], words: str) -> list[Development]:
    return [one for one in found.developments if any(words in claims[claim].quote for claim in one.claims)]


def test_the_strike_on_one_city_is_not_the_bridges_of_another() -> None:
    found, claims = picture()
    [bridges] = telling(found, claims, "bridges in Bakhmut were destroyed")
    [strike] = telling(found, claims, "hit an apartment block")
    assert bridges.id != strike.id
    assert bridges.place is not None and bridges.place.name == "Bakhmut"
    assert strike.place is not None and strike.place.name.startswith("Zapor")
    assert strike.when.begin == "2023-03-02"


def test_the_toll_belongs_to_the_strike_alone() -> None:
    found, claims = picture()
    [strike] = telling(found, claims, "hit an apartment block")
    killed = {toll.group: toll.best for toll in strike.tolls if toll.measure == "killed"}
    assert killed == {None: 12, "children": 1}
    others = [one for one in found.developments if one.id != strike.id]
    assert not any(toll.measure == "killed" for one in others for toll in one.tolls)


def test_fighting_of_february_is_not_the_bridges_of_march() -> None:
    found, claims = picture()
    [bridges] = telling(found, claims, "bridges in Bakhmut were destroyed")
    assert bridges.reports == ("digest-march",)

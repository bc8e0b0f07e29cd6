"""The figure of each toll by a policy, as rows.

In: developments, a policy, the claims that they stand on. Out: one row a toll: the figure, by whom, and the range.
Refused: nothing; where the policy finds no figure, the cell is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fogline.model.claim import Claim
from fogline.model.picture import Development, Toll
from fogline.outputs.tables import Row
from fogline.picture.policies import Policy, given, is_official


def given_rows(developments: Iterable[Development], policy: Policy, claims: Mapping[str, Claim]) -> list[Row]:
    """One row a toll."""
    return [_row(one, toll, policy, claims) for one in developments for toll in one.tolls]


def _row(one: Development, toll: Toll, policy: Policy, claims: Mapping[str, Claim]) -> Row:
    said = {entry.claim for entry in toll.series}
    official = {name for name in said if name in claims and is_official(claims[name])}
    found = given(toll, policy, official)
    entry = found.entry
    return {
        "development": one.id,
        "kind": one.kind,
        "begin": one.when.begin,
        "place": "; ".join(place.name for place in one.places) or None,
        "measure": toll.measure,
        "group": toll.group,
        "figure": found.figure,
        "low": toll.low,
        "high": toll.high,
        "policy": policy.value,
        "published": entry.published if entry else None,
        "speaker": entry.speaker if entry else None,
        "as_worded": entry.as_worded if entry else None,
        "claim": entry.claim if entry else None,
    }

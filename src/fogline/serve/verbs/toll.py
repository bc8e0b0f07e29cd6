"""`fogline toll`: figures over time."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from fogline.serve.asked import Asked, asks
from fogline.serve.notices import leave
from fogline.serve.options import As, Format


class By(StrEnum):
    """Which figure of a toll is given: the rules stand in `picture.policies`."""

    CONSERVATIVE = "conservative"
    INFORMATIVE = "informative"
    LATEST_OFFICIAL = "latest-official"


@asks()
def toll(
    asked: Asked,
    policy: Annotated[
        By | None,
        typer.Option("--policy", help="One figure a toll by this rule, beside its range.", show_default=False),
    ] = None,
    form: As = Format.TABLE,
) -> None:
    """Show each toll as it grew.

    Every figure with its day, its speaker and its words, and whether it still stands.

    With --policy, one figure a toll: the lowest that stands (conservative), the one that most origins give, then the
    latest (informative), or the latest by an official (latest-official). The range stands beside it.

    \b
    Example:
      fogline toll --place Zaporizhzhia --since 2023-03-02
      fogline toll --policy conservative --kind missile_strike
    """
    from fogline.outputs.tables import toll_rows
    from fogline.serve.holdings import holdings
    from fogline.serve.show import show

    columns = ("place", "measure", "group", "published", "best", "low", "high", "scope", "state", "speaker",
               "as_worded", "claim")  # fmt: skip
    with holdings(asked.source) as held:
        if policy is None:
            chosen = held.chosen(asked.filters, "tolls")
            found = show(toll_rows(chosen.developments), list, form, columns=columns)
        else:
            from fogline.picture.policies import Policy
            from fogline.serve.given import given_rows

            chosen, material = held.selected(asked.filters)
            rows = given_rows(chosen.developments, Policy(policy.value), material.claims)
            given = ("place", "begin", "kind", "measure", "group", "figure", "low", "high", "published", "speaker",
                     "as_worded", "claim")  # fmt: skip
            found = show(rows, list, form, columns=given)
        leave(aside=len(held.aside), found=bool(found))

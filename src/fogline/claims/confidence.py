"""How sure fogline is of its reading of a claim: how often claims like it had the right speaker where that was checked.

In: whose words a claim is, and whether it tells a happening, a status or neither. Out: a share between 0 and 1, from
`data/confidence.toml`, which `training/confidence.py` measures. Refused: nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import cast

from fogline.data.gazetteer import table
from fogline.model.claim import UNRESOLVED, Speaker, StatusSaid


def group_of(speakers: Sequence[Speaker], kind: str | None, statuses: Sequence[StatusSaid]) -> tuple[str, str]:
    """What a claim is counted with: whose words it is, and what it tells.

    >>> group_of((), "shelling", ())
    ('outlet', 'happening')
    """
    unknown = any(speaker.name == UNRESOLVED for speaker in speakers)
    whose = "unresolved" if unknown else "named" if speakers else "outlet"
    return whose, "happening" if kind is not None else "status" if statuses else "nothing"


def confidence(speakers: Sequence[Speaker], kind: str | None, statuses: Sequence[StatusSaid]) -> float:
    """How sure the reading of such a claim is."""
    whose, what = group_of(speakers, kind, statuses)
    return _shares()[whose][what]


@functools.cache
def _shares() -> dict[str, dict[str, float]]:
    return cast(dict[str, dict[str, float]], table("confidence.toml")["shares"])

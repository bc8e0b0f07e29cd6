"""Fogline reads news reports about an armed conflict and keeps a picture that can be checked.

    import fogline

    report = fogline.read("bulletin.txt", published="2023-03-04", outlet="Dnipro Courier")
    reading = fogline.extract(report)                       who says what, where, when, how sure
    picture = fogline.fuse([report], reading.claims)        what it adds up to
    told = fogline.brief(picture, [report], reading.claims)

`open_ledger` keeps reports, claims and judgements in one file. `Report`, `Claim` and `Picture` are the nouns that these
verbs take and give; the rest of them is in `fogline.model`. Names are loaded when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fogline.claims.extract import extract
    from fogline.model.claim import Claim
    from fogline.model.picture import Picture
    from fogline.model.report import Report
    from fogline.outputs.brief import brief
    from fogline.picture.fuse import fuse
    from fogline.run.one import read
    from fogline.store.sqlite import open_ledger

_HOME = {
    "Claim": "fogline.model.claim",
    "Picture": "fogline.model.picture",
    "Report": "fogline.model.report",
    "brief": "fogline.outputs.brief",
    "extract": "fogline.claims.extract",
    "fuse": "fogline.picture.fuse",
    "open_ledger": "fogline.store.sqlite",
    "read": "fogline.run.one",
}

__all__ = ["Claim", "Picture", "Report", "brief", "extract", "fuse", "open_ledger", "read"]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'fogline' has no attribute {name!r}")
    found = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__

"""What somebody wants to be told of: rules, each with the conditions that must all hold."""

from __future__ import annotations

from dataclasses import dataclass

ANY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is to be told: all conditions that are set must hold; of several values of one, any."""

    name: str
    place: str | None = None  # by name, or with `radius_km` around it
    radius_km: float | None = None
    lat: float | None = None  # of the place, by the gazetteer; never given by hand
    lon: float | None = None
    geonameids: tuple[int, ...] = ()  # of all places that bear the name, or of the one that is the middle
    kinds: tuple[str, ...] = ()  # names of kinds, families among them taken apart
    parties: tuple[str, ...] = ()  # who does it, whom it hits, who holds it
    said_by: tuple[str, ...] = ()  # speakers or their parties; who says it
    speakers: tuple[str, ...] = ()  # the same by name alone
    outlets: tuple[str, ...] = ()  # who printed it
    stances: tuple[str, ...] = ()  # of the claims that tell it: asserts, denies, …
    certainties: tuple[str, ...] = ()  # of the claims that tell it: certain, probable, possible, unknown
    words: str | None = None  # that a claim's own words have, as typed: "a phrase", bridg*, -rail
    stages: tuple[str, ...] = ()  # empty: what is told as real (happened, ongoing, attempted, repelled)
    toll_over: float | None = None
    measure: str = "killed"
    rises: bool = False  # tells each higher count, not only the first over the bound
    origins: int = 1  # at least so many independent origins
    told_within_days: int | None = None  # at most so many days from the happening to the first report of it
    undated: bool = False  # also what is told without a day of its own, in reports that have one
    conflict: str | None = None  # any, denial, figure, control, attribution, quotation
    status: str | None = None  # any, control, encirclement, access, infrastructure
    silence: str | None = None  # any, or an outlet's name
    send: tuple[str, ...] = ()  # names of targets; empty: all

    @property
    def sort(self) -> str:
        """What the rule looks at: happening, conflict, status or silence."""
        named = (("silence", self.silence), ("status", self.status), ("conflict", self.conflict))
        return next((sort for sort, value in named if value is not None), "happening")

    @property
    def said(self) -> str:
        """The conditions in words.

        >>> Rule(name="dead", place="Kherson", radius_km=50, toll_over=3).said
        'killed over 3, within 50 km of Kherson'
        """
        return ", ".join(self._parts())

    def _parts(self) -> list[str]:
        told: list[str] = []
        if self.silence is not None:
            told.append("an outlet falls silent" if self.silence == ANY else f"{self.silence} falls silent")
        if self.status is not None:
            told.append(f"{'a status' if self.status == ANY else self.status} is new or changes")
        if self.conflict is not None:
            told.append("any conflict" if self.conflict == ANY else f"conflict of {self.conflict}")
        if self.toll_over is not None:
            told.append(f"{self.measure} over {self.toll_over:g}" + (", each higher count" if self.rises else ""))
        if self.kinds:
            told.append(" or ".join(one.replace("_", " ") for one in self.kinds))
        if self.place is not None:
            near = f"within {self.radius_km:g} km of " if self.radius_km is not None else "at "
            told.append(near + self.place)
        told += [f"{' or '.join(self.parties)} takes part"] if self.parties else []
        told += [f"said by {' or '.join(self.said_by)}"] if self.said_by else []
        told += [f"in the words of {' or '.join(self.speakers)}"] if self.speakers else []
        told += [f"printed by {' or '.join(self.outlets)}"] if self.outlets else []
        told += [f"that somebody {' or '.join(self.stances)}"] if self.stances else []
        told += [f"told as {' or '.join(self.certainties)}"] if self.certainties else []
        told += [f"with the words {self.words}"] if self.words is not None else []
        told += [" or ".join(self.stages)] if self.stages else []
        told += [f"at least {self.origins} origins"] if self.origins > 1 else []
        told += ["told with or without a day"] if self.undated else []
        told += [f"told within {self.told_within_days} days"] if self.told_within_days is not None else []
        return told

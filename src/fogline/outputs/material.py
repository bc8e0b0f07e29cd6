"""What a brief is told from: claims and reports at hand, numbers given out, sentences made of pieces.

In: nouns. Out: the same by id, and small questions about them. Refused: nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fogline.data.points import POINTS
from fogline.model.claim import Claim, Place, PlaceRole
from fogline.model.picture import Development
from fogline.model.report import Report
from fogline.outputs.figures import number_words
from fogline.outputs.naming import joined

_SCENES = (PlaceRole.SCENE, PlaceRole.TARGET)
_WIDE = frozenset({"country", "region", "district"})
_WIDEST = 120  # characters of a line of wrapped copy
_MOST_NOTES = 4  # numbers after one clause; more do not read
_NAMED = 4  # places that a line names
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_END = re.compile(r"[.!?][”’\"')]*\s+(?=[A-Z“‘\"'(])|\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words, and the numbers of the claims they stand on."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence. `role`: told, disputed, unverified, not known."""

    pieces: tuple[Piece, ...]
    role: str = "told"

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def notes(self) -> tuple[int, ...]:
        """All claim numbers, in order."""
        return tuple(dict.fromkeys(number for piece in self.pieces for number in piece.notes))


@dataclass(slots=True, kw_only=True)
class Material:
    """Claims and reports by id, and the numbers given out so far (in order of first use)."""

    claims: Mapping[str, Claim]
    reports: Mapping[str, Report]
    year: int | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    spellings: dict[str, Counter[str]] = field(default_factory=dict)
    named_sides: frozenset[str] | None = None
    answering: dict[str, list[Claim]] | None = None  # the claims that answer one, by its id; made when asked for

    def number(self, claim: Claim) -> int:
        """The claim's number in this brief."""
        return self.numbers.setdefault(claim.id, len(self.numbers) + 1)

    def noted(self, claims: Iterable[Claim]) -> tuple[int, ...]:
        """The numbers of a few claims, each once."""
        return tuple(sorted({self.number(claim) for claim in list(claims)[:_MOST_NOTES]}))

    def at_hand(self, ids: Iterable[str]) -> list[Claim]:
        """The claims with these ids that are at hand, earliest report first."""
        found = [self.claims[one] for one in dict.fromkeys(ids) if one in self.claims]
        return sorted(
            found, key=lambda one: (self.reports[one.report].published or "9999", one.report, one.start, one.id)
        )

    def answers(self, told: Iterable[str]) -> list[Claim]:
        """The claims told, and those that answer one of them, by id."""
        if self.answering is None:
            self.answering = defaultdict(list)
            for claim in self.claims.values():
                if claim.about is not None:
                    self.answering[claim.about].append(claim)
        ids = set(told)
        own = [self.claims[one] for one in ids if one in self.claims]
        found = {one.id: one for some in (own, *(self.answering.get(one, ()) for one in ids)) for one in some}
        return [found[one] for one in sorted(found)]

    def outlet(self, claim: Claim) -> str:
        """Who published the claim's report, without what its name says in brackets."""
        report = self.reports[claim.report]
        return _BRACKETS.sub("", report.outlet or "") or report.outlet or "an unnamed outlet"

    def around(self, claim: Claim) -> str:
        """The sentence that the claim stands in, without the stamp, dateline or mark of a list before it."""
        report = self.reports[claim.report]
        text, low, high = report.text, 0, len(report.text)
        for section in report.sections:
            if section.start <= claim.start and claim.end <= section.end:
                low, high = section.start, section.end
                break
        stops = (end.end() for end in _END.finditer(text, low, claim.start + 1))  # it looks one character on
        before = max((stop for stop in stops if stop <= claim.start), default=low)
        before = max((mark.end() for mark in POINTS.finditer(text, before, claim.end)), default=before)
        after, point = _END.search(text, claim.end, high), POINTS.search(text, claim.end, high)
        if max(map(len, text[low:high].split("\n"))) > _WIDEST:  # no narrow page: each line is a paragraph or a heading
            before = max(before, text.rfind("\n", low, claim.start) + 1)
            line = text.find("\n", claim.end, high)
            high = line if line > 0 else high
        ends = [after.start() + 1 if after else high, point.start() if point else high, high]
        return text[before : min(ends)].strip()

    def place(self, place: Place | None) -> str:
        """The place's name as most of the claims write it."""
        if place is None or place.name[:1].islower():
            return ""  # "the region" of nobody knows which
        if not self.spellings:
            for claim in self.claims.values():
                for one in claim.places:
                    # "Chernihiv and Odesa oblasts", "the Kholodna Hora neighbourhood"
                    cut = one.part is not None or one.name.startswith(f"{one.as_worded} ")
                    if one.as_worded[:1].isupper() and one.as_worded[:2] == one.name[:2] and not cut:
                        self.spellings.setdefault(one.name, Counter())[one.as_worded] += 1
        written = self.spellings.get(place.name)
        return max(sorted(written), key=lambda name: written[name]) if written else place.name

    def places(self, development: Development) -> str:
        """The names of the places of a development, the first few: "Kherson, Nikopol and Beryslav"."""
        names = list(dict.fromkeys(filter(None, map(self.place, development.places))))
        if len(names) > _NAMED:
            names = [*names[: _NAMED - 1], f"{number_words(len(names) - _NAMED + 1)} other places"]
        return joined(names)

    def where(self, claim: Claim, development: Development) -> str:
        """Where a claim's happening is told: at its development's place, unless the claim itself names another."""
        place = development.place
        if development.also_at:
            return self.places(development)
        own = [one for one in claim.places if one.role in _SCENES]
        only = claim.places[0] if len(claim.places) == 1 and claim.places[0].role is PlaceRole.MENTION else None
        if not own and only is not None and only.lat is not None and only.kind not in _WIDE:
            own = [only]  # the town last spoken of, though its happening was taken for another's
        if place is None or not own or any(one.name == place.name for one in claim.places):
            return self.place(place)
        wider = own[0].kind in _WIDE and own[0].country == place.country  # a headline's "in central Myanmar"
        return self.place(place if wider else own[0])

    def sides(self) -> frozenset[str]:
        """The parties that any claim names."""
        if self.named_sides is None:
            said = (speaker.party for claim in self.claims.values() for speaker in claim.speakers)
            done = (actor.party for claim in self.claims.values() for actor in claim.initiators)
            self.named_sides = frozenset(party for party in (*said, *done) if party)
        return self.named_sides

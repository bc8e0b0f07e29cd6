"""What is told of one development, status or conflict, with the numbers of the claims it stands on.

Comes in: nouns of the picture and the `Material` around them. Goes out: `Sentence`s, each with at
least one claim number. Refused: a line none of whose claims is at hand is not told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fogline.data.kinds import kinds
from fogline.model.claim import UNRESOLVED, Claim, Place, Scope, Stage, Stance
from fogline.model.picture import Conflict, Development, Status, StatusStep, Toll, TollEntry
from fogline.model.report import Report
from fogline.outputs.dates import day_words
from fogline.outputs.figures import amount_words, counted, number_words
from fogline.outputs.naming import is_plural, listed, sentence, speaker_words, table
from fogline.outputs.wording import claim_clause, frame, own_side, quoted, stance_verb, status_clause

_SAID = {Stance.ASSERTS, Stance.ASSESSES}
_WISHES = {Stance.INTENDS, Stance.DEMANDS, Stance.WARNS, Stance.ASKS}
_TRIED = 8  # claims, fullest first, whose fields are tried for a sound clause
_SCRAP = 5  # words; fewer do not tell anything without their sentence
_STEM = 5  # letters of a side's name that its adjective shares: "Russi", "Ukrai"
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_END = re.compile(r"[.!?][”’\"')]*\s+(?=[A-Z“‘\"'(])|\n\s*\n")
_MEASURES = ("killed", "injured", "missing")
_MOST_BESIDE = 2  # what is told beside one figure
_MOST_NOTES = 4  # numbers after one clause; more do not read


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

    def outlet(self, claim: Claim) -> str:
        """Who published the claim's report, without what its name says in brackets."""
        report = self.reports[claim.report]
        return _BRACKETS.sub("", report.outlet or "") or report.outlet or f"report {report.id}"

    def around(self, claim: Claim) -> str:
        """The sentence that the claim stands in."""
        text = self.reports[claim.report].text
        before = max((end.end() for end in _END.finditer(text, 0, claim.start)), default=0)
        after = _END.search(text, claim.end)
        return text[before : after.start() + 1 if after else len(text)].strip()

    def place(self, place: Place | None) -> str:
        """The place's name as most of the claims write it."""
        if place is None:
            return ""
        if not self.spellings:
            for claim in self.claims.values():
                for one in claim.places:
                    if one.as_worded[:1].isupper() and one.as_worded[:2] == one.name[:2]:
                        self.spellings.setdefault(one.name, Counter())[one.as_worded] += 1
        written = self.spellings.get(place.name)
        return max(sorted(written), key=lambda name: written[name]) if written else place.name

    def sides(self) -> frozenset[str]:
        """The parties that any claim names."""
        if self.named_sides is None:
            said = (speaker.party for claim in self.claims.values() for speaker in claim.speakers)
            done = (actor.party for claim in self.claims.values() for actor in claim.initiators)
            self.named_sides = frozenset(party for party in (*said, *done) if party)
        return self.named_sides


def tell_development(development: Development, material: Material) -> list[Sentence]:
    """A development in one or two plain sentences: what, where, when, by whose word; then the toll.

    The clause is that of one claim, attributed to those who say just that; other outlets only "also report on it".
    """
    claims = material.at_hand(development.claims)
    said = sorted((claim for claim in claims if claim.stance in _SAID), key=_fullness, reverse=True)
    wished = [claim for claim in claims if claim.stance in _WISHES]
    if not said:
        return [_quoting(max(wished, key=_quotable), material)] if wished else []
    told: list[Sentence] = []
    tolls = _tell_tolls(development, material)
    if not tolls or any(claim.kind != "killing" for claim in said):
        place = material.place(development.place)
        # A sentence of its own tells the dead and injured; a claim that only counts them has no more to say here.
        happenings = [claim for claim in said if not (development.tolls and claim.kind == "killing")] or said
        clauses = ((claim, claim_clause(claim, place, year=material.year)) for claim in happenings[:_TRIED])
        claim, clause = next(((one, text) for one, text in clauses if text), (max(happenings, key=_quotable), None))
        alike = [one for one in said if _says_the_same(one, claim)]
        told.append(_attributed(clause, alike, development, material) if clause else _quoting(claim, material))
        told[-1] = _with_pieces(told[-1], _also(told[-1], alike if clause else [claim], said, material))
    return told + tolls


def _says_the_same(one: Claim, other: Claim) -> bool:
    names = {actor.party or actor.name for actor in other.initiators}
    return (
        (one.kind, one.stage, one.stance, one.certainty.value)
        == (other.kind, other.stage, other.stance, other.certainty.value)
        and {actor.party or actor.name for actor in one.initiators} <= names
        and (one is other or not one.figures or one.figures == other.figures)
    )


def _also(told: Sentence, used: Sequence[Claim], said: Sequence[Claim], material: Material) -> list[Piece]:
    """Outlets that report on it beside those already named."""
    named = {material.outlet(claim) for claim in used}
    others = [claim for claim in said if material.outlet(claim) not in named]
    outlets = list(dict.fromkeys(material.outlet(claim) for claim in others))
    if not outlets or len(told.pieces) > 1:
        return []
    verb = "report" if len(outlets) > 1 else "reports"
    return [Piece(text=f"; {listed(outlets, rest='other outlets')} also {verb} on it", notes=material.noted(others))]


def tell_status(status: Status, material: Material) -> list[Sentence]:
    """How things stand, by whose word, and how they stood before."""
    claims = material.at_hand(status.claims)
    said = [claim for claim in claims if claim.stance in _SAID]
    if not said:
        return [_quoting(claims[-1], material)] if claims else []
    latest = list(reversed(said))
    steps = [step for step in status.history if set(step.claims) & set(status.claims)]
    current = [claim for claim in latest if steps and claim.id in steps[-1].claims] or latest
    clause = status_clause(status)
    if clause is None:
        return [_quoting(max(current, key=_quotable), material)]
    told = [_attributed(clause, current, None, material, claimed=status.layer == "claimed")]
    for step in list(reversed(status.history))[1:2]:
        before = material.at_hand(step.claims)
        if before and (step.value, step.by) != (status.value, status.by):
            told += _before(status, step, before, material)
    return told


def _before(status: Status, step: StatusStep, claims: Sequence[Claim], material: Material) -> list[Sentence]:
    past = Status(id="", place=status.place, subject=status.subject, aspect=status.aspect, value=step.value, by=step.by,
                  layer=status.layer, trend=step.trend)  # fmt: skip
    clause = status_clause(past, before=True)
    if clause is None:
        return []
    day = day_words(step.since, year=material.year)
    who, verb = _voice(claims, None, material, claimed=status.layer == "claimed")
    text = (f"Earlier, as of {day}, " if day else "Earlier, ") + clause + (f", {who} {verb}" if who else "")
    return [Sentence(pieces=(Piece(text=sentence(text), notes=material.noted(claims)),))]


def tell_conflict(conflict: Conflict, material: Material, *, told: frozenset[str] = frozenset()) -> Sentence | None:
    """Two claims that cannot both hold, side by side; `told` are claims that the item has told already."""
    pair = [material.claims[one] for one in conflict.claims if one in material.claims]
    if len(pair) < 2:
        return None
    if conflict.kind == "denial" and pair[0].stance in (Stance.DENIES, Stance.DOUBTS):
        pair.reverse()
    first, second = pair
    one, other = Piece(text=_short(first, material), notes=material.noted([first])), _short(second, material)
    if conflict.kind == "quotation":
        texts = [f"{material.outlet(claim)} prints {quoted(_words(claim, material))}" for claim in pair]
        return Sentence(
            pieces=(
                Piece(text=f"An altered quotation is suspected: {texts[0]}", notes=material.noted([first])),
                Piece(text=f"; {texts[1]}.", notes=material.noted([second])),
            ),
            role="disputed",
        )
    if first.id in told and conflict.kind == "denial":
        return Sentence(pieces=(Piece(text=sentence(other), notes=material.noted([second])),), role="disputed")
    return Sentence(
        pieces=(
            Piece(text=sentence(one.text)[:-1], notes=one.notes),
            Piece(text=f"; {other}.", notes=material.noted([second])),
        ),
        role="disputed",
    )


def tell_unverified(claim: Claim, about: Sequence[Claim], material: Material) -> Sentence:
    """Who could not verify it; and, where nobody knows, that the text does not say whose word it is."""
    who, _ = _voice([claim], None, material)
    what = "the figure" if any(one.figures for one in about) else "this"
    pieces = [
        Piece(
            text=sentence(f"{who or material.outlet(claim)} could not verify {what}")[:-1],
            notes=material.noted([claim]),
        )
    ]
    nameless = [one for one in about if _unresolved(one)]
    if nameless:
        thing = "figure" if what == "the figure" else "word"
        pieces.append(Piece(text=f"; the text does not say whose {thing} it is", notes=material.noted(nameless)))
    last = pieces.pop()
    return Sentence(pieces=(*pieces, Piece(text=last.text + ".", notes=last.notes)), role="unverified")


def tell_unknown(development: Development, material: Material) -> Sentence | None:
    """Who did it, where something was destroyed or somebody harmed and nobody says by whom.

    A sentence that names a side near the claim may name the doer in a way that was not read: then nothing is said here.
    """
    kind, row = kinds().get(development.kind or ""), frame(development.kind)
    claims = material.at_hand(development.claims)
    if kind is None or row is None or not kind.harm or kind.family in ("disaster", "unrest") or row.noun == "fighting":
        return None
    real = development.stage in (Stage.HAPPENED, Stage.ONGOING) and development.certainty in ("certain", "probable")
    if not claims or not real or development.initiators:
        return None
    around = " ".join(material.around(claim) for claim in claims)
    if any(side[:_STEM] in around for side in material.sides()):
        return None
    thing = {"destruction": "destroyed it", "killing": "killed them"}.get(kind.name, f"is behind the {row.noun}")
    return Sentence(pieces=(Piece(text=f"Nobody says who {thing}.", notes=material.noted(claims)),), role="not known")


def _attributed(
    clause: str,
    claims: Sequence[Claim],
    development: Development | None,
    material: Material,
    *,
    whose: str = "word",
    claimed: bool = False,
) -> Sentence:
    """A clause with those who say it: named speakers lead, an outlet's own voice follows, a nameless one is told so."""
    named = [claim for claim in claims if any(speaker_words(one) for one in claim.speakers)]
    nameless = [claim for claim in claims if _unresolved(claim)]
    own = [claim for claim in claims if not claim.speakers]
    if named:
        strongest = _same_manner(named, development)
        who, verb = _voice(strongest, development, material, claimed=claimed)
        pieces = [Piece(text=sentence(f"{who} {verb} that {clause}")[:-1], notes=material.noted(strongest))]
        too = listed([material.outlet(claim) for claim in own], rest="other outlets")
        if too:
            report = "report" if len({material.outlet(claim) for claim in own}) > 1 else "reports"
            pieces.append(Piece(text=f"; {too} {report} it too", notes=material.noted(own)))
    elif own:
        outlets = list(dict.fromkeys(material.outlet(claim) for claim in own))
        names = listed(outlets, rest="other outlets")
        report = "report" if len(outlets) > 1 else "reports"
        pieces = [Piece(text=sentence(f"{clause}, {names} {report}")[:-1], notes=material.noted(own))]
    else:
        pieces = [
            Piece(text=sentence(clause)[:-1], notes=material.noted(nameless or claims)),
            Piece(text=f"; the text does not say whose {whose} it is"),
        ]
    last = pieces.pop()
    return Sentence(pieces=(*pieces, Piece(text=last.text + ".", notes=last.notes)))


def _same_manner(named: Sequence[Claim], development: Development | None) -> list[Claim]:
    """The claims that can share one verb: those of the first that does not speak for its own side, else all."""
    initiators = development.initiators if development else ()
    apart = [claim for claim in named if not own_side(claim, initiators) and claim.stance is Stance.ASSERTS]
    chosen = apart or list(named)
    return [claim for claim in chosen if claim.stance is chosen[0].stance]


def _voice(
    claims: Sequence[Claim], development: Development | None, material: Material, *, claimed: bool = False
) -> tuple[str, str]:
    """Who says it and with which verb; an outlet "reports"; an unresolved speaker is no name."""
    names = list(dict.fromkeys(words for claim in claims for words in map(speaker_words, claim.speakers) if words))
    initiators = development.initiators if development else ()
    who = listed(names)
    if not who:
        outlets = listed([material.outlet(claim) for claim in claims if not claim.speakers], rest="other outlets")
        return outlets, "report" if is_plural(outlets) else "reports"
    plural = len(names) > 1 or is_plural(names[0])
    speaks_of_own = claimed or all(own_side(claim, initiators) for claim in claims if claim.speakers)
    verb = stance_verb(claims[0], own_side=speaks_of_own, plural=plural)
    return who, verb


def _quoting(claim: Claim, material: Material) -> Sentence:
    """The claim in its own words."""
    return Sentence(pieces=(Piece(text=sentence(_short(claim, material)), notes=material.noted([claim])),))


def _short(claim: Claim, material: Material) -> str:
    """Who says it and the words, without a full stop: "the governor warns: “…”".

    A scrap of a sentence, and words that name their own speaker, are quoted within their sentence, as the outlet's.
    """
    text = _words(claim, material)
    who, verb = _voice([claim], None, material)
    told_inside = bool(claim.cue) and re.search(rf"\b{re.escape(claim.cue or '')}\b", text) is not None
    scrap = len(text.split()) < _SCRAP
    if not claim.speakers or told_inside or not who or (scrap and claim.stance is not Stance.DENIES):
        return f"{material.outlet(claim)} reports: {quoted(material.around(claim) if scrap else text)}"
    said = day_words(claim.said_on, year=material.year)
    on = f" on {said}" if said and len(claim.said_on or "") == 10 else ""
    if claim.stance is Stance.ASSERTS and verb in ("says", "say"):
        return f"according to {who}{on}, {quoted(text)}"
    colon = "" if claim.stance in (Stance.DENIES, Stance.CANNOT_VERIFY, Stance.DOUBTS) else ":"
    return f"{who} {verb}{on}{colon} {quoted(text)}"


def _words(claim: Claim, material: Material) -> str:
    return material.reports[claim.report].text[claim.start : claim.end]


def _unresolved(claim: Claim) -> bool:
    return bool(claim.speakers) and all(one.name == UNRESOLVED or not speaker_words(one) for one in claim.speakers)


def _fullness(claim: Claim) -> tuple[float, ...]:
    return (
        float(bool(claim.speakers) and not _unresolved(claim)),
        float(bool(claim.figures)),
        float(bool(claim.initiators)) + float(bool(claim.recipients)) + float(bool(claim.places)),
        claim.confidence,
        -float(len(claim.quote)),
    )


def _quotable(claim: Claim) -> tuple[float, ...]:
    """A claim whose words can stand alone: neither a scrap nor a paragraph, by a named speaker first."""
    length = len(claim.quote.split())
    return float(_SCRAP <= length <= 40), float(bool(claim.speakers) and not _unresolved(claim)), -float(length)


def _tell_tolls(development: Development, material: Material) -> list[Sentence]:
    """The dead and the injured: the figure and whose it is; then what stands inside it, and from what it rose."""
    name = material.place(development.place)
    where = f"in {name}" if name else ""
    told: list[Sentence] = []
    for measure in _MEASURES:
        toll = _main_toll(development.tolls, measure)
        amount = amount_words(toll.best, toll.low, toll.high) if toll else ""
        sources = material.at_hand(entry.claim for entry in _standing(toll)) if toll else []
        if toll is None or not amount or toll.best == 0 or not sources:
            continue
        one = _one(toll)
        auxiliary = ("is" if one else "are") if measure == "missing" else ("was" if one else "were")
        clause = f"{amount} {counted(measure, toll.group, one=one)} {auxiliary} {measure} {where}".strip()
        made = _attributed(clause, sources, development, material, whose="figure")
        told.append(_with_pieces(made, _beside(toll, development.tolls, material)))
        where = ""
    return told


def _beside(toll: Toll, tolls: Sequence[Toll], material: Material) -> list[Piece]:
    """What stands inside a figure, and the figure that it replaced."""
    pieces = []
    for part in tolls:
        amount = amount_words(part.best, part.low, part.high)
        claims = material.at_hand(entry.claim for entry in _standing(part))
        if part.measure == toll.measure and part is not toll and part.group and amount and claims:
            words = f", {amount} {counted(part.measure, part.group, one=_one(part))} among them"
            pieces.append(Piece(text=words, notes=material.noted(claims)))
    before = [
        entry for entry in toll.series if entry.state == "superseded" and entry.best and entry.best < (toll.best or 0)
    ]
    claims = material.at_hand(entry.claim for entry in before[-1:])
    if claims and before[-1].best:
        pieces.append(
            Piece(text=f"; an earlier count was {number_words(before[-1].best)}", notes=material.noted(claims))
        )
    return pieces[:_MOST_BESIDE]


def _with_pieces(made: Sentence, more: Sequence[Piece]) -> Sentence:
    """A sentence with more pieces after its first, before its full stop."""
    first, *rest = made.pieces
    if not more:
        return made
    pieces = [Piece(text=first.text.removesuffix("."), notes=first.notes), *more, *rest]
    end = pieces.pop()
    return Sentence(pieces=(*pieces, Piece(text=end.text.removesuffix(".") + ".", notes=end.notes)), role=made.role)


def _one(toll: Toll) -> bool:
    return toll.best == 1 or (toll.best is None and toll.low == 1 and toll.high in (None, 1))


def _main_toll(tolls: Sequence[Toll], measure: str) -> Toll | None:
    found = [toll for toll in tolls if toll.measure == measure]
    return max(found, key=lambda toll: (toll.group is None, toll.best or toll.low or 0), default=None)


def _standing(toll: Toll) -> list[TollEntry]:
    standing = [entry for entry in toll.series if entry.state == "stands" and entry.best == toll.best]
    return standing or [entry for entry in toll.series if entry.state == "stands"] or list(toll.series[-1:])


def development_line(development: Development, material: Material) -> str:
    """The development in one line of plain fields."""
    stage = (development.stage or Stage.HAPPENED).value if development.stage else "stage not said"
    sure = "" if development.certainty == "certain" else f", {development.certainty}"
    kind = kinds().get(development.kind or "")
    label = kind.label if kind else "happening"
    place = f" · {development.place.name}" if development.place else ""
    parts = [
        f"{label}: {stage}{sure}{place}",
        _counted(development.origins, "origin"),
        f"credibility {development.credibility}",
    ]
    parts += [_toll_line(toll, material) for toll in development.tolls]
    return " · ".join(parts)


def _toll_line(toll: Toll, material: Material) -> str:
    number = f"{toll.best:,.0f}" if toll.best is not None else amount_words(None, toll.low, toll.high)
    day = day_words(toll.as_of, year=material.year)
    extra = [f"increment {entry.best:,.0f}" for entry in toll.series if entry.scope is Scope.INCREMENT and entry.best]
    group = f" {toll.group}" if toll.group and toll.group != toll.measure else ""
    return f"{toll.measure}{group}: {number}" + (f" ({day})" if day else "") + "".join(f" · {one}" for one in extra[:2])


def status_line(status: Status, material: Material) -> str:
    """The status in one line of plain fields."""
    link = {"access": "to", "control": "of"}.get(status.aspect, "of")
    if status.aspect == "access" and is_plural(status.subject):
        link = "by"
    value = status.value if not status.trend else f"{status.value}, {status.trend}"
    holder = f" by {status.by}" if status.by and status.by != status.value else ""
    parts = [f"{status.aspect} {link} {status.subject}: {value}{holder}", status.layer]
    for words, day in (("since", status.since), ("last confirmed", status.last_confirmed)):
        if day_words(day):
            parts.append(f"{words} {day_words(day, year=material.year)}")
    parts += [_counted(status.origins, "origin"), f"credibility {status.credibility}"]
    return " · ".join([*parts, "stale"] if status.stale else parts)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def theme_of(*, kind: str | None = None, aspect: str | None = None) -> str:
    """Under which theme a kind of happening or an aspect of a status is told.

    >>> theme_of(kind="shelling"), theme_of(aspect="encirclement")
    ('harm', 'control')
    """
    themes = table()["theme_of"]
    by_aspect, by_kind, by_family = (themes[name] for name in ("aspect", "kind", "family"))
    row = kinds().get(kind or "")
    for rows, name in ((by_aspect, aspect), (by_kind, kind), (by_family, row.family if row else None)):
        if isinstance(rows, dict) and name in rows:
            return str(rows[name])
    return "other"

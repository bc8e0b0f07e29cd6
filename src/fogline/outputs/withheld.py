"""What is never shown to others: private persons' names, telephones, addresses of mail and of houses, exact points.

In: nouns as the ledger holds them. Out: the same nouns with as many characters, so that every offset holds. Refused:
nothing. The rule: a person is private where no report gives them a public role. Whoever speaks as a witness, soldier or
doctor, or without any role, is told of as "a private person", and the name is blotted out in the whole report.
Coordinates are cut to two decimals and no radius is below a kilometre, as in `outputs.geojson`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import replace

from fogline.data.given_names import given_names
from fogline.data.parties import canonical
from fogline.model.claim import Actor, Claim, Place, Speaker
from fogline.model.picture import Conflict, Development, Picture, Status, Toll
from fogline.model.report import Report
from fogline.outputs.geojson import DECIMALS, LEAST_RADIUS_KM
from fogline.outputs.street_addresses import street_addresses

NOBODY = "a private person"
BLOT = "█"
_MOST_NAMES = 100_000  # reports whose private names are remembered
_PRIVATE_ROLES = {None, "witness", "soldier", "doctor"}
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
# "+380 44 255 7333", "(044) 255-73-33", "0671234567": nine digits or more, begun by +, ( or 0; no counts or dates.
_TELEPHONE = re.compile(r"(?<![\w.,])(?:\+|\(?0)\d?(?:[\s().-]{0,2}\d){8,14}(?!\d)")
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_CAPITALS = re.compile(r"(?<!\w)(?:[A-ZÀ-ÞŁŚŻŠŽČĆĐ](?:[\w'’-]*\w)?)(?:[ \u00a0][A-ZÀ-ÞŁŚŻŠŽČĆĐ](?:[\w'’-]*\w)?)+")
_TITLE_WORDS = 4  # before a name, that can tell whose it is: "Donetsk Oblast governor Pavlo …"
_SHORTEST = 4  # letters; a shorter surname is a word of its own too often


def private_names(claims: Iterable[Claim]) -> frozenset[str]:
    """The names of private persons who speak, act or suffer in the claims of one report, each with its surname.

    >>> from fogline.model.claim import Method
    >>> neighbour = Speaker(name="Anna Kovalenko", as_worded="Anna Kovalenko", role="witness")
    >>> said = Claim(id="c", report="r", start=0, end=0, quote="", kind=None, method=Method(name="m", version="1"),
    ...              speakers=(neighbour,))
    >>> sorted(private_names([said]))
    ['Anna Kovalenko', 'Kovalenko']
    """
    found, public = set[str](), set[str]()
    for claim in claims:
        for speaker in claim.speakers:
            names = {speaker.name, speaker.as_worded}
            (found if is_private(speaker) else public).update(names)
        found.update(actor.name for actor in (*claim.initiators, *claim.recipients) if actor.party is None)
    private = {name for name in found - public if is_person(name)}
    return frozenset(private | {last for name in private if len(last := name.split()[-1]) >= _SHORTEST})


class PrivateNames:
    """The names that are private in each report, found out when they are first asked for.

    All claims of a report tell who has a public role, also where only some of them are shown.
    """

    def __init__(
        self, claims: Callable[[str], Iterable[Claim]], known: MutableMapping[str, frozenset[str]] | None = None
    ) -> None:
        """`claims`: those of a report, by its id. `known`: where the names are remembered, to be shared."""
        self._claims, self._known = claims, {} if known is None else known

    def __call__(self, report: str) -> frozenset[str]:
        """The names that are private in one report."""
        if report not in self._known:
            if len(self._known) >= _MOST_NAMES:
                self._known.clear()
            self._known[report] = private_names(self._claims(report))
        return self._known[report]

    def of(self, reports: Iterable[str]) -> frozenset[str]:
        """The names that are private in any of them, of which each row that stands on them is cleared."""
        return _in_any(reports, self)


def _in_any(reports: Iterable[str], names: Callable[[str], frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*map(names, reports)) - {NOBODY}


def is_private(speaker: Speaker) -> bool:
    """Whether a report gives a speaker no public role."""
    return speaker.role in _PRIVATE_ROLES


def is_person(name: str) -> bool:
    """Whether a name is a person's: a given name and what follows it.

    >>> is_person("Anna Kovalenko"), is_person("State Emergency Service"), is_person("rescuers")
    (True, False, False)
    """
    words = name.split()
    return 2 <= len(words) <= 4 and words[0] in given_names() and all(word[:1].isupper() for word in words)


def names_in(text: str, public: Collection[str] = ()) -> frozenset[str]:
    """Persons whom a text names and whom no claim need carry, without those whose office it or the tables tell.

    `public`: names that are known to be public. A name without a given name before it is not found.

    >>> sorted(names_in("Governor Pavlo Kyrylenko said Olena Shevchuk, 34, died; Vladimir Putin did not."))
    ['Olena Shevchuk', 'Shevchuk']
    """
    found = set[str]()
    for start, name in _persons(text):
        words = text[:start].split()[-_TITLE_WORDS:]
        titled = (" ".join([*words[at:], name]) for at in range(len(words) + 1))
        if name not in public and not any(_is_public(one) for one in titled):
            found |= {name, name.split()[-1]}
    return frozenset(name for name in found if len(name) >= _SHORTEST)


def _persons(text: str) -> Iterator[tuple[int, str]]:
    """Each given name with the capitalised words after it, and where it starts."""
    for run in _CAPITALS.finditer(text):
        words = list(_WORD.finditer(run[0]))
        at = 0
        while at < len(words) - 1:
            if words[at][0] in given_names():
                last = min(at + 3, len(words) - 1)
                yield run.start() + words[at].start(), run[0][words[at].start() : words[last].end()]
                at = last
            at += 1


def _is_public(words: str) -> bool:
    known = canonical(words)
    return known is not None and known.role not in _PRIVATE_ROLES


def open_report(report: Report, names: frozenset[str]) -> Report:
    """A report without what is withheld; as long as before."""
    return replace(report, text=blotted(report.text, names), title=blotted(report.title, names))


def open_claim(claim: Claim, names: frozenset[str]) -> Claim:
    """A claim without what is withheld; its quote stands at the same place of its report."""
    quote, places = blotted(claim.quote, names), tuple(coarse(one) for one in claim.places)
    if (
        not names
        and quote == claim.quote
        and all(one is other for one, other in zip(places, claim.places, strict=True))
    ):
        return claim  # most are: a page reads a thousand of them
    return replace(
        claim,
        quote=quote,
        speakers=tuple(_speaker(one, names) for one in claim.speakers),
        initiators=_actors(claim.initiators, names),
        recipients=_actors(claim.recipients, names),
        places=places,
        direct_quotes=tuple(replace(one, text=blotted(one.text, names)) for one in claim.direct_quotes),
    )


def open_picture(picture: Picture, names: frozenset[str]) -> Picture:
    """Rows of a picture without what is withheld."""
    return replace(
        picture,
        developments=tuple(open_development(one, names) for one in picture.developments),
        statuses=tuple(open_status(one) for one in picture.statuses),
        conflicts=tuple(open_conflict(one, names) for one in picture.conflicts),
    )


Held = tuple[Mapping[str, Claim], Mapping[str, Report]]


def opened(picture: Picture, held: Held, names: Callable[[str], frozenset[str]]) -> tuple[Picture, Held]:
    """Rows and the claims and reports that they stand on (by id), without what is withheld: what is made for others
    is made of these. `names`: those that are private in a report.

    A row is cleared of the names that are private in its own reports, not of those of others' namesakes.
    """
    claims, reports = held
    shown = replace(
        picture,
        developments=tuple(open_development(one, _in_any(one.reports, names)) for one in picture.developments),
        statuses=tuple(open_status(one) for one in picture.statuses),
        conflicts=tuple(
            open_conflict(one, _in_any({claims[claim].report for claim in one.claims if claim in claims}, names))
            for one in picture.conflicts
        ),
    )
    return shown, (
        {id: open_claim(claim, names(claim.report)) for id, claim in claims.items()},
        {id: open_report(report, names(id)) for id, report in reports.items()},
    )


def open_conflict(one: Conflict, names: frozenset[str]) -> Conflict:
    """A conflict without what is withheld. `names`: those that are private in its claims' reports."""
    return replace(one, why=blotted(one.why, names))


def open_development(one: Development, names: frozenset[str]) -> Development:
    """A development without what is withheld. `names`: those that are private in its reports."""
    return replace(
        one,
        place=coarse(one.place) if one.place else None,
        also_at=tuple(map(coarse, one.also_at)),
        initiators=_actors(one.initiators, names),
        recipients=_actors(one.recipients, names),
        tolls=tuple(_toll(toll, names) for toll in one.tolls),
        origin_ids=tuple(blotted(origin, names) for origin in one.origin_ids),
        credibility_why=blotted(one.credibility_why, names),
        why=tuple(blotted(why, names) for why in one.why),
    )


def open_status(one: Status) -> Status:
    """A status whose place is no finer than a settlement."""
    place = coarse(one.place) if one.place else None
    return one if place is one.place else replace(one, place=place)


def reports_of(picture: Picture, claim: Callable[[str], Claim | None]) -> set[str]:
    """The reports whose private persons may be named in rows: those of developments, and of claims in conflict."""
    both = (claim(id) for one in picture.conflicts for id in one.claims)
    return {report for one in picture.developments for report in one.reports} | {one.report for one in both if one}


def blotted(text: str | None, names: frozenset[str]) -> str:
    """A text with names, numbers and addresses blotted out, as long as before.

    >>> blotted("Ms Kovalenko (tel. +380 44 255 7333) saw two of 12,000 shells.", frozenset({"Kovalenko"}))
    'Ms █████████ (tel. ████████████████) saw two of 12,000 shells.'
    >>> blotted("Shelling hit 12 Shevchenko Street in Nikopol.", frozenset())
    'Shelling hit ████████████████████ in Nikopol.'
    """
    if not text:
        return text or ""
    text = _without_addresses(text)
    if "@" in text:
        text = _MAIL.sub(_blot, text)
    if "0" in text or "+" in text:
        text = _TELEPHONE.sub(_blot, text)
    if names and any(name in text for name in names):
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
        text = re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", _blot, text)
    return text


def _without_addresses(text: str) -> str:
    told, at = [], 0
    for start, end in street_addresses(text):
        told += [text[at:start], "\n".join(BLOT * len(line) for line in text[start:end].split("\n"))]
        at = end
    return "".join([*told, text[at:]]) if told else text


def coarse(place: Place) -> Place:
    """A place no finer than a settlement."""
    if place.lat is None or place.lon is None:
        return place
    lat, lon = round(place.lat, DECIMALS), round(place.lon, DECIMALS)
    radius = max(place.radius_km or LEAST_RADIUS_KM, LEAST_RADIUS_KM)
    if (lat, lon, radius) == (place.lat, place.lon, place.radius_km):
        return place
    return replace(place, lat=lat, lon=lon, radius_km=radius)


def _blot(found: re.Match[str]) -> str:
    return BLOT * len(found[0])


def _speaker(one: Speaker, names: frozenset[str]) -> Speaker:
    return replace(one, name=NOBODY, as_worded=NOBODY) if one.name in names or one.as_worded in names else one


def _actors(some: tuple[Actor, ...], names: frozenset[str]) -> tuple[Actor, ...]:
    return tuple(_actor(one, names) for one in some)


def _actor(one: Actor, names: frozenset[str]) -> Actor:
    if one.name in names:
        return replace(one, name=NOBODY, as_worded=NOBODY)
    name, worded = blotted(one.name, names), blotted(one.as_worded, names)  # "residents of 12 Sadova Street"
    return one if (name, worded) == (one.name, one.as_worded) else replace(one, name=name, as_worded=worded)


def _toll(toll: Toll, names: frozenset[str]) -> Toll:
    series = (
        replace(one, speaker=NOBODY if one.speaker in names else one.speaker, as_worded=blotted(one.as_worded, names))
        for one in toll.series
    )
    return replace(toll, series=tuple(series))

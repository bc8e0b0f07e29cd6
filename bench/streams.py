"""Made streams of reports with claims, like a war's news: `stream(reports, seed=…, a_day=…)`.

In: how many reports, how many a day, a seed. Out: entries as a reader would make them, in the order in which they
arrive. All is invented; nothing is read. What makes a stream hard is in it:

* bursts: how many reports an event gets has a long tail, and a day's events are not alike in number;
* copies: a quarter of the reports are another report's text, one in ten with words swapped;
* follow-ups: an event is told for days, its toll grows, reports look back on other events;
* late arrivals: 4% come up to ten days late, 0.5% up to ninety days, 0.5% have no date;
* states of places, denials by the other side, quotations.
"""

from __future__ import annotations

import dataclasses
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fogline.model.claim import (
    Actor,
    Claim,
    DirectQuote,
    Figure,
    Method,
    Place,
    PlaceRole,
    Reading,
    Speaker,
    Stage,
    Stance,
    StatusSaid,
    When,
    claim_id,
)
from fogline.model.report import Capture, Report
from fogline.store.contract import Entry

METHOD = Method(name="made stream", version="1")
FIRST_DAY = date(2023, 1, 1)
CLAIMS_A_REPORT = 16  # as they come out of it
KINDS = ("shelling", "missile_strike", "drone_strike", "air_strike", "armed_clash", "destruction", "territory_captured")
SIDES = ("Russia", "Ukraine")
SPEAKERS = (
    ("regional administration", "Ukraine"),
    ("General Staff", "Ukraine"),
    ("Ministry of Defence", "Russia"),
    ("occupation authority", "Russia"),
    ("monitoring mission", None),
    ("mayor", "Ukraine"),
)
OUTLETS = tuple(f"Paper {number}" for number in range(60))
_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "dr", "kr", "st", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou")


@dataclass(frozen=True, slots=True)
class Event:
    """One happening of the made war."""

    day: int
    place: Place
    kind: str
    doer: str
    words: tuple[str, ...]  # what its reports say and others do not often
    names: tuple[str, ...]  # people and things
    toll: int
    told: int  # how many reports it gets


def entries(number: int, *, seed: int = 1, a_day: int = 500, first: int = 0, days: int | None = None) -> list[Entry]:
    """The entries of a stream in the order in which they arrive. `days`: spread over so many, whatever `a_day`."""
    daily = -(-number // days) if days else a_day
    return [entry for _, entry in sorted(_arrivals(number, seed, daily, first), key=lambda one: one[0])]


def _arrivals(number: int, seed: int, a_day: int, first: int) -> Iterator[tuple[tuple[float, str], Entry]]:
    chance = random.Random(f"{seed} {first}")  # noqa: S311 - no secret
    world = _World(random.Random(seed))  # noqa: S311
    made: list[tuple[Event, list[str], list[Claim]]] = []
    recent: list[Event] = []
    serial = itertools.count()
    due: dict[int, list[Event]] = {}
    for at in range(number):
        day = first + at // a_day
        if not due.get(day):
            due[day] = _days_events(world, chance, day, min(a_day, number))
            recent = [one for one in recent if day - one.day <= 10] + due[day]
        event = _told(recent, chance, day)
        name = f"s{seed}-{first}-{next(serial):07}"
        outlet = chance.choice(OUTLETS)
        late = chance.random()
        delay = 0.0 if late > 0.05 else chance.uniform(1, 10) if late > 0.01 else chance.uniform(10, 90)
        published = None if late < 0.005 else (FIRST_DAY + timedelta(day)).isoformat()
        copied = (
            next((one for one in reversed(made[-300:]) if one[0] is event), None) if chance.random() < 0.3 else None
        )
        if copied is not None:
            sentences, claims = _copy(copied[1], copied[2], name, chance)
        else:
            sentences, claims = _written(world, chance, event, recent, day, name)
        made.append((event, sentences, claims))
        if len(made) > 2_000:
            del made[:1_000]
        yield (day + delay + chance.random() * 0.9, name), _entry(name, outlet, published, sentences, claims)


def _entry(name: str, outlet: str, published: str | None, sentences: list[str], claims: list[Claim]) -> Entry:
    text = "\n".join(sentences)
    report = Report(id=name, text=text, title=sentences[0][:60], outlet=outlet, published=published,
                    published_basis="metadata" if published else "none", lang="en")  # fmt: skip
    capture = Capture(body=f"{name}\n{text}".encode(), source=f"{name}.txt", media_type="text/plain")
    return Entry(
        capture=capture,
        report=dataclasses.replace(report, capture=capture.digest),
        reading=Reading(report=name, lang="en", claims=tuple(claims)),
        method=METHOD,
    )


class _World:
    """The towns and the words of the made war: the same for one seed."""

    def __init__(self, chance: random.Random) -> None:
        self.words = sorted({self._word(chance) for _ in range(24_000)})
        chance.shuffle(self.words)
        self.weights = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(self.words))))
        self.towns = [
            Place(
                start=0, end=0, name=(name := self._word(chance).capitalize() + "sk"), as_worded=name,
                role=PlaceRole.SCENE, lat=46 + 5 * chance.random(), lon=30 + 10 * chance.random(),
                geonameid=900_000 + number, country="UA", admin1=f"Oblast {number % 24}", kind="town", radius_km=3.0,
            )
            for number in range(1_500)
        ]  # fmt: skip
        self.town_weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(self.towns))))

    @staticmethod
    def _word(chance: random.Random) -> str:
        return "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(chance.randint(2, 4)))

    def some(self, chance: random.Random, number: int) -> list[str]:
        """Words as they come in texts: few often, most seldom."""
        return chance.choices(self.words, cum_weights=self.weights, k=number)

    def town(self, chance: random.Random) -> Place:
        """A town; the front's towns are told of most."""
        return chance.choices(self.towns, cum_weights=self.town_weights)[0]


def _days_events(world: _World, chance: random.Random, day: int, a_day: int) -> list[Event]:
    """The events of one day: as many as its reports can tell of, four or five reports each on average."""
    found = []
    for _ in range(max(3, round(a_day / 4.5 * chance.uniform(0.7, 1.3)))):
        told = min(a_day, int(chance.paretovariate(1.1)))
        found.append(
            Event(
                day=day,
                place=world.town(chance),
                kind=chance.choice(KINDS),
                doer=chance.choice(SIDES),
                words=tuple(chance.sample(world.words, 30)),
                names=tuple(name.capitalize() for name in chance.sample(world.words, 6)),
                toll=int(chance.paretovariate(0.9)) - 1,
                told=told,
            )
        )
    return found


def _told(recent: list[Event], chance: random.Random, day: int) -> Event:
    """The event that a report tells of: mostly one of its day, the widely told ones more."""
    age = chance.choices((0, 1, 2, 4), (70, 20, 7, 3))[0]
    fit = [one for one in recent if one.day == day - age] or recent
    return chance.choices(fit, [one.told for one in fit])[0]


def _written(
    world: _World, chance: random.Random, event: Event, recent: list[Event], day: int, name: str
) -> tuple[list[str], list[Claim]]:
    """A report's own text: the event, what else happened, what is known of old."""
    told = [event] * 6 + chance.choices(recent, k=chance.choice((0, 1, 2))) + [None] * 6
    sentences: list[str] = []
    claims: list[Claim] = []
    start = 0
    for one in told:
        parts = world.some(chance, 12)
        if one is not None:
            parts += [*chance.sample(one.words, 8 if one is event else 4), chance.choice(one.names), one.place.name]
        chance.shuffle(parts)
        sentence = " ".join(parts) + "."
        sentence = sentence[0].upper() + sentence[1:]
        claims += _claims(world, chance, one, day, name, sentence, start)
        sentences.append(sentence)
        start += len(sentence) + 1
    return sentences, claims


def _claims(
    world: _World, chance: random.Random, event: Event | None, day: int, name: str, sentence: str, start: int
) -> list[Claim]:
    end = start + len(sentence)
    speaker, party = chance.choice(SPEAKERS)
    speakers = (Speaker(name=speaker, as_worded=speaker, party=party),) if chance.random() < 0.6 else ()
    made = []
    if event is None:
        made.append(_claim(name, start, end, sentence, speakers, None))
        if chance.random() < 0.15:
            town = world.town(chance)
            said = StatusSaid(
                subject=town.name,
                aspect=chance.choice(("control", "access", "infrastructure")),
                value=chance.choice(("held", "contested", "under fire")),
                by=chance.choice(SIDES),
            )
            there: dict[str, object] = {"places": (_at(town, start),), "statuses": (said,)}
            made.append(_claim(name, start, end - 1, sentence[:-1], speakers, "status", **there))
        return made
    happened = (FIRST_DAY + timedelta(event.day)).isoformat()
    when = When(edtf=happened, begin=happened, finish=happened, basis="relative to the report")
    denied = chance.random() < 0.04
    doer = Actor(name=event.doer, as_worded=event.doer, party=event.doer)
    more: dict[str, object] = {
        "places": (_at(event.place, start),) if chance.random() < 0.8 else (),
        "when": when if chance.random() < 0.6 else When(),
        "stage": Stage.DID_NOT_HAPPEN if denied else Stage.HAPPENED,
        "stance": Stance.DENIES if denied else Stance.ASSERTS,
        "initiators": (doer,) if chance.random() < 0.5 else (),
    }
    made.append(_claim(name, start, end, sentence, speakers, event.kind, **more))
    if chance.random() < 0.45 and event.toll:
        best = float(max(1, event.toll - chance.choice((0, 0, 0, 1, 2))))
        figure = Figure(start=start, end=start + 1, measure=chance.choice(("killed", "injured")), group=None, best=best,
                        low=best, high=best, as_worded=f"{best:g}")  # fmt: skip
        made.append(_claim(name, start, end - 1, sentence[:-1], speakers, "killing", **{**more, "figures": (figure,)}))
    if speakers and chance.random() < 0.1:
        quote = DirectQuote(start=start, end=end, text=sentence)
        made.append(_claim(name, start, end - 2, sentence[:-2], speakers, None, direct_quotes=(quote,)))
    return made


def _at(place: Place, start: int) -> Place:
    return dataclasses.replace(place, start=start, end=start + len(place.name))


def _claim(name: str, start: int, end: int, quote: str, speakers: tuple[Speaker, ...], kind: str | None,
           **more: object) -> Claim:  # fmt: skip
    made = claim_id(report=name, start=start, end=end, speakers=tuple(one.name for one in speakers), kind=kind,
                    method=METHOD.name)  # fmt: skip
    kind = None if kind == "status" else kind
    return Claim(id=made, report=name, start=start, end=end, quote=quote, kind=kind, speakers=speakers, method=METHOD,
                 confidence=0.8, **more)  # type: ignore[arg-type] # fmt: skip


def _copy(sentences: list[str], claims: list[Claim], name: str, chance: random.Random) -> tuple[list[str], list[Claim]]:
    """The same text under another name; in two of five, words are swapped, each for one of its length."""
    swapped = chance.random() < 0.4
    text = "\n".join(sentences)
    if swapped:
        words = text.split(" ")
        for at in range(len(words)):
            if chance.random() < 0.1 and words[at].isalpha():
                words[at] = words[at][::-1].lower()
        text = " ".join(words)
    made = [
        dataclasses.replace(
            one,
            id=claim_id(report=name, start=one.start, end=one.end, speakers=tuple(s.name for s in one.speakers),
                        kind=one.kind or ("status" if one.statuses else None), method=METHOD.name),
            report=name,
            quote=text[one.start : one.end],
        )
        for one in claims
    ]  # fmt: skip
    return text.split("\n"), made

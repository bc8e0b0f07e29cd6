"""The settlement that a report speaks of from clause to clause, for what happens where nothing nearer is named.

In: the passages of a report in order, the settlements of each clause and the claims made of it. Out: the place last
spoken of, or None. Refused: where people only go, where a paper was issued, and what was long ago: "in August 2022, 21
people were killed in Kismayo" moves no scene of today.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from fogline.claims.claim_parts import only_where_issued
from fogline.claims.claim_times import since_when_told
from fogline.claims.clauses import Clause
from fogline.claims.happenings import Happening
from fogline.claims.marks import Marks, is_settlement, is_wide
from fogline.claims.parse import lemma
from fogline.claims.pointing import goes_to, leads_there, points_back
from fogline.claims.running_tolls import long_before
from fogline.claims.scenes import VIOLENT
from fogline.claims.topics import is_question
from fogline.data.gazetteer import SETTLEMENTS
from fogline.data.kinds import FROM_AFAR
from fogline.data.party_tables import tables
from fogline.model.claim import Claim, Place, PlaceRole, Stage, When

_DATELINE = re.compile(r"(?:,\s[\w. ]{2,20})?\s*(?:\([^)]{2,30}\)\s*){0,2}[-–—]\s")
_MAYOR = "mayor"
_LEAD = 4  # passages: the title, the dateline, and where a story says what it is about
_CIVIL = frozenset({"diplomacy", "politics"})
_PASSAGES = 2  # what was named longer ago is no longer spoken of
_YEAR = 366  # days
_LONG_AGO = 32  # days: a month's news is still what a report is about


@dataclass(slots=True)
class SpokenOf:
    """The place spoken of, since which passage, and whether only what was long ago was told of it."""

    published: str | None
    place: Place | None = None
    passage: int = 0
    scene: int = -2  # the passage in which something violent happened there
    past: bool = False
    lead: Place | None = None  # where the first blow that the report tells of fell
    now: int = 0  # the passage that is read
    titled: Place | None = None  # the one settlement that the report's title names
    nowhere: int = -1  # the passage that has told of harm at a place that it does not name
    only: Place | None = None  # the one settlement that the whole report names
    mayors: Mapping[str, Place] = field(default_factory=dict)  # the towns of those who speak as their mayors
    scenes_of: dict[str, Place] = field(default_factory=dict)  # where the last happening of a particular kind was

    def begin(self, passage: int, *, anew: bool) -> None:
        """A passage begins; `anew` where it stands under another heading or in another update."""
        self.now, self.lead = passage, None if anew else self.lead
        self.scenes_of = {} if anew else self.scenes_of
        if anew or passage - self.passage > _PASSAGES:
            self.place, self.scene, self.past = None if anew or passage > _LEAD else self.titled, -2, False

    def asked(self, here: Marks) -> None:
        """A question has been read: what is answered is where it asks about."""
        settled = here.settlements(range(len(here.passage.doc)))
        about = settled[0] if settled else self.titled if is_question(here.passage) else None
        if about is not None:
            self.place, self.passage, self.past = about, self.now, False

    def headed(self, here: Marks) -> None:
        """The report's title is read: what it names alone is what questions between its paragraphs ask about."""
        settled = {place.name: place for place in here.settlements(range(len(here.passage.doc)))}
        self.titled = next(iter(settled.values())) if len(settled) == 1 else None

    def near(self, happening: Happening | None, when: When) -> Place | None:
        """The place for a happening of that time: none for one of long ago, or that goes on since years ("since 2009").

        "The attack", in another paragraph than the place named last, is the first one told of.
        """
        if is_long_ago(when, self.published) and not (self.past and self.passage == self.now):
            return None
        if self.nowhere == self.now != self.passage:
            return None  # "South Africa said four of its soldiers had been killed. Three died at the airport"
        if when.finish is None and long_before(when.begin, self.published, _YEAR):
            return None
        known = self.scenes_of.get(happening.kind.name) if happening is not None else None
        if known is not None and happening is not None and points_back(happening.trigger):
            return known  # "the army blamed the rebels for the shelling": for the one that was told of
        back = happening is not None and self.now != self.passage and points_back(happening.trigger)
        if self.place is None and happening is not None and happening.kind.harm:
            return self.only
        return self.lead if back and self.lead is not None else self.place

    def after(self, clause: Clause, here: Marks, told: Sequence[Happening], made: Sequence[Claim]) -> None:
        """A clause has been read: `told` are its happenings, `made` the claims that it gave."""
        settled = here.settlements(sorted(clause.own))
        for claim in made:
            if claim.kind in FROM_AFAR and claim.stage is Stage.HAPPENED:
                self.scenes_of.update((claim.kind, place) for place in claim.places[:1] if is_settlement(place))
        if any(one.kind.harm for one in told) and _names_a_country_alone(clause.head, here, made):
            self.nowhere = self.now
        if not settled and self.place is None:
            settled = [one for one in here.settlements(sorted(clause.own), where_said=True) if _is_house(one, here)]
        if not settled or only_where_issued(here.passage) or self._is_where_it_was_written(settled[0], here):
            return
        if told and all(one.kind.family in _CIVIL for one in told):
            return  # where an accord was signed, nothing else happened
        # Nor does "there was no word of casualties from Bihac" move a scene there.
        nothing = {claim.stage for claim in made if claim.kind} == {Stage.DID_NOT_HAPPEN}
        past = nothing or any(is_long_ago(claim.when, self.published) for claim in made)
        if past and self.place is not None and not self.past:
            return
        violent = any(one.kind.family in VIOLENT for one in told)
        if self.lead is None and not past and any(one.kind.harm for one in told) and self.now < _LEAD:
            self.lead = settled[0]
        # Trucks that come by way of another town do not move the scene there, nor do those who reach one.
        only_named = settled[0].role is PlaceRole.MENTION
        goes = goes_to(clause.head, here.root(settled[0])) or leads_there(here.root(settled[0]))
        told_of = not goes and (not only_named or self.now - self.scene > 1)
        if violent and _are_listed(settled, here):
            self.place, self.passage, self.past, self.scene = None, self.now, past, self.now
            return  # "drones hit Kyiv, Odesa and Rivne": what is told next was in none of them for sure
        if violent or self.place is None or told_of:
            self.place, self.passage, self.past = settled[0], self.now, past
        self.scene = self.now if violent else self.scene

    def _is_where_it_was_written(self, place: Place, here: Marks) -> bool:
        """Whether a town is that of a dateline, where the title has named another: "Kyiv (Agency) - "."""
        behind = here.passage.text[place.end - here.passage.start :]
        first = place.start == here.passage.start and self.now <= _LEAD
        other = self.titled is not None and (self.titled.name, self.titled.lat) != (place.name, place.lat)
        return first and other and _DATELINE.match(behind) is not None


def _are_listed(settled: Sequence[Place], here: Marks) -> bool:
    """Whether several towns are told of at once."""
    roots = [root for place in settled if (root := here.root(place)) is not None]
    return any(other in first.conjuncts for first in roots[:1] for other in roots[1:])


def only_town(every: Sequence[Marks]) -> Place | None:
    """The town whose police or mayor a report names, where it names no other: "the Lutsk Police Department".

    None for a report of several headings, and where a place is named that no gazetteer has.
    """
    found: dict[tuple[str, float | None], Place] = {}
    owns = False
    for here in every:
        if here.topic != every[0].topic:
            return None
        words = range(len(here.passage.doc))
        for place in (*here.settlements(words), *here.settlements(words, where_said=True)):
            found.setdefault((place.name, place.lat), place)
            owns = owns or _is_of_a_body(here, place)
    alone = len(found) == 1 and None not in {lat for _, lat in found}
    return next(iter(found.values())) if alone and owns else None


def mayors(every: Sequence[Marks]) -> dict[str, Place]:
    """The towns of those who speak as their mayors, by name: "Rivne Mayor Ivan Rybak said"."""
    found: dict[str, Place] = {}
    for here in every:
        for one in (one for speech in here.speeches for one in speech.speakers if one.role == _MAYOR):
            named = [place for place in here.places if (one.start or 0) <= place.start and place.end <= (one.end or 0)]
            if len(named) == 1 and named[0].kind in SETTLEMENTS:
                found.setdefault(one.name, named[0])
    return found


def _is_of_a_body(here: Marks, place: Place) -> bool:
    """Whether a town's name is that of its police or its mayor."""
    name = here.root(place)
    if name is None or name.dep_ not in ("compound", "nmod", "poss"):
        return False
    joined = name.doc[name.i + 1 : name.head.i + 1]
    return any(word.lower_ in tables().bodies or lemma(word) in tables().roles for word in joined)


def _names_a_country_alone(head: Token, here: Marks, made: Sequence[Claim]) -> bool:
    """Whether a clause gave claims of no place since its sentence names a country, and no town."""
    if not made or any(claim.places for claim in made):
        return False
    named = [here.place_at[i] for i in range(head.sent.start, head.sent.end) if i in here.place_at]
    return bool(named) and all(is_wide(place) for place in named)


def _is_house(place: Place, here: Marks) -> bool:
    covered = here.tokens(place.start, place.end)
    return bool(covered) and here.whose_house(covered[0])


def when_beside(
    here: Marks, predicate: Token, happening: Happening | None, published: str | None, *, running: bool
) -> When:
    """When it was, where a claim gives no time itself: since when a count runs, the year of its sentence."""
    if running:
        return since_when_told(here, predicate)
    return _then_alone(here, predicate, published) if happening is not None and happening.kind.harm else When()


def _then_alone(here: Marks, predicate: Token, published: str | None) -> When:
    """The one time of a sentence, long ago, for what it goes on to tell: "was besieged in 2017; 1,100 people died"."""
    first, last = predicate.sent.start, predicate.sent.end
    dated = [time for time in here.times if time.edtf]
    inside = [time for time in dated if first <= here.tokens(time.start, time.end).start < last]
    if len({time.edtf for time in inside}) != 1 or any(token.lower_ == "since" for token in predicate.sent):
        return When()
    when = When(edtf=inside[0].edtf, begin=inside[0].begin, finish=inside[0].finish, basis=inside[0].basis)
    return when if is_long_ago(when, published) else When()


def is_long_ago(when: When, published: str | None) -> bool:
    """Whether what is told ended long before the report was published; what has no end, or no day, did not."""
    return long_before(when.finish, published, _LONG_AGO)

"""Which organisations a report names as the doers of an incident, and how surely.

Comes in: a report's text, the claims of an incident and its initiators as they are worded. Goes out: initiators with a
name: an armed group or a force, by whatever name the report gives it. "Guerrillas" are those of the one group that the
report names; "soldiers" those of the army that it names; "unidentified men" and "a bomb" name nobody and are left out.

How surely is told in the degrees of the contract: reported as fact, claimed or admitted, suspected or accused by
authorities, suspected or accused, possible.
"""

from __future__ import annotations

import collections
import functools
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources

from fogline.model.claim import Actor, Claim
from fogline.model.picture import Development

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+|\n\s*\n")
_INITIALS = re.compile(r"[\[(]([A-Z][A-Z0-9-]{1,7})[\])]")
_BEFORE = re.compile(r"(?:(?:[A-Z\"“][\w'’.\"”-]*|of|the|for|and|de|del|la)\s+){2,9}$")
_NAME = 110  # characters before a bracket in which the name that it shortens begins
_CLAIMED = re.compile(
    r"(claim|took|take|taking|assum|accept|acknowledg|admit|confess)\w*\W+(?:\w+\W+){0,4}responsib|claimed? credit",
    re.I,
)
_ACCUSED = re.compile(
    r"\b(?:(?:accus|blam|suspect|charg|implicat)\w*\W+(?:\w+\W+){0,5}"
    r"|(?:attribut\w+|ascrib\w+)\W+(?:\w+\W+){0,8}to\W+(?:\w+\W+){0,4}"
    r"|(?:responsib\w+|blame)\W+(?:\w+\W+){0,8}(?:of|by|on|with|to|is|was|are|were)\W+(?:\w+\W+){0,4}"
    r"|(?:work|handiwork|orders|act|action) of\W+(?:\w+\W+){0,4})$",
    re.I,
)
_BY = re.compile(r"\bby\W+(?:(?!(?:and|to|that|who|when|after|before|on|in|at)\b)\w+\W+){0,5}$", re.I)
_ALLEGED = re.compile(r"\b(?:alleged\w*|presum\w+|suspect\w+|supposed\w*|apparently|reported(?:ly)?|believed)\b", re.I)
_OF_IT = re.compile(
    r"\b(?:leader|member|spokes\w+|official|candidate|president|supporter|activist|militant|secretary)s?\W+"
    r"(?:of\W+)?(?:the\W+)?$",
    re.I,
)
_ITS = re.compile(
    r"\W{0,3}(?:leader|member|spokes\w+|official|candidate|president|supporter|activist|base|camp)s?\b", re.I
)
_OURS = re.compile(r"\b(?:our|we)\b", re.I)
_TOKEN = re.compile(r"[^\W_]+")
_ARMY = re.compile(r"\b(?:armed\s+forces|army|military)\b", re.I)
_WHOSE = re.compile(r"\b\w{2,}(?:an|ese|ish|eli|aqi|ani)\s+$", re.I)
_VOICE = 260  # characters: within them a group's own communique or station is named
_OFFICIAL = re.compile(
    r"\b(?:police|authorit\w+|army|military (?:sources?|spokes\w+|communique|officials?)|armed forces|officials?"
    r"|government|minist\w+|president|prosecutor\w*|judge|attorney|garrison|brigade|battalion|communique|spokes\w+"
    r"|commander)\b",
    re.I,
)
_MAYBE = re.compile(r"\b(may|might|could|possibl\w+|perhaps|apparently|probabl\w+)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Table:
    names: re.Pattern[str]
    group_of: dict[str, str]
    people: re.Pattern[str]
    soldiers: re.Pattern[str]
    state: re.Pattern[str]
    heads: frozenset[str]
    firsts: frozenset[str]  # first words of names


@functools.cache
def _table() -> _Table:
    table = tomllib.loads(resources.files("fogline.data").joinpath("armed_groups.toml").read_text("utf-8"))
    group_of = {plain(name): group for group, names in table["groups"].items() for name in (group, *names)}
    return _Table(
        names=_words(name for group, names in table["groups"].items() for name in (group, *names)),
        group_of=group_of,
        people=_words(table["people"]),
        soldiers=_words(table["soldiers"]),
        state=re.compile(
            rf"\b((?:[A-Z][\w]+(?:an|ese|ian|ish|i)\s+)?(?:{'|'.join(map(_loose, table['state']))}))\b", re.I
        ),
        heads=frozenset(table["heads"]),
        firsts=frozenset(_TOKEN.findall(name)[0] for name in group_of),
    )


def _words(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    # Initials count only where they are written as such: "ETA" is no estimated time, "Eln" no name.
    parts = [f"(?-i:{_loose(name)})" if name.isupper() and len(name) < 8 else _loose(name) for name in longest_first]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])", re.IGNORECASE)


def _loose(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"\s+")


def plain(name: str) -> str:
    """A name as it is looked up: lower case, single blanks."""
    return " ".join(re.sub(r"[\"“”]", "", name).lower().split())


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    group: str  # one key for all names of a group


@dataclass(frozen=True, slots=True)
class Groups:
    """The armed groups and forces that a report names."""

    text: str
    mentions: tuple[_Mention, ...]
    name_of: dict[str, str]  # as the report names it in full
    usual: str | None  # the group that it speaks of, where that is one
    voice: str | None  # the group whose communique or station it is
    army: str | None  # the force of a state that it names most
    ends: tuple[int, ...]  # where its sentences end

    @property
    def known_people(self) -> str | None:
        """Whose "guerrillas" are."""
        return self.name_of[self.usual] if self.usual else None


def groups(text: str) -> Groups:
    """The armed groups and forces that a report names, each with its full name there.

    >>> told = "The People's Dawn Movement (PDM) said on Friday that PDM fighters had blown up the bridge."
    >>> groups(told).usual
    "People's Dawn Movement"
    """
    table = _table()
    local: dict[str, str] = {}
    for found in _INITIALS.finditer(text):
        before = _BEFORE.search(text[max(0, found.start() - _NAME) : found.start()])
        if before and (name := _full_name(before[0], found[1], table.heads)):
            key = table.group_of.get(plain(found[1])) or table.group_of.get(plain(name)) or name
            local[found[1]] = key
            local[name] = key
    pattern = _words(local) if local else None
    marks = dict(_named(text, table))
    if pattern is not None:
        keys = {plain(name): key for name, key in local.items()}
        for found in pattern.finditer(text):
            marks[found.start()] = (found.end(), keys.get(plain(found[0]), found[0]))
    mentions = tuple(_Mention(start, end, key) for start, (end, key) in sorted(marks.items()))
    counts = collections.Counter(one.group for one in mentions)
    name_of: dict[str, str] = {}
    for one in mentions:
        words = _clean(text[one.start : one.end])
        if len(words) > len(name_of.get(one.group, "")):
            name_of[one.group] = words
    top = counts.most_common(2)
    usual = top[0][0] if top and (len(top) == 1 or top[0][1] > 1.5 * top[1][1]) else None
    forces = collections.Counter(
        _clean((_WHOSE.search(text, max(0, f.start() - 24), f.start()) or [""])[0] + f[0]).lower()
        for f in _ARMY.finditer(text)
    )
    army = next((name for name, _ in forces.most_common(1)), None)
    ends = sentence_ends(text)
    head = text[:_VOICE]
    own = re.search(r"communique|clandestine|\(radio|statement", head, re.I)
    voice = next((one.group for one in mentions if one.start < _VOICE), None) if own else None
    return Groups(text=text, mentions=mentions, name_of=name_of, usual=usual, voice=voice, army=army, ends=ends)


def _named(text: str, table: _Table) -> Iterator[tuple[int, tuple[int, str]]]:
    """Where names of the table stand: start, end and group. A look at each first word, for speed."""
    for word in _TOKEN.finditer(text):
        if word[0].lower() in table.firsts and (found := table.names.match(text, word.start())):
            yield found.start(), (found.end(), table.group_of[plain(found[0])])


def sentence_ends(text: str) -> tuple[int, ...]:
    """Where the sentences of a text end, about: a full stop and a blank, or an empty line."""
    return tuple(found.end() for found in _SENTENCE_END.finditer(text))


def _clean(words: str) -> str:
    return " ".join(words.split())


def _full_name(before: str, initials: str, heads: frozenset[str]) -> str | None:
    """The name that initials in brackets stand for: the words before that have those initials, in any order."""
    words = before.split()
    letters = {letter for letter in initials if letter.isalpha()}
    for start in range(len(words)):
        rest = words[start:]
        firsts = {word.strip("\"“'")[:1].upper() for word in rest}
        shared = len(letters & firsts)
        begins = rest[0].strip("\"“'")[:1].upper() in letters
        if begins and shared >= len(letters) - 1 and shared >= 2 and any(w.lower().strip('"”') in heads for w in rest):
            return _clean(" ".join(rest)).strip('"“”')
    # Initials of the name in another language: what stands after the last article, where it is called a group.
    articles = [i for i, word in enumerate(words) if word.lower() in ("the", "a", "an", "by", "of")]
    rest = words[articles[-1] + 1 :] if articles else []
    if 2 <= len(rest) <= 6 and any(word.lower().strip('"”') in heads for word in rest):
        return _clean(" ".join(rest)).strip('"“”')
    return None


def initiators(one: Development, claims: Sequence[Claim], known: Groups) -> tuple[Actor, ...]:
    """The named doers of an incident, the surest word first."""
    groups_named: dict[str, Actor] = {}
    others: dict[str, Actor] = {}
    told = [claim for claim in claims if claim.kind is not None]
    for actor in (*one.initiators, *(actor for claim in told for actor in claim.initiators)):
        made = _by_words(actor, known)
        if made is not None:
            is_group = made is not actor or made.party is not None
            (groups_named if is_group else others).setdefault(made.name.casefold(), made)
    for made in _by_sentences(told, known):
        old = groups_named.get(made.name.casefold())
        if old is None and not groups_named:
            groups_named[made.name.casefold()] = made
        # Who claims it, and a blame beside a bare telling, say more of how surely it is known.
        elif old is not None and _says_more(made.confidence, old.confidence):
            groups_named[made.name.casefold()] = replace(old, confidence=made.confidence)
    return tuple((groups_named or others).values())


def _says_more(new: str | None, old: str | None) -> bool:
    return new == "claimed or admitted" or (old == "reported as fact" and new != old)


def _by_words(actor: Actor, known: Groups) -> Actor | None:
    """An initiator under the name of the group that its words name or stand for, or None where they name nobody."""
    table = _table()
    words = actor.as_worded or actor.name
    for mention in known.mentions:
        name = known.text[mention.start : mention.end]
        if re.search(rf"(?<!\w){_loose(_clean(name))}(?!\w)", words, re.I):
            own = mention.group == known.voice and actor.confidence != "possible"
            sure = "claimed or admitted" if own else actor.confidence
            return replace(actor, name=known.name_of[mention.group], confidence=sure)
    if actor.party is not None:
        return actor
    if known.voice is not None and _OURS.search(words):
        return replace(actor, name=known.name_of[known.voice], confidence="claimed or admitted")
    if table.people.search(words):
        return replace(actor, name=known.known_people) if known.known_people else None
    if table.soldiers.search(words) and known.army:
        return replace(actor, name=known.army)
    if state := table.state.search(words):
        return replace(actor, name=_clean(state[1]))
    return actor if sum(word[:1].isupper() for word in actor.name.split()) >= 2 else None


def _by_sentences(told: Sequence[Claim], known: Groups) -> list[Actor]:
    """Groups that the sentences of an incident, or the ones after them, claim, blame or suspect."""
    sentences = {_sentence(claim.trigger.start if claim.trigger else claim.start, known) for claim in told}
    after = {_sentence(end + 1, known) for _, end in sentences if end < len(known.text) - 2}
    found = [(start in {one for one, _ in sentences}, start, end) for start, end in sentences | after]
    return [
        actor
        for own, start, end in sorted(found, key=lambda row: row[1:])
        for actor in _in_sentence(own, start, end, known)
    ]


def _in_sentence(own: bool, start: int, end: int, known: Groups) -> Iterator[Actor]:
    words = known.text[start:end]
    within = [
        (one.start - start, known.name_of[one.group])
        for one in known.mentions
        if start <= one.start < end and not _is_of_it(words, one.start - start, one.end - start)
    ]
    if within and _CLAIMED.search(words):
        yield Actor(name=within[0][1], as_worded=within[0][1], confidence="claimed or admitted")
        return
    table = _table()
    for pattern, name in ((table.people, known.known_people), (table.soldiers, known.army)):
        if name is not None:
            within += [(found.start(), name) for found in pattern.finditer(words)]
    within += [(found.start(), _clean(found[1])) for found in table.state.finditer(words)]
    for place, name in sorted(within):
        before = words[:place]
        if _ACCUSED.search(before):
            yield Actor(name=name, as_worded=name, confidence=_blamed(words))
            return
        if own and _BY.search(before):
            sure = _blamed(words) if _ALLEGED.search(before[-60:]) else "reported as fact"
            yield Actor(name=name, as_worded=name, confidence=sure)
            return


def _is_of_it(words: str, start: int, end: int) -> bool:
    """Whether somebody is only told to be of the group: "the leader of the front", "front spokesman Diaz"."""
    return bool(_OF_IT.search(words[:start]) or _ITS.match(words[end:])) and not _BY.search(words[:start])


def _blamed(words: str) -> str:
    if _MAYBE.search(words):
        return "possible"
    return "suspected or accused by authorities" if _OFFICIAL.search(words) else "suspected or accused"


def _sentence(position: int, known: Groups) -> tuple[int, int]:
    at = bisect_right(known.ends, position)
    start = known.ends[at - 1] if at else 0
    return start, known.ends[at] if at < len(known.ends) else len(known.text)

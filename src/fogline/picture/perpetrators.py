"""Which organisations a report names that can do violence: armed groups, forces of a state, networks and governments.

Comes in: a report's text. Goes out: each organisation once, with all places where it stands, under the name that the
report gives it in full. Groups are known from the table, from their initials in brackets and from the make of their
names ("… Liberation Front"); "guerrillas" are those of the one group that the report names, "soldiers" those of the
army that it names.
"""

from __future__ import annotations

import collections
import functools
import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from fogline.data.small_words import small_words
from fogline.data.word_lists import word_lists

_LISTS = word_lists("incident_words", "perpetrators")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+|\n\s*\n")
_INITIALS = re.compile(r"[\[(]([A-Z][A-Z0-9-]{1,7})[\])]")
_BEFORE = _LISTS.pattern("before", 0)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_NAME = 110  # characters before a bracket in which the name that it shortens begins
_OF_IT = _LISTS.pattern("of_it")
_ITS = _LISTS.pattern("its")
_BY = _LISTS.pattern("done_by")
_TOKEN = re.compile(r"[^\W_]+")
_ARMY = _LISTS.pattern("army")
_SENTENCE = 1_000  # characters on either side: a list without a full stop is no sentence
_VOICE = 260  # characters: within them a group's own communique or station is named
_CLAIMED = _LISTS.pattern("claimed")
_OWN_VOICE = _LISTS.pattern("own_voice")


@dataclass(frozen=True, slots=True)
class _Table:
    names: re.Pattern[str]
    group_of: dict[str, str]
    people: re.Pattern[str]
    soldiers: re.Pattern[str]
    state: re.Pattern[str]
    networks: re.Pattern[str]
    heads: frozenset[str]
    made: re.Pattern[str]
    firsts: frozenset[str]  # first words of names


@functools.cache
def _table() -> _Table:
    table = tomllib.loads(resources.files("fogline.data").joinpath("armed_groups.toml").read_text("utf-8"))
    group_of = {plain(name): group for group, names in table["groups"].items() for name in (group, *names)}
    causes, heads = "|".join(table["causes"]), "|".join(table["bands"])
    return _Table(
        names=_words(name for group, names in table["groups"].items() for name in (group, *names)),
        group_of=group_of,
        people=_words(table["people"]),
        soldiers=_words(table["soldiers"]),
        state=_words(table["state"]),
        networks=_words(table["networks"]),
        heads=frozenset(table["heads"]),
        made=re.compile(rf"\b((?:{causes})\s+(?:armed\s+)?(?:{heads})(?:\s+of\s+(?:the\s+)?(?:{causes}))?)\b", re.I),
        firsts=frozenset(_TOKEN.findall(name)[0] for name in group_of),
    )


def _words(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    # Initials count only where they are written as such: "ETA" is no estimated time, "Eln" no name, "let" no LeT.
    parts = [f"(?-i:{_loose(name)})" if _is_initials(name) else _loose(name) for name in longest_first]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w])", re.IGNORECASE)


def _is_initials(name: str) -> bool:
    return (name.isupper() and len(name) < 8) or (len(name) < 4 and name[-1].isupper())


def _loose(name: str) -> str:
    return re.escape(name).replace(r"\ ", r"\s+")


def plain(name: str) -> str:
    """A name as it is looked up: lower case, single blanks."""
    return " ".join(re.sub(r"[\"“”]", "", name).lower().split())


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation of a report."""

    key: str  # one for all its names
    name: str  # as the report names it in full
    sort: str  # group, force or network
    mentions: tuple[tuple[int, int], ...]
    known: bool  # by the table, not by its make


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The organisations that a report names."""

    text: str
    bodies: tuple[Body, ...]
    patterns: Mapping[str, re.Pattern[str]]  # by key: any of its names
    name_of: Mapping[str, str]  # of groups, by key
    usual: str | None  # the group that it speaks of, where that is one
    voice: str | None  # the group whose communique or station it is
    army: str | None  # the force of a state that it names most
    ends: tuple[int, ...]  # where its sentences end
    first: frozenset[str]  # keys: of each sort the one that is named first
    most: Mapping[str, int]  # by sort: mentions of the one that is named most
    claimed: bool  # whether anybody is told to claim anything

    @property
    def known_people(self) -> str | None:
        """Whose "guerrillas" are."""
        return self.name_of[self.usual] if self.usual else None

    def sentence(self, position: int) -> tuple[int, int]:
        """Where the sentence of a position starts and ends."""
        at = bisect_right(self.ends, position)
        first = self.ends[at - 1] if at else 0
        last = self.ends[at] if at < len(self.ends) else len(self.text)
        return max(first, position - _SENTENCE), min(last, position + _SENTENCE)

    def names(self, body: Body, words: str) -> bool:
        """Whether words name an organisation, by any of its names."""
        return bool(words) and self.patterns[body.key].search(words) is not None

    def stands_for(self, body: Body, words: str) -> bool:
        """Whether words speak of the people of an organisation without its name: "guerrillas", "soldiers"."""
        pattern = self._people_of(body)
        return pattern is not None and pattern.search(words) is not None

    def by_those_of(self, body: Body, words: str) -> bool:
        """Whether words tell of something done by them: "killed by three guerrillas"."""
        pattern = self._people_of(body)
        return pattern is not None and any(_BY.search(words[: one.start()]) for one in pattern.finditer(words))

    def _people_of(self, body: Body) -> re.Pattern[str] | None:
        if body.key == self.usual:
            return _table().people
        return _table().soldiers if body.key == self.army else None


def groups(text: str) -> Groups:
    """The organisations that a report names, each with its full name there.

    >>> told = "The People's Dawn Movement (PDM) said on Friday that PDM fighters had blown up the bridge."
    >>> groups(told).known_people
    "People's Dawn Movement"
    """
    table = _table()
    marks = dict(_named(text, table))  # start → end, key
    local = _with_initials(text, table)
    if local:
        keys = {plain(name): key for name, key in local.items()}
        for found in _words(local).finditer(text):
            marks[found.start()] = (found.end(), keys.get(plain(found[0]), found[0]))
    taken = _covered(marks)
    for start, end, name in _made(text, table):
        if taken.isdisjoint(range(start, end)):
            marks[start] = (end, table.group_of.get(plain(name), plain(name)))
    taken = _covered(marks)
    forces: dict[int, tuple[int, str]] = {}
    networks: dict[int, tuple[int, str]] = {}
    for pattern, into in ((table.state, forces), (table.networks, networks)):
        for found in pattern.finditer(text):
            if taken.isdisjoint(range(found.start(), found.end())):
                into[found.start()] = (found.end(), plain(found[0]))
    counts = collections.Counter(key for _, key in marks.values())
    top = counts.most_common(2)
    usual = top[0][0] if top and (len(top) == 1 or top[0][1] > 1.5 * top[1][1]) else None
    bodies = [
        *_bodies(text, "group", marks, lambda key: key in set(table.group_of.values())),
        *_bodies(text, "force", forces, lambda _: True),
        *_bodies(text, "network", networks, lambda _: True),
    ]
    by_sort: dict[str, list[Body]] = collections.defaultdict(list)
    for body in bodies:
        by_sort[body.sort].append(body)
    armies = collections.Counter(
        {body.key: len(body.mentions) for body in bodies if body.sort == "force" and _ARMY.fullmatch(body.key)}
    )
    head = text[:_VOICE]
    own = _OWN_VOICE.search(head)
    voice = next((key for start, (_, key) in sorted(marks.items()) if start < _VOICE), None) if own else None
    return Groups(
        text=text,
        bodies=tuple(bodies),
        patterns={body.key: _words({text[a:b] for a, b in body.mentions} | {body.name}) for body in bodies},
        name_of={body.key: body.name for body in bodies if body.sort == "group"},
        usual=usual,
        voice=voice,
        army=next((key for key, _ in armies.most_common(1)), None),
        ends=sentence_ends(text),
        first=frozenset(min(some, key=lambda body: body.mentions).key for some in by_sort.values()),
        most={sort: max(len(body.mentions) for body in some) for sort, some in by_sort.items()},
        claimed=_CLAIMED.search(text) is not None,
    )


def _covered(marks: Mapping[int, tuple[int, str]]) -> set[int]:
    return {place for start, (end, _) in marks.items() for place in range(start, end)}


def _bodies(
    text: str, sort: str, marks: Mapping[int, tuple[int, str]], is_known: Callable[[str], bool]
) -> Iterator[Body]:
    """The organisations of some marks: a group under its longest name there, others under their commonest."""
    found: dict[str, list[tuple[int, int]]] = collections.defaultdict(list)
    for start, (end, key) in sorted(marks.items()):
        found[key].append((start, end))
    for key, spans in found.items():
        wordings = collections.Counter(_clean(text[start:end]) for start, end in spans)
        name = _in_full(wordings, key) if sort == "group" else wordings.most_common(1)[0][0]
        yield Body(key=key, name=_ARTICLE.sub("", name), sort=sort, mentions=tuple(spans), known=is_known(key))


def _in_full(wordings: Iterable[str], key: str) -> str:
    """The longest of the names that a report gives a group; of a group of the table, one that the table has."""
    names = [_POSSESSIVE.sub("", words) for words in wordings]
    table = _table()
    known = [name for name in names if table.group_of.get(plain(name)) == key and not _is_initials(name)]
    return max(known or names, key=lambda words: (len(words), words))


def _with_initials(text: str, table: _Table) -> dict[str, str]:
    """Names that the report shortens in brackets, and their initials, with the key of their group."""
    local: dict[str, str] = {}
    for found in _INITIALS.finditer(text):
        before = _BEFORE.search(text[max(0, found.start() - _NAME) : found.start()])
        if before and (name := _full_name(before[0], found[1], table.heads)):
            key = table.group_of.get(plain(found[1])) or table.group_of.get(plain(name)) or name
            local[found[1]] = key
            local[name] = key
    return local


def _made(text: str, table: _Table) -> Iterator[tuple[int, int, str]]:
    """Names of no table that are made as those of armed groups are, with the proper names before them."""
    for found in table.made.finditer(text):
        if not found[0][0].isupper():
            continue
        start = found.start()
        for before in reversed(list(_TOKEN.finditer(text, max(0, start - 40), start))[-3:]):
            gap = text[before.end() : start]
            if gap.strip(" \n'’S-\"“”") or before[0].lower() in small_words() or not before[0][0].isupper():
                break
            start = before.start()
        yield start, found.end(), _clean(text[start : found.end()])


def _named(text: str, table: _Table) -> Iterator[tuple[int, tuple[int, str]]]:
    """Where names of the table stand: start, end and group. A look at each first word, for speed."""
    for word in _TOKEN.finditer(text):
        if word[0].lower() in table.firsts and (found := table.names.match(text, word.start())):
            yield found.start(), (found.end(), table.group_of[plain(found[0])])


def sentence_ends(text: str) -> tuple[int, ...]:
    """Where the sentences of a text end, about: a full stop and a blank, or an empty line."""
    return tuple(found.end() for found in _SENTENCE_END.finditer(text))


def is_of_it(before: str, after: str) -> bool:
    """Whether somebody is only told to be of the group: "the leader of the front", "front spokesman Diaz"."""
    return bool(_OF_IT.search(before) or _ITS.match(after)) and not _BY.search(before)


def _clean(words: str) -> str:
    return " ".join(words.split())


def _full_name(before: str, initials: str, heads: frozenset[str]) -> str | None:
    """The name that initials in brackets stand for: the words before that have those initials, in any order."""
    words = before.split()
    letters = {letter for letter in initials if letter.isalpha()}
    # "the attack to the People's Dawn Movement (PDM)" in capitals: the name begins after the last article, if it can.
    after = [place + 1 for place, word in enumerate(words[:-1]) if word.lower() in ("the", "a", "an")]
    for at, start in enumerate((*reversed(after), *range(len(words)))):
        rest = words[start:]
        firsts = {word.strip("\"“'")[:1].upper() for word in rest}
        shared = len(letters & firsts)
        begins = rest[0].strip("\"“'")[:1].upper() in letters
        least = len(letters) if at < len(after) else len(letters) - 1
        if begins and shared >= max(2, least) and any(w.lower().strip('"”') in heads for w in rest):
            return _clean(" ".join(rest)).strip('"“”')
    # Initials of the name in another language: what stands after the last article, where it is called a group.
    articles = [i for i, word in enumerate(words) if word.lower() in ("the", "a", "an", "by", "of")]
    rest = words[articles[-1] + 1 :] if articles else []
    if 2 <= len(rest) <= 6 and any(word.lower().strip('"”') in heads for word in rest):
        return _clean(" ".join(rest)).strip('"“”')
    return None

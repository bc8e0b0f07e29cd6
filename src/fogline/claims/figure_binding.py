"""What a number counts: its noun, its measure, its group and its scope.

In: a passage's words, its counted noun phrases and one number. Out: a `Bond`, or None for a number that counts nothing
here. Refused: numbers of hours, blocks, points and the like (`not_counted` in the table).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fogline.claims.certainty import stage_of
from fogline.claims.figure_numbers import Number, find_numbers
from fogline.claims.figure_parts import part_after
from fogline.claims.figure_roles import Page, Role
from fogline.claims.figure_words import Words
from fogline.claims.parse import lemma
from fogline.claims.remaining import in_a_condition, stays_otherwise
from fogline.claims.time_tense import SAYS
from fogline.data.measures import MeasureTable
from fogline.data.word_lists import word_lists
from fogline.model.claim import Scope, Stage

_LISTS = word_lists("figure_words", "binding")
_QUOTES = ('"', "”", "''", "’", "'")
_TO_NUMBER = _LISTS.words("to_number")
_LONGEST_GROUP = 5  # tokens: "number of Palestinian men and boys killed"
_RISE = _LISTS.pattern("rise")
_GAP_RIGHT = _LISTS.words("gap_right")
_GAP_LEFT = _LISTS.words("gap_left")
_WHOLE_NOUNS = _LISTS.words("whole_nouns")
_A_TOWN = 200  # people, at least, whom "lived there" counts as a place's
_A_CROWD = 50  # people, at least, who leave a place because they must
HARMS = frozenset({"killed", "injured", "casualties"})
_OWN_MEASURES = {"bridges", "routes", "settlements"}
_DEFINITE = _LISTS.words("known_wholes")
_MAYBE_PARTICIPLE = {"VBN", "VBD", "NNP", "NNS", "NN"}
_INCLUDING = _LISTS.words("including")
_LISTED_TAGS = {"DT", "CD", "NN", "NNS", "JJ", "CC", ","}
_GENERAL = _LISTS.words("general_nouns")
_PEOPLE_NOUN = _LISTS.words("people_noun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """What a number is bound to. `noun` is the token of the counted noun, `end` the last token of the phrase."""

    measure: str | None
    group: str | None = None
    scope: Scope
    noun: int | None = None
    end: int
    factor: float = 1.0

    def part_of(self, measure: str | None) -> Bond:
        """The same, counted by the measure of the whole that it is a part of."""
        return replace(self, measure=measure)


_BE = _LISTS.words("forms_of_be")
_LATER = _LISTS.words("deeds_later")
_MORE = _LISTS.words("more")
_BURIES, _BODIES, _SEVERAL = _LISTS.words("buries"), _LISTS.words("bodies"), _LISTS.words("several")


def counted_noun(words: Words, first: int, last: int) -> int | None:
    """The noun that a number counts: "21" in "at least 21 elderly people" counts "people"."""
    at = last
    for i in range(first, last + 1):
        if (
            words.dep[i] in ("nummod", "amod", "compound", "det", "quantmod", "predet", "advmod")
            and words.head[i] > last
        ):
            at = words.head[i]
            break
    if any(_parts(words, i) for i in range(last + 1, at)):
        at = last  # "at least 12 dead - governor": what stands behind a dash is not counted
    if at > last and words.tag[at][:1] == "N" and at - last <= 6:
        return _compound_end(words, at)
    nxt = last + 1
    if nxt < len(words.lower) and words.lower[nxt] == "of":
        for j in range(nxt + 1, min(nxt + 6, len(words.lower))):
            if words.tag[j][:1] == "N" and words.tag[j + 1 : j + 2] not in (["NN"], ["NNS"], ["POS"]):
                return j
            if words.tag[j] in ("PRP", "WP", "IN", ",", ".") or words.tag[j][:2] in ("VB", "MD"):
                return None
        return None
    if words.lower[nxt : nxt + 1] and words.lower[nxt] in _QUOTES:
        nxt += 1  # "up to 130" servicemen
    # The parse may have missed it: the next plural noun after adjectives.
    for j in range(nxt, min(nxt + 4, len(words.lower))):
        if words.tag[j] in ("NNS", "NNPS") or (
            words.tag[j] == "NN" and words.tag[j + 1 : j + 2] not in (["NN"], ["NNS"])
        ):
            return j
        if words.tag[j] not in ("JJ", "JJR", "NN", "NNP", "VBN", "HYPH", "CD") or _parts(words, j):
            return None
    return None


def _parts(words: Words, i: int) -> bool:
    """Whether a dash stands between two words, not in one."""
    return words.lower[i] in ("-", "–", "—") and words.starts[i] > words.starts[i - 1] + len(words.lower[i - 1])


def _compound_end(words: Words, noun: int) -> int:
    nxt = noun + 1
    if nxt < len(words.tag) and words.tag[nxt] in ("NNS",) and words.head[noun] == nxt:
        return nxt
    return noun


def bind(page: Page, number: Number, first: int, last: int) -> Bond | None:
    """Binds one number to what it counts."""
    words, table = page.words, page.table
    noun = counted_noun(words, first, last)
    if noun is not None and words.tag[noun] == "NN" and words.lower[noun] in table.states:
        noun = None  # "eight were killed and 12 hurt", which the parse takes for a noun
    key = words.lemma(noun) if noun is not None else ""
    if (
        noun is not None
        and words.dep[noun] in ("dobj", "nsubjpass")
        and lemma(page.passage.doc[words.head[noun]]) in _LATER
    ):
        # Victims who are buried or named are those that were counted before; "we have buried 26 people" counts them.
        if not (lemma(page.passage.doc[words.head[noun]]) in _BURIES and _are_counted_there(words, noun)):
            return None
        return Bond(measure="killed", scope=Scope.TOTAL, noun=noun, end=max(noun, last))
    if noun is None and _of_them_says(words, last):
        return None  # "one of them, who asked not to be named, said"
    if noun is not None and words.lower[last] == "both" and words.tag[noun] in ("NN", "NNP"):
        return None  # "both Petrenko and Bilyk": each is counted by his name
    plain = words.lower[noun] if noun is not None else ""
    end = noun if noun is not None and noun > last else last
    if key in table.units:
        measure, factor = table.units[key]
        if noun and measure == "distance_km" and words.lower[noun - 1] in ("square", "sq"):
            measure, factor = "area_km2", factor**2
        return Bond(measure=measure, scope=Scope.TOTAL, noun=noun, end=end, factor=factor)
    if key in table.not_counted or plain in table.not_counted:
        return None
    whole = _whole_of(words, last)
    of_its = words.lower[last + 1 : last + 2] == ["of"] and words.tag[last + 2 : last + 3] == ["PRP$"]
    if (_of_the(words, last) or of_its) and words.tag[last + 3 : last + 4] in (["JJS"], ["RBS"]):
        return None  # "one of the deadliest attacks" counts none
    if (harmed := _of_the_harmed(words, table, last)) is not None:
        return harmed
    role = _role(words, page.counted, None if whole else noun, first, last)
    group = _group_beside(words, table, key, noun) or table.groups.get(key) or _group_before(words, table, key, noun)
    scope = _scope(words, table, number, first, last, end)
    if whole:
        if role is None and noun is not None:
            role = _role(words, page.counted, noun, first, last)
        scope, end = Scope.SUBSET, last
    if role and _is_whole(words, first) and words.dep[role.trigger] not in ("acl", "amod", "relcl"):
        role = None  # of "14 of 20 drones were shot down" only the 14 were
    part = next((i for i in (noun, last) if i is not None and i in page.among), None)
    if part is not None:
        scope = Scope.SUBSET
    if role and role.measure == "population" and (number.low or 0) < _A_TOWN:
        role = None  # "ten families lived in the basement"
    if role and role.measure == "displaced" and words.lemma(role.trigger) == "leave" and (number.low or 0) < _A_CROWD:
        role = None  # "four ministers left Kyiv"
    if role and _unreal(page, role):
        return None
    person = noun is None or key in table.people or plain in _PEOPLE_NOUN or words.tag[noun][:3] == "NNP"
    counted_by = _measure(words, table, role, key, person, first, last)
    if part is not None:
        counted_by = table.states.get(page.among[part] or "") or counted_by
    if scope is Scope.SUBSET and counted_by is None and key not in _WHOLE_NOUNS and _of_the(words, last) and not whole:
        return None
    if counted_by is None and scope is not Scope.SUBSET:
        if noun is None or words.tag[noun] != "NNS":
            return None
        return Bond(measure=None, group=group or words.lower[noun], scope=scope, noun=noun, end=end)
    return Bond(measure=counted_by, group=None if group == "people" else group, scope=scope, noun=noun, end=end)


def _are_counted_there(words: Words, noun: int) -> bool:
    """Whether those who bury people tell how many: all of a village, not one who helped to bury some."""
    verb = words.head[noun]
    several = [k for k in words.kids(verb, "nsubj") if words.lower[k] in _SEVERAL or words.tag[k] in ("NNS", "NNPS")]
    return bool(several) and words.dep[noun] == "dobj" and words.lemma(noun) in _GENERAL | _BODIES


def _of_them_says(words: Words, last: int) -> bool:
    """Whether "one of them" is somebody who speaks."""
    if words.lower[last + 1 : last + 3] != ["of", "them"]:
        return False
    quoted = last > 0 and words.lower[last - 1] in _QUOTES
    verb = words.head[last]
    above = (verb, words.head[verb]) if words.tag[verb][:1] == "V" else ()
    says = any(words.tag[one][:1] == "V" and lemma(words.doc[one]) in SAYS for one in above)
    return says and (quoted or words.dep[last] in ("nsubj", "npadvmod"))


def is_of_others(page: Page, bond: Bond, last: int) -> bool:
    """Whether "three of them" were killed or hurt themselves: they are no part of the dead who were counted before."""
    words = page.words
    if bond.measure not in HARMS or words.lower[last + 1 : last + 3] != ["of", "them"]:
        return False
    number = words.head[last] if words.dep[last] == "nummod" else last
    verb = words.head[number]
    return words.dep[number] == "dobj" and page.table.done_to.get(words.lemma(verb)) == bond.measure


def _of_the(words: Words, last: int) -> bool:
    """ "Two of the officers": a part of the officers, but not of those who were counted before."""
    return words.lower[last + 1 : last + 3] in (["of", "the"], ["of", "those"], ["of", "these"])


def _unreal(page: Page, role: Role) -> bool:
    """ "Two others were not hurt", "tried to kill two officers": nobody is counted, whatever the number."""
    if role.measure not in HARMS:
        return False
    stage = stage_of(page.passage, page.passage.doc[role.trigger])
    return stage in (Stage.DID_NOT_HAPPEN, Stage.ATTEMPTED, Stage.PLANNED, Stage.THREATENED)


def _group_before(words: Words, table: MeasureTable, key: str, noun: int | None) -> str | None:
    """ "Civilian deaths", "police casualties": the group stands before the noun that is counted."""
    if noun is None or key not in table.counts:
        return None
    before = (words.lower[k] for k in words.kids(noun, "amod", "compound", "nmod") if k < noun)
    return next((table.groups[word] for word in before if word in table.groups), None)


def _group_beside(words: Words, table: MeasureTable, key: str, noun: int | None) -> str | None:
    """ "Military personnel", "members of the security forces": the group stands beside a noun for anybody."""
    if noun is None or key not in table.general:
        return None
    of = [o for p in words.kids(noun, "prep") if words.lower[p] == "of" for o in words.kids(p, "pobj")]
    near = [k for one in (noun, *of) for k in (*words.kids(one, "amod", "compound", "nmod"), one)]
    return next((table.beside[words.lower[k]] for k in near if words.lower[k] in table.beside), None)


def _whole_of(words: Words, last: int) -> bool:
    """ "61 of 77 missiles", "24 out of 35 drones": a number of a number."""
    low, tag = words.lower, words.tag
    after = last + 1 + (low[last + 1 : last + 2] == ["out"])
    if low[after : after + 1] != ["of"]:
        return False
    after += 1 + (low[after + 1 : after + 2] in (["the"], ["some"], ["his"], ["their"], ["its"]))
    if "POS" in tag[after : after + 3]:  # "of the town's 40,000 inhabitants"
        after = tag.index("POS", after) + 1
    return tag[after : after + 1] == ["CD"]


def _is_whole(words: Words, first: int) -> bool:
    """Whether a number is the 20 of "14 of 20 drones"."""
    at = first - 1
    while at > 0 and words.tag[at] in ("DT", "POS", "NN", "PRP$") and first - at < 4:
        at -= 1
    if at < 1 or words.lower[at] != "of":
        return False
    return words.tag[at - 1] == "CD" or (words.lower[at - 1] == "out" and words.tag[at - 2] == "CD")


def _of_the_harmed(words: Words, table: MeasureTable, last: int) -> Bond | None:
    """ "One of those killed was a child": a part of the killed, of the group that the sentence goes on to name."""
    low = words.lower
    if not _of_the(words, last) or last + 3 >= len(low):
        return None
    word = low[last + 3]
    measure = table.states.get(word) or (
        _stem(table, word, words.lemma(last + 3)) if words.tag[last + 3] in _MAYBE_PARTICIPLE else None
    )
    if measure not in table.people_only or words.tag[last + 4 : last + 5] in (["NN"], ["NNS"]):
        return None
    number = words.head[last] if words.dep[last] == "nummod" else last
    if words.dep[number] != "nsubj" or words.lemma(words.head[number]) != "be":
        return None
    return Bond(measure=measure, group=_group_said(words, table, number), scope=Scope.SUBSET, end=last + 3)


def _group_said(words: Words, table: MeasureTable, number: int) -> str | None:
    """ "Three of the nine were paramedics": what the sentence says that they are."""
    verb = words.head[number]
    if words.dep[number] != "nsubj" or words.lemma(verb) != "be":
        return None
    groups = (table.groups.get(words.lemma(k)) for k in words.kids(verb, "attr"))
    group = next((one for one in groups if one), None)
    return None if group == "people" else group


def subset_group(page: Page, bond: Bond, last: int) -> Bond:
    """ "Three of them children": the group stands after "of them"."""
    words, table = page.words, page.table
    low = words.lower
    if bond.group is None:
        number = words.head[last] if words.dep[last] == "nummod" else last
        bond = replace(bond, group=_group_said(words, table, number))
    if low[last + 1 : last + 2] != ["of"] or low[last + 2 : last + 3] not in (["them"], ["whom"], ["these"], ["those"]):
        return bond
    for j in range(last + 3, min(last + 7, len(low))):
        group = table.groups.get(words.lemma(j))
        if group is not None:
            return replace(bond, group=None if group == "people" else group, end=j)
        other_verb = words.tag[j][:1] == "V" and low[j] not in _BE  # "three of them refused hospital treatment"
        if words.tag[j][:1] not in "JDRNV" or low[j] in (",", ".") or other_verb:
            break
    return replace(bond, end=max(bond.end, last + 2))


def _role(words: Words, roles: Mapping[int, Role], noun: int | None, first: int, last: int) -> Role | None:
    spots = [noun] if noun is not None else []
    for i in [*spots, *range(last, first - 1, -1)]:
        if i in roles:
            return roles[i]
        head = words.head[i]
        # "Three of those killed": the number's noun hangs on a noun phrase that is counted.
        # "Four bodies, two males and two females": who the four are.
        whole = words.dep[i] == "appos" and words.lemma(head) in _GENERAL and words.kids(head, "nummod")
        if whole:
            continue
        if words.dep[i] in ("nummod", "appos") and head in roles and abs(head - i) < 6 and words.tag[head] != "NNP":
            return roles[head]
    return None


def _measure(
    words: Words, table: MeasureTable, role: Role | None, key: str, person: bool, first: int, last: int
) -> str | None:
    own = table.counts.get(key)
    nxt = last + 1
    if not key and nxt < len(words.lower) and words.lower[nxt] in table.states and words.tag[nxt][:1] in "JV":
        return table.states[words.lower[nxt]]
    if role and (person or role.measure not in table.people_only) and own not in _OWN_MEASURES:
        return own if role.measure == "casualties" and own == "fired" else role.measure
    if own and own not in ("casualties", "troops"):
        return own
    if person:
        near = _near(words, table, first, last)
        if near or own not in (None, "troops"):
            return near or own
        if own:  # "losses came to 1,270 servicemen" counts no troops that stand somewhere
            return _toll_that_rose(words, table, first) or own
        return _toll(words, table, first) or _toll_behind(words, table, first, last)
    return own


def _in_a_list_of_some(words: Words, start: int) -> bool:
    """Whether a number stands further on in a list after "including": "including a monk and two girls"."""
    at, joined = start - 1, False
    while at >= 0 and words.tag[at] in _LISTED_TAGS:
        joined = joined or words.tag[at] == "CC"
        at -= 1
    return joined and at >= 0 and words.lower[at] in _INCLUDING


def _near(words: Words, table: MeasureTable, first: int, end: int) -> str | None:
    """What stands right beside the number where the parse tells nothing: "3 dead, 10 injured", "killing 21"."""
    for j in range(end + 1, min(end + 6, len(words.lower))):
        word = words.lower[j]
        if word in table.states and not words.kids(j, "dobj"):
            return table.states[word]
        if word == "still" and words.lower[j + 1 : j + 2] in (["in"], ["inside"], ["there"]):
            return None if in_a_condition(words.doc[j + 1]) else "remaining"
        if words.tag[j] in ("VBN", "VBD") or word.isalpha():
            key = words.lemma(j)
            if stays_otherwise(words.doc[j]):
                return None
            if words.tag[j] in _MAYBE_PARTICIPLE and word.endswith(("ed", "ain")) and (stem := _stem(table, word, key)):
                return stem
            if key in table.does and words.tag[j][:1] == "V" and not stays_otherwise(words.doc[j]):
                return table.does[key]
        if word not in _GAP_RIGHT and words.tag[j] != "RB":
            break
    for j in range(first - 1, max(first - 4, -1), -1):
        word = words.lower[j]
        key = words.lemma(j) if words.tag[j][:1] == "V" else word
        if words.tag[j][:1] == "V" and key in table.done_to:
            return table.done_to[key]
        if word not in _GAP_LEFT and words.tag[j] not in ("RB", "JJ", "IN", "JJS", "RBR", "JJR"):
            break
    return None


def _stem(table: MeasureTable, word: str, key: str) -> str | None:
    for form in (key, word.removesuffix("ed"), word.removesuffix("d")):
        if form in table.done_to:
            return table.done_to[form]
    return None


def _toll(words: Words, table: MeasureTable, first: int) -> str | None:
    """ "The toll climbed to 10", "bringing the number of dead to 10", "a population of 70,000"."""
    stop = max(first - 14, -1)
    for j in range(first - 1, stop, -1):
        word = words.lower[j]
        if word in (".", ";"):
            return None
        if word == "number" and words.lower[j + 1 : j + 2] == ["of"] and words.lower[first - 1] in _TO_NUMBER:
            return _number_of(words, table, j + 2, first)
        for width in (1, 2, 3, 4):
            phrase = " ".join(words.lower[max(0, j - width + 1) : j + 1])
            if phrase in table.tolls and (width > 1 or f"{words.lower[j - 1]} {word}" not in table.tolls):
                between = " ".join(words.lower[j + 1 : first])
                if (
                    len(between) < 2
                    or _RISE.search(between)
                    or words.lower[first - 1] in ("to", "at", "of", ":", "-", "–")
                ):
                    return table.tolls[phrase]
    return _toll_that_rose(words, table, first)


def _number_of(words: Words, table: MeasureTable, begin: int, end: int) -> str | None:
    """What befell those of whom a number is told: "the number of villagers killed since it began at 300"."""
    for k in range(begin, min(begin + _LONGEST_GROUP, end)):
        if words.lower[k + 1 : k + 2] == ["down"] and words.lemma(k) in table.phrases:
            return next((measure for word, measure in table.phrases[words.lemma(k)] if word == "down"), None)
        if (measure := table.states.get(words.lower[k])) is not None:
            return measure
        if words.tag[k] in _MAYBE_PARTICIPLE and (stem := _stem(table, words.lower[k], words.lemma(k))) is not None:
            return stem
    return None


def _toll_behind(words: Words, table: MeasureTable, first: int, last: int) -> str | None:
    """What stands behind its number: "bringing to seven the number of people killed"."""
    low = words.lower
    if low[first - 1 : first] not in (["to"], ["at"]) or low[last + 1 : last + 2] not in (["the"], ["its"], ["their"]):
        return None
    for width in (4, 3, 2, 1):
        phrase = " ".join(low[last + 2 : last + 2 + width])
        if phrase in table.tolls:
            return table.tolls[phrase]
    return None


def _toll_that_rose(words: Words, table: MeasureTable, first: int) -> str | None:
    """The toll that rose to a number, however much is said of it in between: "the toll of … in … rose to four"."""
    head = words.head[first] if words.dep[first] == "nummod" else first
    to = words.head[head]
    if (
        words.dep[head] != "pobj"
        or words.lower[to] not in ("to", "at")
        or not _RISE.search(words.lower[words.head[to]])
    ):
        return None
    subjects = words.kids(words.head[to], "nsubj", "nsubjpass")
    return next((table.tolls[words.lower[one]] for one in subjects if words.lower[one] in table.tolls), None)


def _scope(words: Words, table: MeasureTable, number: Number, first: int, last: int, end: int) -> Scope:
    low = words.lower
    after = " ".join(low[end + 1 : end + 4])
    if any(after.startswith(rate) for rate in table.rates):
        return Scope.RATE
    start = first
    while start > 0 and words.doc[start].idx > number.start:
        start -= 1
    if _in_a_list_of_some(words, start):
        return Scope.SUBSET
    before = low[max(0, start - 4) : start]
    if before and (
        before[-1] in _INCLUDING or before[-2:] in (["among", "them"], ["of", "whom"], ["of", "them"], ["of", "these"])
    ):
        return Scope.SUBSET
    if before[-1:] == [","] and before[-3:-1] in (
        ["among", "them"],
        ["of", "whom"],
        ["of", "them"],
        ["of", "these"],
        ["of", "those"],
    ):
        return Scope.SUBSET
    if low[last + 1 : last + 2] == ["of"] and low[last + 2 : last + 3] and low[last + 2] in _DEFINITE:
        return Scope.SUBSET
    beside = end + 1 + (low[end + 1 : end + 2] == [","])
    if low[beside : beside + 2] == ["among", "them"] and part_after(words, beside) is None:
        return Scope.SUBSET
    if number.more or any(word in _MORE for word in low[last + 1 : end + 2]):
        return Scope.INCREMENT
    if low[start - 1 : start] == ["by"] and "to" in low[last + 1 : last + 4]:
        return Scope.INCREMENT
    return Scope.TOTAL


def stated_whole(page: Page, last: int) -> float | None:
    """The 77 of "61 of 77 missiles"."""
    if not _whole_of(page.words, last):
        return None
    start = page.words.starts[last] + len(page.words.doc[last].text)
    return next((number.best for number in find_numbers(page.passage.text[start : start + 40])), None)

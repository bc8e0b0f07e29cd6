"""Which noun phrases of a passage are counted by what: the killed of "killed", the displaced of "fled".

In: a parsed passage. Out: `Role`s by the token that heads the noun phrase. Refused: subjects of killing, verbs that
have no object ("gunmen opened fire"), and words that the table does not know.
"""

from __future__ import annotations

from dataclasses import dataclass

from fogline.claims.figure_lists import listed
from fogline.claims.figure_parts import among, is_a_part
from fogline.claims.figure_words import SELF, WHO, Words
from fogline.claims.parse import Passage
from fogline.claims.remaining import in_a_condition, stays_otherwise
from fogline.data.measures import MeasureTable
from fogline.data.word_lists import word_lists
from fogline.model.report import Report

_LISTS = word_lists("figure_words", "roles")
_BEFORE = _LISTS.words("before")
_THEN = _LISTS.words("before_next_verb")
_WEAPONS = _LISTS.words("weapons")
_RANK = {"population": -1, "casualties": 0, "remaining": 0, "injured": 1, "killed": 3}  # the rest: 2
_CARRIERS = {"prep", "prt", "xcomp", "oprd", "dobj", "acomp", "agent"}
_LIVED = _LISTS.words("lived")
_HOMES = _LISTS.words("homes")
_IN = _LISTS.words("inside")
_FATAL, _WOUNDS = _LISTS.words("fatal"), _LISTS.words("wounds")
_FINDS, _COMES_TO = _LISTS.words("finds"), _LISTS.words("comes_to")
_PARTICIPLE = {"VBN", "VBD"}
_CROSSES, _CROSSERS = _LISTS.words("crosses"), _LISTS.words("crossers")
_RUINED = frozenset({"destroyed", "damaged"})
HARMED = frozenset({"killed", "injured"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A noun phrase's head is counted by `measure`, as the words at `trigger` say."""

    measure: str
    trigger: int
    sure: bool = True  # False: by a verb that also takes things ("captured two villages")
    adds: bool = False  # one more than those told before: "killed seven people before killing himself"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One passage with everything that binding needs, read out once."""

    passage: Passage
    report: Report
    table: MeasureTable
    words: Words
    counted: dict[int, Role]
    among: dict[int, str | None]

    @classmethod
    def of(cls, passage: Passage, report: Report, table: MeasureTable) -> Page:
        """Reads a passage."""
        words = Words.of(passage.doc, table)
        return cls(
            passage=passage, report=report, table=table, words=words, counted=roles(words, table), among=among(words)
        )


def roles(words: Words, table: MeasureTable) -> dict[int, Role]:
    """The counted noun phrases of a passage, by the token at their head."""
    found: dict[int, Role] = {}
    for i, tag in enumerate(words.tag):
        letter = tag[:1]
        if letter not in "VNJ" and words.lower[i] != "home":
            continue
        key = words.lemma(i)
        if letter == "V":
            _verb(words, table, i, key, found)
        elif letter == "N" and key in table.happens:
            _noun(words, table, i, key, found)
        elif words.lower[i] == "home" and words.dep[i] != "dobj":
            # "Once home to 30,000 people": a town's people.
            to = [p for p in words.kids(i, "prep") if words.lower[p] == "to"]
            _add(words, found, [k for p in to for k in words.kids(p, "pobj")], "population", i)
        elif letter == "N" and key in ("body", "corpse"):
            _remains(words, i, found)
        elif letter == "N" and key in _WOUNDS and words.dep[i] in ("pobj", "conj"):
            _with_wounds(words, i, found)
        if words.lower[i] in table.states or (letter == "J" and key in table.states):
            _state(words, table, i, found)
    return found


def _add(words: Words, found: dict[int, Role], heads: list[int], measure: str, trigger: int, sure: bool = True) -> None:
    # "A man who was killed and a woman": a clause with "who" tells of its own noun only.
    alone = words.dep[trigger] in ("relcl", "acl")
    own = words.dep[trigger] == "amod"  # "three dead soldiers and two unhurt guards"
    for head in heads:
        for one in [head] if alone else listed(words, head):
            if own and one != head and words.kids(one, "det", "nummod", "poss"):
                continue
            known = found.get(one)
            if known is not None and measure in HARMED and _in_one_breath(words, known, measure, trigger):
                found[one] = Role(measure="casualties", trigger=known.trigger, sure=sure)
                continue
            # "Shot and killed", "remain missing", "a man injured last week died": the word that says more counts.
            if known is None or _RANK.get(measure, 2) > _RANK.get(known.measure, 2):
                found[one] = Role(measure=measure, trigger=trigger, sure=sure)


def _in_one_breath(words: Words, known: Role, measure: str, trigger: int) -> bool:
    """ "Lost 300 men killed and wounded": one number counts both."""
    told = words.table.done_to.get(words.lemma(known.trigger))  # by the first verb: "shot" is none of the two
    if told not in HARMED or measure == told:
        return False
    return words.head[trigger] == known.trigger and words.dep[trigger] == "conj" and 0 < trigger - known.trigger <= 2


def _verb(words: Words, table: MeasureTable, i: int, key: str, found: dict[int, Role]) -> None:
    phrases = table.phrases.get(key, ())
    beside = _beside(words, i) if phrases else set()
    told = next((measure for word, measure in phrases if word in beside), table.done_to.get(key))
    if (doer := _himself(words, i, key, told)) is not None and _after_his_victims(words, i, doer, found):
        found[doer] = Role(measure="killed", trigger=i, adds=True)
        return
    for word, measure in phrases:
        if word in beside:
            _add(words, found, _of_phrase(words, i, word), measure, i)
            return
    if (doer := _on_oneself(words, i, key)) is not None:
        _add(words, found, _doers(words, i) or [doer], "killed", i)
        return
    for word, measure in table.takes.get(key, ()):
        if heads := [k for k in words.kids(i, "dobj", "nsubjpass") if words.lemma(k) == word]:
            _add(words, found, heads, measure, i)
            return
    if key in table.done_to and (key not in table.does or words.kids(i, "dobj", "nsubjpass")):
        _add(words, found, done_to(words, i), table.done_to[key], i)
    elif table.does.get(key) in _RUINED and words.kids(i, "dobj"):
        pass  # "thirty fighters burned their weapons" counts no ruin
    elif key in table.does and not stays_otherwise(words.doc[i]):
        _add(words, found, _doers(words, i), table.does[key], i)
    elif key == "be" and any(words.lower[k] == "still" for k in words.children[i]) and _inside(words, i):
        _add(words, found, subjects(words, i), "remaining", i)
    elif key == "leave" and any(words.tag[k] == "NNP" or words.lower[k] in _HOMES for k in words.kids(i, "dobj")):
        # "4,300 people have left Gressier": so many, and no one traveller.
        several = [k for k in words.kids(i, "nsubj") if words.tag[k] == "CD" or words.kids(k, "nummod")]
        _add(words, found, several, "displaced", i)
    elif key in _CROSSES and any(words.lower[k] == "into" for k in words.kids(i, "prep")):
        people = [k for k in words.kids(i, "nsubj") if words.lemma(k) in _CROSSERS and words.kids(k, "nummod")]
        _add(words, found, people, "displaced", i)
    elif words.lower[i] in _LIVED and words.kids(i, "nsubj") and _inside(words, i):
        _add(words, found, subjects(words, i), "population", i)
    elif key in _COMES_TO:
        if any(words.lemma(k) in _WOUNDS for p in (i, *words.kids(i, "prep")) for k in words.kids(p, "dobj", "pobj")):
            _add(words, found, subjects(words, i), "injured", i)
        _bodies(words, i, found)
    elif key in _FINDS:
        _bodies(words, i, found)


def _inside(words: Words, verb: int) -> bool:
    """Whether a word of place stands with a verb: "still in the town", not "still in hospital"."""
    return any(words.lower[k] in _IN and not in_a_condition(words.doc[k]) for k in words.children[verb])


def _of_phrase(words: Words, verb: int, word: str) -> list[int]:
    """Whom a verb and its word count: the passive's subject, or the object that is not the word itself.

    "Three men were taken hostage", "took hostage 33 soldiers", "set fire to 40 lorries", "lost their lives".
    """
    objects = words.kids(verb, "dobj")
    own = [k for k in objects if words.lemma(k) == word]
    if not own:
        return done_to(words, verb) or subjects(words, verb)
    others = [k for k in objects if k not in own]
    to = [p for k in (verb, *own) for p in words.kids(k, "prep") if words.lower[p] == "to"]
    return others or [k for p in to for k in words.kids(p, "pobj")] or subjects(words, verb)


def _on_oneself(words: Words, verb: int, key: str) -> int | None:
    """Who ends his own life, by the word that says so: "turned the gun on himself", "took his own life"."""
    if key == "take":
        lives = [k for k in words.kids(verb, "dobj") if words.lower[k] == "life"]
        owned = [k for life in lives for k in words.children[life] if words.lower[k] == "own"]
        return next((k for life in lives if owned for k in words.kids(life, "poss")), None)
    if key != "turn" or not any(words.lower[k] in _WEAPONS for k in words.kids(verb, "dobj")):
        return None
    return next(
        (
            own
            for prep in words.kids(verb, "prep")
            if words.lower[prep] in ("on", "upon")
            for own in words.kids(prep, "pobj")
            if words.lower[own] in SELF
        ),
        None,
    )


def _himself(words: Words, verb: int, key: str, measure: str | None) -> int | None:
    """The word for a doer who dies by his own hand."""
    own = next((k for k in words.kids(verb, "dobj") if words.lower[k] in SELF), None)
    if own is not None and measure == "killed":
        return own
    own = _on_oneself(words, verb, key)
    return words.head[own] if own is not None and words.tag[own] == "PRP$" else own  # "his own life"


def _after_his_victims(words: Words, verb: int, own: int, found: dict[int, Role]) -> bool:
    """Whether those whom he killed are told of right before: "killed seven people before killing himself".

    "Four people are dead after a man killed his family and himself" has him among the four.
    """
    above = [verb]
    while (head := words.head[above[-1]]) not in above:
        above.append(head)
    doers = set(_doers(words, verb))
    for head, role in found.items():
        if role.measure != "killed" or role.adds or head in doers or not (head < own and role.trigger < verb):
            continue
        if doers & {*subjects(words, role.trigger), *_agents(words, role.trigger)}:
            return True
        if role.trigger in above and any(
            words.lower[k] == "before" for one in above for k in (one, *words.kids(one, "mark"))
        ):
            return True
    return False


def _agents(words: Words, verb: int) -> list[int]:
    """By whom it is done: "were shot dead by a man who then killed himself"."""
    return [k for by in words.kids(verb, "agent", "prep") if words.lower[by] == "by" for k in words.kids(by, "pobj")]


def _beside(words: Words, verb: int) -> set[str]:
    """The words beside a verb that may make it another verb: "shot … dead", "shot to death", "took prisoner"."""
    found: set[str] = set()
    for k in words.children[verb]:
        if _is_counted_apart(words, k):
            continue
        found.add(words.lower[k])
        if words.tag[k][:1] in "NV":
            found.add(words.lemma(k))
        if words.dep[k] in _CARRIERS:
            for inner in words.children[k]:
                # "Found three dead soldiers and two unhurt guards": dead are those before whom it stands.
                said_of = words.dep[inner] == "amod" and words.lower[inner] in words.table.states
                within = any(words.tag[c] in ("CD", "DT") and c < inner < k for c in words.children[k])
                if not (said_of and within) and not _is_counted_apart(words, inner):
                    found.update((words.lower[inner], words.lemma(inner)))
    return found


def _is_counted_apart(words: Words, i: int) -> bool:
    """ "8 men shot, 2 dead": what has a number of its own makes no "shot dead"."""
    return i > 1 and words.tag[i - 1] == "CD" and words.lower[i - 2] in (",", ";", "and", "&", "-")


def _bodies(words: Words, verb: int, found: dict[int, Role]) -> None:
    """A body that is found is somebody killed: "rescuers found the bodies of three people"."""
    for head in done_to(words, verb):
        for one in listed(words, head):
            if words.lemma(one) not in ("body", "corpse"):
                continue
            of = [o for p in words.kids(one, "prep") if words.lower[p] == "of" for o in words.kids(p, "pobj")]
            _add(words, found, of if of and not words.kids(one, "nummod") else [one], "killed", verb)


def _remains(words: Words, i: int, found: dict[int, Role]) -> None:
    """ "The bodies of 12 miners": so many are dead, whatever is done with them."""
    of = [o for p in words.kids(i, "prep") if words.lower[p] == "of" for o in words.kids(p, "pobj")]
    _add(words, found, [one for one in of if words.kids(one, "nummod")], "killed", i)


def _with_wounds(words: Words, wound: int, found: dict[int, Role]) -> None:
    """ "26 people with gunshot wounds were brought in": so many are hurt, whatever is done with them."""
    at = wound if words.dep[wound] == "pobj" else words.head[wound]
    with_ = words.head[at]
    if words.lower[with_] == "with" and words.kids(words.head[with_], "nummod"):
        _add(words, found, [words.head[with_]], "injured", wound)


def passive(words: Words, verb: int) -> bool:
    """Whether a verb form is a passive one, "by" or no "by"."""
    return bool(words.kids(verb, "auxpass", "nsubjpass")) or (
        words.tag[verb] in _PARTICIPLE and words.dep[verb] == "acl" and not words.kids(verb, "dobj", "nsubj")
    )


def subjects(words: Words, verb: int, depth: int = 0) -> list[int]:
    """Who does it: its own subject, that of the verb it is joined to, or the noun that a clause with "who" explains."""
    own = words.kids(verb, "nsubj", "nsubjpass")
    dep, head = words.dep[verb], words.head[verb]
    if own:
        if len(own) > 1 and is_a_part(words, own[-1]):
            own = own[:-1]  # "50 civilians were killed, among them five volunteers"
        pronoun = own[-1]
        if words.lower[pronoun] in WHO and dep == "relcl":
            return [head]
        # "A grandfather, his daughter and six children died": the parse gives the verb two subjects.
        goes_on = bool(words.kids(pronoun, "conj")) or _after_and(words, pronoun)
        many = len(own) > 1 and goes_on and all(words.tag[k][:1] in "NC" for k in own)
        if words.lower[pronoun] == "ages" and (aged := words.kids(pronoun, "nsubj")):
            return aged  # "a woman and six children ages 1 to 10 died"
        return own if many else [pronoun]
    if depth > 4 or head == verb:
        return []
    if dep in ("acl", "relcl"):
        return [head]
    if dep in ("conj", "xcomp", "advcl", "dep", "ccomp") and words.tag[head][:1] in "VJN":
        if dep == "xcomp" and (objects := words.kids(head, "dobj")):
            return objects
        return subjects(words, head, depth + 1) if words.tag[head][:1] == "V" else []
    return []


def _after_and(words: Words, head: int) -> bool:
    """ "A woman, 34, and two men were killed": whether a phrase follows an "and"."""
    first = min([head, *(k for k in words.children[head] if k < head)])
    return first > 0 and words.lower[first - 1] == "and"


def _doers(words: Words, verb: int) -> list[int]:
    """Who does it, also where that is the verb's above: "fired at guards before dying"."""
    own = subjects(words, verb)
    above = words.head[verb]
    if own or words.dep[verb] != "pcomp" or words.dep[above] != "prep" or words.lower[above] not in _BEFORE:
        return own
    return subjects(words, words.head[above]) if words.tag[words.head[above]][:1] == "V" else []


def done_to(words: Words, verb: int) -> list[int]:
    """To whom it is done: the object, or the subject of a passive."""
    objects = words.kids(verb, "dobj")
    if objects and words.kids(verb, "nsubjpass"):  # "50 were killed, among them five volunteers": the parse's object
        objects = [k for k in objects if not is_a_part(words, k)]
    if objects:
        if words.lower[objects[0]] in SELF:
            return _doers(words, verb) or objects[:1]
        # The parse hangs the second object of a list on the verb now and then.
        more = [k for k in words.kids(verb, "conj") if words.tag[k][:1] == "N" or words.lower[k] in SELF]
        objects += [k for k in more if not _told_apart(words, k)]
        objects += _then_oneself(words, objects[-1])
        if words.lower[objects[0]] in WHO and words.dep[verb] == "relcl":
            return [words.head[verb]]
        return objects
    if passive(words, verb) and (own := subjects(words, verb)):
        return own
    # "Shot and killed two men": the first verb has the second's object.
    shared = [k for other in words.kids(verb, "conj") if words.tag[other][:1] == "V" for k in words.kids(other, "dobj")]
    if shared:
        return shared
    if words.tag[verb] in _PARTICIPLE and not words.kids(verb, "aux"):
        dep, head = words.dep[verb], words.head[verb]
        if dep == "conj" and words.tag[head][:1] == "V":
            # "Was shot and killed", "three killed and two wounded": the first verb's voice is the second's.
            own = words.kids(verb, "nsubj", "nsubjpass")
            return own or (done_to(words, head) if passive(words, head) or words.kids(head, "dobj") == [] else [])
        return subjects(words, verb)
    if words.dep[verb] == "conj" and words.kids(verb, "aux") == [] and passive(words, words.head[verb]):
        return subjects(words, verb)
    return []


def _told_apart(words: Words, i: int) -> bool:
    """ "Left a man dead and three others injured": what befell the others stands behind them."""
    return any(words.lower[k] in words.table.states for k in words.kids(i, "acl"))


def _then_oneself(words: Words, last: int) -> list[int]:
    """ "Two people, then himself": the parse hangs the last of such a list anywhere."""
    at = last + 1
    while at < len(words.lower) and words.lower[at] in _THEN:
        at += 1
    return [at] if last + 1 < at < len(words.lower) and words.lower[at] in SELF else []


def _noun(words: Words, table: MeasureTable, i: int, key: str, found: dict[int, Role]) -> None:
    """ "The death of a woman", "a woman's death", "the shooting death of …"."""
    of = [o for p in words.kids(i, "prep") if words.lower[p] == "of" for o in words.kids(p, "pobj")]
    measure = table.happens[key]
    if measure == "casualties" and any(words.lower[k] in _FATAL for k in words.kids(i, "amod")):
        measure = "killed"
    _add(words, found, of or words.kids(i, "poss"), measure, i)


def _state(words: Words, table: MeasureTable, i: int, found: dict[int, Role]) -> None:
    """ "21 people dead", "were found dead", "two dead men", "is missing"."""
    measure = table.states[words.lower[i] if words.lower[i] in table.states else words.lemma(i)]
    dep, head = words.dep[i], words.head[i]
    own = words.kids(i, "nsubj", "nsubjpass", "npadvmod")
    if not own:  # "five others were unaccounted for": the parse hangs them on "were" now and then
        own = [k for aux in words.kids(i, "aux", "auxpass") for k in words.kids(aux, "nsubj", "nsubjpass")]
    if words.tag[i][:1] == "V" and own and (words.lemma(i) in table.done_to or words.kids(i, "dobj")):
        return  # "left the town" is none of "three are left"
    if own:
        heads = own
    elif dep == "amod" and words.tag[head][:1] in "NC":
        heads = [head]
    elif dep in ("acomp", "oprd", "xcomp", "advcl", "ccomp", "attr", "amod", "advmod", "conj"):
        verb = head
        if words.tag[verb][:1] != "V":
            return
        heads = words.kids(verb, "dobj") or subjects(words, verb)
    else:
        return
    _add(words, found, heads, measure, i)

"""Cues in a parsed passage: which word reports, whose it is, and which words hang on it.

In: `Words` and the table of cues. Out: `Cue`s in text order, each with the tokens of cue, source and content. Refused:
words of the table that take nothing here ("the report", "he says." without anything said before or after).
"""

from __future__ import annotations

from dataclasses import dataclass

from fogline.claims.speech_words import Words
from fogline.data.cues import CueTable, CueWord
from fogline.data.parties import canonical
from fogline.data.party_tables import tables

_SUBJECT = ("nsubj", "nsubjpass", "csubj", "expl")
_CLAUSE = ("ccomp",)
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_QUOTE_MARKS = {'"', "``", "''", "'"}
_LONGEST_NAME = 7  # words before the colon of a headline
_BEFORE_VERB = {"aux", "auxpass", "neg"}


@dataclass(slots=True, kw_only=True)
class Cue:
    """One cue as found in the parse; content tokens may still be empty where a quotation stands beside it."""

    at: int
    word: CueWord
    frame: str
    marked: set[int]  # tokens of the cue
    source: set[int]
    source_head: int | None
    content: set[int]
    empty_source: bool = False  # nobody is named on purpose: passive without agent, adverbs


def find_cues(words: Words, table: CueTable) -> list[Cue]:
    """All cues of a passage that take something, in text order."""
    found: list[Cue] = []
    if (colon := _colon(words, table)) is not None:
        found.append(colon)
    for at, tag in enumerate(words.tag):
        cue = None
        first = tag[:1]
        if first == "V" or (first == "N" and words.dep[at] == "ROOT"):
            cue = _verb(words, table, at)
        if cue is None and first == "N":
            cue = _noun(words, table, at)
        elif cue is None and first == "J":
            cue = _adjective(words, table, at)
        elif cue is None and first == "R" and words.lower[at] in table.adverbs:
            cue = _adverb(words, table, at)
        if cue is None and words.lower[at] == "according":
            cue = _according(words, table, at)
        elif cue is None and words.lower[at] in table.views and words.dep[at] == "pobj":
            cue = _in_view(words, table, at)
        if cue is not None:
            found.append(cue)
    # "rejected claims that …": one cue, the noun's with its verb.
    carried = {token for cue in found if cue.frame == "noun" for token in cue.marked if token != cue.at}
    return [cue for cue in found if cue.at not in carried]


# Verbs ---------------------------------------------------------------------------------------------------------------


def _verb(words: Words, table: CueTable, at: int) -> Cue | None:
    lemma = words.lemma(at) if words.tag[at][0] == "V" else words.lower[at].rstrip("s")
    word = table.verbs.get(lemma)
    if word is None or words.dep[at] == "amod" or words.dep[at] in _BEFORE_VERB:
        return None
    participle = words.tag[at] == "VBN" and words.dep[at] in ("acl", "advcl", "relcl") and words.kid(at, "aux") is None
    if (
        participle
        and words.dep[at] == "acl"
        and words.dep[words.head[at]] == "ROOT"
        and words.kid(at, "ccomp") is not None
    ):
        participle = (
            False  # "The army posted that …" misread as a noun with a participle: the sentence has no other verb
        )
    if participle or words.kid(at, "auxpass") is not None:
        return _passive(words, word, at)
    marked = _verb_group(words, table, at)
    outer = min(marked, key=lambda token: (not words.within(at, token), token)) if marked else at
    outer = _outermost(words, marked, at)
    source_head = subject(words, outer)
    source = noun_phrase(words, source_head) if source_head is not None else set()
    if source_head is not None and words.within(outer, source_head):
        source -= set(words.below(outer))  # "a statement saying that": the noun carries the cue
    frame, content, also = _taken(words, word, at, outer)
    if not frame:
        return None
    if frame == "seeming":
        return Cue(
            at=at,
            word=word,
            frame=frame,
            marked=marked,
            source=set(),
            source_head=None,
            content=(content | source) - marked,
            empty_source=True,
        )
    if words.tag[at] == "VB" and words.dep[at] == "ROOT" and not source:
        return None  # "Share this video": an order to the reader
    if frame == "object" and "blow" in word.takes and not _is_person(words, source_head):
        return None
    return Cue(
        at=at,
        word=word,
        frame=frame,
        marked=marked | also,
        source=source,
        source_head=source_head,
        content=content - source - marked,
    )


def _is_person(words: Words, head: int | None) -> bool:
    """Whether a subject is one person: "he attacked the plan" is talk, "Russia attacked the town" is not."""
    if head is None:
        return False
    if words.tag[head] == "NNP":
        known = canonical(words.text(words.first[head], head + 1))
        return known is None or known.role is None or known.role not in tables().body_roles
    return words.lower[head] in ("he", "she", "who", "i")


def _outermost(words: Words, marked: set[int], at: int) -> int:
    while words.head[at] in marked and words.head[at] != at and words.tag[words.head[at]][0] in "VM":
        at = words.head[at]
    return at


def _verb_group(words: Words, table: CueTable, at: int) -> set[int]:
    """The verb with its auxiliaries, negation, particle, adverbs before it, and a light verb above it."""
    marked = {at}
    for kid in words.kids[at]:
        if (
            words.dep[kid] in _BEFORE_VERB
            or (words.dep[kid] == "prt" and kid == at + 1)
            or (words.dep[kid] == "advmod" and kid < at and words.first[kid] == words.last[kid] and at - kid <= 3)
        ):
            marked.add(kid)
    # Adverbs only where they stand within the group: "also said", not "On Monday he also, …".
    low = at
    while low - 1 in marked:
        low -= 1
    marked = {token for token in marked if token >= low}
    head = words.head[at]
    light = words.dep[at] == "xcomp" and head < at and at - head <= 4
    if light and words.tag[head][0] == "V" and words.lemma(head) in table.before_cue:
        return _verb_group(words, table, head) | set(range(head + 1, at)) | marked
    return marked


def _taken(words: Words, word: CueWord, at: int, outer: int) -> tuple[str, set[int], set[int]]:
    """What the cue takes here: the frame's name, the content's tokens, and more tokens of the cue."""
    takes = word.takes
    if "seeming" in takes:
        what = [kid for kid in words.all_kids(at, "xcomp", "ccomp", "oprd", "acomp", "prep") if kid > at]
        return ("seeming", _union(words, what), set()) if what else ("", set(), set())
    clause = words.all_kids(at, "ccomp")
    infinitive = [
        kid for kid in words.all_kids(at, "xcomp") if words.kid(kid, "aux") is not None or words.tag[kid] in ("VB",)
    ]
    gerund = [kid for kid in words.all_kids(at, "xcomp", "ccomp") if words.tag[kid] == "VBG" and kid not in infinitive]
    if "clause" not in takes and "finite" in takes:
        clause = [kid for kid in clause if _is_finite(words, kid)]
    if clause and ("clause" in takes or "finite" in takes):
        return "clause", _union(words, clause + [k for k in words.all_kids(at, "xcomp") if k > at]), set()
    if infinitive and "infinitive" in takes:
        return "infinitive", _union(words, infinitive) | _trailing(words, at, infinitive), set()
    if gerund and "gerund" in takes:
        return "gerund", _union(words, gerund) | _trailing(words, at, gerund), set()
    if words.dep[outer] == "parataxis" and "clause" in takes:
        return "parataxis", set(words.below(words.head[outer])) - set(words.below(outer)), set()
    as_clause = words.dep[outer] == "advcl" and (mark := words.kid(outer, "mark")) is not None
    if as_clause and words.lower[mark] == "as" and "clause" in takes and not words.all_kids(at, "dobj"):  # type: ignore[index]
        return "as", set(words.below(words.head[outer])) - set(words.below(outer)), set()
    things = words.all_kids(at, "dobj", "oprd", "attr")
    sentence_end = words.sentences[words.sentence[at]][1]
    named = "named" in takes and (
        words.kid(at, "oprd") is not None or any(mark in _QUOTE_MARKS for mark in words.lower[at:sentence_end])
    )
    if things and ("object" in takes or named):
        what = [
            kid
            for kid in words.all_kids(at, "dobj", "oprd", "attr", "prep")
            if words.dep[kid] != "prep" or (words.lower[kid] in ("as", "of", "for") and kid > at)
        ]
        return "object", _union(words, what), set()
    if word.prepositions:
        for kid in words.all_kids(at, "prep", "agent"):
            thing = words.kid(kid, "pobj", "pcomp")
            if kid > at and thing is not None and words.lower[kid] in word.prepositions:
                return f"preposition {words.lower[kid]}", set(words.below(thing)), {kid} if kid - at <= 2 else set()
    if "clause" in takes:
        return "beside", set(), set()
    return "", set(), set()


def _is_finite(words: Words, verb: int) -> bool:
    return words.tag[verb] in _FINITE or any(
        words.tag[kid] in _FINITE for kid in words.all_kids(verb, "aux", "auxpass")
    )


def _trailing(words: Words, at: int, said: list[int]) -> set[int]:
    """Phrases behind what is said that the parser hung on the cue: "claim to hold the village, and to its north".

    An explanation behind a dash is the outlet's own.
    """
    end = max(words.last[one] for one in said)
    tokens = _union(words, [kid for kid in words.kids[at] if kid > end and words.dep[kid] == "prep"])
    dash = min((token for token in tokens if words.lower[token] in ("–", "—", "--", "-")), default=None)
    return {token for token in tokens if dash is None or token < dash}


def _passive(words: Words, word: CueWord, at: int) -> Cue | None:
    """ "X is expected to win", "was accused of shelling", "the attack was reported by": what is said is the subject."""
    agent = words.kid(at, "agent")
    by = words.kid(agent, "pobj") if agent is not None else None
    patient = words.kid(at, "nsubjpass")
    clause = words.all_kids(at, "ccomp", "xcomp", "oprd")
    if "blow" in word.takes and not _is_person(words, by):
        return None
    if not ("passive" in word.takes or (by is not None and word.takes & {"object", "clause"})):
        return None
    marked = {
        kid
        for kid in words.kids[at]
        if words.dep[kid] in _BEFORE_VERB or (words.dep[kid] == "advmod" and words.dep[kid] and at - 2 <= kid < at)
    } | {at}
    content = _union(words, clause)
    preps = [kid for kid in words.all_kids(at, "prep") if kid > at and words.lower[kid] in ("of", "as", "for")]
    content |= _union(words, preps)
    if by is None and not content:
        return None  # "the police were called"
    if patient is not None:
        content |= set(words.below(patient))
    elif words.dep[at] == "acl":
        content |= _without(words, words.head[at], at)
    if not content:
        return None
    source = noun_phrase(words, by) if by is not None else set()
    return Cue(
        at=at,
        word=word,
        frame="passive",
        marked=marked,
        source=source,
        source_head=by,
        content=content - source - marked,
        empty_source=by is None,
    )


def subject(words: Words, verb: int) -> int | None:
    """Whose verb it is: its own subject, or the one that it inherits.

    "Zelensky stressed … but vowed": the first verb's. "…, adding that": the clause's. "wants to say": who wants.
    """
    for _ in range(6):
        own = words.kid(verb, *_SUBJECT)
        if own is not None:
            return own
        dep, head = words.dep[verb], words.head[verb]
        if head == verb:
            return None
        if dep in ("acl", "relcl") and words.tag[head][0] in "NP":
            return head
        if dep in ("conj", "advcl", "xcomp", "dep", "ccomp", "pcomp", "parataxis", "acomp", "attr"):
            if words.tag[head][0] == "I":  # "by saying": the clause that the preposition hangs on
                head = words.head[head]
            controlled = words.kid(head, "dobj") if dep == "xcomp" and words.tag[verb] == "VB" else None
            if controlled is not None:
                return controlled
            verb = head
            continue
        return None
    return None


def noun_phrase(words: Words, head: int) -> set[int]:
    """A source's words: the noun with all that describes it, without a following clause that is itself long."""
    tokens = set(words.below(head))
    for kid in words.kids[head]:
        apart = words.dep[kid] in ("advmod", "cc", "mark", "intj") and kid < head and words.lower[kid + 1] == ","
        if apart or (words.dep[kid] == "prep" and words.lower[kid] == "according") or words.lower[kid] == "even":
            tokens -= set(words.below(kid))
    # "Ivan Koval, the mayor," closes with its comma where a description stands between commas.
    last = max(tokens, default=head)
    closes = last + 1 < len(words.lower) and words.lower[last + 1] == "," and words.kid(head, "appos") is not None
    if closes and "," in words.lower[head:last]:
        tokens.add(last + 1)
    return tokens


def _union(words: Words, heads: list[int]) -> set[int]:
    return {token for head in heads for token in words.below(head)}


def _without(words: Words, head: int, part: int) -> set[int]:
    return set(words.below(head)) - set(words.below(part))


# Nouns, adjectives, adverbs, "according to" --------------------------------------------------------------------------


def _noun(words: Words, table: CueTable, at: int) -> Cue | None:
    word = table.nouns.get(words.lemma(at))
    if word is None:
        return None
    content: set[int] = set()
    marked = {at}
    for kid in words.kids[at]:
        if kid < at:
            continue
        dep = words.dep[kid]
        if dep in ("acl", "ccomp", "relcl") and "clause" in word.takes:
            mark = words.kid(kid, "mark")
            infinitive = words.kid(kid, "aux") is not None and words.tag[kid] == "VB"
            if (mark is not None and words.lower[mark] == "that" and dep != "relcl") or infinitive:
                content |= set(words.below(kid))
        elif dep == "prep" and words.lower[kid] in word.prepositions:
            thing = words.kid(kid, "pobj", "pcomp")
            if thing is not None:
                content |= set(words.below(thing))
                marked |= {kid} if kid == at + 1 else set()
    if not content:
        return None
    owner = words.kid(at, "poss")
    source = noun_phrase(words, owner) if owner is not None else set()
    if owner is None:
        for kid in words.all_kids(at, "prep", "agent"):
            if words.lower[kid] in ("by", "from") and (thing := words.kid(kid, "pobj")) is not None:
                owner, source = thing, noun_phrase(words, thing)
    verb = words.head[at]
    light = words.dep[at] == "dobj" and words.tag[verb][0] == "V" and words.lemma(verb) in table.with_noun
    if light and owner is None:
        owner = subject(words, verb)
        source = noun_phrase(words, owner) if owner is not None else set()
        marked |= set(range(min(_verb_group(words, table, verb)), at + 1))
        carrier = table.verbs.get(words.lemma(verb))
        word = carrier if carrier is not None and carrier.stance in ("denies", "doubts") else word
    return Cue(
        at=at,
        word=word,
        frame="noun",
        marked=marked - source,
        source=source,
        source_head=owner,
        content=content - source,
        empty_source=owner is None,
    )


def _adjective(words: Words, table: CueTable, at: int) -> Cue | None:
    word = table.adjectives.get(words.lower[at])
    if word is None or words.dep[at] not in ("acomp", "ROOT", "conj", "advcl", "ccomp"):
        return None
    content: set[int] = set()
    marked = {at}
    for kid in words.kids[at]:
        if kid < at:
            continue
        if words.dep[kid] in ("ccomp", "xcomp", "advcl") and kid > at:
            content |= set(words.below(kid))
        elif words.dep[kid] == "prep" and words.lower[kid] in word.prepositions:
            thing = words.kid(kid, "pobj", "pcomp")
            if thing is not None:
                content |= set(words.below(thing))
                marked |= {kid} if kid == at + 1 else set()
    if not content:
        return None
    verb = words.head[at] if words.dep[at] == "acomp" else at
    owner = subject(words, verb)
    if verb != at:
        marked |= {token for token in range(verb, at) if token == verb or words.dep[token] in ("advmod", "neg")}
        marked |= {kid for kid in words.kids[verb] if words.dep[kid] in _BEFORE_VERB}
    source = noun_phrase(words, owner) if owner is not None else set()
    return Cue(
        at=at,
        word=word,
        frame="adjective",
        marked=marked - source,
        source=source,
        source_head=owner,
        content=content - source,
    )


def _adverb(words: Words, table: CueTable, at: int) -> Cue | None:
    """ "reportedly": nobody is named, and what is said is the clause around it."""
    head = words.head[at]
    if head == at:
        return None
    return Cue(
        at=at,
        word=table.adverbs[words.lower[at]],
        frame="adverb",
        marked={at},
        source=set(),
        source_head=None,
        content=set(words.below(head)) - {at},
        empty_source=True,
    )


def _in_view(words: Words, table: CueTable, at: int) -> Cue | None:
    """ "In the mayor's view, …": what is said is the clause around it."""
    before, owner = words.head[at], words.kid(at, "poss")
    if words.lower[before] != "in" or owner is None:
        return None
    source = noun_phrase(words, owner)
    case = words.kid(owner, "case")
    source -= {case} if case is not None else set()
    marked = set(range(before, at + 1)) - source
    content = set(words.below(words.head[before])) - set(words.below(before))
    return (
        Cue(
            at=at,
            word=table.according,
            frame="according",
            marked=marked,
            source=source,
            source_head=owner,
            content=content,
        )
        if content
        else None
    )


def _colon(words: Words, table: CueTable) -> Cue | None:
    """ "Zelensky: Bakhmut holds", as headlines print it: a known speaker, or a full name, and a colon."""
    size = len(words.lower)
    at = next((k for k in range(min(size, _LONGEST_NAME)) if words.lower[k] == ":"), None)
    if not at or size - at < 4 or not all(words.tag[k] in ("NNP", "NNPS", "POS") for k in range(at)):
        return None
    known = canonical(words.text(0, at))
    if (known is None or known.role == "country") and (at != 2 or known is not None):
        return None
    return Cue(
        at=at,
        word=table.according,
        frame="colon",
        marked={at},
        source=set(range(at)),
        source_head=at - 1,
        content=set(range(at + 1, size)),
    )


def _according(words: Words, table: CueTable, at: int) -> Cue | None:
    after = at + 1
    if after >= len(words.lower) or words.lower[after] != "to":
        return None
    who = words.kid(after, "pobj", "pcomp")
    if who is None:
        who = words.kid(at, "pobj")
    if who is None:
        return None
    head = words.head[at]
    while words.tag[head][0] not in "VM" and words.head[head] != head:
        head = words.head[head]
    source = noun_phrase(words, who)
    content = set(words.below(head)) - set(words.below(at))
    return Cue(
        at=at,
        word=table.according,
        frame="according",
        marked={at, after},
        source=source,
        source_head=who,
        content=content,
    )

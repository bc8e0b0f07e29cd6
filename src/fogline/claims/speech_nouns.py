"""Cues that are no verbs: "the claim that", "is certain that", "reportedly", "according to", "in his view", a colon.

In: `Words`, the table of cues and a word. Out: its `Cue`, or None where it takes nothing here. Refused: nothing.
"""

from __future__ import annotations

from fogline.claims.speech_cues import BEFORE_VERB, Cue, label, noun_phrase, subject, verb_group
from fogline.claims.speech_words import Words
from fogline.data.cues import CueTable
from fogline.data.given_names import given_names
from fogline.data.parties import canonical
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists
from fogline.model.report import SectionKind

COUNTS = word_lists("cues", "counts").words("words")  # "by the ministry's count"
_LONGEST_HEADLINE = 40  # tokens
_LONGEST_NAME = 7  # words before the colon of a headline
_LONGEST_STAMP = 6  # words before these, where and when a post was made: "Sumy, 14:20."
_FEWEST_TOLD = 4  # words from the colon on


def noun_cue(words: Words, table: CueTable, at: int) -> Cue | None:
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
            helped = words.all_kids(kid, "aux")
            infinitive = (helped and words.tag[kid] == "VB") or any(words.lower[aux] == "to" for aux in helped)
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
        marked |= set(range(min(verb_group(words, table, verb)), at + 1))
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


def adjective_cue(words: Words, table: CueTable, at: int) -> Cue | None:
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
        marked |= {kid for kid in words.kids[verb] if words.dep[kid] in BEFORE_VERB}
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


def adverb_cue(words: Words, table: CueTable, at: int) -> Cue | None:
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


def view_cue(words: Words, table: CueTable, at: int) -> Cue | None:
    """ "In the mayor's view, …": what is said is the clause around it."""
    before, owner = words.head[at], words.kid(at, "poss")
    last = at
    if owner is None and (of := words.kid(at, "prep")) is not None and words.lower[of] == "of":
        owner, last = words.kid(of, "pobj"), of  # "in the view of an analyst"
    counts = words.lower[at] in COUNTS
    people = counts and words.tag[owner or 0] == "PRP$" and _has_another_voice(words, table, at, owner or 0)
    if words.lower[before] not in (("by", "in") if counts else ("in",)) or owner is None or people:
        return None
    source = noun_phrase(words, owner)
    case = words.kid(owner, "case")
    source -= {case} if case is not None else set()
    marked = set(range(before, last + 1)) - source
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


def _has_another_voice(words: Words, table: CueTable, at: int, owner: int) -> bool:
    """Whether a sentence with "by his count" has another cue, or the count may be a person's."""
    a, b = words.sentences[words.sentence[at]]
    says = any(words.tag[token][:1] == "V" and words.lemma(token) in table.verbs for token in range(a, b))
    return says or words.lower[owner] != "its"


def colon_cue(words: Words, table: CueTable) -> Cue | None:
    """ "Zelensky: Bakhmut holds": a known speaker, a name or a body, and a colon, at the start or behind a stamp."""
    size = len(words.lower)
    at = next((k for k in range(min(size, _LONGEST_STAMP + _LONGEST_NAME)) if words.lower[k] == ":"), None)
    if not at or size - at < _FEWEST_TOLD:
        return None
    first = words.sentences[words.sentence[at]][0]
    first = max((k + 1 for k in range(first, at) if words.lower[k] == "."), default=first)
    if not first < at <= first + _LONGEST_NAME or first > _LONGEST_STAMP:
        return None
    source = range(first, at)
    known = canonical(words.text(first, at))
    office = words.lemma(at - 1) in tables().roles or words.lower[at - 1] in tables().bodies
    if office and len(source) == 1 and words.passage.section.kind is SectionKind.TITLE:
        return label(table, at, source, at - 1, range(at + 1, size))  # "Governor: shelling kills four"
    if all(words.tag[k] in ("NNP", "NNPS", "POS") for k in source):
        if known is None and (len(source) != 2 or words.text(first, first + 1) not in given_names()):
            return None  # "Velykyi Burluk: …" is where it was
        if known is not None and known.role == "country":
            return None
    elif words.lower[at - 1] not in table.before_colon or any(words.tag[k][0] not in "NJPD" for k in source):
        return None
    return label(table, at, source, at - 1, range(at + 1, size))


def dash_cue(words: Words, table: CueTable) -> Cue | None:
    """ "Glide bombs kill 12 in Kharkiv - governor": whoever speaks stands behind a headline's or a post's dash."""
    size = len(words.lower)
    line = words.passage.section.kind is SectionKind.TITLE or words.passage.text.rstrip()[-1:].isalpha()
    if not line or size > _LONGEST_HEADLINE:
        return None
    at = next((k for k in range(size - 1, 3, -1) if words.lower[k] in ("-", "–", "—")), None)
    if (
        at is None
        or not 1 <= size - at - 1 <= _LONGEST_NAME
        or any(words.tag[k][0] not in "NJPD" for k in range(at + 1, size))
    ):
        return None
    head, known = size - 1, canonical(words.text(at + 1, size))
    speaks = words.lemma(head) in tables().roles or words.lower[head] in tables().bodies
    if words.passage.text[words.begin[at] - words.passage.start - 1] != " " or (
        known and known.role in ("outlet", "agency")
    ):
        return None  # "… - BBC News" is the site's name
    if not speaks and (known is None or known.role is None):
        return None
    return label(table, at, range(at + 1, size), head, range(at))


def _joined(words: Words, token: int, at: int) -> bool:
    """Whether no semicolon parts a token from a cue: what stands behind it has a speaker of its own."""
    return ";" not in words.lower[min(token, at) : max(token, at)]


def according_cue(words: Words, table: CueTable, at: int) -> Cue | None:
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
    content = {token for token in words.below(head) if _joined(words, token, at)} - set(words.below(at))
    return Cue(
        at=at,
        word=table.according,
        frame="according",
        marked={at, after},
        source=source,
        source_head=who,
        content=content,
    )

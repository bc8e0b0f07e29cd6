"""Verbs that report: "said that", "vowed to", "was accused of", "as he put it", "put the toll at".

In: `Words`, the table of cues and a verb. Out: its `Cue`, or None where the verb takes nothing here. Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from fogline.claims.parse import is_dictionary_word
from fogline.claims.speech_cues import (
    BEFORE_VERB,
    Cue,
    all_below,
    below_without,
    named_before,
    noun_phrase,
    subject,
    verb_group,
)
from fogline.claims.speech_words import Words
from fogline.claims.truecase import is_usually_capital
from fogline.data.cues import CueTable, CueWord, cues
from fogline.data.parties import canonical
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists

_IN_A_MEDIUM = word_lists("cues", "setting").words("prepositions")
_ONLY_CLAUSES = word_lists("cues", "only_clauses").words("words")
_KEPT_FROM = word_lists("cues", "kept_from").words("words")
_FIRST_PERSON = word_lists("cues", "pronouns").words("first")
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_WHAT_WAS_SAID = word_lists("cues", "links").words("said_nouns")
_HEDGED = 5  # tokens in which a number stands behind its "at": "at more than 300"
_PAST = ("VBD", "VBN", "VBZ", "VBP")
_LONGEST_TAIL = 6  # tokens: "… said in Geneva on Friday."
_QUOTE_MARKS = {'"', "``", "''", "'"}


def verb_cue(words: Words, table: CueTable, at: int) -> Cue | None:
    lemma = words.lemma(at) if words.tag[at][0] == "V" else words.lower[at].rstrip("s")
    if lemma in table.tallies and words.dep[at] not in BEFORE_VERB and (tally := _tally(words, table, at)) is not None:
        return tally
    word = table.verbs.get(lemma)
    if word is None or words.dep[at] == "amod" or words.dep[at] in BEFORE_VERB:
        return None
    if keeps_from(words, word, at):
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
    bare = words.tag[at] == "VBN" and words.kid(at, "nsubjpass") is not None  # "Residents told to flee", in a title
    if participle or bare or words.kid(at, "auxpass") is not None:
        return _passive(words, word, at)
    marked = verb_group(words, table, at)
    outer = min(marked, key=lambda token: (not words.within(at, token), token)) if marked else at
    outer = _outermost(words, marked, at)
    source_head = subject(words, outer)
    if source_head is not None and words.tag[source_head] == "CD" and words.kid(at, "oprd", "acomp") is not None:
        return None  # "71 reported dead": a headline leaves out "were"
    source = noun_phrase(words, source_head) if source_head is not None else set()
    if source_head is not None and words.within(outer, source_head):
        source -= set(words.below(outer))  # "a statement saying that": the noun carries the cue
    frame, content, also = _taken(words, word, at, outer)
    bare = all(words.tag[token] in ("WDT", "WP", "IN") for token in content)
    if bare and word.stance == "denies" and words.dep[at] == "relcl":
        noun = words.head[at]
        if words.lower[noun] in _WHAT_WAS_SAID:
            frame, content = "object", {noun}  # "Troops fired first, something the mayor denied"
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


def keeps_from(words: Words, word: CueWord, at: int) -> bool:
    """Whether a denial keeps somebody from something: "denied access", "entry was denied"."""
    things = words.all_kids(at, "dobj", "nsubjpass", "dative")
    return word.stance == "denies" and any(words.lemma(kid) in _KEPT_FROM for kid in things)


def _tally(words: Words, table: CueTable, at: int) -> Cue | None:
    """ "His office put the number of dead at seven", "the toll was put at seven by the police": a number is told."""
    passive = words.kid(at, "auxpass") is not None
    counted = words.kid(at, "nsubjpass") if passive else words.kid(at, "dobj")
    wanted = table.tallies[words.lemma(at)]
    itself = "itself" in wanted  # "the observatory counted 13 dead"
    if counted is None or (not itself and words.lemma(counted) not in table.tallied):
        return None
    said = [kid for thing in (at, counted) for kid in words.all_kids(thing, "prep") if words.lower[kid] in wanted]
    said = [counted] if itself else said
    said = [kid for kid in said if any(words.tag[token] == "CD" for token in words.below(kid))]
    said = said or _number_behind(words, counted, wanted)
    agent = words.kid(at, "agent")
    who = subject(words, at) if not passive else words.kid(agent, "pobj") if agent is not None else None
    if not said or who is None or not _may_count(words, table, who):
        return None
    if words.lower[who] in _FIRST_PERSON:
        return None  # "We counted 26 bodies," a nurse said: she did
    source = noun_phrase(words, who)
    marked = verb_group(words, table, at)
    last = max(token for kid in said for token in words.below(kid))
    between = range(words.first[counted], last + 1) if said[0] > counted and not itself else ()
    rest = [kid for kid in words.kids[at] if kid > last and words.dep[kid] in ("prep", "advcl", "npadvmod", "appos")]
    rest += _counted_beside(words, at)
    return Cue(
        at=at,
        word=replace(table.verbs["say"], lemma=words.lemma(at)),
        frame="tally",
        marked=marked,
        source=source,
        source_head=who,
        content=(all_below(words, [counted, *said, *rest]) | set(between)) - source - marked,
    )


def _number_behind(words: Words, counted: int, wanted: Collection[str]) -> list[int]:
    """The "at" before a number that the parse hangs elsewhere: "the number of people killed since it began at 300"."""
    end = words.sentences[words.sentence[counted]][1]
    for at in range(counted + 1, end - 1):
        if words.lower[at] in (";", ":") or (words.lower[at] == "," and words.lower[at + 1] != "including"):
            break
        if words.lower[at] in wanted and "CD" in words.tag[at + 1 : at + _HEDGED]:
            return [at]
    return []


def _counted_beside(words: Words, at: int) -> list[int]:
    """The second number of "put the toll at nine dead and 14 wounded", which the parse takes for a deed of the 14."""
    for kid in words.all_kids(at, "conj"):
        who = words.kid(kid, "nsubj")
        if words.tag[kid] == "VBN" and who is not None and words.tag[who] == "CD" and words.kid(kid, "dobj") is None:
            return [*words.all_kids(at, "cc"), kid]
    return []


def _may_count(words: Words, table: CueTable, who: int) -> bool:
    """Whether somebody can tell a number: a name, a pronoun, a body, a role."""
    low = words.lower[who]
    return (
        words.tag[who] in ("NNP", "NNPS", "PRP")
        or low in table.tellers
        or low in tables().bodies
        or words.lemma(who) in tables().roles
    )


def _is_person(words: Words, head: int | None) -> bool:
    """Whether a subject is one person: "he attacked the plan" is talk, "Russia attacked the town" is not."""
    if head is None:
        return False
    if words.tag[head] == "NNP":
        alone = words.first[head] == head == words.sentences[words.sentence[head]][0]
        if alone and is_dictionary_word(words.lower[head]) and not is_usually_capital(words.lower[head]):
            return False  # "Shelling hit the town": a sentence's first capital makes no name
        known = canonical(words.text(words.first[head], head + 1))
        return known is None or known.role is None or known.role not in tables().body_roles
    return words.lower[head] in ("he", "she", "who", "i")


def _outermost(words: Words, marked: set[int], at: int) -> int:
    while words.head[at] in marked and words.head[at] != at and words.tag[words.head[at]][0] in "VM":
        at = words.head[at]
    return at


def _taken(words: Words, word: CueWord, at: int, outer: int) -> tuple[str, set[int], set[int]]:
    """What the cue takes here: the frame's name, the content's tokens, and more tokens of the cue."""
    takes = word.takes
    if "seeming" in takes:
        what = [kid for kid in words.all_kids(at, "xcomp", "ccomp", "oprd", "acomp", "prep") if kid > at]
        return ("seeming", all_below(words, what), set()) if what else ("", set(), set())
    # "Toll climbs to 13; Russia denies aiming at homes": what a semicolon parts from a verb is not said there.
    clause = [kid for kid in words.all_kids(at, "ccomp") if ";" not in words.lower[kid:at]]
    clause = clause or _after_its_medium(words, at)
    infinitive = [
        kid for kid in words.all_kids(at, "xcomp") if words.kid(kid, "aux") is not None or words.tag[kid] in ("VB",)
    ]
    gerund = [kid for kid in words.all_kids(at, "xcomp", "ccomp") if words.tag[kid] == "VBG" and kid not in infinitive]
    if "clause" not in takes and "finite" in takes:
        clause = [kid for kid in clause if _is_finite(words, kid)]
    if clause and ("clause" in takes or "finite" in takes):
        return "clause", all_below(words, clause + [k for k in words.all_kids(at, "xcomp") if k > at]), set()
    if infinitive and "infinitive" in takes:
        return "infinitive", all_below(words, infinitive) | _trailing(words, at, infinitive), set()
    if gerund and "gerund" in takes:
        return "gerund", all_below(words, gerund) | _trailing(words, at, gerund), set()
    if words.dep[outer] == "parataxis" and "clause" in takes:
        return "parataxis", set(words.below(words.head[outer])) - set(words.below(outer)), set()
    as_clause = words.dep[outer] == "advcl" and (mark := words.kid(outer, "mark")) is not None
    asserted = word.stance != "denies"  # "toll of strike climbs as Moscow rejects blame" has no denial of the strike
    if as_clause and asserted and words.lower[mark] == "as" and "clause" in takes and not words.all_kids(at, "dobj"):  # type: ignore[index]
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
        return "object", all_below(words, what), set()
    if word.prepositions:
        for kid in words.all_kids(at, "prep", "agent"):
            thing = words.kid(kid, "pobj", "pcomp")
            if kid > at and thing is not None and words.lower[kid] in word.prepositions:
                return f"preposition {words.lower[kid]}", set(words.below(thing)), {kid} if kid - at <= 2 else set()
    if "clause" in takes and (told := _told_before(words, at)):
        return "parataxis", told, set()
    if "clause" in takes:
        return "beside", set(), set()
    return "", set(), set()


def _after_its_medium(words: Words, at: int) -> list[int]:
    """ "Denied in a voice message that its men had killed anybody": the parse hangs the clause on the message."""
    for kid in words.all_kids(at, "prep"):
        medium = words.kid(kid, "pobj") if kid > at and words.lower[kid] in _IN_A_MEDIUM else None
        if (
            medium is None
            or words.lemma(medium) not in cues().channels
            or words.lower[medium + 1 : medium + 2] != ["that"]
        ):
            continue
        told = words.all_kids(medium, "acl", "relcl", "ccomp")
        if told and words.kid(told[0], "mark", "nsubj", "dobj") is not None:
            return told[:1]
    return []


def _told_before(words: Words, at: int) -> set[int]:
    """What stands before a speaker at a sentence's end whom the parse drew into it: "…, the institute assessed"."""
    begin, end = words.sentences[words.sentence[at]]
    by_place = named_before(words, at)
    own = by_place if by_place is not None else subject(words, at) if words.kid(at, "nsubj") is not None else None
    if own is None or words.tag[at] not in _PAST or any(words.tag[token][0] in "V" for token in range(at + 1, end)):
        return set()
    first = words.first[own]
    joined = (by_place is not None or words.last[own] == at - 1) and first > begin + 3 and words.lower[first - 1] == ","
    few = end - at <= _LONGEST_TAIL and (words.kid(at, "dobj") is None or by_place is not None)
    return set(range(begin, first - 1)) if joined and few else set()


def _is_finite(words: Words, verb: int) -> bool:
    return words.tag[verb] in _FINITE or any(
        words.tag[kid] in _FINITE for kid in words.all_kids(verb, "aux", "auxpass")
    )


def _trailing(words: Words, at: int, said: list[int]) -> set[int]:
    """Phrases behind what is said that the parser hung on the cue: "claim to hold the village, and to its north".

    An explanation behind a dash is the outlet's own.
    """
    end = max(words.last[one] for one in said)
    tokens = all_below(words, [kid for kid in words.kids[at] if kid > end and words.dep[kid] == "prep"])
    dash = min((token for token in tokens if words.lower[token] in ("–", "—", "--", "-")), default=None)
    return {token for token in tokens if dash is None or token < dash}


def _passive(words: Words, word: CueWord, at: int) -> Cue | None:
    """ "X is expected to win", "was accused of shelling", "the attack was reported by": what is said is the subject."""
    agent = words.kid(at, "agent")
    by = words.kid(agent, "pobj") if agent is not None else None
    patient = words.kid(at, "nsubjpass")
    clause = words.all_kids(at, "ccomp", "xcomp", "oprd")
    if not clause and word.lemma in _ONLY_CLAUSES:
        return None
    if "blow" in word.takes and not _is_person(words, by):
        return None
    if not ("passive" in word.takes or (by is not None and word.takes & {"object", "clause"})):
        return None
    marked = {
        kid
        for kid in words.kids[at]
        if words.dep[kid] in BEFORE_VERB or (words.dep[kid] == "advmod" and words.dep[kid] and at - 2 <= kid < at)
    } | {at}
    content = all_below(words, clause)
    preps = [kid for kid in words.all_kids(at, "prep") if kid > at and words.lower[kid] in ("of", "as", "for")]
    content |= all_below(words, preps)
    if by is None and not content:
        return None  # "the police were called"
    if patient is not None:
        content |= set(words.below(patient))
    elif words.dep[at] == "acl":
        content |= below_without(words, words.head[at], at)
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

"""What the parser gets wrong of reported speech and of losses, put right in its parse.

In: a parsed passage. Out: the same, in place. In "Troops took the town of Lyman, Ukraine's army announced on Monday"
the parser hangs "army" on "Lyman", and "announced" on the town. Refused: verbs that have a subject or an object, what
is no name, body or role, and changes after which a parse would be no tree.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import numpy
from spacy.attrs import DEP, HEAD
from spacy.tokens import Doc, Token

from fogline.data.cues import CueWord, cues
from fogline.data.kinds import kind_table
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists

_COUNTED = word_lists("figure_words", "binding").words("whole_nouns")
_WHAT_WAS_SAID = word_lists("cues", "links").words("said_nouns")
_UNDERGONE = word_lists("stand_ins", "left_out").words("undergone")
_LONGEST = 10  # tokens of a speaker's name, and of what stands behind the verb
_NAME = frozenset({"DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH"})
_WHEN = frozenset({"IN", "RB", "NN", "NNS", "NNP", "NNPS", "CD", "DT", "JJ", "POS", "PRP$", "TO"})
_FINITE = frozenset({"VBD", "VBN", "VBP", "VBZ"})
_BEGINS = frozenset({"IN", "RB", "NNP", "."})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "aux", "auxpass", "dobj", "ccomp", "xcomp", "oprd", "acomp", "attr"})


def rehang(doc: Doc, changes: Mapping[int, tuple[int, str]]) -> Doc:
    """Gives tokens other heads, in place. `changes`: head and dependency, by position; none if they make a circle."""
    if changes and _is_tree({token.i: changes.get(token.i, (token.head.i, ""))[0] for token in doc}):
        parse = doc.to_array([HEAD, DEP]).astype(numpy.uint64)
        for at, (head, name) in changes.items():
            parse[at] = (numpy.int64(head - at).astype(numpy.uint64), doc.vocab.strings.add(name))
        doc.from_array([HEAD, DEP], parse)  # type: ignore[arg-type]
    return doc


def _is_tree(heads: Mapping[int, int]) -> bool:
    """Whether every token hangs, in however many steps, on one that hangs on itself."""
    done: set[int] = set()
    for first in heads:
        at, way = first, {first}
        while at not in done and heads[at] != at:
            at = heads[at]
            if at in way:
                return False
            way.add(at)
        done |= way
    return True


def put_right(doc: Doc) -> Doc:
    """The parse of a passage, in place: who speaks is the subject of the verb, what is said hangs on it."""
    changes: dict[int, tuple[int, str]] = {}
    for verb in doc:
        changes |= dict(_as_passive(verb))
        if verb.tag_ in ("NN", "JJ") and any(child.dep_ == "auxpass" for child in verb.lefts):
            verb.tag_, verb.pos_ = "VBN", "VERB"  # "the base was overrun by fighters"
        changes |= dict(_answers_it(verb)) | dict(_with_it(verb)) | dict(_struck_too(verb))
        if verb.tag_[0] != "V":
            continue
        before = [child for child in verb.lefts if child.dep_ == "nsubj"]
        if len(before) == 2 and before[0].tag_ == "NN" and before[1].tag_ == "NNP" and before[0].nbor() == before[1]:
            changes[before[0].i] = (before[1].i, "compound")  # "the monitoring project DeepState said"
        if verb.dep_ == "acl" and _is_said(verb):
            changes[verb.i] = (verb.head.head.head.i, "xcomp")
        if verb.tag_ == "VBN" and verb.i and verb.lower_ in _COUNTED and verb.nbor(-1).lower_ == "in":
            changes[verb.i] = (verb.i - 1, "pobj")  # "losses in killed and wounded" are no sentence
            for one in (verb, *(child for child in verb.children if child.dep_ == "conj")):
                one.tag_ = "NNS"
        changes |= dict(_another_says(verb)) or dict(_another_does(verb))
        changes |= dict(_counted_in(verb)) | dict(_answered(verb)) | dict(_so_called(verb))
        if verb.tag_ in ("VBD", "VBN") and (told := _told_by_another(verb)) is not None:
            joining = [child.i for child in verb.head.children if child.dep_ == "cc" and verb.head.i < child.i < verb.i]
            changes |= dict.fromkeys(joining[-1:], (told.i, "cc")) | {verb.i: (told.i, "conj")}
        if verb.tag_ in ("VBD", "VBN", "VBZ") and verb.i > 2 and doc[verb.i - 1].tag_[0] == "N":
            changes |= dict(_below(verb)) or dict(_swallowed(verb))
        elif verb.tag_ in ("VBD", "VBZ") and verb.i > 4 and doc[verb.i - 1].text == ",":
            changes |= dict(_below(verb))
    return rehang(doc, changes)


def _as_passive(word: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where a passive is taken for what its subject is: "were slain", "was overrun by"."""
    be = word.head
    if word.lower_ not in _UNDERGONE or word.dep_ not in ("attr", "acomp") or _lemma(be) != "be" or be.i > word.i:
        return
    subject = next((child for child in be.lefts if child.dep_ == "nsubj"), None)
    by = any(child.lower_ == "by" for child in word.rights)
    if subject is None or any(child.dep_ == "det" for child in word.lefts) or not (by or word.tag_ == "VBN"):
        return
    word.tag_, word.pos_ = "VBN", "VERB"
    yield word.i, (word.i if be.head.i == be.i else be.head.i, be.dep_)
    yield be.i, (word.i, "auxpass")
    for child in be.children:
        if child.i != word.i:
            yield child.i, (word.i, "nsubjpass" if child.i == subject.i else child.dep_)


def _below(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes its place where a verb is one of saying, behind who says it; nothing where it is not."""
    doc, sentence = verb.doc, verb.sent
    end, name = _named_between_commas(verb)
    root, last = sentence.root, sentence.end - 1
    comma = end
    while comma > sentence.start and end - comma < _LONGEST and (doc[comma].tag_ in _NAME or _is_of(doc[comma], name)):
        comma -= 1
    if doc[comma].text != "," or comma == end or not _says(verb, end):
        return
    speaker = next((token.nbor(-1) for token in doc[comma + 2 : end] if token.lower_ == "of"), doc[end])
    if not _can_speak(speaker):
        return
    if root.i == verb.i:  # only its subject is missed: "…, the region's head, Ihor Koval, said"
        root = next((child for child in verb.lefts if child.dep_ == "ccomp"), root)
    if root.i >= comma or root.tag_[0] != "V" or not (sentence.start <= verb.head.i < end or verb.head.i == verb.i):
        return
    stop = next((token.i for token in doc[verb.i : last] if token.text == ","), last)
    # "Four were killed, the mission said, while eleven remain missing."
    goes_on = stop < last and doc[stop + 1].dep_ == "mark" and doc[stop + 1].head.head.i == root.i
    behind = [token for token in doc[verb.i + 1 : stop + 1] if not token.is_punct]
    if len(behind) > _LONGEST or (behind and behind[0].tag_ not in _BEGINS) or (stop < last and not goes_on):
        return
    if any(token.tag_ not in _WHEN for token in behind):
        return
    yield speaker.i, (verb.i, "nsubj")
    yield verb.i, (verb.i, "ROOT")
    yield root.i, (verb.i, "ccomp")
    yield comma, (verb.i, "punct")
    if name is not None:
        yield name.i, (speaker.i, "appos")
    described = speaker.nbor(-1)
    if described.i > comma and described.tag_[0] == "N" and described.head.i < comma:
        yield described.i, (speaker.i, "compound")  # "the naval mission Aspides said"
    for child in speaker.lefts:
        if child.i < comma:  # "the village of [Rubaya, Rwanda's army]"
            yield child.i, (speaker.head.i, speaker.dep_)
    if doc[last].is_punct and last > verb.i:
        yield last, (verb.i, "punct")


def _named_between_commas(verb: Token) -> tuple[int, Token | None]:
    """Where the words for a speaker end, and the name between them and the verb: "its head, Ivan Koval,"."""
    doc, at = verb.doc, verb.i - 1
    if doc[at].text != ",":
        return at, None
    first = at - 1
    while first > verb.sent.start and at - first < _LONGEST and doc[first].tag_ in ("NNP", "NNPS"):
        first -= 1
    named = doc[first].text == "," and first < at - 1 and first > verb.sent.start + 1
    return (first - 1, doc[at - 1]) if named else (at, None)


def _is_of(token: Token, name: Token | None) -> bool:
    """Whether a description goes on: "the head of the regional administration, Ivan Koval, said"."""
    return name is not None and token.lower_ == "of"


def _another_says(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where the next speaker is joined to what the first one says, or to what is said in it.

    "Hamas said eight were its fighters and Islamic Jihad said six were its members".
    """
    name, told = verb.nbor(-1) if verb.i else verb, verb.head
    own = {child.dep_ for child in verb.children}
    if (name.tag_, name.dep_) != ("NNP", "conj") or verb.dep_ != "ccomp" or "ccomp" not in own or "nsubj" in own:
        return
    if told.i > name.head.i or _cue_of(verb) is None or _cue_of(told) is None or name.head.i < told.i:
        return
    yield name.i, (verb.i, "nsubj")
    yield verb.i, (told.i, "conj")
    for child in name.head.children:
        if child.dep_ == "cc" and child.i < name.i:
            yield child.i, (told.i, "cc")


def _another_does(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where the next one's deed is joined to the place or the thing of the first.

    "Ukrainian forces advanced near Lyman and Russian forces advanced in Siversk": Lyman is no "and Russian forces".
    """
    first, at = verb.head, verb.i - 1
    if verb.tag_ not in _FINITE or verb.dep_ not in ("conj", "advcl") or first.i > verb.i or first.tag_[0] != "V":
        return
    while at > first.i and verb.doc[at].tag_ in ("RB", "VBP", "VBZ", "VBD", "MD") and verb.doc[at].head.i == verb.i:
        at -= 1
    noun = verb.doc[at]
    subject = next((child for child in verb.lefts if child.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is not None:
        listed = next((child for child in subject.lefts if child.dep_ == "nmod"), None)
        if subject.i != at or listed is None or listed.i != first.i + 1:
            return
        # "The army shelled Sake and M23 fighters attacked Masisi"
        yield listed.i, (first.i, "dobj")
        joined = {"cc": (first.i, "cc"), "conj": (subject.i, "compound")}
        yield from ((child.i, joined[child.dep_]) for child in listed.children if child.dep_ in joined)
        return
    before = noun.left_edge.i - 1
    place = noun.head
    if noun.dep_ != "conj" or noun.tag_ not in ("NN", "NNS") or place.tag_ != "NNP" or not first.i < place.i < before:
        return
    if (
        verb.doc[before].dep_ != "cc"
        or _lemma(noun) not in kind_table().classes["armed"]
        or not first.is_ancestor(place)
    ):
        return
    yield noun.i, (verb.i, "nsubj")
    yield verb.i, (first.i, "conj")
    yield before, (first.i, "cc")


def _counted_in(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where what people died in hangs on who reports them: "reported nine dead in a strike on Goma"."""
    if _cue_of(verb) is None:
        return
    for thing in verb.rights:
        number = thing.tag_ == "CD" or any(child.tag_ == "CD" for child in thing.lefts)
        if thing.dep_ not in ("dobj", "oprd") or not number or thing.right_edge.i + 1 >= len(verb.doc):
            continue
        for other in verb.rights:  # "two killed and five wounded"
            counted = next((one for one in other.lefts if one.tag_ == "CD" and one.dep_ == "nsubj"), None)
            if thing.tag_ == "CD" and other.dep_ == "conj" and other.tag_ in ("VBN", "VBD") and counted is not None:
                yield counted.i, (thing.i, "conj")
                yield other.i, (counted.i, "acl")
        link = verb.doc[thing.right_edge.i + 1]
        if (
            link.head.i == verb.i
            and link.dep_ == "prep"
            and any(_lemma(one) in _blows(id(kind_table())) for one in link.rights)
        ):
            yield link.i, (thing.i, "prep")


def _struck_too(word: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where a second thing that was struck is joined to who died in the first.

    "Rockets hit a school in Surin, killing six people, and a hospital in Sisaket."
    """
    killing = word.head
    verb = killing.head
    if word.dep_ != "conj" or word.tag_[0] != "N" or killing.tag_ != "VBG" or killing.dep_ != "advcl":
        return
    own = next((one for one in killing.rights if one.dep_ == "dobj" and one.i < word.i), None)
    first = next((one for one in verb.rights if one.dep_ == "dobj" and one.i < killing.i), None)
    if own is None or first is None or verb.tag_[0] != "V":
        return
    to = own if _lemma(word) in kind_table().classes["persons"] else first
    yield word.i, (to.i, "conj")
    for child in killing.rights:
        if child.dep_ in ("cc", "punct") and own.i < child.i < word.i:
            yield child.i, (to.i, child.dep_)


def _with_it(word: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where a second deed is taken for a word before its object: "held it for two days, looting shops"."""
    thing = word.head
    verb = thing.head
    done = word.tag_ == "VBG" or (word.tag_ == "NN" and word.lower_.endswith("ing"))
    if not done or word.dep_ != "amod" or thing.dep_ != "dobj" or word.i < 2 or word.nbor(-1).text != ",":
        return
    if verb.tag_[0] == "V" and any(one.dep_ == "dobj" and one.i < word.i for one in verb.rights):
        word.tag_, word.pos_ = "VBG", "VERB"
        yield word.i, (verb.i, "advcl")
        yield thing.i, (word.i, "dobj")


def _answers_it(word: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where a verb is taken for a noun behind a name: "an accusation that Kigali rejects"."""
    name = next((child for child in word.lefts if child.dep_ == "compound" and child.tag_ == "NNP"), None)
    if word.tag_ != "NNS" or word.dep_ != "relcl" or name is None or word.head.lower_ not in _WHAT_WAS_SAID:
        return
    word.tag_, word.pos_ = "VBZ", "VERB"
    yield name.i, (word.i, "nsubj")
    for child in word.lefts:
        if child.dep_ == "mark":
            yield child.i, (word.i, "dobj")


def _answered(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where what was said hangs on who answers it: "accuses Kigali of arming them, a charge it denies"."""
    own = [one for one in verb.lefts if one.dep_ == "dobj"]
    own += [one for name in verb.lefts if name.dep_ == "nsubj" for one in name.lefts if one.dep_ == "compound"]
    charge = next((one for one in own if one.lower_ in _WHAT_WAS_SAID), None)
    told = next((one for one in verb.lefts if one.dep_ == "ccomp" and one.tag_[0] == "V"), None)
    if charge is None or told is None or verb.dep_ != "ROOT" or charge.i < told.i or _lemma(verb) not in cues().verbs:
        return
    comma = charge.i - 1 - (verb.doc[charge.i - 1].dep_ == "det")
    if verb.doc[comma].text != "," or comma - 1 <= told.i:
        return
    if verb.doc[comma + 1].dep_ == "det":
        yield comma + 1, (charge.i, "det")
    last = verb.doc[verb.right_edge.i]
    yield told.i, (told.i, "ROOT")
    yield charge.i, (comma - 1, "appos")
    yield verb.i, (charge.i, "relcl")
    yield comma, (comma - 1, "punct")
    if last.is_punct and last.head.i == verb.i:
        yield last.i, (told.i, "punct")


def _so_called(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where who calls a charge false is taken for an object: "…, a charge the group called baseless"."""
    who = verb.head
    if verb.tag_ != "VBN" or verb.dep_ != "acl" or not any(child.dep_ == "oprd" for child in verb.rights):
        return
    first = who.left_edge.i
    charge = verb.doc[first - 1] if first > 3 else who
    comma = charge.left_edge.i - 1
    if charge.lower_ not in _WHAT_WAS_SAID or verb.doc[comma].text != "," or who.i + 1 != verb.i:
        return
    verb.tag_ = "VBD"
    yield who.i, (verb.i, "nsubj")
    yield verb.i, (charge.i, "relcl")
    yield charge.i, (comma - 1, "appos")
    yield comma, (comma - 1, "punct")


@functools.cache
def _blows(_identity: int) -> frozenset[str]:
    """The nouns that tell harm, by the identity of the table in use."""
    kinds = (kind for kind in kind_table().kinds.values() if kind.harm)
    return frozenset(noun.split()[-1] for kind in kinds for noun in kind.nouns)


def _told_by_another(verb: Token) -> Token | None:
    """The verb of saying beside which one stands that a passive's subject cannot have said.

    "Kyiv said 40 drones had been shot down and warned that more were coming": the drones warned of nothing.
    """
    inner = verb.head
    told = inner.head
    if verb.dep_ != "conj" or inner.dep_ != "ccomp" or told.i > inner.i or told.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    own, below = ({child.dep_ for child in one.children} for one in (verb, inner))
    passive = "nsubjpass" in below and own.isdisjoint(("nsubj", "nsubjpass", "auxpass"))
    says = _lemma(verb) in cues().verbs and bool(own & {"ccomp", "xcomp", "dobj"})
    return told if passive and says and _cue_of(told) is not None else None


def _is_said(verb: Token) -> bool:
    """Whether an infinitive is what somebody says, not what a noun is for: "claimed in a statement to have seized"."""
    medium = verb.head
    if medium.dep_ != "pobj" or medium.lower_ not in cues().channels:
        return False
    return any(child.tag_ == "TO" for child in verb.children) and _cue_of(medium.head.head) is not None


def _swallowed(verb: Token) -> Iterator[tuple[int, tuple[int, str]]]:
    """What changes where a speaker is joined to whom a deed was done to: "killed 23 farmers, residents said"."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj" and child.i < verb.i), None)
    deed = next((child for child in verb.children if child.dep_ == "ccomp" and child.i < verb.i), None)
    if subject is None or deed is None or deed.tag_[0] != "V" or not deed.i < subject.left_edge.i <= deed.i + 1:
        return
    if any(child.dep_ == "dobj" for child in deed.children) or _cue_of(verb) is None:
        return
    speakers = [one for one in subject.children if one.dep_ == "conj" and one.left_edge.nbor(-1).text == ","]
    if not speakers or not _can_speak(speakers[-1]):
        return
    speaker = speakers[-1]
    yield subject.i, (deed.i, "dobj")
    yield speaker.i, (verb.i, "nsubj")
    yield speaker.left_edge.i - 1, (verb.i, "punct")


def _cue_of(verb: Token) -> CueWord | None:
    """What the table of cues has on a verb of saying."""
    cue = cues().verbs.get(_lemma(verb))
    return cue if cue is not None and cue.kind == "speech" else None


def _says(verb: Token, end: int) -> bool:
    """Whether a verb that says something has nothing of its own but, maybe, the name right before it, from `end` on."""
    cue = _cue_of(verb)
    own = [child for child in verb.children if child.dep_ in _ARGUMENTS]
    if cue is None or "clause" not in cue.takes:
        return False
    named = end < verb.i - 1  # between commas
    return all((one.dep_ == "nsubj" and one.i >= end) or (named and one.dep_ == "ccomp" and one.i < end) for one in own)


def _can_speak(noun: Token) -> bool:
    return noun.tag_ in ("NNP", "NNPS") or _lemma(noun) in tables().roles or noun.lower_ in tables().bodies


def _lemma(token: Token) -> str:
    from fogline.claims.parse import lemma  # which itself puts its parses right

    return lemma(token)

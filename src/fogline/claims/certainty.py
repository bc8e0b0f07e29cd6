"""How sure a clause is said to be, whether it is denied, how far its happening got, and what its speaker does with it.

In: a parsed passage and the token of the clause's predicate (or of the cue of speech). Out: `Certainty`, polarity,
`Stage`, `Stance`. Refused: nothing; a clause without any signal is certain, positive and has happened.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from fogline.claims.clauses import future_of_the_past
from fogline.claims.parse import Passage, lemma
from fogline.data.certainty import CertaintyTable, Signal, certainty
from fogline.data.word_lists import word_lists
from fogline.model.claim import Certainty, Stage, Stance

_LISTS = word_lists("certainty", "governing")
_UP = {"xcomp", "ccomp", "acl", "pcomp", "prep", "pobj", "dobj", "attr", "oprd", "acomp"}
_OWN = {
    "advmod",
    "aux",
    "amod",
    "neg",
    "acomp",
    "mark",
    "auxpass",
    "det",
    "prep",
    "advcl",
    "npadvmod",
    "attr",
    "quantmod",
}
_CLIMBS = _UP | {"nsubj", "nsubjpass"}
_RANK = {"certain": 0, "probable": 1, "possible": 2, "unknown": 3}
_SPEECH = _LISTS.words("speech")
_RAISING = _LISTS.words("raising")
_CONTROL_DEPS = {"xcomp", "ccomp", "pcomp", "dobj", "advcl", "acl", "pobj", "prep", "nsubjpass", "oprd", "acomp"}

_PREVENTED_FROM = _LISTS.words("prevented_from")
_SETTINGS = _LISTS.words("settings")
_BEHIND_A_NOUN = frozenset({"acl", "relcl", "ccomp"})
_SIGNS = _LISTS.words("signs")
COMMANDS = word_lists("certainty", "told_to").words("commands")
_YET_TO = _LISTS.words("yet_to")
_NOBODY = _LISTS.words("nobody")
_INVERTED = _LISTS.words("inverted")


def certainty_of(passage: Passage, predicate: Token, table: CertaintyTable | None = None) -> Certainty:
    """How sure the clause of a predicate is said to be, by which words.

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r1", text="The brigade is highly likely to withdraw from the town."))
    >>> found = certainty_of(passage, passage.doc[6])
    >>> found.value, found.signals, found.probability
    ('probable', ('highly likely',), (80, 90))
    """
    table = table or certainty()
    found: list[tuple[int, Signal, str]] = []
    taken: set[int] = set()
    for token in _signal_tokens(predicate, table):
        for signal in table.signals.get(token.lower_, ()):
            run = passage.doc[token.i : token.i + len(signal.words)]
            if token.i not in taken and tuple(one.lower_ for one in run) == signal.words:
                if signal.words in (("may",),) and token.tag_ != "MD":
                    break
                taken.update(range(token.i, token.i + len(signal.words)))
                found.append((token.i, signal, run.text))
                break
    if not found:
        return Certainty()
    found.sort(key=lambda one: one[0])
    strongest = max(found, key=lambda one: _RANK[one[1].value])[1]
    probability = next((signal.probability for _, signal, _ in found if signal.probability), None)
    return Certainty(value=strongest.value, signals=tuple(words for *_, words in found), probability=probability)


def _signal_tokens(predicate: Token, table: CertaintyTable) -> list[Token]:
    """The words that can colour a predicate: its own modifiers, and the verbs and nouns it hangs on."""
    tokens: list[Token] = []
    for word in _chain(predicate, table):
        tokens.append(word)
        for child in word.children:
            if child.dep_ in _OWN or child.tag_ in ("MD", "RB"):
                tokens.append(child)
                tokens.extend(grand for grand in child.children if grand.dep_ in ("advmod", "neg", "amod", "pobj"))
    return sorted({token.i: token for token in tokens}.values(), key=lambda token: token.i)


def _chain(predicate: Token, table: CertaintyTable) -> Iterator[Token]:
    """The predicate and what governs it, up to the verb of speech that reports it."""
    word = predicate
    yield word
    for _ in range(6):
        head = word.head
        if head is word or _apart(word, head):
            return
        if word.dep_ == "conj":
            # "Might attack and capture": the modal of the first verb holds for the second that has none of its own.
            if any(child.dep_ in ("aux", "nsubj", "auxpass") for child in word.children) and head.tag_[:1] == "V":
                return
        elif not _goes_through(word, head, table) or word.dep_ not in _CLIMBS:
            return
        word = head
        if lemma(word) in _SPEECH and not any(child.dep_ == "auxpass" for child in word.children):
            return
        yield word


def polarity_of(passage: Passage, predicate: Token, table: CertaintyTable | None = None) -> str:
    """Whether a clause says that it is so ("positive") or that it is not ("negative").

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r1", text="The army did not enter the village."))
    >>> polarity_of(passage, passage.doc[4])
    'negative'
    """
    table = table or certainty()
    if predicate.tag_[:1] == "N" and _repelled(predicate, table):
        return "positive"
    negative = is_negated(predicate, table)
    if any(child.dep_ == "mark" and child.lower_ in table.conditions for child in predicate.children):
        return "negative" if negative else "positive"
    word = predicate
    for _ in range(5):
        head = word.head
        if head is word or _apart(word, head):
            break
        if word.dep_ == "conj":
            if not _shares_negation(word):
                break
        elif not _carries_negation(word, head, table):
            break
        key = lemma(head)
        if (head.tag_[:1] == "V" and key in _SPEECH) or (
            key in table.stances and table.stances[key] != "denies" and word.dep_ == "ccomp"
        ):
            # "Did not say that …" leaves open whether it is so; "does not believe that …" does not.
            return "negative" if negative != (key in _RAISING and is_negated(head, table)) else "positive"
        if key in table.verification and word.dep_ in ("ccomp", "nsubjpass", "csubjpass", "advcl"):
            break  # that it "could not be verified" says neither yes nor no
        if is_negated(head, table) and key not in table.reports:
            negative = not negative
        undone = _denies(head, key, table) or table.control.get(key) == "prevented" or head.lower_ in table.unable
        if undone and word.dep_ != "conj":  # "denied it and accused the army": they did accuse
            negative = not negative
        word = head
    return "negative" if negative else "positive"


def _apart(word: Token, head: Token) -> bool:
    """ "They hold the village; we have not seen proof of more": what a semicolon parts are two sentences."""
    if word.dep_ not in ("ccomp", "conj", "dep", "parataxis", "advcl") or head.tag_[:1] not in "VM":
        return False
    first, last = sorted((word.i, head.i))
    return any(child.lower_ in (";", "—", "–") and first < child.i < last for child in head.children) or any(
        child.lower_ == ";" and first < child.i < last for child in word.children
    )


def _denies(verb: Token, key: str, table: CertaintyTable) -> bool:
    particle = table.denying.get(key)
    return particle is not None and (not particle or any(child.lower_ == particle for child in verb.children))


def _shares_negation(word: Token) -> bool:
    """ "Was not killed or injured": the second verb is negated too, but not after "but" or with its own tense."""
    head = word.head
    if word.tag_ != head.tag_ or any(child.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for child in word.children):
        return False
    return not any(child.dep_ == "cc" and child.lower_ == "but" for child in head.children)


def _goes_through(word: Token, head: Token, table: CertaintyTable) -> bool:
    """Whether what a verb says of its object holds for the happening: "will launch it", not "will condemn it"."""
    if word.tag_[:1] != "N" or head.tag_[:1] != "V" or word.dep_ not in ("dobj", "nsubjpass"):
        return True
    key = lemma(head)
    return key in table.light or key in table.control or _denies(head, key, table)


def _carries_negation(word: Token, head: Token, table: CertaintyTable) -> bool:
    """Whether what is said of the head is said of the word: "did not carry out the attack", "no plan to withdraw"."""
    if head.tag_[:1] == "V" and word.dep_ == "prep":
        # "Suspended its work after a robbery": what comes after, amid or since is not what is prevented.
        return table.control.get(lemma(head)) == "prevented" and word.lower_ in _PREVENTED_FROM
    if head.tag_[:1] == "V":
        return _goes_through(word, head, table) and word.dep_ in (
            "xcomp",
            "ccomp",
            "dobj",
            "nsubjpass",
            "oprd",
            "pcomp",
        )
    if head.tag_[:1] == "N":
        return word.dep_ in ("acl", "prep", "ccomp") and (lemma(head) in table.nouns or lemma(head) in table.reports)
    if head.dep_ == "prep":
        governor = head.head
        return lemma(governor) in table.nouns or lemma(governor) in table.control
    return word.dep_ in ("xcomp", "pcomp") and head.tag_[:1] in "JI"


def is_negated(word: Token, table: CertaintyTable) -> bool:
    """Whether a word's own words say that it is not so: "did not enter", "nobody was hurt", "killed no one"."""
    if word.tag_ == "VBG" and word.dep_ == "pcomp" and word.head.lower_ == "without":
        return True  # "without causing casualties"
    for child in word.children:
        low = child.lower_
        if low == "yet" and word.lower_ in _YET_TO and any(c.dep_ == "xcomp" for c in word.children):
            return True
        if child.dep_ == "neg" or (low in table.negations and child.dep_ in ("det", "advmod", "preconj", "mark")):
            if low == "no" and child.dep_ == "advmod":
                continue
            return True
        if child.dep_ in ("nsubj", "nsubjpass", "dobj") and word.tag_[:1] == "V":
            if low in _NOBODY:
                return True
            if any(grand.lower_ in ("no", "neither") and grand.dep_ == "det" for grand in child.children):
                return True
            if low == "one" and any(grand.dep_ == "neg" for grand in child.children):
                return True  # "not one of our men died"
    return False


def stage_of(passage: Passage, predicate: Token, table: CertaintyTable | None = None) -> Stage:
    """How far the happening of a predicate got, from tense, modality and the verbs that govern it.

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r1", text="Rebels threatened to blow up the bridge."))
    >>> str(stage_of(passage, passage.doc[3]))
    'threatened'
    """
    table = table or certainty()
    if predicate.tag_[:1] == "N":
        for child in predicate.children:
            if child.dep_ == "amod" and child.lower_ in table.adjectives:
                return Stage(table.adjectives[child.lower_])
    own = _own_stage(predicate, table)
    governed = _governed_stage(predicate, table)
    if governed in (Stage.THREATENED, Stage.PLANNED, Stage.HYPOTHETICAL, Stage.REPELLED, Stage.ATTEMPTED):
        return governed
    if polarity_of(passage, predicate, table) == "negative":
        return Stage.DID_NOT_HAPPEN
    return own if own is not None else governed if governed is not None else Stage.HAPPENED


def _own_stage(word: Token, table: CertaintyTable) -> Stage | None:
    """What a verb's own auxiliaries and conditions say."""
    perfect = any(child.dep_ == "aux" and child.lower_ in ("have", "'ve") for child in word.children)
    for child in word.children:
        low = child.lower_
        if child.dep_ in ("aux", "auxpass") and child.tag_ == "MD":
            if low in table.future:
                return Stage.PLANNED
            if (low in table.possible or low in table.conditional) and not (perfect and low in ("may", "might")):
                return Stage.PLANNED if future_of_the_past(word) else Stage.HYPOTHETICAL
        if child.dep_ == "mark" and low in table.conditions:
            return Stage.HYPOTHETICAL
        if low in _INVERTED and child.dep_ == "aux" and _before_subject(child, word):
            return Stage.HYPOTHETICAL
    if word.tag_ == "VBG" and any(child.dep_ == "aux" and lemma(child) == "be" for child in word.children):
        return Stage.ONGOING
    if word.tag_ == "VB" and word.dep_ == "xcomp" and word.head.tag_ in ("VBZ", "VBP") and lemma(word.head) == "be":
        to = any(child.lower_ == "to" for child in word.children)  # "is to leave on Friday"
        return Stage.PLANNED if to else None
    if (
        word.dep_ == "conj"
        and word.head.tag_[:1] == "V"
        and not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in word.children)
    ):
        return _own_stage(word.head, table)
    return None


def _before_subject(aux: Token, verb: Token) -> bool:
    """ "Had the bridge been destroyed, …": a condition without "if"."""
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and aux.i < subject.i and verb.dep_ in ("advcl", "ccomp", "dep")


def _governed_stage(predicate: Token, table: CertaintyTable) -> Stage | None:
    """What the verbs and nouns say that the happening hangs on."""
    if (repelled := _repelled(predicate, table)) is not None:
        return repelled
    if predicate.dep_ == "nsubj" and _goes_on(predicate.head, table):
        return Stage.ONGOING
    plots = [child for child in predicate.head.children if child.dep_ == "dobj" and lemma(child) in table.nouns]
    if predicate.dep_ == "advcl" and plots and _repelled(plots[0], table):
        return Stage.REPELLED  # "foiled a plot to blow up the embassy", where the parse hangs "blow" on "foiled"
    word = predicate
    found: Stage | None = None
    for _ in range(5):
        head = word.head
        if head is word or _apart(word, head):
            return found
        if word.dep_ == "conj" and not any(c.dep_ in ("nsubj", "nsubjpass") for c in word.children):
            word = head
            continue
        if word.dep_ in _BEHIND_A_NOUN and lemma(head) in _SIGNS and _is_missing(head, table):
            return Stage.HYPOTHETICAL  # "no sign that troops had left the town"
        if word.dep_ not in _CONTROL_DEPS or not _goes_through(word, head, table):
            return found
        key = lemma(head)
        if table.denying.get(key) and _denies(head, key, table) and is_negated(head, table):
            return Stage.HYPOTHETICAL  # "did not rule out a withdrawal"
        stage = _control(word, head, key, table)
        if stage is not None:
            if head.tag_[:1] == "N" and _repelled(head, table):
                return Stage.REPELLED
            if stage is not Stage.ONGOING:
                return stage
            found = stage
        elif head.tag_[:1] == "V" and word.dep_ in ("xcomp", "dobj", "acl"):
            own = _own_stage(head, table)
            if own in (Stage.PLANNED, Stage.HYPOTHETICAL):
                return own
        if key in _SPEECH or (head.tag_[:1] == "N" and stage is None and word.dep_ not in ("pobj", "prep")):
            return found
        word = head
    return found


def _is_missing(sign: Token, table: CertaintyTable) -> bool:
    """Whether there is no such sign: "no indication that", "has not seen any sign that"."""
    return any(child.lower_ in ("no", "little") for child in sign.children) or (
        sign.head.tag_[:1] == "V" and is_negated(sign.head, table)
    )


def _only_names(verb: Token) -> bool:
    """Whether somebody calls a thing something, and does not call for it: "called the raid a crime"."""
    return lemma(verb) == "call" and any(child.dep_ == "oprd" for child in verb.children)


def _control(word: Token, head: Token, key: str, table: CertaintyTable) -> Stage | None:
    if word.dep_ == "prep" and word.lower_ in _SETTINGS and any(child.dep_ == "oprd" for child in head.children):
        return None  # "21 feared dead in a strike"
    if head.tag_[:1] == "V" and word.dep_ in ("xcomp", "ccomp", "dobj", "prep", "oprd"):
        control = None if _only_names(head) else table.control.get(key)
        infinitive = word.dep_ == "xcomp" or any(c.lower_ == "to" for c in word.children)
        if key == "go" and not infinitive:
            return None  # "went missing in the retreat", not "is going to retreat"
        if control is None or control == "prevented":
            return None
        if control in ("ongoing",):
            return Stage.ONGOING if word.dep_ == "xcomp" else None
        if not infinitive and control in ("attempted", "hypothetical") and word.tag_[:1] == "V":
            return None
        return Stage(control) if control != "ongoing" else None
    if head.tag_[:1] in "JIRV" and word.dep_ == "prep" and word.lower_ in ("to", "of"):
        # "Close to encircling the city": the word before the preposition, not the whole chain above it.
        near = table.brink.get(head.lower_)
        return Stage(near) if near else None
    if head.tag_[:1] == "N" and word.dep_ in ("acl", "prep"):
        noun = table.nouns.get(key) or table.brink.get(key)
        return Stage(noun) if noun else None
    if head.tag_[:1] == "J" and word.dep_ == "xcomp" and key in table.before:
        return Stage(table.before[key])
    return None


def _goes_on(verb: Token, table: CertaintyTable) -> bool:
    """ "Fighting continued", "was still going on", "shelling is under way"."""
    on = next((child for child in verb.children if child.lower_ == "on"), None)
    if lemma(verb) == "go" and on is not None:
        return not any(one.dep_ == "pobj" for one in on.children)
    if table.control.get(lemma(verb)) == "ongoing":
        return not any(child.dep_ in ("xcomp", "dobj") for child in verb.children)
    return any(
        child.lower_ == "underway" or (child.lower_ == "under" and any(one.lower_ == "way" for one in child.children))
        for child in verb.children
    )


def _repelled(predicate: Token, table: CertaintyTable) -> Stage | None:
    """ "Attacks were repelled", "beat back an assault": the predicate may be the attack or the repelling."""
    for verb in (predicate, predicate.head):
        particles = table.repelled.get(lemma(verb)) if verb.tag_[:1] == "V" else None
        if particles is None and verb is not predicate and lemma(verb) in table.stopped:
            particles = frozenset() if lemma(predicate) in table.thrusts else None
        if particles is None:
            continue
        if verb is not predicate and predicate.dep_ not in ("dobj", "nsubjpass"):
            continue
        if not particles or any(child.lower_ in particles for child in verb.children):
            negated = is_negated(verb, table)
            return None if negated else Stage.REPELLED
    return None


def is_what_to_do(verb: Token) -> bool:
    """Whether a verb tells what somebody is told to do: "told residents to leave", not "said to have left"."""
    marks = {child.tag_ for child in verb.lefts}
    return verb.tag_ == "VB" and verb.dep_ in ("xcomp", "ccomp", "advcl") and "TO" in marks


def stance_of(cue_lemma: str, passage: Passage, cue_token: Token, table: CertaintyTable | None = None) -> Stance:
    """What a speaker does with a claim, from the cue of speech.

    >>> from fogline.claims.parse import parse
    >>> from fogline.model.report import Report
    >>> [passage] = parse(Report(id="r1", text="The agency could not independently verify the report."))
    >>> str(stance_of("verify", passage, passage.doc[5]))
    'cannot verify'
    """
    table = table or certainty()
    head = cue_token.head
    negated = is_negated(cue_token, table) or head.lower_ in table.unable
    if head.lower_ in ("possible", "able"):
        negated = negated or is_negated(head, table) or is_negated(head.head, table)
    if any(child.lower_ in ("possible", "able") for child in head.children):
        negated = negated or is_negated(head, table)
    if cue_lemma in table.verification and (negated or cue_token.lower_ in ("unconfirmed", "unverified")):
        return Stance.CANNOT_VERIFY
    if cue_lemma == "according":
        after = " ".join(one.lower_ for one in cue_token.subtree)
        return Stance.ASSESSES if any(word in after for word in table.assessing) else Stance.ASSERTS
    if cue_lemma in COMMANDS and any(is_what_to_do(child) for child in cue_token.children):
        return Stance.DEMANDS
    stance = Stance("asserts" if _only_names(cue_token) else table.stances.get(cue_lemma, "asserts"))
    if negated and stance is Stance.DENIES:
        return Stance.ASSERTS
    if negated and stance is Stance.ASSESSES and cue_lemma in ("believe", "think"):
        return Stance.DOUBTS
    return stance

"""The grammar of headlines, which leave out articles, auxiliaries and "and".

In: the tokens of a title. Out: before it is parsed, tokens as a sentence would have them (`spelt_out`); after that,
the parse with its subjects put right (`mended`). Every token, offset and lemma stays that of the report.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from fogline.claims.rehung import rehang
from fogline.claims.strange_names import is_place
from fogline.data.parties import country_in
from fogline.data.word_lists import word_lists

_VERBS = word_lists("stand_ins", "titles").pairs("verbs")
_BEHIND = word_lists("stand_ins", "behind")
_PLURALS, _LINKS, _NOUNS_BEFORE = (_BEHIND.words(name) for name in ("plurals", "links", "nouns_before"))
_LEFT_OUT = word_lists("stand_ins", "left_out")
_TOGETHER = _LEFT_OUT.words("together") | _VERBS.keys()
_GERUNDS, _BEFORE = _LEFT_OUT.words("gerunds"), _LEFT_OUT.words("before")
_HAPPENINGS = word_lists("happening_words", "happenings")
_PARTICIPLES, _AFTER_THEM = _LEFT_OUT.pairs("participles"), _LEFT_OUT.phrases("behind")
_TOLD = word_lists("certainty", "told_to").words("commands")
_PASSIVES = _LEFT_OUT.words("passives") | _HAPPENINGS.words("transitive") | _HAPPENINGS.words("done_to")

_NSUBJPASS, _ROOT = "nsubjpass", "ROOT"
_BLOW = "explosion"  # no verb


def spelt_out(doc: Doc) -> list[str]:
    """The tokens of a title, some replaced by what a sentence would have: verbs of the past, "and", nouns.

    >>> import spacy
    >>> " ".join(spelt_out(spacy.blank("en")("Armenia, Azerbaijan exchange prisoners")))
    'Armenia and Azerbaijan traded prisoners'
    """
    lent = [token.text for token in doc]
    _lend_and(lent)
    _lend_nouns(lent)
    _lend_participles(lent)
    _lend_verbs(lent)
    return lent


def mended(doc: Doc) -> Doc:
    """The parse of a title, in place: the subject of a bare participle undergoes ("Odesa hit by drones").

    Headlines tell what is done in the present. A past without an object is a passive without its auxiliary. Nor does
    what stands before a colon do what is told behind it: "Libya: clashes shut the airport".
    """
    for topic in doc:
        colon = next((one.i for one in doc[topic.i : topic.head.i] if one.text == ":"), None)
        if topic.dep_ == "nsubj" and colon is not None:
            topic.dep_ = "dep"
            named = [child for child in topic.children if child.dep_ == "appos" and child.i > colon]
            rehang(doc, {child.i: (topic.head.i, "nsubj") for child in named})  # "…, live: bridge destroyed"
    for token in doc:
        if token.tag_ in ("VBN", "VBD") and (subject := _undergoes(token)) is not None:
            subject.dep_ = "nsubjpass"
            token.tag_ = "VBN"
    told = [(token.head.i, token.i) for token in doc if _tells_of(token)]
    rehang(doc, {n: at for noun, verb in told for n, at in ((noun, (verb, _NSUBJPASS)), (verb, (verb, _ROOT)))})
    return doc


def _tells_of(verb: Token) -> bool:
    """Whether a participle is what a title tells of its noun, not what says which: "Russian attack repelled"."""
    noun = verb.head
    below = {child.dep_ for child in verb.children}
    return (
        (verb.tag_, verb.dep_, noun.dep_) == ("VBN", "acl", _ROOT)
        and noun.tag_[:1] == "N"
        and noun.i == verb.i - 1
        and below.isdisjoint(("nsubj", "nsubjpass", "auxpass"))
        and all(child.tag_[:1] != "V" or child == verb for child in noun.children)
    )


def _undergoes(verb: Token) -> Token | None:
    """The subject of a passive that the parse takes for an active verb."""
    below = {child.dep_: child for child in verb.children}
    subject = below.get("nsubj")
    if subject is None or not below.keys().isdisjoint(("aux", "auxpass", "dobj", "dative", "ccomp", "neg")):
        return None
    from fogline.claims.parse import lemma  # which itself mends its titles here

    by = any(child.lower_ == "by" and child.dep_ in ("agent", "prep") for child in verb.children)
    told = lemma(verb) in _TOLD and any(child.tag_ == "TO" for one in verb.children for child in one.lefts)
    done = verb.tag_ == "VBN" or by or told or lemma(verb) in _PASSIVES
    return subject if done and subject.i < verb.i else None


def _lend_and(lent: list[str]) -> None:
    """Puts "and" for the comma between two names that do something together: "India, Pakistan agree to talk"."""
    start = 0
    for i, word in enumerate(lent):
        if word == ":":
            start = i + 1
        if word != "," or i == start or not all(_is_named(one) for one in lent[start:i]):
            continue
        end = i + 1
        while end < len(lent) and _is_named(lent[end]):
            end += 1
        follows = lent[end] if end < len(lent) else ""
        first, second = " ".join(lent[start:i]), " ".join(lent[i + 1 : end])
        if end > i + 1 and follows not in _TOGETHER and _is_a_people(first) and _is_a_people(second):
            lent[i] = "and"  # "Thai, Cambodian troops clash"
            return
        if end == i + 1 or follows not in _TOGETHER:
            continue
        if country_in(second) is None or country_in(first) is not None:  # no "Kherson, Ukraine"
            lent[i] = "and"
        return


def _lend_participles(lent: list[str]) -> None:
    """Puts what can only be a participle for what could be a noun: "Hodeidah port hit, fuel tanks ablaze"."""
    for i, word in enumerate(lent):
        ends = i + 1 == len(lent) or lent[i + 1] in _AFTER_THEM
        if i and ends and word in _PARTICIPLES and lent[i - 1][:1].isalpha():
            lent[i] = _PARTICIPLES[word]


def _is_a_people(words: str) -> bool:
    country = country_in(words)
    return country is not None and words == country.adjective != country.name


def _is_named(word: str) -> bool:
    return word[:1].isupper() or word == "-"


def _lend_nouns(lent: list[str]) -> None:
    """Puts a plain noun for what could be a verb behind a place: "No casualties in Kherson shelling"."""
    for i, word in enumerate(lent):
        first = i
        while first and lent[first - 1][:1].isupper():
            first -= 1
        if word in _GERUNDS and 0 < first < i and lent[first - 1].lower() in _BEFORE:
            lent[i] = _BLOW


def _lend_verbs(lent: list[str]) -> None:
    """Puts verbs of the past for those behind a plural."""
    found = False
    for i, word in enumerate(lent[1:], 1):
        if word not in _VERBS or (lent[i + 1].lower() if i + 1 < len(lent) else "") in _NOUNS_BEFORE:
            continue
        if any(later[:-1] in _VERBS and later.endswith("s") for later in lent[i + 1 :]):
            continue  # "Damascus strike kills five": the verb comes yet
        subject = i - 1
        while subject and not found and (lent[subject][:1].isupper() or lent[subject] in _NOUNS_BEFORE):
            subject -= 1  # "Strikes on Gaza City kill 40"
        name = i - 1
        while name and _is_named(lent[name - 1]):
            name -= 1
        joined = name > 1 and lent[name - 1].lower() == "and"  # "Armenia and Azerbaijan exchange prisoners"
        behind = any(_is_plural(lent[at]) or lent[at].lower() in _PLURALS for at in (i - 1, subject))
        if joined or behind or (found and lent[i - 1].lower() in _LINKS):
            lent[i] = _VERBS[word]
            found = True


def _is_plural(word: str) -> bool:
    """Whether a word ends as plurals do, and is no town's name: "rebels", not "Damascus"."""
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "'s")) and not is_place(word)

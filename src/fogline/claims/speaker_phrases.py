"""The phrase of a speaker in the parse: its own words, who is joined to it, whose title it is.

In: `Words` and a noun. Out: tokens of the phrase. Refused: nothing.
"""

from __future__ import annotations

from fogline.claims.parse import is_dictionary_word
from fogline.claims.speech_cues import LONGEST_TITLE
from fogline.claims.speech_words import Words
from fogline.claims.truecase import is_usually_capital
from fogline.data.cues import cues
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists

_LISTS = word_lists("cues", "no_name")
_NO_NAME = _LISTS.words("words")
_INTRODUCED = _LISTS.words("introduced")
_APART = {"cc", "conj", "preconj", "case"}
_BEHIND = {"relcl", "acl", "appos", "punct", "advcl", "ccomp"}


def joined(words: Words, head: int) -> list[int]:
    """The head and what is joined to it by "and"."""
    every = [head]
    for one in every:  # grows while it is walked: "A, B and C" hang on each other in a chain
        every += [kid for kid in words.kids[one] if words.dep[kid] == "conj" and words.tag[kid][0] in "NP"]
    # "The joint forces, former rebel groups, said": without an "and" the second tells who the first are.
    return every if any(words.kid(one, "cc") is not None for one in every) else every[:1]


def own_words(words: Words, head: int) -> list[int]:
    """The tokens of one speaker's phrase: without what is joined to it, clauses and what stands apart by commas."""
    kept = []
    stack = [head]
    while stack:
        one = stack.pop()
        kept.append(one)
        for kid in words.kids[one]:
            dep = words.dep[kid]
            if one == head and (dep in _APART or (dep in _BEHIND and kid > head)):
                continue
            if one == head and kid < head and dep in ("advmod", "intj", "punct") and "," in words.lower[kid : kid + 2]:
                continue  # "However, the army"
            stack.append(kid)
    kept = sorted(token for token in kept if token == head or words.lower[token].strip())
    at = kept.index(head)
    low = high = at
    while low > 0 and kept[low] - kept[low - 1] <= 2:
        low -= 1
    while high + 1 < len(kept) and kept[high + 1] - kept[high] == 1:
        high += 1
    found = kept[low : high + 1]
    for token in found[::-1]:
        if token < head and words.lower[token] in ("-", "–", "—") and words.finish[token - 1] < words.begin[token]:
            found = [one for one in found if one > token]  # "at least 12 dead - governor"
            break
    if len(found) > 1 and found[-1] > head and words.tag[found[-1]] == "RB":
        found = found[:-1]  # "the UN mission there"
    if len(found) > 2 and words.tag[found[0]] == "IN" and words.lower[found[1]] in cues().dates:
        return found[2:]  # "On Thursday the army"
    return found


def person_name(words: Words, head: int) -> int | None:
    """Where a full name begins within a longer description: "football coach Ivan Koval with the county's team"."""
    if words.tag[head] != "NNP" or any(words.lower[kid] in ("of", "for") for kid in words.all_kids(head, "prep")):
        return None
    if words.kid(head, "det") is not None or words.lower[head] in tables().bodies:
        return None
    start = head
    while start and words.tag[start - 1] == "NNP" and words.head[start - 1] == head:
        start -= 1
    titles = [at for at in range(start, head) if words.lower[at].strip(".") in tables().titles]
    start = titles[-1] + 1 if titles else start  # "Boeing chief executive Ivan Koval"
    while start < head and not words.lower[start].strip("."):
        start += 1
    described = words.first[head] < start and words.tag[start - 1] in ("NN", "NNP", "JJ")
    longer = described or words.last[head] > head
    return start if start < head and longer else None


def shows_only(words: Words, head: int, channels: frozenset[str]) -> bool:
    """Whether a noun is a thing that shows, not one that speaks: "evidence", "satellite images", "Ukraine's actions".

    A heading's bare "Assessment:" is nobody's either.
    """
    if words.tag[head] in ("WDT", "WP") and words.dep[words.head[head]] == "relcl":
        head = words.head[words.head[head]]  # "evidence that confirms it"
    lemma = words.lemma(head)
    if words.tag[head] not in ("NN", "NNS"):
        return False
    if lemma in channels:
        return not words.kids[head] or all(words.dep[kid] == "punct" for kid in words.kids[head])
    return lemma in tables().shows


def says_which(words: Words, head: int) -> bool:
    """Whether a description says more than its kind: "the emergency service", "the head of the city administration"."""
    of = (body for kid in words.kids[head] if words.lower[kid] == "of" for body in words.kids[kid])
    return bool(which(words, head)) or any(words.lower[body] in tables().bodies for body in of)


def which(words: Words, head: int) -> list[str]:
    """The words by which a description says which body it means: "emergency" in "the emergency service"."""
    return [
        words.lower[kid]
        for kid in words.kids[head]
        if kid < head and words.dep[kid] in ("compound", "amod", "nmod") and words.lower[kid] not in _NO_NAME
    ]


def as_within_a_sentence(words: Words, tokens: list[int], name: str) -> str:
    """A common noun's name without the capital that it has only because it begins a sentence."""
    first = tokens[0]
    if first != words.sentences[words.sentence[first]][0] or words.tag[first] not in ("NN", "NNS", "JJ", "JJR"):
        return name
    word = words.lower[first]
    proper = (
        (word,) in tables().countries
        or (words.tag[first] == "JJ" and is_usually_capital(word))
        or (len(tokens) == 1 and not is_dictionary_word(word))  # "Guterres", which the parser takes for a plural
        or not name.lower().startswith(word)
        or name[len(word) :].lstrip()[:1].isupper()
    )
    return name if proper else name[0].lower() + name[1:]


def bearer(words: Words, head: int) -> int | None:
    """Whose title a noun is: "the mayor of Kherson, Roman Mrochko", "Its spokesman Dmitry Peskov".

    Many papers write titles large: "the Governor of Borno State, Babagana Zulum".
    """
    role = words.lemma(head) in tables().roles or (words.tag[head] == "NNP" and words.lower[head] in tables().roles)
    large = words.tag[head] == "NNP" and role and words.kid(head, "det") is not None
    if words.tag[head] != "NN" and not large:
        return None
    named = role or words.kid(head, "appos") is not None or words.lower[head] in tables().bodies
    for token in sorted(words.below(head)) if named else ():
        if token > head and words.dep[token] == "appos" and words.tag[token].startswith("NNP"):
            direct = words.head[token] == head
            if direct and token == head + 1 and words.lower[head] in tables().bodies:
                return token  # "the railway company Ukrzaliznytsia"
            if is_short_name(words, token) and words.lower[token - 1] == ",":
                return token  # "the African Union mission, ATMIS, said"
            # "Its emergency coordinator, Pauline Verne": what no table has for an office is one before a full name.
            if not role and not (direct and words.tag[token - 1] == "NNP" and words.head[token - 1] == token):
                continue
            if direct or (words.last[token] == token and token > 1 and words.tag[token - 1] == "NNP"):
                return token
    return (_bearer_by_place(words, head) or _introduced(words, head)) if role else None


def _introduced(words: Words, head: int) -> int | None:
    """The name by which somebody is introduced: "a field commander, named as Colonel Omar Bilal"."""
    for kid in words.all_kids(head, "acl"):
        as_ = words.kid(kid, "prep") if words.lower[kid] in _INTRODUCED else None
        name = words.kid(as_, "pobj") if as_ is not None and words.lower[as_] == "as" else None
        if name is not None and words.tag[name] == "NNP":
            return name
    return None


def _bearer_by_place(words: Words, head: int) -> int | None:
    """The name right behind a title's phrase, where the parse hangs it on a noun before the title."""
    end = min(len(words.lower), head + LONGEST_TITLE)
    comma = next((at for at in range(head + 1, end) if words.lower[at] == ","), None)
    at = comma + 1 if comma is not None else end
    while at < len(words.lower) and words.tag[at] == "NNP":
        at += 1
    name = at - 1
    if comma is None or name < comma + 2 or at >= len(words.lower) or words.lower[at] != ",":
        return None
    return name if words.dep[name] == "appos" and words.head[name] < head else None


def is_short_name(words: Words, token: int) -> bool:
    """Whether a token is a body's initials: "BINUH"."""
    word = words.text(token, token + 1)
    return len(word) > 2 and word.isupper() and word.isalpha() and not words.plain.isupper()


def office(words: Words, name: int) -> int | None:
    """The office of a name that stands behind it: "the head of the district council, Petro Koval".

    The parse hangs such a name on the office or on the last noun of its phrase, and the phrase where it likes. The
    first noun decides: "the wife of the mayor, Olena Koval" holds none.
    """
    at = words.head[name]
    if words.dep[name] != "appos" or at > name:
        return None
    while words.dep[at] == "pobj" and words.dep[words.head[at]] == "prep" and words.head[words.head[at]] < at:
        at = words.head[words.head[at]]
    return at if words.tag[at] == "NN" and words.lemma(at) in tables().roles else None


def extent(words: Words, head: int) -> tuple[int, int]:
    """First and last token of the phrase with its appositions, without what is joined to it."""
    high = words.last[head]
    for kid in words.kids[head]:
        if kid > head and words.dep[kid] in ("cc", "conj"):
            high = min(high, words.first[kid] - 1)
    return words.first[head], max(high, head)


def gender(words: Words, head: int) -> str | None:
    for token in (head, *words.kids[head]):
        low = words.lower[token].strip(".")
        if low in tables().male:
            return "male"
        if low in tables().female:
            return "female"
    return None

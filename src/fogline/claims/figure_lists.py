"""Who stands in one list with somebody: "a policeman, two civilians and three soldiers".

In: a passage's words and the head of a noun phrase. Out: the heads of all phrases of its list. Refused: a second name
for the same ("a soldier, a father of two"), and the subject of a clause of its own ("killed a man, and his wife fled").

The parse takes the second of three for another name of the first, or hangs the last on a verb: what stands in the list
is then read off the words.
"""

from __future__ import annotations

from fogline.claims.figure_words import Words
from fogline.data.word_lists import word_lists

_LISTS = word_lists("figure_words", "lists")
_KINDRED = _LISTS.words("kindred")
_MARRIED = _LISTS.words("married")
_ONE = _LISTS.words("one")
_IN_PHRASE = frozenset({"DT", "PRP$", "CD", "JJ", "HYPH", "NN", "NNS", "NNP", "NNPS", "VBN", "POS", "RB"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_LONGEST = 9  # words of one phrase of a list: "his 10-year-old son"


def listed(words: Words, head: int) -> list[int]:
    """A noun phrase's head with all that stands in one list with it, in the order of the parse."""
    found = [head]
    for k in words.children[head]:
        if k in found:
            continue
        joined = words.dep[k] == "conj" and not words.tag[k].startswith("V")
        if joined or (words.dep[k] == "appos" and _is_next(words, head, k)):
            found += [one for one in listed(words, k) if one not in found]
    if len(found) == 1 and (after := _joined_by_words(words, head)) is not None:
        found.append(after)
    return found


def _is_next(words: Words, head: int, other: int) -> bool:
    """Whether what the parse takes for another name of the first is the second of a list, as "and" after it says."""
    goes_on = any(words.dep[k] == "conj" for k in words.children[other])
    owned = any(words.dep[k] == "poss" and words.tag[k] == "PRP$" for k in words.children[other])
    if goes_on and owned:
        return True  # "his girlfriend, her son and himself"
    if words.tag[head][:3] == "NNP":
        # "Anna Bilyk, 43, Olha Bilyk, 48, and their mother": names, each with an age.
        aged = any(words.tag[k] == "CD" and head < k < other for k in words.children[head])
        more = any(words.dep[k] == "conj" and k > other for k in words.children[head])
        both = any(words.tag[k] == "CD" and k > other for k in words.kids(other, "appos", "nummod"))
        return words.tag[other][:3] == "NNP" and aged and (goes_on or more or both)
    return goes_on and _counts_others(words, head, other)


def _counts_others(words: Words, head: int, other: int) -> bool:
    """ "A man, a woman and two children", "an officer, three soldiers and a driver": none of them is another."""
    known = any(words.lower[k] == "the" for k in words.children[head])  # "the driver, a passenger and a girl"
    if not (_is_counted(words, head) or (known and _ends_on_others(words, other))) or words.tag[other][:1] != "N":
        return False
    one, two = _group(words, head), _group(words, other)
    if one in (None, "people") or two is None:
        return False  # "four bodies, two males and two females": who the four are
    if not _is_counted(words, other):  # "his wife, son and daughter"
        bare = not any(words.dep[k] in ("det", "nummod") for k in words.children[other])
        return bare and words.lemma(other) in _MARRIED and words.lower[other] != words.lower[head]
    if words.tag[head] == "NNS" or words.tag[other] == "NNS":
        return words.tag[head] != words.tag[other] or one != two
    apart = one != two and (one in _KINDRED) == (two in _KINDRED)
    return apart and words.lemma(other) not in _MARRIED


def _ends_on_others(words: Words, other: int) -> bool:
    """Whether the list goes on to a girl or to three men: "the mayor, a teacher and father of two" is one."""
    rest = [one for k in words.kids(other, "conj") for one in listed(words, k)]
    return any(
        (words.tag[one] == "NNS" or _group(words, one) in _KINDRED) and words.lemma(one) not in _MARRIED for one in rest
    )


def _is_counted(words: Words, head: int) -> bool:
    """Whether so many are told of: "a man", "three soldiers", "his wife"."""
    return any(words.lower[k] in _ONE or words.tag[k] in ("CD", "PRP$") for k in words.children[head] if k < head)


def _group(words: Words, head: int) -> str | None:
    lemma = words.lemma(head)
    return words.table.groups.get(lemma) if lemma in words.table.people else None


def _joined_by_words(words: Words, head: int) -> int | None:
    """ "His wife and 10-year-old son", "a 13-year-old and his father": who stands right after "and"."""
    at = head + 1
    if words.lower[at : at + 1] != ["and"] or not (words.tag[head][:1] == "N" or words.lower[head] == "old"):
        return None
    first = at + 1
    end = first
    while end < len(words.tag) and end - first < _LONGEST and words.tag[end] in _IN_PHRASE:
        end += 1
    last = end - 1
    if last < first or words.lower[last] == words.lower[head]:
        return None
    if words.tag[last] == "CD" and words.lower[end : end + 1] == ["of"] and words.tag[end + 1 : end + 2] == ["PRP$"]:
        of = next((k for p in words.kids(last, "prep") for k in words.kids(p, "pobj")), None)
        return last if of is not None and words.lemma(of) in words.table.people else None
    own = words.tag[first] in ("PRP$", "CD") or words.lower[first] in _ONE
    if not own or words.tag[last] not in ("NN", "NNS") or words.lemma(last) not in words.table.people:
        return None
    if words.dep[last] in _SUBJECTS or (words.dep[last] == "conj" and words.head[last] == head):
        return None
    verb_follows = words.tag[end : end + 1] in (["VBD"], ["VBZ"], ["VBP"], ["MD"])
    return None if verb_follows else last

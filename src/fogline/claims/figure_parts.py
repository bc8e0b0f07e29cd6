"""Who is told as a part of those who were counted: "among them 40 children", "a child was among the dead".

In: a passage's words. Out: the nouns of parts, by token. Refused: what goes on without naming anybody.
"""

from __future__ import annotations

from collections.abc import Iterator

from fogline.claims.figure_lists import listed
from fogline.claims.figure_words import Words
from fogline.data.word_lists import word_lists

_LISTS = word_lists("figure_words", "roles")
_NAMED_WHOLES = _LISTS.words("named_wholes")
_WHOLES = _NAMED_WHOLES | _LISTS.words("unnamed_wholes")
_IN_PHRASE = frozenset({"JJ", "NN", "NNS", "NNP", "NNPS"})
_OF_WHOM = (["among", "them"], ["of", "whom"], ["of", "them"])


def is_a_part(words: Words, head: int) -> bool:
    """Whether a phrase tells who are among those of the phrase before it."""
    first = min([head, *(k for k in words.children[head] if k < head)])
    return any(words.lower[at : at + 2] in _OF_WHOM for at in (first, max(0, first - 2)))


def part_after(words: Words, i: int) -> int | None:
    """The noun of what follows "among them" as its part: "12 dead, among them about 40 children" → "children"."""
    at = i + 2
    if words.lower[i + 1 : at] not in (["them"], ["whom"], ["these"], ["those"]):
        return None
    for j in range(at, min(at + 7, len(words.tag))):
        tag = words.tag[j]
        if tag[:2] == "NN" and words.tag[j + 1 : j + 2] not in (["NN"], ["NNS"], ["NNP"]):
            return j
        if tag == "CD" and words.tag[j + 1 : j + 2] in (["."], [","]):
            return j
        if not (tag in ("DT", "CD", "JJ", "RB", "IN", "VBN", "HYPH", "JJR", "PRP$") or tag[:2] == "NN"):
            return None
    return None


def among(words: Words) -> dict[int, str | None]:
    """Heads of noun phrases that are part of what was counted before: "a child was among them".

    The value is the word that names the whole where it tells the measure ("dead"), else None.
    """
    found: dict[int, str | None] = {
        part: whole for i in range(1, len(words.lower)) for part, whole in _told_apart(words, i)
    }
    for i, word in enumerate(words.lower):
        if word not in ("among", "amongst"):
            continue
        whole = words.kids(i, "pobj")
        tail = words.lower[whole[0]] if whole else words.lower[i + 1] if i + 1 < len(words.lower) else ""
        if whole and tail == "those":
            tail = next((words.lower[k] for k in words.children[whole[0]] if words.tag[k][:1] == "V"), "")
        if tail not in _WHOLES:
            continue
        if (part := part_after(words, i)) is not None:
            found[part] = tail if tail in _NAMED_WHOLES else None
            continue
        verb = words.head[i]
        if words.tag[verb][:1] == "V":
            heads = words.kids(verb, "nsubj", "nsubjpass", "attr")
        else:
            heads = [verb] if words.tag[verb][:1] in "NC" else []
        for head in heads:
            for one in listed(words, head):
                found[one] = tail if tail in _NAMED_WHOLES else None
    return found


def _told_apart(words: Words, i: int) -> Iterator[tuple[int, str]]:
    """Who the dead are, behind a colon: "left 116 dead: 64 farmers, 34 herders and 18 soldiers"."""
    whole = words.lower[i - 1]
    if words.lower[i] != ":" or whole not in _NAMED_WHOLES:
        return
    at = i + 1
    while words.tag[at : at + 1] == ["CD"]:
        end = at + 1
        while words.tag[end : end + 1] and words.tag[end] in _IN_PHRASE:
            end += 1
        if words.tag[end - 1][:1] != "N":
            return
        yield end - 1, whole
        at = end
        while words.lower[at : at + 1] and words.lower[at] in (",", "and"):
            at += 1

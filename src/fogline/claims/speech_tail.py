"""What the parse misses at a sentence's ends: "…, injuring 43, the regional governor, Oleh Koval, said."

In: what was found in a passage. Out: the same; speech at a sentence's end that had nobody to say it, or half of them,
has who stands between the last commas before its verb: a name, a role, a name with a role; speech has the clause with
which its sentence begins, what it counts behind its speaker, and what goes on there. Refused: anything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fogline.claims.speech_content import Found, spans
from fogline.claims.speech_words import Words
from fogline.data.cues import cues
from fogline.data.party_tables import tables
from fogline.data.word_lists import word_lists
from fogline.model.claim import Span

_NOT_VERBS = frozenset({"noun", "adjective", "adverb", "according", "view", "colon"})
EXAMPLES = word_lists("cues", "examples").words("words")
_GOES_ON = word_lists("cues", "going_on").words("words")
_SHIFTED = word_lists("cues", "going_on").words("shifted")
_TURNS, _WAS = word_lists("cues", "going_on").words("turns"), word_lists("cues", "going_on").words("was")
_SETTING = 8  # tokens from a speaker to the comma behind it: "he said in his evening address,"
_LONGEST_NAME, _LONGEST_ROLE = 4, 9  # tokens
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NAMES = frozenset({"NNP", "NNPS"})
_DESCRIBES = frozenset({"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "IN", "HYPH", "CD", "VBN", "CC"})


def give_speakers(found: Sequence[Found]) -> None:
    """Gives speech that nobody says whoever stands right before its verb."""
    for one in found:
        if one.cue.frame in _NOT_VERBS or not _ends_sentence(one.words, one.cue.at):
            continue
        low, head = _before(one.words, one.cue.at)
        begin = one.source_spans[0].start if one.source_spans else one.words.begin[one.cue.at]
        if head is not None and (one.words.begin[low] < begin or _counts(one, low)):
            _give(one, low, head)


def give_examples(found: Sequence[Found]) -> None:
    """Gives speech what it counts behind its speaker: "killed 45, the ministry said, including 11 women"."""
    for one in found:
        words, behind = one.words, max({one.cue.at, *one.cue.marked, *one.cue.source}) + 1
        end = words.sentences[words.sentence[one.cue.at]][1]
        after = behind + 1
        if one.cue.frame in _NOT_VERBS or after >= end or words.lower[behind] != ",":
            continue
        if words.lower[after] not in EXAMPLES or not one.content or one.content[-1][1] > words.begin[one.cue.at]:
            continue
        piece = (words.begin[after], words.finish[_last_word(words, after, end)])
        one.content.append(piece)
        if one.outermost is not None:
            content = (*one.outermost.content, Span(start=piece[0], end=piece[1]))
            one.outermost = replace(one.outermost, content=content)


def give_beginnings(found: Sequence[Found]) -> None:
    """Gives speech at a sentence's end the clause with which the sentence begins.

    "Jets bombed the north, killing 27 militants, the ministry said on Friday": the parse may hang the second half alone
    on who speaks, and the first half is said as well.
    """
    for one in found:
        words = one.words
        first, last = words.sentences[words.sentence[one.cue.at]]
        source = min(one.cue.source, default=0)
        if one.cue.frame in _NOT_VERBS or source <= first or words.lower[source - 1] != ",":
            continue
        if "clause" not in _takes(words, one.cue.at) or source > one.cue.at or not one.content:
            continue
        begin, end = words.begin[first], words.begin[source]
        pieces = (
            [(span.start, span.end) for span in one.outermost.content] if one.outermost is not None else one.content
        )
        start, stop = pieces[0]
        if not begin < start < end:
            continue
        told = range(first, next(token for token in range(first, last) if words.begin[token] >= start))
        if any(each is not one and each.cue.at in told for each in found) or words.lower[told[-1]] != ",":
            continue
        if not any(
            words.tag[token] in _FINITE and words.kid(token, "nsubj", "nsubjpass") is not None for token in told
        ):
            continue
        one.content = [(begin, stop), *(piece for piece in one.content if piece[0] >= stop)]
        if one.outermost is not None:
            one.outermost = replace(one.outermost, content=(Span(start=begin, end=stop), *one.outermost.content[1:]))


def give_what_goes_on(found: Sequence[Found]) -> None:
    """Gives speech the clause that goes on behind its speaker: "… had fled, he said, and more would follow".

    Only such as speaks in the past tense of what is told again; where somebody else has a word in it, it is his. What
    the tagger marked stays as it is: an attribution by itself is given out with that.
    """
    for one in found:
        words, behind = one.words, max({one.cue.at, *one.cue.marked, *one.cue.source}) + 1
        end = words.sentences[words.sentence[one.cue.at]][1]
        if one.cue.frame in _NOT_VERBS or not one.content or one.content[-1][1] > words.begin[one.cue.at]:
            continue
        comma = next((at for at in range(behind, min(behind + _SETTING, end)) if words.lower[at] == ","), None)
        if comma is None or comma + 1 >= end or words.lower[comma + 1] not in _GOES_ON:
            continue
        rest = range(comma + 2, end)
        turns = words.lower[comma + 1] in _TURNS
        if any(each.cue.at in rest for each in found) or not any(_is_told_again(words, at, turns) for at in rest):
            continue
        one.content.append((words.begin[comma + 2], words.finish[_last_word(words, comma, end)]))


def _last_word(words: Words, first: int, end: int) -> int:
    """The last token before an end that is more than marks."""
    last = end - 1
    while last > first and not any(letter.isalnum() for letter in words.lower[last]):
        last -= 1
    return last


def _is_told_again(words: Words, verb: int, turns: bool) -> bool:
    """Whether a finite verb with a subject of its own is in the tense of reported speech: "would", "had", "was".

    Behind a "but" the outlet may go on in its own voice, of what was.
    """
    own = words.kid(verb, "nsubj", "nsubjpass") is not None
    if not own or words.tag[verb][:1] != "V":
        return False
    shifted = _SHIFTED - _WAS if turns else _SHIFTED
    return any(words.lower[kid] in shifted for kid in (verb, *words.all_kids(verb, "aux", "auxpass")))


def _counts(one: Found, low: int) -> bool:
    """Whether the source begins with what is said: "killed [at least three people in [Maychew, a doctor]] said"."""
    first, tag = min(one.cue.source, default=low), one.words.tag
    place = first > 0 and tag[first - 1] == "IN" and tag[first] in _NAMES
    return first < low and (place or any(tag[token] == "CD" for token in range(first, min(first + 3, low))))


def _ends_sentence(words: Words, at: int) -> bool:
    if words.tag[at] not in ("VBD", "VBZ", "VBN", "VBP") or "clause" not in _takes(words, at):
        return False
    last = words.sentences[words.sentence[at]][1]
    return at + 1 >= last or not any(letter.isalnum() for token in words.lower[at + 1 : last] for letter in token)


def _takes(words: Words, at: int) -> frozenset[str]:
    word = cues().verbs.get(words.lemma(at))
    return word.takes if word is not None else frozenset()


def _before(words: Words, at: int) -> tuple[int, int | None]:
    """Where whoever stands before a verb begins, and the noun that names them."""
    first = words.sentences[words.sentence[at]][0]
    a, b = _segment(words, first, at)
    if b <= a or a <= first + 2:
        return at, None
    if b - a <= _LONGEST_NAME and all(words.tag[token] in _NAMES for token in range(a, b)):
        c, d = _segment(words, first, a)
        if d > c > first + 2 and _is_role(words, c, d):
            return c, b - 1
        return a, b - 1 if b - a > 1 else None
    head = _is_role(words, a, b)
    if head is not None and words.lemma(head) in tables().roles and words.tag[a] in ("DT", "PRP$"):
        c, d = _segment(words, first, a)
        if c > first + 2 and 1 < d - c <= _LONGEST_NAME and all(words.tag[token] in _NAMES for token in range(c, d)):
            return c, d - 1  # "Ivan Koval, the mayor of Tver, said"
    return a, head


def _segment(words: Words, first: int, at: int) -> tuple[int, int]:
    """The tokens between two commas that end before a token."""
    end = at
    while end > first and words.lower[end - 1] in (",", "'", '"', "”", "''"):
        end -= 1
    start = end
    while start > first and words.lower[start - 1] not in (",", ";", ":", "”", "''"):
        start -= 1
    return start, end


def _is_role(words: Words, a: int, b: int) -> int | None:
    """The noun of a description that can speak: "the regional governor", "a spokesman for the army"; else None."""
    if not 0 < b - a <= _LONGEST_ROLE or any(words.tag[token] not in _DESCRIBES for token in range(a, b)):
        return None
    known = tables()
    for token in range(a, b):
        if words.tag[token] == "IN" and token > a:
            break
        last = token + 1 == b or words.tag[token + 1] in ("IN", "POS", "CC")
        if last and (words.lemma(token) in known.roles or words.lower[token] in known.bodies):
            return token
    return None


def _give(one: Found, low: int, head: int) -> None:
    words, begin = one.words, one.words.begin[low]
    cut = low
    while cut and not any(letter.isalnum() for letter in words.lower[cut - 1]):
        cut -= 1
    end = words.finish[cut - 1] if cut else begin
    content = [(a, min(b, end)) for a, b in one.content if a < end]
    if not content:
        return
    if one.source_spans and one.source_spans[0].start < begin:  # what was taken for who speaks is said
        content[-1] = (content[-1][0], end)
    one.cue.source, one.cue.source_head, one.cue.empty_source = set(range(low, one.cue.at)), head, False
    one.source_spans = spans(words, one.cue.source)
    one.content = content
    if one.outermost is not None:
        said = tuple(Span(start=a, end=b) for a, b in content)
        one.outermost = replace(one.outermost, source=tuple(one.source_spans), content=said)

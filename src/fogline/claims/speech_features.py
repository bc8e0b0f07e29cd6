"""What the trained tagger of attributions sees: numbers for every token, and for every token beside a cue.

In: the passages of a report as `Words`, and its text. Out: a `Sheet` (one row a token, over all passages), and `Pairs`
(one row for each token that a cue could lead to). Refused: nothing; a passage without vectors has zeros.

No name is a feature: proper names and numbers are known to the tagger by their tag alone, apart from what the parser's
own vectors hold of their form. Words are hashed by their dictionary form.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

from fogline.claims.parse import dictionary_form
from fogline.claims.speech_quotes import quotations
from fogline.claims.speech_words import Words
from fogline.data.cues import cues
from fogline.data.remembered import MOST_REMEMBERED
from fogline.model.report import SectionKind

Ints = NDArray[numpy.int32]
Floats = NDArray[numpy.float32]

WIDTH = 96  # of the parser's vectors
# fmt: off
_TAGS = [
    "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNP", "NNPS", "NNS", "PDT",
    "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT",
    "WP", "WP$", "WRB", ",", ".", ":", "``", "''", "-LRB-", "-RRB-", "$", "HYPH", "NFP", "SYM", "ADD", "AFX",
    "XX", "_SP",
]
_DEPS = [
    "ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case", "cc",
    "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj", "mark",
    "meta", "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp", "pobj",
    "poss", "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp",
]
# fmt: on
_TAG = {name: i + 1 for i, name in enumerate(_TAGS)}
_DEP = {name: i + 1 for i, name in enumerate(_DEPS)}
DEPS = len(_DEPS) + 1
_KINDS = [
    "speech",
    "denial",
    "writing",
    "evidence",
    "thought",
    "knowledge",
    "feeling",
    "intent",
    "seeming",
    "nominal",
    "according-to",
    "adverb",
]
_KIND = {name: i for i, name in enumerate(_KINDS)}
_WORDS = 8192
_NEAR = (0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22, 30, 40, 60, 90)  # bounds of distances in tokens
# How many values each column has; the order is that of `Sheet.codes` and `Pairs.codes`.
TOKEN_COLUMNS = {
    "word": _WORDS,
    "tag": len(_TAGS) + 1,
    "dep": DEPS,
    "quote": 5,
    "cue": 40,
    "governed": 2 * DEPS,
    "place": 12,
}
_CHAIN = 5
PAIR_COLUMNS = {
    "distance": 2 * len(_NEAR) + 2,
    "sentence": 12,
    "branch": (_CHAIN + 2) * DEPS,
    "chain": (_CHAIN + 2) * DEPS,
    "depth": 6 * DEPS,
    "quote": 5 * 5 * 2,
    "between": 2 * 6 * 4,
}
_DEEPEST = 5
_SENTENCES = 3  # how many sentences before and after the cue's own one are looked at, within its passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Every token of a report; rows of all passages one after the other."""

    made: Sequence[Words]
    offset: list[int]  # the first row of each passage
    vectors: Floats
    codes: Ints  # one column each of TOKEN_COLUMNS
    head: Ints
    quote: Ints  # number of the quotation that a token stands in, or -1
    marks: Ints  # how many quotation marks stand before a token
    commas: Ints
    sentence: Ints  # its number within the passage
    passage: list[int]

    @property
    def size(self) -> int:
        """How many tokens there are."""
        return len(self.passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """What a cue could lead to. `branch` is the row where the way from the token joins the cue's own line of heads."""

    tokens: Ints
    branch: Ints
    codes: Ints


def sheet(made: Sequence[Words], text: str) -> Sheet:
    """The numbers of a whole report."""
    offset, total = [], 0
    for words in made:
        offset.append(total)
        total += len(words.lower)
    vectors = numpy.zeros((total, WIDTH), numpy.float32)
    codes = numpy.zeros((total, len(TOKEN_COLUMNS)), numpy.int32)
    head = numpy.zeros(total, numpy.int32)
    quote: list[int] = []
    marks: list[int] = []
    commas: list[int] = []
    sentence: list[int] = []
    passage: list[int] = []
    number = 0
    for k, (words, at) in enumerate(zip(made, offset, strict=True)):
        size = len(words.lower)
        tensor = words.passage.doc.tensor
        if getattr(tensor, "shape", ()) == (size, WIDTH):
            vectors[at : at + size] = tensor
        inside, mark, comma, states, number = _quoted(words, text, number)
        quote += inside
        marks += mark
        commas += comma
        sentence += words.sentence
        passage += [k] * size
        kinds = [_cue(lower, tag) for lower, tag in zip(words.lower, words.tag, strict=True)]
        codes[at : at + size, 0] = [_word(lower, tag) for lower, tag in zip(words.lower, words.tag, strict=True)]
        codes[at : at + size, 1] = [_TAG.get(tag, 0) for tag in words.tag]
        codes[at : at + size, 2] = [_DEP.get(dep, 0) for dep in words.dep]
        codes[at : at + size, 3] = states
        codes[at : at + size, 4] = kinds
        codes[at : at + size, 5] = _governed(words, kinds)
        codes[at : at + size, 6] = _places(words, k)
        head[at : at + size] = words.head
        head[at : at + size] += at
    return Sheet(
        made=made,
        offset=offset,
        vectors=vectors,
        codes=codes,
        head=head,
        quote=numpy.array(quote, numpy.int32),
        marks=numpy.array(marks, numpy.int32),
        commas=numpy.array(commas, numpy.int32),
        sentence=numpy.array(sentence, numpy.int32),
        passage=passage,
    )


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _word(lower: str, tag: str) -> int:
    """A word's bucket by its dictionary form and class; names and numbers share one each."""
    if tag in ("NNP", "NNPS"):
        return 0
    if tag == "CD":
        return 1
    form = dictionary_form(lower, tag)
    return 2 + zlib.crc32(f"{tag[:1]}|{form}".encode("utf-8", "replace")) % (_WORDS - 2)


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _cue(lower: str, tag: str) -> int:
    """What the table of cues has on a word: its kind and class, 0 for nothing."""
    table, first = cues(), tag[:1]
    if lower == "according":
        return 39
    if first == "V":
        word = table.verbs.get(dictionary_form(lower, tag))
        return 1 + _KIND.get(word.kind, 0) if word else 0
    if first == "N":
        word = table.nouns.get(dictionary_form(lower, tag))
        if word is None and tag in ("NN", "NNS"):
            return 14 if table.verbs.get(lower.rstrip("s")) else 0
        return 15 + (_KIND.get(word.kind, 0)) if word else 0
    if first == "J":
        return 28 if lower in table.adjectives else 0
    if first == "R":
        return 29 if lower in table.adverbs else 0
    return 0


def _governed(words: Words, kinds: list[int]) -> list[int]:
    """By which of its branches the nearest cue word above a token holds it, near or far; 0 where there is none."""
    made = []
    dep, head = words.dep, words.head
    for token in range(len(kinds)):
        code, one = 0, token
        for step in range(8):
            above = head[one]
            if above == one:
                break
            if kinds[above]:
                code = _DEP.get(dep[one], 0) + (DEPS if step else 0)
                break
            one = above
        made.append(code)
    return made


def _quoted(words: Words, text: str, number: int) -> tuple[list[int], list[int], list[int], list[int], int]:
    """For each token: its quotation, marks and commas before it, its state; and the number of the next quotation."""
    size = len(words.lower)
    start = words.passage.start
    inside, states = [-1] * size, [0] * size
    marks, commas = [0] * size, [0] * size
    token = 0
    begin, finish = words.begin, words.finish
    for quoted in quotations(text, start, start + len(words.plain)):
        while token < size and finish[token] <= quoted.start:
            token += 1
        while token < size and begin[token] < quoted.end:
            inside[token] = number
            edge = begin[token] < quoted.inner_start or (begin[token] >= quoted.inner_end)
            states[token] = 3 if quoted.single else 2 if edge else 4 if quoted.open else 1
            token += 1
        number += 1
    mark = comma = 0
    last = -1
    for i, lower in enumerate(words.lower):
        if inside[i] != last:
            mark += 1
            last = inside[i]
        marks[i] = mark
        commas[i] = comma
        comma += lower in (",", ";", ":", "--", "–", "—", "-")
    return inside, marks, commas, states, number


def _places(words: Words, number: int) -> list[int]:
    """Where a token stands: in a title, in the first sentence of a passage, at a sentence's start or end."""
    title = words.passage.section.kind is SectionKind.TITLE or number == 0
    made = []
    for k, (a, b) in enumerate(words.sentences):
        for token in range(a, b):
            edge = 0 if token == a else 1 if token < a + 3 else 2 if token < b - 3 else 3
            made.append((8 if title else 4 if k else 0) + edge)
    return made


def cue_head(words: Words, low: int, high: int) -> int:
    """The token of a cue that the others hang on."""
    for token in range(low, high):
        if not low <= words.head[token] < high or words.head[token] == token:
            return token
    return low


def pairs(whole: Sheet, passage: int, low: int, high: int) -> Pairs:
    """Rows for all tokens that the cue at tokens `low` to `high` of a passage could lead to."""
    words, at = whole.made[passage], whole.offset[passage]
    cue = cue_head(words, low, high)
    own = words.sentence[cue]
    a, b = words.sentences[own]
    first = words.sentences[max(0, own - _SENTENCES)][0]
    last = words.sentences[min(len(words.sentences) - 1, own + _SENTENCES)][1]
    line = _line(words, cue)
    joined: dict[int, tuple[int, int, int]] = {}
    ways = numpy.array([_join(token, line, words.head, joined) for token in range(a, b)], numpy.int32)
    # Tokens of other sentences have no way to the cue: no place in its line, themselves as branch, the greatest depth.
    place = numpy.full(last - first, -1, numpy.int32)
    branch = numpy.arange(first, last, dtype=numpy.int32)
    depth = numpy.full(last - first, _DEEPEST, numpy.int32)
    place[a - first : b - first], branch[a - first : b - first], depth[a - first : b - first] = ways.T
    tokens = numpy.concatenate([numpy.arange(first, low), numpy.arange(high, last)])
    kept = tokens - first
    place, branch, depth = place[kept], branch[kept], depth[kept]
    rows, before = tokens + at, tokens < low
    dep = whole.codes[:, 2]
    above = numpy.array([0, *(dep[at + one] for one in line)], numpy.int32)
    edge = numpy.where(before, at + low, at + high - 1)
    crossed = numpy.minimum(3, abs(whole.marks[rows] - whole.marks[edge]))
    commas = numpy.minimum(3, abs(whole.commas[rows] - whole.commas[edge]))
    quote = whole.quote[rows]
    state = numpy.where(quote < 0, 0, numpy.where(quote == whole.quote[at + cue], 1, 2))
    gap = numpy.where(before, low - 1 - tokens, tokens - high)
    distance = whole.sentence[rows] - whole.sentence[at + cue]
    codes = numpy.stack(
        [
            numpy.searchsorted(_NEAR, gap) + numpy.where(before, 0, len(_NEAR) + 1),
            numpy.where(distance == 0, 0, 4 + distance),
            (place + 1) * DEPS + numpy.where(place >= 0, dep[at + branch], 0),
            (place + 1) * DEPS + above[numpy.maximum(place, 0)],
            depth * DEPS + dep[rows],
            (state * 5 + crossed) * 2 + before,
            (((place >= 0) & (branch < low)) * 6 + numpy.minimum(5, place + 1)) * 4 + commas,
        ],
        axis=1,
    )
    return Pairs(
        tokens=rows.astype(numpy.int32), branch=(branch + at).astype(numpy.int32), codes=codes.astype(numpy.int32)
    )


def _line(words: Words, cue: int) -> dict[int, int]:
    """The cue and what it hangs on, step by step."""
    line = {cue: 0}
    one = cue
    for step in range(1, _CHAIN + 1):
        above = words.head[one]
        if above == one:
            break
        line[above] = step
        one = above
    return line


def _join(
    token: int, line: dict[int, int], head: list[int], joined: dict[int, tuple[int, int, int]]
) -> tuple[int, int, int]:
    """Where the way up from a token meets the cue's line: place in the line, the branch below it, the depth."""
    way = []
    one = token
    while one not in joined:
        if one in line:
            joined[one] = (line[one], one, 0)
            break
        way.append(one)
        above = head[one]
        if above == one:
            joined[one] = (-1, one, 0)
            way.pop()
            break
        if above in line:
            joined[one] = (line[above], one, 1)
            way.pop()
            break
        one = above
    place, branch, depth = joined[one]
    for below in reversed(way):
        depth = min(_DEEPEST, depth + 1)
        joined[below] = (place, branch, depth)
    return joined[token]

"""A small trained tagger of attributions: which words report, who is said to speak, and what is said.

In: a report's passages as `Words`, and its text. Out: `Tagged` attributions in text order, as tokens of a passage, each
with how sure the tagger is of its cue. Refused: nothing; without passages there is nothing to find.

A net of three layers over the parser's own vectors and the features of `speech_features.py` looks at every token with
its neighbours, its head and its children; a second one looks at every token beside each cue that the first one found.
Both are made by `training/attribution.py`; see `docs/models/attribution.md`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy

from fogline.claims.speech_features import (
    DEPS,
    PAIR_COLUMNS,
    TOKEN_COLUMNS,
    Floats,
    Ints,
    Pairs,
    Sheet,
    pairs,
    sheet,
)
from fogline.claims.speech_words import Words

WEIGHTS = Path(__file__).parent.parent / "data" / "attribution.npz"
SWITCH = 1.2  # what it costs to begin or end a stretch of content, in log odds: closes gaps of single tokens
CUE_AT = 0.5  # how probable the surest token of a cue must be
ALSO_CUE = 0.25  # how probable the tokens beside it must be
AT_ONCE = 20_000  # pairs of a cue and a token that are scored at a time: 25 MB; a report of 400 words has about 1,000
Piece = tuple[int, int]
Net = dict[str, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """One attribution as tokens of a passage, half-open."""

    passage: int
    cue: Piece
    source: Piece | None
    content: tuple[Piece, ...]
    sure: float  # probability of the cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Everything that the tagger says of a report. Attributions may overlap."""

    found: list[list[Tagged]]  # by passage, in text order
    likely: list[list[float]]  # for each token of each passage, how probably it is of a cue


def tag(made: Sequence[Words], text: str, net: Net | None = None) -> Tags:
    """All attributions that the tagger sees; without weights it sees none and doubts no cue, so that the rules decide.

    >>> tag([], "").found
    []
    """
    tags = Tags(found=[[] for _ in made], likely=[[1.0] * len(one.lower) for one in made])
    net = weights() if net is None else net
    whole = sheet(made, text) if net else None
    if whole is None or not whole.size:
        return tags
    hidden = encode(whole, net)
    odds = _softmax(hidden[:-1] @ net["cue"] + net["cue bias"])
    likely: list[float] = (1 - odds[:, 0]).tolist()
    for number, (at, one) in enumerate(zip(whole.offset, made, strict=True)):
        tags.likely[number] = likely[at : at + len(one.lower)]
    found = cue_pieces(whole, likely, (odds[:, 1] > odds[:, 2]).tolist())
    beside: list[tuple[tuple[int, int, int, float], Pairs]] = []
    size = 0
    for cue in found:
        row = pairs(whole, *cue[:3])
        if len(row.tokens):
            beside.append((cue, row))
            size += len(row.tokens)
        if size >= AT_ONCE or (beside and cue is found[-1]):
            scored = score_pairs(whole, hidden, [piece for piece, _ in beside], [its for _, its in beside], net)
            for (piece, its_row), scores in zip(beside, scored, strict=True):
                tags.found[piece[0]].append(_tagged(whole, piece, its_row, scores))
            beside, size = [], 0
    return tags


@functools.cache
def weights(path: Path = WEIGHTS) -> Net:
    """The shipped weights as 32-bit floats, kept as 8-bit whole numbers with one scale a row; none without the file."""
    net: Net = {}
    if not path.exists():
        return net
    with numpy.load(path) as stored:
        for name in stored.files:
            if name.endswith("|scale"):
                continue
            value = stored[name]
            if value.dtype == numpy.int8:
                value = value.astype(numpy.float32) * stored[f"{name}|scale"]
            net[name] = value.astype(numpy.float32)
    return net


def encode(whole: Sheet, net: Net) -> Floats:
    """What the first net makes of each token; the last row is empty, for what lies outside."""
    total = whole.vectors @ net["vector"] + net["bias1"]
    for k, column in enumerate(TOKEN_COLUMNS):
        total += net[f"token {column}"][whole.codes[:, k]]
    first = _padded(total)
    near = neighbours(whole)
    beside = children(whole)
    mixed = numpy.concatenate([first[near[:, k]] for k in range(5)] + [first[whole.head], beside(first)], axis=1)
    second = _padded(mixed @ net["mix1"] + beside_deps(whole) @ net["child deps"] + net["bias2"])
    mixed = numpy.concatenate([second[near[:, k]] for k in (1, 2, 3)] + [second[whole.head], beside(second)], axis=1)
    third = _padded(mixed @ net["mix2"] + net["bias3"])
    return second + third


def _padded(total: Floats) -> Floats:
    made = numpy.zeros((total.shape[0] + 1, total.shape[1]), numpy.float32)
    numpy.maximum(total, 0, out=made[:-1])
    return made


def neighbours(whole: Sheet) -> Ints:
    """Rows two and one before, the row itself, one and two after; the empty row beyond a passage's edge."""
    size = whole.size
    passage = numpy.array(whole.passage)
    own = numpy.arange(size)
    made = numpy.full((size, 5), size, numpy.int32)
    for k, step in enumerate((-2, -1, 0, 1, 2)):
        other = own + step
        inside = (other >= 0) & (other < size)
        kept = numpy.where(inside, other, 0)
        made[:, k] = numpy.where(inside & (passage[kept] == passage), kept, size)
    return made


class children:  # noqa: N801
    """Means over the children of each token."""

    def __init__(self, whole: Sheet) -> None:
        own = numpy.arange(whole.size)
        kids = own[whole.head != own]
        order = numpy.argsort(whole.head[kids], kind="stable")
        self._kids = kids[order]
        heads = whole.head[self._kids]
        self._size = whole.size
        self._heads, self._starts, counts = numpy.unique(heads, return_index=True, return_counts=True)
        self._counts = counts.astype(numpy.float32)[:, None]

    def __call__(self, rows: Floats) -> Floats:
        made = numpy.zeros((self._size, rows.shape[1]), numpy.float32)
        if len(self._kids):
            made[self._heads] = numpy.add.reduceat(rows[self._kids], self._starts, axis=0) / self._counts
        return made


def beside_deps(whole: Sheet) -> Floats:
    """How many children of each dependency a token has, at most one counted."""
    own = numpy.arange(whole.size)
    kids = own[whole.head != own]
    made = numpy.zeros((whole.size, DEPS), numpy.float32)
    made[whole.head[kids], whole.codes[kids, 2]] = 1
    return made


def cue_pieces(whole: Sheet, likely: list[float], begins: list[bool]) -> list[tuple[int, int, int, float]]:
    """Stretches of tokens that are cues: passage, first token, end, probability of the surest token.

    A stretch has one token that is surely of a cue and goes on as long as that is still likely.
    """
    found: list[tuple[int, int, int, float]] = []
    for row in (k for k, sure in enumerate(likely) if sure >= ALSO_CUE):
        passage, sure = whole.passage[row], likely[row]
        token = row - whole.offset[passage]
        last = found[-1] if found else None
        if (
            last
            and last[0] == passage
            and last[2] == token
            and not (begins[row] and sure >= CUE_AT and last[3] >= CUE_AT)
        ):
            found[-1] = (passage, last[1], token + 1, max(last[3], sure))
        else:
            found.append((passage, token, token + 1, sure))
    return [one for one in found if one[3] >= CUE_AT]


def score_pairs(
    whole: Sheet, hidden: Floats, found: Sequence[tuple[int, int, int, float]], rows: Sequence[Pairs], net: Net
) -> list[Floats]:
    """For each cue the log probabilities of its tokens: nothing, source, content."""
    sizes = [len(one.tokens) for one in rows]
    tokens = numpy.concatenate([one.tokens for one in rows])
    branch = numpy.concatenate([one.branch for one in rows])
    codes = numpy.concatenate([one.codes for one in rows])
    which = numpy.repeat(numpy.arange(len(rows)), sizes)
    heads = numpy.stack(
        [hidden[whole.offset[p] + low : whole.offset[p] + high].mean(axis=0) for p, low, high, _ in found]
    )
    total = (hidden @ net["own"])[tokens] + (hidden @ net["branch"])[branch] + (heads @ net["of cue"])[which]
    total += net["bias4"]
    for k, column in enumerate(PAIR_COLUMNS):
        total += net[f"pair {column}"][codes[:, k]]
    first = numpy.maximum(total, 0)
    before = numpy.zeros_like(first)
    after = numpy.zeros_like(first)
    before[1:], after[:-1] = first[:-1], first[1:]
    begins = numpy.cumsum([0, *sizes[:-1]])
    before[begins] = 0
    after[numpy.cumsum(sizes) - 1] = 0
    second = numpy.concatenate([before, first, after], axis=1) @ net["mix3"] + net["bias5"]
    logits = (first + numpy.maximum(second, 0)) @ net["role"] + net["role bias"]
    return numpy.split(numpy.log(_softmax(logits) + 1e-9), numpy.cumsum(sizes)[:-1])


def _softmax(logits: Floats) -> Floats:
    logits = logits - logits.max(axis=1, keepdims=True)
    odds: Floats = numpy.exp(logits)
    made: Floats = odds / odds.sum(axis=1, keepdims=True)
    return made


def _tagged(whole: Sheet, cue: tuple[int, int, int, float], row: Pairs, scores: Floats) -> Tagged:
    passage, low, high, sure = cue
    tokens = (row.tokens - whole.offset[passage]).tolist()
    source = _best_run((scores[:, 1] - numpy.maximum(scores[:, 0], scores[:, 2])).tolist(), tokens)
    gain = (scores[:, 2] - numpy.maximum(scores[:, 0], scores[:, 1])).tolist()
    if source is not None:
        gain = [-50.0 if source[0] <= t < source[1] else g for g, t in zip(gain, tokens, strict=True)]
    content = _runs(gain, tokens)
    return Tagged(passage=passage, cue=(low, high), source=source, content=tuple(content), sure=sure)


def _best_run(gain: list[float], tokens: list[int]) -> Piece | None:
    """The stretch of tokens with the greatest gain; None where no token gains."""
    best, best_piece = 0.0, None
    total, start = 0.0, 0
    for i, one in enumerate(gain):
        if total <= 0 or (i and tokens[i] != tokens[i - 1] + 1):
            total, start = 0.0, i
        total += one
        if total > best:
            best, best_piece = total, (tokens[start], tokens[i] + 1)
    return best_piece


def _runs(gain: list[float], tokens: list[int]) -> list[Piece]:
    """All stretches that gain more than it costs to switch to and fro."""
    out, inside = 0.0, -SWITCH  # best totals that end outside and inside a stretch
    back: list[tuple[bool, bool]] = []  # for outside and inside: whether the token before was inside
    for one in gain:
        leave, enter = inside - SWITCH, out - SWITCH
        back.append((leave > out, inside >= enter))
        out, inside = max(out, leave), max(inside, enter) + one
    state = inside > out
    marked = []
    for i in range(len(gain) - 1, -1, -1):
        if state:
            marked.append(tokens[i])
        state = back[i][1] if state else back[i][0]
    runs: list[Piece] = []
    for token in reversed(marked):
        if runs and runs[-1][1] == token:
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
    return runs

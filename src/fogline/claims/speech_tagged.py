"""Brings the trained tagger and the rules together: one list of what is said, and which of it is outermost.

In: what the rules found in a passage, and what the tagger says of it. Out: `Found`s in text order; those that the
contract's attributions are to name have `outermost` set. Refused: tagged attributions without anything said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fogline.claims.speech_content import Found, outermost, spans
from fogline.claims.speech_cues import Cue, can_speak
from fogline.claims.speech_features import cue_head
from fogline.claims.speech_model import Tagged
from fogline.claims.speech_quotes import Quoted
from fogline.claims.speech_verbs import keeps_from
from fogline.claims.speech_words import Piece, Words
from fogline.data.cues import CueTable, CueWord
from fogline.data.parties import canonical
from fogline.data.word_lists import word_lists
from fogline.model.claim import Attribution, Span

_LISTS = word_lists("cues", "pointing_back")
_POINTS = _LISTS.words("said")
_SUSPECTS = _LISTS.words("suspects")
_OURS = _LISTS.words("ours")
_BLOWS = word_lists("happening_words", "actors").words("blows")
_DEEDS = word_lists("cues", "deeds").words("verbs")

# A cue of the rules that the tagger did not take is outermost all the same where the tagger gives it this probability.
KEEP = 0.1
_OF_A_NOUN = {"DT", "JJ", "NN", "NNS", "NNP", "NNPS", "POS", "PRP$", "VBN", "HYPH", "CD"}
_NAMES = {"NNP", "NNPS"}
_NEVER_LAST = {"DT", "PRP$", "IN"}
_SURE = {"colon", "adverb"}  # frames that the tagger saw too few of, and that the rules are right about


def together(
    found: Sequence[Found],
    tagged: Sequence[Tagged],
    likely: Sequence[float],
    one: Words,
    quotes: list[Quoted],
    table: CueTable,
) -> list[Found]:
    """What the rules found and what the tagger adds, in text order."""
    every = list(found)
    for whole in (_up_to_the_cue(one, each) for each in tagged):
        each = _but_of_suspects(one, whole)
        attribution = _attribution(one, each)
        if attribution is None:
            continue
        low, high = each.cue
        if (one.lower[low] == ":" and _is_a_topic(one, each)) or _is_a_number(one, each):
            continue
        if _rejects_something_else(one, each, table) or _is_a_blow(one, each):
            continue
        same = next((f for f in every if f.outermost is None and low <= f.cue.at < high), None) or next(
            (f for f in every if f.outermost is None and any(low <= token < high for token in f.cue.marked)), None
        )
        if same is None:
            at = cue_head(one, *each.cue)
            if "blow" in _word(one, at, table).takes or (one.tag[at][:1] == "V" and one.lemma(at) in _DEEDS):
                continue  # the tagger learnt from politics, where to attack is to talk: of deeds the rules judge
            if keeps_from(one, _word(one, at, table), at):
                continue
            same = _found(one, each, attribution, quotes, table)
            every.append(same)
        elif each is not whole:
            same.cue.source, same.cue.source_head, same.source_spans = set(), None, spans(one, set())
        else:
            _widen(one, same, each, attribution)
        ruled = _only_points(one, each) or _only_helps(one, each)
        same.outermost = _as_printed(same) if ruled else attribution
    said = [f.outermost for f in every if f.outermost is not None]
    for missed in outermost([f for f in every if f.outermost is None], quotes):
        at = missed.cue_spans[0].start
        if likely[missed.cue.at] < KEEP and missed.cue.frame not in _SURE:
            continue
        if not any(span.start <= at < span.end for told in said for span in (*told.content, *told.cue, *told.source)):
            missed.outermost = _as_printed(missed)
    every.sort(key=lambda each: (each.words.begin[each.cue.at], each.cue.at))
    return every


def _is_a_number(one: Words, each: Tagged) -> bool:
    """Whether who seems to speak is counted: "71 reported dead"."""
    return each.source is not None and all(tag == "CD" for tag in one.tag[slice(*each.source)])


def _is_a_blow(one: Words, each: Tagged) -> bool:
    """Whether what seems to speak is a deed: "a raid blamed on rebels killed nine", where "a raid" blames nobody."""
    if each.source is None:
        return False
    head = cue_head(one, *each.source)
    return one.tag[head] in ("NN", "NNS") and one.lemma(head) in _BLOWS


def _but_of_suspects(one: Words, each: Tagged) -> Tagged:
    """The same without its speaker where that is only spoken of: "Russia suspected of sabotage"."""
    head = cue_head(one, *each.cue)
    subject = one.kid(head, "nsubjpass")
    behind = each.cue[1]
    if each.source is not None and one.lower[head] == "said" and one.tag[behind : behind + 2] == ["TO", "VB"]:
        return replace(each, source=None, content=(each.source, *each.content))  # "the rebels said to be advancing"
    if each.source is None or subject is None or one.lemma(head) not in _SUSPECTS:
        return each
    if not each.source[0] <= subject < each.source[1]:
        return each
    return replace(each, source=None, content=(each.source, *each.content))


def _rejects_something_else(one: Words, each: Tagged, table: CueTable) -> bool:
    """ "Toll of strike climbs as Moscow rejects blame": what stands before the "as" is not what is rejected."""
    head = cue_head(one, *each.cue)
    mark = one.kid(head, "mark")
    if mark is None or one.lower[mark] not in ("as", "while") or _word(one, head, table).stance != "denies":
        return False
    return all(b <= mark for _, b in each.content)


def _is_a_topic(one: Words, each: Tagged) -> bool:
    """Whether a place before a colon is what a headline is about, no speaker: "Haiti: Displacement after attacks"."""
    if each.source is None:
        return False
    known = canonical(one.text(*each.source))
    if known is not None and known.role != "country":
        return False
    if known is None and each.source[1] - each.source[0] > 1:
        return False  # two words are a person's name
    behind = range(each.cue[0] + 1, len(one.tag))
    if known is None:
        return True
    if not any(one.tag[i] in ("VBD", "VBZ", "VBP") and one.dep[i] in ("ROOT", "ccomp") for i in behind):
        return True
    # A land speaks of itself or of another ("Iran: US broke its pledge"), and is the scene of what others do there.
    ours = any(one.lower[i] in _OURS for i in behind)
    subjects = (i for i in behind if one.dep[i] in ("nsubj", "nsubjpass") and one.tag[i] in ("NNP", "NNPS"))
    others = (canonical(one.text(*_named(one, i))) for i in subjects)
    return not ours and not any(other is not None and other.party != known.party for other in others)


def _named(one: Words, head: int) -> Piece:
    """The name that ends with a token."""
    first = head
    while first and one.tag[first - 1] in _NAMES and one.head[first - 1] == head:
        first -= 1
    return first, head + 1


def _widen(one: Words, found: Found, tagged: Tagged, attribution: Attribution) -> None:
    """Gives what the rules found the speaker, and the first half of what is said, where only the tagger saw them.

    A misread parse hangs "a local committee said" at a sentence's end on the name before it, and "according to the
    agency" on the last of several verbs.
    """
    cue = found.cue
    missed = not cue.source and not cue.empty_source
    if tagged.source and attribution.source and (missed or _misread(one, cue, tagged.source)):
        low, high = _noun_start(one, tagged.source[0]), tagged.source[1]
        head = cue_head(one, low, high)
        if one.tag[head][0] in "NP":
            cue.source, cue.source_head = set(range(low, high)), head
            found.source_spans = spans(one, cue.source)
            begin = one.begin[low]
            found.content = [
                (a, min(b, begin)) if a < begin <= b <= one.begin[cue.at] else (a, b) for a, b in found.content
            ]
    if len(attribution.content) == 1 == len(found.content):
        (wide,), (a, b) = attribution.content, found.content[0]
        sentence = one.sentences[one.sentence[cue.at]]
        inside = one.begin[sentence[0]] <= wide.start and wide.end <= one.finish[sentence[1] - 1]
        # A quotation mark more or less is no wider. Behind what is said the outlet may go on in its own voice, but for
        # words that a quotation only begins: "urged 'all parties' to cease fire".
        stop = wide.end if found.quoted else b
        if inside and wide.start <= a + 1 and b <= wide.end + 1 and (wide.start < a - 1 or b < stop - 1):
            found.content = [(wide.start, stop)]


def _misread(one: Words, cue: Cue, source: Piece) -> bool:
    """Whether the parse has a thing speak where the tagger sees a name or a body somewhere else."""
    if cue.source_head is None or any(source[0] <= token < source[1] for token in cue.source):
        return False
    return can_speak(one, cue_head(one, *source)) and not can_speak(one, cue.source_head)


def _only_points(one: Words, tagged: Tagged) -> bool:
    """Whether what is said is a mere "this" or "that", which the rules lead back to the sentence before."""
    said = {one.lower[token] for a, b in tagged.content for token in range(a, b)}
    return said <= _POINTS


def _only_helps(one: Words, tagged: Tagged) -> bool:
    """Whether a cue is mere helping verbs ("could not" of "could not verify the figure")."""
    return all(one.tag[token] in ("MD", "RB", "TO") for token in range(*tagged.cue))


def _as_printed(found: Found) -> Attribution:
    return Attribution(
        cue=tuple(found.cue_spans),
        source=tuple(found.source_spans),
        content=tuple(Span(start=a, end=b) for a, b in found.content),
    )


def _attribution(one: Words, tagged: Tagged) -> Attribution | None:
    """The tagged pieces as spans of the report; None where nothing is said."""

    def at(pieces: Sequence[Piece]) -> tuple[Span, ...]:
        return tuple(
            Span(start=one.begin[a], end=one.finish[b - 1])
            for a, b in pieces
            if any(letter.isalnum() for letter in one.text(a, b))
        )

    source, said = tagged.source, list(tagged.content)
    if source:
        low = _noun_start(one, source[0])
        for n, (a, b) in enumerate(said):
            if a < low < source[0] and b == source[0]:  # "… in Kosti, a relief [committee] said": all of it speaks
                source, said[n] = (low, source[1]), (a, low)
    content = at([(a, _phrase_end(one, b, tagged)) for a, b in said])
    if not content:
        return None
    cue = (Span(start=one.begin[tagged.cue[0]], end=one.finish[tagged.cue[1] - 1]),)
    return Attribution(cue=cue, source=at([source] if source else []), content=content)


def _up_to_the_cue(one: Words, tagged: Tagged) -> Tagged:
    """With all of a name that stands right before its verb: "…, Defense [Ministry] reports"."""
    if not tagged.source or not tagged.source[1] < tagged.cue[0]:
        return tagged
    between = range(tagged.source[1], tagged.cue[0])
    if one.tag[tagged.source[1] - 1] not in _NAMES or any(one.tag[token] not in _NAMES for token in between):
        return tagged
    return replace(tagged, source=(tagged.source[0], tagged.cue[0]))


def _phrase_end(one: Words, end: int, tagged: Tagged) -> int:
    """Where what is said ends: not between an article or a preposition and its noun ("ferried across the | river")."""
    at = end - 1
    if one.tag[at] not in _NEVER_LAST or one.head[at] == at:
        return end
    head = one.head[at] if one.tag[at] != "IN" else one.kid(at, "pobj")
    if head is None or head < at:
        return end
    last = one.last[head]
    taken = {*range(*tagged.cue), *(range(*tagged.source) if tagged.source else ())}
    return last + 1 if taken.isdisjoint(range(end, last + 1)) and "," not in one.lower[end:last] else end


def _noun_start(one: Words, token: int) -> int:
    """Where the words begin that describe a noun, as their tags have it."""
    while token > 0 and one.tag[token - 1] in _OF_A_NOUN:
        token -= 1
    return token


def _found(one: Words, tagged: Tagged, attribution: Attribution, quotes: list[Quoted], table: CueTable) -> Found:
    """A tagged attribution in the shape of the rules' own."""
    at = cue_head(one, *tagged.cue)
    source = set(range(*tagged.source)) if tagged.source and attribution.source else set()
    while len(source) > 1 and (one.tag[max(source)] in ("WP", "WDT") or one.lower[max(source)] == ","):
        source.remove(max(source))  # "President Koval, who asked for more, called it vile"
    content = [(span.start, span.end) for span in attribution.content]
    return Found(
        cue=Cue(
            at=at,
            word=_word(one, at, table),
            frame="tagged",
            marked=set(range(*tagged.cue)),
            source=source,
            source_head=cue_head(one, min(source), max(source) + 1) if source else None,
            content={token for piece in tagged.content for token in range(*piece)},
            empty_source=not source,
        ),
        words=one,
        cue_spans=list(attribution.cue),
        source_spans=list(attribution.source),
        content=content,
        quoted=[q for q in quotes if any(a < q.inner_end and q.inner_start < b for a, b in content)],
    )


def _word(one: Words, at: int, table: CueTable) -> CueWord:
    """What the table has on the cue, or the plainest reading of a word that it does not know."""
    lemma, first = one.lemma(at), one.tag[at][:1]
    groups = {"V": table.verbs, "N": table.nouns, "J": table.adjectives, "R": table.adverbs}
    known = groups.get(first, table.verbs).get(lemma)
    if known is None and one.lower[at] == "according":
        known = table.according
    return known or CueWord(
        lemma=lemma,
        kind="nominal" if first == "N" else "speech",
        stance="asserts",
        distances=False,
        takes=frozenset(),
        prepositions=frozenset(),
    )

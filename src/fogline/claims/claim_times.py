"""The times of a claim: which of the times of its sentence are those of what it tells.

In: the marks of a passage, a clause with its predicate, the speech that it is part of. Out: times, in order; none where
the words give none. Never when it was said, nor the day in court of what came of a deed. Refused: nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from fogline.claims.clauses import Clause
from fogline.claims.marks import Marks
from fogline.claims.parse import Passage, lemma
from fogline.claims.speech import Speech
from fogline.claims.time_tense import SAYS, governing_verb
from fogline.claims.times import when_of
from fogline.data.kinds import kind_table
from fogline.data.stamps import find_weekday
from fogline.data.word_lists import word_lists
from fogline.model.claim import Span, Stage, Time, When

_LISTS = word_lists("times.en", "claims")
_PLANS, _DUE = _LISTS.words("plans"), _LISTS.words("due")

# A clause under one of these has times of its own: what is said on Saturday need not have happened on Saturday.
_OTHER_CLAUSE = frozenset(["ccomp", "relcl", "acl", "parataxis", "csubj"])
_ORDINALS = _LISTS.words("ordinals")
_MONTH_ALONE = re.compile(r"\d{4}-\d\d")
_DAY = 10  # letters of a day
_WEEK = timedelta(days=7)
_BEFORE_SINCE = 7  # tokens
_DEEP = 14  # words from a time up to the verb of its sentence


def times_told(here: Marks, clause: Clause, predicate: Token, speech: Speech | None, span: Span) -> list[Time]:
    """The times of a claim: those in its own words, else those that hang on its predicate; never when it was said.

    "On Friday, police say, …": what somebody says in the present was not said on the day that goes before it.
    """
    # "At 12:50 a.m. Friday": the parse may end a sentence, and with it the clause, in the middle of its time.
    inside = [time for time in here.times if span.start <= time.start < span.end]
    found = inside or times_of_clause(here.passage, predicate, _not_of_the_court(here, clause, predicate))
    found = [time for time in found if not _of_a_name(here.passage, time) and not _since_the_last(here.passage, time)]
    if not found and _is_reported(predicate):
        found = times_of_clause(here.passage, predicate.head, here.said_times)
    cue = speech.cue_token if speech is not None and not found else None
    if speech is None or cue is None or speech.passage != clause.passage:
        return found
    verb = here.passage.doc[cue]
    if verb.tag_ not in ("VBZ", "VBP"):
        return found
    start = here.passage.start + verb.idx
    spans = [one for one in speech.said_when if one.start < start]
    return [time for time in here.said_times if any(one.start <= time.start < one.end for one in spans)]


def is_dated(clause: Clause, when: When) -> bool:
    """Whether a clause tells of the past and says on which day: "two boys went hunting on Friday".

    No table knows what happened then, and yet it is a claim that can be checked; and what is told beside it, without a
    day, was often on that day.
    """
    verb, day = clause.head, _day(when)
    past = verb.tag_ in ("VBD", "VBN") or (verb.tag_ == "VBG" and any(one.tag_ == "VBD" for one in verb.lefts))
    return past and day is not None and day[0] != "X"


_WILL = ("will", "'ll", "shall")


def is_planned(clause: Clause, when: When, published: str | None) -> bool:
    """Whether a clause tells what is to be on some day: "plans to reopen the road on 4 May", "will begin on Friday".

    "Would be flown out on Tuesday" is as much, where that is after the report was `published`.
    """
    verb, day = clause.head, _day(when)
    if day is None or day[0] == "X" or any(child.dep_ == "neg" for child in verb.children):
        return False
    meant = lemma(verb) in _PLANS and verb.tag_ in ("VBZ", "VBP") and any(one.dep_ == "xcomp" for one in verb.children)
    due = [verb, *(one for one in verb.children if one.dep_ == "acomp" and one.lower_ in _DUE)]
    is_ = verb.tag_ in ("VBZ", "VBP")
    to_be = lemma(verb) == "be" and is_ and any(k.dep_ == "xcomp" and k.tag_ == "VB" for t in due for k in t.children)
    ahead = ("would", "'d") if published is not None and day[:10] > published[:10] else ()
    return meant or to_be or any(one.tag_ == "MD" and one.lower_ in (*_WILL, *ahead) for one in verb.lefts)


def _of_a_name(passage: Passage, time: Time) -> bool:
    """Whether a time only describes what stands in apposition: "took the town, its biggest gain this year"."""
    token = _token(passage, time)
    for _ in range(_DEEP):
        if token is None or token.head == token or token.tag_[0] == "V":
            return False
        if token.dep_ == "appos" and token.tag_ in ("NN", "NNS") and passage.start + token.idx < time.start:
            return True
        token = token.head
    return False


def _since_the_last(passage: Passage, time: Time) -> bool:
    """Whether a time is that of the one before: "the first attack since November", "one of the deadliest since May"."""
    since = _since(passage, time) or _since_clause(passage, time)
    if since is None:
        return False
    before = since.doc[max(since.sent.start, since.i - _BEFORE_SINCE) : since.i]
    return any(word.tag_ == "JJS" or word.lower_ in _ORDINALS for word in before)


def _since(passage: Passage, time: Time) -> Token | None:
    """The "since" of a time, within its words or before them."""
    token = _token(passage, time)
    near = [token, token.head] if token is not None else []
    return next((one for one in near if one.lower_ == "since"), None)


def _since_clause(passage: Passage, time: Time) -> Token | None:
    """The "since" under which a whole clause has the time: "the deadliest attack since the war began on March 15"."""
    token = _token(passage, time)
    for _ in range(_DEEP):
        if token is None or token.head == token:
            return None
        if token.tag_[0] == "V":
            since = next((child for child in token.children if child.dep_ == "mark" and child.lower_ == "since"), None)
            if since is not None:
                return since
        token = token.head
    return None


def since_when_told(here: Marks, predicate: Token) -> When:
    """Since when something is counted, where a whole clause says so: "since the conflict began in October 2017"."""
    verbs = [predicate, *(child for child in predicate.children if child.dep_ == "conj")]
    for child in (one for verb in verbs for one in verb.children):
        if child.dep_ == "advcl" and any(one.dep_ == "mark" and one.lower_ == "since" for one in child.children):
            first, last = child.left_edge.i, child.right_edge.i
            inside = [time for time in here.times if first <= here.tokens(time.start, time.end).start <= last]
            return when_of(inside, here.passage) if inside else When()
    return When()


def as_past(when: When, published: str | None, got: Stage | None, words: str) -> When:
    """A month or weekday of what has happened, where it was taken for the one to come: "took Goma in January".

    `words`: those of its times.
    """
    begin, now = (when.begin or "")[:10], (published or "")[:10]
    if got not in (Stage.HAPPENED, Stage.REPELLED, Stage.ATTEMPTED) or not now or begin <= now or not when.edtf:
        return when
    if _MONTH_ALONE.fullmatch(when.edtf):
        return _moved(when, lambda day: f"{int(day[:4]) - 1}{day[4:]}")
    if find_weekday(words) is not None and len(begin) == _DAY and begin[0] != "X":
        return _moved(when, lambda day: f"{date.fromisoformat(day[:_DAY]) - _WEEK}{day[_DAY:]}")
    return when


def _moved(when: When, move: Callable[[str], str]) -> When:
    try:
        edtf = "/".join(move(part) if part[:1].isdigit() else part for part in (when.edtf or "").split("/"))
        return replace(when, edtf=edtf, begin=when.begin and move(when.begin), finish=when.finish and move(when.finish))
    except ValueError:
        return when


def day_of_when(passage: Passage, clause: Clause, times: Sequence[Time]) -> Time | None:
    """The time that a clause with "when" right behind it tells of: "since 9 October, when 13 died".

    Its words do: the parse often hangs such a clause on another word than the day.
    """
    when = next((one for one in clause.head.lefts if one.lower_ == "when"), None)
    if when is None:
        return None
    behind = {passage.start + when.idx - far for far in (1, 2)}
    return next((one for one in times if one.end in behind and _only_a_comma(passage, one.end, when)), None)


def _only_a_comma(passage: Passage, end: int, when: Token) -> bool:
    return passage.text[end - passage.start : when.idx].strip() in ("", ",")


def _is_reported(predicate: Token) -> bool:
    """ "Fighting was reported on 4 February": nobody says who reported, and the day is that of the fighting."""
    verb = predicate.head
    return predicate.dep_ == "nsubjpass" and verb.tag_ == "VBN" and all(one.dep_ != "agent" for one in verb.children)


def times_of_clause(passage: Passage, head: Token, times: Sequence[Time]) -> list[Time]:
    """The times that go with a predicate, in order: those that the parse hangs on it, else those of its clause.

    A predicate is a verb or a noun that tells of a happening; the time of "said" is not that of what was said.
    """
    sentence = head.sent
    first, last = passage.start + sentence.start_char, passage.start + sentence.end_char
    here = [time for time in times if first <= time.start < last]
    if not here:
        return []
    paths = [_path(passage, time) for time in here]
    own = [time for time, path in zip(here, paths, strict=True) if head.i in path]
    if own:
        return own
    clause = {head.i}
    token = head
    while token.dep_ not in _OTHER_CLAUSE and token.head.i != token.i:
        token = token.head
        clause.add(token.i)
    found = [time for time, path in zip(here, paths, strict=True) if path and path[-1] in clause]
    # "He was hit while he mended a net on Friday": both were at one time.
    beside = {child.i for child in head.children if child.dep_ == "advcl" and _is_at_once(child)}
    found = found or [time for time, path in zip(here, paths, strict=True) if path and path[-1] in beside]
    return found or [time for time, path in zip(here, paths, strict=True) if _dates_what_is_told_of(token, path)]


def _dates_what_is_told_of(verb: Token, path: Sequence[int]) -> bool:
    """Whether a time dates the noun that a clause tells more of: "Sunday's raid on a town in which 90 died"."""
    noun = verb.head
    if verb.dep_ != "relcl" or verb.tag_ not in ("VBD", "VBN"):
        return False
    while noun.i not in path[1:] and noun.dep_ == "pobj" and noun.head.dep_ == "prep":
        noun = noun.head.head
    return noun.i in path[1:]


def lone_day(times: Sequence[Time]) -> str | None:
    """The one day (ISO) that times give; None where they give none or several."""
    days = {day for time in times if (day := _day(time)) is not None and day[0] != "X"}
    return days.pop() if len(days) == 1 else None


def _is_at_once(verb: Token) -> bool:
    return any(child.dep_ in ("mark", "advmod") and child.lower_ in ("while", "when", "as") for child in verb.lefts)


def _path(passage: Passage, time: Time) -> list[int]:
    """The words from a time up to its verb, by their index."""
    token = _token(passage, time)
    if token is None:
        return []
    path = [token.i]
    verb = governing_verb(token)
    while token != verb and token.head.i != token.i and len(path) < 12:
        token = token.head
        path.append(token.i)
    return path


def _not_of_the_court(here: Marks, clause: Clause, deed: Token) -> list[Time]:
    """The times of a passage without those of what came of a deed: "arraigned Monday in a shooting" dates no shooting.

    A time that stands behind the deed may be the deed's.
    """
    verb = clause.head
    if deed.i == verb.i or lemma(verb) not in kind_table().classes["procedure"]:
        return here.times
    first = here.passage.start + verb.sent.start_char
    behind = here.passage.start + deed.idx
    return [time for time in here.times if not first <= time.start < behind]


def only_day(here: Marks, predicate: Token, published: str | None) -> list[Time]:
    """The times of a sentence that hang somewhere below a predicate, where they give one day and the sentence no other.

    "He was shot after surprising a burglar Sunday", "she was shot and taken to a hospital Monday" have one day for all.
    """
    some = [one for one in _dated(here, predicate, here.times) if not _since_the_last(here.passage, one)]
    below = [time for time in some if _hangs_below(here, time, predicate, published)]
    return below if len({_day(time) for time in some}) == 1 else []


def hours_said(here: Marks, predicate: Token) -> list[Time]:
    """The times of day in a sentence that seem to tell when somebody spoke, and tell when it was.

    "Police said around 7 p.m. Tuesday a man opened fire": nobody says when the police spoke to the hour.
    """
    some = _dated(here, predicate, [*here.said_times, *here.times])
    exact = [time for time in some if "T" in (time.begin or "") and time.begin == time.finish]
    return exact if len(exact) == 1 and _with_saying(here, exact[0]) else []


def _with_saying(here: Marks, time: Time) -> bool:
    """Whether a time hangs on a verb of saying."""
    token = _token(here.passage, time)
    verb = governing_verb(token) if token is not None else None
    return verb is not None and (lemma(verb) in SAYS or time in here.said_times)


def _dated(here: Marks, predicate: Token, times: Sequence[Time]) -> list[Time]:
    """The times of the predicate's sentence that give a day or less."""
    passage, sentence = here.passage, predicate.sent
    first, last = passage.start + sentence.start_char, passage.start + sentence.end_char
    return [time for time in times if first <= time.start < last and _day(time) is not None]


def _day(time: Time | When) -> str | None:
    """The day (ISO) that a time gives, the first where it gives hours of two; None where it gives none."""
    begin, finish = time.begin or "", time.finish or ""
    within = len(begin) >= 10 and (begin[:10] == finish[:10] or ("T" in begin and "T" in finish))
    return begin[:10] if within else None


def _hangs_below(here: Marks, time: Time, predicate: Token, published: str | None) -> bool:
    """Whether the parse leads from a time up to a predicate by no verb that tells what came of it, or is to come.

    "Killed on their way to collect food on Sunday": a purpose whose day is over was on that day too.
    """
    token = _token(here.passage, time)
    for _ in range(_DEEP):
        if token is None or token == predicate:
            return token is not None
        if token.tag_[0] in "VM" and (
            lemma(token) in kind_table().classes["procedure"]
            or (_to_come(token) and not _is_past(time, published))
            or any(child.lower_ == "still" for child in token.children)  # "hurt, of whom nine were still in hospital"
        ):
            return False
        token = token.head if token.head != token else None
    return False


def _token(passage: Passage, time: Time) -> Token | None:
    """The head of a time's words."""
    span = passage.doc.char_span(time.start - passage.start, time.end - passage.start, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def _is_past(time: Time, published: str | None) -> bool:
    return bool(published and time.begin) and (time.begin or "")[:10] <= (published or "")[:10]


def _to_come(verb: Token) -> bool:
    return any(child.tag_ in ("MD", "TO") and child.dep_ == "aux" for child in verb.lefts)

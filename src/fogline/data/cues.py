"""The table of cues: which words report speech, thought and intention, and what each can take.

In: `cues.toml`, or another file of its shape. Out: `CueTable`. Refused: a file that is no TOML or lacks the groups
(a `BadTable` error names the file).
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWord:
    """What a cue can take and what its speaker does with it."""

    lemma: str
    kind: str
    stance: str
    distances: bool
    takes: frozenset[str]
    prepositions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CueTable:
    """All cues, by word class and dictionary form."""

    verbs: dict[str, CueWord]
    nouns: dict[str, CueWord]
    adjectives: dict[str, CueWord]
    adverbs: dict[str, CueWord]
    according: CueWord
    views: frozenset[str]
    before_cue: frozenset[str]
    with_noun: frozenset[str]
    channels: frozenset[str]
    written: dict[str, str]  # the channel that a verb itself names
    of_speaker: frozenset[str]  # channels that are, without more, the last speaker's
    tallies: dict[str, frozenset[str]]  # by verb the preposition before the number; "itself": it is the object
    tallied: frozenset[str]
    tellers: frozenset[str]
    before_colon: frozenset[str]  # head words of bodies that a colon gives the word
    askers: frozenset[str]  # labels of a transcript that name nobody
    dull: frozenset[str]
    dates: frozenset[str]  # days and months
    times: frozenset[str]  # these, and other heads of time phrases

    def find(self, lemma: str, word_class: str = "verb") -> CueWord | None:
        """What the table has on a word; `word_class` is verb, noun, adjective or adverb.

        >>> cues().find("vow").stance
        'intends'
        """
        classes = {"verb": self.verbs, "noun": self.nouns, "adjective": self.adjectives, "adverb": self.adverbs}
        return classes[word_class].get(lemma)


@functools.cache
def cues(path: Path | None = None) -> CueTable:
    """The shipped table, or the one at `path`."""
    file = path or Path(__file__).with_name("cues.toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    according = table["according"]
    adverbs = table["adverbs"]
    dates = frozenset(table["times"]["dates"].split())
    return CueTable(
        verbs=_group(table["verbs"]),
        nouns=_group(table["nouns"]),
        adjectives=_group(table["adjectives"]),
        adverbs=_group([adverbs]),
        according=_word("according", according),
        views=frozenset(according["views"].split()),
        before_cue=frozenset(table["light"]["before_cue"].split()),
        with_noun=frozenset(table["light"]["with_noun"].split()),
        written=table["channels"]["written"],
        of_speaker=frozenset(table["channels"]["of_speaker"].split()),
        tallies=_tallies(table["tallies"]),
        tallied=frozenset(table["tallies"]["nouns"].split()),
        tellers=frozenset(table["tallies"]["tellers"].split()),
        before_colon=frozenset(table["before_colon"]["bodies"].split()),
        askers=frozenset(table["turns"]["askers"].split()),
        dull=frozenset(table["channels"]["dull"].split()),
        dates=dates,
        times=dates | frozenset(table["times"]["others"].split()),
        channels=frozenset(word.lower() for word in table["channels"]["words"].split()),
    )


def _word(lemma: str, row: dict[str, object]) -> CueWord:
    takes, prepositions = row.get("takes", []), row.get("prepositions", [])
    assert isinstance(takes, list) and isinstance(prepositions, list)
    return CueWord(
        lemma=lemma,
        kind=str(row["kind"]),
        stance=str(row["stance"]),
        distances=bool(row.get("distances", False)),
        takes=frozenset(takes),
        prepositions=frozenset(prepositions),
    )


def _group(rows: list[dict[str, object]]) -> dict[str, CueWord]:
    """One entry a word; a word of several groups takes what any of them takes, and keeps the first one's stance."""
    made: dict[str, CueWord] = {}
    for row in rows:
        for lemma in str(row["words"]).split():
            word, before = _word(lemma, row), made.get(lemma)
            if before is not None:
                word = CueWord(
                    lemma=lemma,
                    kind=before.kind,
                    stance=before.stance,
                    distances=before.distances or word.distances,
                    takes=before.takes | word.takes,
                    prepositions=before.prepositions | word.prepositions,
                )
            made[lemma] = word
    return made


def _tallies(listed: dict[str, str]) -> dict[str, frozenset[str]]:
    before = ("at", "to", "of", "itself")
    verbs = {word for name in before for word in listed[name].split()}
    return {verb: frozenset(name for name in before if verb in listed[name].split()) for verb in sorted(verbs)}

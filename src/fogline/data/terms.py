"""Words to look for, as a person types them: all of these, none of those, the beginning of a word, a phrase.

In: what was typed. Out: `Terms`, which tell whether they stand in a text, and say themselves to SQLite's full-text
index. Refused with `QueryError`: nothing to look for, the beginning of a word that is too short, too many words.

What is typed never reaches the index: it is cut into words by the index's own tokenizer, which leaves letters and
digits alone, and only those are put into an expression, each within quotes. So nothing that is typed can be an error
of the index's language, or a command in it.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Any

import apsw

from fogline.model.errors import QueryError

# Capitals and Latin accents do not matter, in Latin and Cyrillic alike; й and ї stay letters of their own.
TOKENIZER = ("unicode61", "remove_diacritics", "2")
LEAST_BEGINNING = 3  # letters: shorter, half of all words answer
MOST_PHRASES = 16
_TYPED = re.compile(r'(-)?(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))(\*)?')
_held = threading.local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that stand one after the other, folded; `begins`: the last of them is only the beginning of a word."""

    words: tuple[str, ...]
    begins: bool = False

    def expression(self) -> str:
        """The phrase for the index."""
        quoted = " ".join(self.words)
        return f'"{quoted}" *' if self.begins else f'"{quoted}"'

    def stands_in(self, text: list[str]) -> bool:
        """Whether it stands among the words of a text."""
        size = len(self.words)
        *whole, last = self.words
        return any(
            text[at : at + size - 1] == whole
            and (text[at + size - 1].startswith(last) if self.begins else text[at + size - 1] == last)
            for at in range(len(text) - size + 1)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is looked for: all of some phrases and none of others."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...] = ()

    def stand_in(self, text: str) -> bool:
        """Whether a text has all that is wanted and nothing that is not.

        >>> looked_for("bridg* -rail").stand_in("The BRIDGE is down."), looked_for('"is down"').stand_in("Down it is.")
        (True, False)
        """
        said = words_of(text)
        return all(one.stands_in(said) for one in self.wanted) and not any(one.stands_in(said) for one in self.unwanted)

    def expression(self) -> str:
        """All of it for the index.

        >>> looked_for('NEAR(a b) OR "x" -y').expression()
        '("near a" AND "b" AND "or" AND "x") NOT ("y")'
        """
        wanted = " AND ".join(one.expression() for one in self.wanted)
        unwanted = " OR ".join(one.expression() for one in self.unwanted)
        return f"({wanted}) NOT ({unwanted})" if unwanted else f"({wanted})"


def looked_for(typed: str | None) -> Terms | None:
    """What somebody typed, or None where that is nothing.

    >>> looked_for('Лиман "dam burst" shell*').expression()
    '("лиман" AND "dam burst" AND "shell" *)'
    >>> looked_for("sh*")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: sh*: too short for the beginning of a word. Type 3 letters or more before the *.
    """
    if not typed or not typed.strip():
        return None
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for minus, quoted, bare, star in _TYPED.findall(typed):
        words = tuple(words_of(quoted or bare))
        begins = bool(star) or bare.endswith("*")
        if not words:
            continue
        if begins and len(words[-1]) < LEAST_BEGINNING:
            raise QueryError(
                f"{words[-1]}*: too short for the beginning of a word. Type {LEAST_BEGINNING} letters or more before "
                "the *."
            )
        (unwanted if minus else wanted).append(Phrase(words=words, begins=begins))
    if not wanted:
        raise QueryError(f"{typed.strip()}: no word that must be there. Type at least one without a minus before it.")
    if len(wanted) + len(unwanted) > MOST_PHRASES:
        raise QueryError(f"More than {MOST_PHRASES} words and phrases. Ask for fewer.")
    return Terms(wanted=tuple(dict.fromkeys(wanted)), unwanted=tuple(dict.fromkeys(unwanted)))


def words_of(text: str) -> list[str]:
    """The words of a text as the index knows them.

    >>> words_of("Zaporizhzhia’s ÉLAN, Їжак")
    ['zaporizhzhia', 's', 'elan', 'їжак']
    """
    # What no UTF-8 can hold is no letter of a word.
    found = _tokenizer()(text.encode("utf-8", "replace"), apsw.FTS5_TOKENIZE_DOCUMENT, None)
    return [token[2] for token in found]


def _tokenizer() -> Any:  # noqa: ANN401 - of a library without types
    """The index's tokenizer; one a thread, since a connection is no thing to share."""
    if not hasattr(_held, "tokenizer"):
        name, *options = TOKENIZER
        _held.connection = apsw.Connection(":memory:")
        _held.tokenizer = _held.connection.fts5_tokenizer(name, options)
    return _held.tokenizer

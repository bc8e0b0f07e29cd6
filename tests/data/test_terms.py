"""What somebody types becomes words for the index, whatever it is; the index and the test on a text agree."""

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fogline.data.terms import MOST_PHRASES, TOKENIZER, looked_for
from fogline.model.errors import QueryError

SPEECH = st.text(alphabet="ab ы\"“*-():^+{}'\\\0.é█OR", max_size=30)


@pytest.fixture(scope="module")
def index():
    connection = apsw.Connection(":memory:")
    connection.execute(f"CREATE VIRTUAL TABLE t USING fts5(words, marks, tokenize='{' '.join(TOKENIZER)}')")
    return connection


def stands(index, typed, text):
    index.execute("DELETE FROM t")
    index.execute("INSERT INTO t VALUES (?, 'abc')", (text,))
    asked = f"words : ({looked_for(typed).expression()})"
    return bool(index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (asked,)).get)


@given(typed=SPEECH, text=SPEECH)
def test_nothing_typed_is_an_error_of_the_index_and_both_agree(index, typed, text):
    try:
        terms = looked_for(typed)
    except QueryError:
        return
    if terms is not None:
        assert stands(index, typed, text) == terms.stand_in(text)


@pytest.mark.parametrize(
    ("typed", "text", "answers"),
    [
        ("bridge", "The BRIDGE is down", True),
        ("bridge", "the bridges are down", False),
        ("bridg*", "the bridges are down", True),
        ("zaporizhzhia lodz", "From Łódź to Zaporizhzhia", False),  # ł is a letter of its own
        ("lodz", "Lódź", True),
        ("ЛИМАН", "у Лимані та Лиман", True),
        ("лима*", "у Лимані", True),
        ("їжак", "їжак", True),
        ('"cut the power"', "shelling cut the power", True),
        ('"cut power"', "shelling cut the power", False),
        ("“cut the pow”*", "shelling cut the power", True),
        ("power -bridge", "the power of the bridge", False),
        ("missile-strike", "a missile strike", True),
        ("missile-strike", "a strike by missile", False),
        ("power OR bridge", "the power", False),  # OR is a word
        ("marks:abc", "words", False),
        ("* power", "power", True),
    ],
)
def test_words_phrases_beginnings_and_what_must_not_be_there(index, typed, text, answers):
    assert looked_for(typed).stand_in(text) is answers
    assert stands(index, typed, text) is answers


@pytest.mark.parametrize(
    ("typed", "way_out"),
    [
        ("-bridge", "at least one without a minus"),
        ('"', "at least one"),
        ("()^*", "at least one"),
        ("br*", "3 letters"),
        (" ".join(f"w{n}" for n in range(MOST_PHRASES + 1)), "fewer"),
    ],
)
def test_what_cannot_be_looked_for_is_said_with_the_way_out(typed, way_out):
    with pytest.raises(QueryError, match=way_out):
        looked_for(typed)


def test_nothing_typed_asks_for_nothing():
    assert looked_for(None) is looked_for("") is looked_for("  ") is None

"""Word lists: how they are read, what is refused, and that none stands in code again."""

from __future__ import annotations

import ast
import dataclasses
import enum
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

import fogline
from fogline.data.cues import cues
from fogline.data.gazetteer_writer import KINDS
from fogline.data.kinds import kind_table, kinds
from fogline.data.word_lists import WordLists, word_lists
from fogline.model import claim, picture, report
from fogline.model.errors import TableError
from fogline.outputs.naming import table

ROOT = Path(fogline.__file__).parent
ROOMS = ("claims", "picture", "outputs")
MOST = (
    3  # words of a language that may stand side by side in code: "is this by 'of' or 'from'" is a question of grammar
)

LISTS = WordLists(
    place="made up",
    rows={
        "ships": "ferry barge",
        "phrases": ["oil tanker", "-"],
        "plural": {"barges": "barge", "ferries": ["fer", "ry"]},
        "masts": {"ketch": 2, "sloop": 1.5},
        "vessel": "(?:ferry|barge|HULL)",
        "sunk": [r"\bVESSEL\s+", "(?:sank|went down)", r"(?:\s+at\s+\d+ (?:GMT|UTC))?"],
        "unclosed": "(?:ferry",
    },
)


def test_lists_are_what_the_table_says() -> None:
    assert LISTS.words("ships") == {"ferry", "barge"}
    assert LISTS.phrases("phrases") == ("oil tanker", "-")
    assert LISTS.pairs("plural") == {"barges": "barge", "ferries": "ferry"}
    assert LISTS.amounts("masts") == {"ketch": 2, "sloop": 1.5}


def test_a_name_in_capitals_stands_for_the_pattern_of_that_name() -> None:
    sunk = LISTS.pattern("sunk", hull="trawler")
    assert sunk.search("A Trawler sank at 0400 GMT") is not None
    assert LISTS.pattern("sunk", 0, hull="trawler").search("A Trawler sank") is None
    assert sunk.pattern == r"\b(?:ferry|barge|trawler)\s+(?:sank|went down)(?:\s+at\s+\d+ (?:GMT|UTC))?"


@pytest.mark.parametrize(
    ("method", "name", "said"),
    [
        ("words", "planes", "planes is missing"),
        ("words", "plural", "plural is no list of words"),
        ("pairs", "ships", "ships is no table of pairs"),
        ("numbers", "masts", "masts has what is no number"),
        ("amounts", "plural", "plural has what is no number"),
        ("pattern", "unclosed", "unclosed is no regular expression"),
    ],
)
def test_what_is_no_such_list_is_refused(method: str, name: str, said: str) -> None:
    with pytest.raises(TableError, match=f"made up: {said}"):
        getattr(LISTS, method)(name)


def test_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(TableError, match=r"no_such_words\.toml: not a table of words"):
        word_lists("no_such_words", "any")


# What is written with English words and is no English: names that fogline itself gives. Whoever adds to these says why
# it would stay as it is where reports in another language were read.
ALLOWED = {
    "values of a field of claims and conflicts": {
        ("claims/certainty.py", "certain probable possible unknown"),
        ("picture/credibility.py", "certain probable possible unknown"),
        ("picture/conflicts.py", "negation number modality wording"),
    },
    "marks that a model weighs, by the names in its table of weights": {
        ("claims/place_clues.py", "after in after from after of container after"),
        ("claims/place_choice.py", "after in kind before kind after container after target of a verb"),
        ("claims/speech_features.py", "distance branch chain depth between"),
        ("picture/dating.py", "told inside after before opening"),
        ("picture/doers.py", "inside after before nowhere"),
        ("picture/grounds.py", "inside before after filed"),
        (
            "picture/incident_features.py",
            "victims named victims people victims things victims doers doers armed doers named counted nobody hurt "
            "many counted",
        ),
    },
    "degrees of muc4 and word classes of the cue table": {
        (
            "picture/doers.py",
            "reported as fact claimed or admitted suspected or accused by authorities suspected or accused possible",
        ),
        ("claims/speech_tail.py", "adjective according view colon"),
    },
    "forms that the rules of times.en.toml name": {
        ("claims/time_days.py", "weekday month deictic iso"),
        (
            "claims/time_values.py",
            "moment month season year decade century yearperiod unit duration span shifted yearago dayshift set these",
        ),
    },
    "domains of the second level, which are the same in all languages": {
        ("claims/place_home.py", "com net org gov edu ac co"),
    },
    "names of fields and rows": {
        ("picture/told.py", "settled main towns elsewhere rules"),
        ("picture/told.py", "kinds firm alone mainly"),
        ("outputs/exports/events.py", "own side other side both sides never"),
        ("outputs/paper.py", "known foot items empty notes closing"),
        ("outputs/paper.py", "who sure before words after"),
        ("outputs/timeline.py", "hyp did att rep"),
        ("outputs/news.py", "new figure moved stands otherwise contradicted"),
    },
    "columns and keys of a format that others set": {
        ("outputs/citation.py", "author howpublished year month note"),
        ("outputs/exports/plover.py", "enddate recipient event mode context size comment fogline"),
        ("outputs/exports/plover.py", "citation language publication codebook"),
        ("outputs/exports/release.py", "acled ucdp pcodes-csv plover geojson stix hxl"),
        ("outputs/exports/release.py", "profile created description keywords resources"),
        ("outputs/exports/release.py", "path description mediatype encoding bytes hash"),
        ("outputs/exports/release.py", "cff-version message authors date-released abstract"),
    },
    "reasons of the picture, each with what the terminal says of it": {
        (
            "outputs/terminal.py",
            "tells no happening counts what no claim of its report tells of not known to be published by the day asked "
            "for published after the day asked for its report is not used",
        ),
    },
}


def test_no_word_list_stands_in_code() -> None:
    found = {(module, " ".join(words)) for module, words in _lists()}
    allowed = set().union(*ALLOWED.values())
    assert not found - allowed, "words of a language belong into a table of src/fogline/data"
    assert not allowed - found, "no longer in code: take it out of ALLOWED"


def test_the_walk_sees_lists_of_every_form() -> None:
    code = """
import re
A = frozenset({"pier", "quay", "wharf", "dock"})
B = word in ("pier", "quay", "wharf", "dock")
C = {"pier": 1, "quay": 2, "wharf": 3, "dock": 4}
D = re.compile(rf"\\\\b(?:pier|quay){E}|wharf|dock")
F = "pier quay wharf dock".split()
G = r"(?:piers?|quays?|wharf|dock)"
H = ("nsubj", "dobj", "pobj", "pier", "quay", "wharf", "dock")
I = frozenset(word for row in ("pier quay", "wharf dock") for word in row.split())
J = ("pier", "quay", "wharf")
"""
    assert sorted(line for line, _ in _of(ast.parse(code))) == [3, 4, 5, 6, 7, 8, 9, 10]


def _lists() -> Iterator[tuple[str, tuple[str, ...]]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for _, words in _of(ast.parse(path.read_text("utf-8"))):
                yield path.relative_to(ROOT).as_posix(), words


def _of(tree: ast.AST) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lists of more than `MOST` words, by line."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside: set[int] = set()
    for node in ast.walk(tree):
        words = () if id(node) in docs or id(node) in inside else _words(node)
        if len(words) > MOST:
            inside.update(id(part) for part in ast.walk(node))
            yield getattr(node, "lineno", 0), words


def _words(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Set | ast.Tuple | ast.List):
        return _own(_strings(node.elts))
    if isinstance(node, ast.Dict):
        return _own(_strings(node.keys))
    if isinstance(node, ast.GeneratorExp | ast.SetComp | ast.ListComp) and ".split()" in ast.unparse(node):
        rows = _strings(list(ast.walk(node.generators[0].iter)))
        return _own([word for row in rows for word in row.split()])
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("'.split"):
        return _own(ast.unparse(node.func).strip("'").removesuffix("'.split").split())
    if isinstance(node, ast.Call) and node.args and re.fullmatch(r"re\.[a-z]+", ast.unparse(node.func)):
        return _own(_of_pattern("".join(_strings(list(ast.walk(node.args[0]))))))
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count("|") >= MOST:
        return _own(_of_pattern(node.value))
    return ()


def _strings(nodes: list[ast.AST] | list[ast.expr] | list[ast.expr | None]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _of_pattern(pattern: str) -> list[str]:
    return re.findall(r"[a-z]{2,}", re.sub(r"\(\?P<\w+>|\\[a-zA-Z]", " ", pattern))


def _own(words: list[str]) -> tuple[str, ...]:
    """Those of them that are words, and no names of fogline's own vocabulary or of the parse."""
    return tuple(word for word in words if _WORD.fullmatch(word) and word not in _VOCABULARY)


_WORD = re.compile(r"[a-z]{2,}(?:[ '-][a-z]+)*")
# Labels of the parse: grammar, which is code.
_GRAMMAR = """
acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep det dobj
expl intj iobj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt
punct quantmod relcl tmod xcomp noun verb adj adv
"""


def _vocabulary() -> Iterator[str]:
    """Names that fogline gives: kinds, classes, measures, statuses, cues, kinds of places, and those of the model."""
    yield from _GRAMMAR.split()
    for row in kinds().values():
        yield from (row.name, row.family)
    yield from kind_table().classes
    measures = tomllib.loads((ROOT / "data/measures.toml").read_text("utf-8"))
    yield from (*measures["measures"], *measures["groups"], *measures["things"])
    for row in table()["status"].values():
        yield from cast("dict[str, str]", row)
    yield from (row.kind for group in (cues().verbs, cues().nouns, cues().adverbs) for row in group.values())
    yield from KINDS
    for module in (claim, picture, report):
        for named in vars(module).values():
            if isinstance(named, enum.EnumMeta):
                yield from (str(one.value) for one in named)  # type: ignore[var-annotated]
            elif isinstance(named, type) and dataclasses.is_dataclass(named):
                yield from (field.name for field in dataclasses.fields(named))


_VOCABULARY = frozenset(_vocabulary())

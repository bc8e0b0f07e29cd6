"""natasha's places (slovnet's entities on navec) and dates (its grammar) in Russian text; no coordinates."""

from __future__ import annotations

from collections.abc import Callable

from natasha import DatesExtractor, Doc, MorphVocab, NewsEmbedding, NewsNERTagger, Segmenter

from peers.records import Record, Report


def reader() -> Callable[[Report], Record]:
    """Loads the embedding, the tagger of entities and the grammar of dates."""
    segmenter, tagger, dates = Segmenter(), NewsNERTagger(NewsEmbedding()), DatesExtractor(MorphVocab())

    def read(report: Report) -> Record:
        parsed = Doc(report["text"])
        parsed.segment(segmenter)
        parsed.tag_ner(tagger)
        return {
            "id": report["id"],
            "places": [
                {"start": s.start, "end": s.stop, "name": s.text, "lat": None, "lon": None, "geonameid": None}
                for s in parsed.spans
                if s.type == "LOC"
            ],
            "times": [
                {"start": m.start, "end": m.stop, "type": "DATE", "value": _value(m.fact)}
                for m in dates(report["text"])
            ],
        }

    return read


def _value(fact: object) -> str:
    year, month, day = (getattr(fact, part, None) for part in ("year", "month", "day"))
    parts = [f"{year:04}" if year else "XXXX", f"{month:02}" if month else "XX", f"{day:02}" if day else "XX"]
    while len(parts) > 1 and parts[-1] == "XX":
        parts.pop()
    return "-".join(parts)

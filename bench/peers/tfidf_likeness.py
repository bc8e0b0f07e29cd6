"""How near two texts are: the cosine of their TF-IDF vectors (counted over all texts of the pairs), for each pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sklearn.feature_extraction.text import TfidfVectorizer

from peers.records import Line


def compare(pairs: Sequence[dict[str, str]]) -> Iterator[Line]:
    """Lines {"id", "score"} for lines {"id", "a", "b"}."""
    texts = {text: number for number, text in enumerate(dict.fromkeys(p[side] for p in pairs for side in ("a", "b")))}
    vectors = TfidfVectorizer(sublinear_tf=True).fit_transform(texts)
    for pair in pairs:
        near = vectors[texts[pair["a"]]] @ vectors[texts[pair["b"]]].T
        yield {"id": pair["id"], "score": float(near[0, 0])}

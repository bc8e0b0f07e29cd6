"""What is compared: a discipline on a corpus, whom it is asked of, and the figures that are shown (the first decides).

`judge` is a task of the corpora's own scorers, or a name in `peers.judges`; `shape` says how the corpus becomes reports
and gold (`peers.shapes`).
"""

from __future__ import annotations

from dataclasses import dataclass

_READ, _FUSE = "score_reading.py", "score_fusion.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """One row group of the table. `figures`: paths into the judge's figures with the words shown for them."""

    name: str
    discipline: str
    corpus: str
    verb: str  # what fogline is asked: annotate, picture, or both
    judge: str
    figures: tuple[tuple[str, str], ...]
    peers: tuple[str, ...] = ()
    scorer: str = ""
    shape: str = "reports"
    folds: str = ""  # a table of bench/folds.toml: what fogline reaches where its shipped weights saw the corpus
    note: str = ""  # what a reader must know to take the figures rightly
    why: str = ""  # why fogline is behind, where it is


_WHO = (
    ("whole.f", "whole F1"),
    ("source.tokens.f", "source F1"),
    ("cue.tokens.f", "cue F1"),
    ("content.tokens.f", "content F1"),
)
_TIMES = (
    ("value.f", "value F1"),
    ("strict.f", "strict span F1"),
    ("relaxed.f", "relaxed span F1"),
    ("type.f", "type F1"),
)
_PLACES = (
    ("end_to_end", "of all within 161 km"),
    ("tagging.f", "found F1"),
    ("resolution.accuracy_161km", "of found within 161 km"),
    ("resolution.same_geonameid", "same geonameid"),
)
_B3 = (("{}.b3.f1", "B³ F1"), ("{}.pairs.f1", "pairs F1"), ("{}.ceaf_e.f1", "CEAF-e F1"))
_COREF = (
    ("conll", "CoNLL F1"),
    ("b3.f1", "B³ F1"),
    ("muc.f1", "MUC F1"),
    ("ceaf_e.f1", "CEAF-e F1"),
    ("covered", "mentions covered"),
)
_COPIES = (
    ("pairs.f1", "pairs F1"),
    ("origin_named", "origin named"),
    ("wrongly_joined", "wrongly joined (less is better)"),
    ("one_x_n.counted_as_one", "families counted once"),
)


def _stories(field: str) -> tuple[tuple[str, str], ...]:
    return tuple((path.format(f"{field}.story"), label) for path, label in _B3)


_DAYS = (("exact", "day exact"), ("within_7", "within 7 days"), ("by_claim", "given by a claim"))
CONTESTS = (
    Contest(
        name="attribution",
        discipline="Who is said to say what",
        corpus="polnear",
        verb="annotate",
        scorer=_READ,
        judge="attribution",
        figures=_WHO,
        peers=("textacy_quotes",),
        folds="attribution",
    ),
    Contest(
        name="quotations",
        discipline="Direct quotations only (all of the content in quotation marks)",
        corpus="polnear",
        verb="annotate",
        scorer=_READ,
        judge="attribution",
        shape="quotations",
        figures=_WHO,
        peers=("textacy_quotes",),
    ),
    Contest(
        name="times",
        discipline="Time expressions",
        corpus="timebank",
        verb="annotate",
        scorer=_READ,
        judge="times",
        figures=_TIMES,
        peers=("heideltime", "recognizers", "dateparser_search"),
    ),
    Contest(
        name="times-companies",
        discipline="Time expressions, Wikinews on companies",
        corpus="meantime",
        verb="annotate",
        scorer=_READ,
        judge="times",
        figures=_TIMES,
        peers=("heideltime", "recognizers", "dateparser_search"),
    ),
    Contest(
        name="places-local",
        discipline="Places in small local papers",
        corpus="lgl",
        verb="annotate",
        scorer=_READ,
        judge="places",
        figures=_PLACES,
        peers=("spacy_populous",),
    ),
    Contest(
        name="places-epidemics",
        discipline="Places in reports on epidemics",
        corpus="geovirus",
        verb="annotate",
        scorer=_READ,
        judge="places",
        figures=_PLACES[:3],
        peers=("spacy_populous",),
    ),
    Contest(
        name="places-russian",
        discipline="Places in Russian news (found only)",
        corpus="nerel",
        verb="annotate",
        scorer=_READ,
        judge="places",
        figures=(("tagging.f", "found F1"),),
        peers=("natasha_names",),
    ),
    Contest(
        name="times-russian",
        discipline="Dates in Russian news (spans only)",
        corpus="nerel",
        verb="annotate",
        scorer=_READ,
        judge="times",
        figures=(("relaxed.f", "relaxed span F1"), ("strict.f", "strict span F1")),
        peers=("natasha_names",),
    ),
    Contest(
        name="kinds",
        discipline="Kind of event, one of 30",
        corpus="case2021",
        verb="annotate",
        scorer=_READ,
        judge="case2021",
        shape="labelled",
        figures=(("weighted_f1", "weighted F1"), ("accuracy", "accuracy")),
        peers=("tfidf_kinds",),
        folds="kinds",
    ),
    Contest(
        name="incidents",
        discipline="Incidents with all their slots",
        corpus="muc4",
        verb="annotate",
        scorer=_READ,
        judge="muc4",
        figures=(("all_templates.f", "all templates F1"), ("templates.f", "templates found F1")),
        folds="incidents",
    ),
    Contest(
        name="stories",
        discipline="Reports of one incident",
        corpus="gva",
        verb="picture",
        scorer=_FUSE,
        judge="stories",
        figures=_stories("incident"),
        peers=("plain_picture", "minhash_copies"),
    ),
    Contest(
        name="dead",
        discipline="The dead of an incident (one or more)",
        corpus="gva",
        verb="picture",
        scorer=_FUSE,
        judge="tolls",
        figures=(
            ("killed.gold>=1.exact", "exact"),
            ("killed.gold>=2.exact", "exact where 2 or more"),
            ("killed.gold>=1.one_report.mean", "from one report alone"),
        ),
        peers=("plain_picture",),
    ),
    Contest(
        name="injured",
        discipline="The injured of an incident (one or more)",
        corpus="gva",
        verb="picture",
        scorer=_FUSE,
        judge="tolls",
        figures=(
            ("injured.gold>=1.exact", "exact"),
            ("injured.gold>=2.exact", "exact where 2 or more"),
            ("injured.gold>=1.one_report.mean", "from one report alone"),
        ),
        peers=("plain_picture",),
    ),
    Contest(
        name="dates",
        discipline="The day of an incident",
        corpus="gva",
        verb="picture",
        scorer=_FUSE,
        judge="dates",
        figures=_DAYS[:2],
        peers=("plain_picture",),
    ),
    Contest(
        name="cities",
        discipline="The city of an incident",
        corpus="gva",
        verb="picture",
        scorer=_FUSE,
        judge="places",
        figures=(("right_city", "right city"), ("within_25_km", "within 25 km")),
        peers=("plain_picture",),
    ),
    Contest(
        name="look-alikes",
        discipline="Look-alike stories kept apart",
        corpus="ecbplus",
        verb="picture",
        scorer=_FUSE,
        judge="stories",
        figures=_stories("story"),
        peers=("tfidf_stories", "minhash_copies"),
    ),
    Contest(
        name="events",
        discipline="The same event across reports",
        corpus="ecbplus",
        verb="both",
        scorer=_FUSE,
        judge="coref",
        figures=_COREF,
        peers=("lemma_events",),
    ),
    Contest(
        name="events-companies",
        discipline="The same event across reports, Wikinews on companies",
        corpus="meantime",
        verb="both",
        scorer=_FUSE,
        judge="coref",
        shape="instances",
        figures=_COREF,
        peers=("lemma_events",),
    ),
    Contest(
        name="copies-made",
        discipline="Copies of one origin (constructed)",
        corpus="rewrites",
        verb="picture",
        scorer=_FUSE,
        judge="copies",
        figures=_COPIES,
        peers=("minhash_copies", "tfidf_copies"),
    ),
    Contest(
        name="copies-found",
        discipline="Copies of one origin (found by 5-grams: MinHash is right by construction)",
        corpus="natural",
        verb="picture",
        scorer=_FUSE,
        judge="copies",
        figures=_COPIES,
        peers=("minhash_copies", "tfidf_copies"),
    ),
    Contest(
        name="rewritten-sentences",
        discipline="Is one sentence a rewrite of the other",
        corpus="mrpc",
        verb="picture",
        judge="same",
        shape="sentences",
        figures=(("accuracy", "accuracy"), ("balanced", "balanced accuracy"), ("f1", "F1 of same")),
        peers=("word_overlap", "tfidf_likeness", "always_same"),
    ),
    Contest(
        name="same-claim",
        discipline="Do two answers make the same claim",
        corpus="nanco",
        verb="picture",
        judge="same",
        shape="answers",
        figures=(("balanced", "balanced accuracy"), ("f1", "F1 of same")),
        peers=("word_overlap", "tfidf_likeness", "always_same"),
    ),
    Contest(
        name="headlines",
        discipline="Does an article agree with, deny or discuss a headline",
        corpus="fnc1",
        verb="both",
        judge="stance",
        shape="headlines",
        figures=(
            ("score", "the challenge's score"),
            ("related.f1", "F1 of related"),
            ("disagree.f1", "F1 of disagree"),
        ),
        peers=("word_overlap", "tfidf_likeness"),
    ),
    Contest(
        name="days-of-events",
        discipline="The day of an event in the text",
        corpus="meantime",
        verb="annotate",
        judge="days",
        shape="dated",
        figures=_DAYS,
        peers=("heideltime", "recognizers", "first_published"),
    ),
    Contest(
        name="timelines",
        discipline="The day of an event on a timeline",
        corpus="timeline",
        verb="annotate",
        judge="days",
        shape="timelines",
        figures=_DAYS,
        peers=("heideltime", "recognizers", "first_published"),
    ),
    Contest(
        name="certainty",
        discipline="Not certain, or denied",
        corpus="meantime",
        verb="annotate",
        judge="certainty",
        shape="certain",
        figures=(
            ("denied.f1", "F1 of denied"),
            ("not_certain.f1", "F1 of not certain"),
            ("accuracy", "both right"),
            ("covered", "mentions covered"),
        ),
        peers=("all_certain",),
    ),
    Contest(
        name="control",
        discipline="Who holds a settlement, by day (from two reports)",
        corpus="control",
        verb="picture",
        scorer=_FUSE,
        judge="control",
        shape="war",
        figures=(("accuracy", "days right"), ("stand_still", "if nothing ever changed"), ("known", "days with a word")),
    ),
)

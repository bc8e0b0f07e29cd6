"""One report to everything that is read in it: layers of spans, and the claims built on them.

In: a `Report` with sections. Out: a `Reading`. A report in a language that the reader cannot read is not misread: its
reading is empty and says so in `unread`.
"""

from __future__ import annotations

from dataclasses import replace

from fogline.claims.claim_builder import build_claims
from fogline.claims.event_words import find_event_words
from fogline.claims.figures import find_figures
from fogline.claims.homeland import homeland
from fogline.claims.marks import Layers
from fogline.claims.own_voice import corrections, with_outlet
from fogline.claims.parse import forget_words, parse
from fogline.claims.place_clues import STREET
from fogline.claims.place_references import find_place_references
from fogline.claims.places import find_places
from fogline.claims.printed import as_printed
from fogline.claims.relations import find_relations
from fogline.claims.speech import find_speech
from fogline.claims.times import find_times
from fogline.data.gazetteer import default_gazetteer
from fogline.data.misread import Mended, mend
from fogline.model.claim import Reading
from fogline.model.report import MOST_READ, Report, SectionKind

# The languages that can be read. Ukrainian and Russian come next: a language is a row here and its own tables.
READABLE = frozenset({"en"})


def extract(report: Report) -> Reading:
    """Reads one report.

    >>> report = Report(id="r1", text="Russian forces shelled Vuhledar on Friday, the Ukrainian army said.", lang="en")
    >>> [claim.kind for claim in extract(report).claims]
    ['shelling']
    """
    if report.lang is not None and report.lang not in READABLE:
        return Reading(report=report.id, lang=report.lang, unread=f"no reader for language {report.lang!r} yet")
    forget_words()
    unread = _unread(report)
    printed = report.as_read
    mended = mend(printed.text)
    report = _with(printed, mended) if mended.meant else printed
    gazetteer = default_gazetteer()
    passages = parse(report)
    times = find_times(passages, report)
    places = find_places(passages, report, gazetteer)
    scenes = [place for place in places if place.kind != STREET]  # a street without its town is no scene
    references = find_place_references(passages, scenes, gazetteer)
    relations = find_relations(passages, scenes, references)
    figures = find_figures(passages, report)
    home = homeland(report.text, places, gazetteer)
    heard = find_speech(passages, report, nested=True, home=home)
    layers = Layers(
        speeches=with_outlet(corrections(heard, report.text), report.outlet),
        places=scenes,
        references=references,
        times=times,
        figures=figures,
        relations=relations,
        home=home,
    )
    reading = Reading(
        report=report.id,
        lang=report.lang,
        attributions=tuple(speech.outermost for speech in layers.speeches if speech.outermost is not None),
        places=tuple(places),
        times=tuple(times),
        figures=tuple(figures),
        claims=tuple(build_claims(report, passages, layers)),
        event_words=tuple(find_event_words(passages)),
        unread=unread,
    )
    return reading if report is printed else as_printed(reading, mended, printed.text)


def _with(report: Report, mended: Mended) -> Report:
    """The report with its letters as they were meant, its sections where they are then."""
    sections = (
        replace(section, start=mended.as_meant(section.start), end=mended.as_meant(section.end))
        for section in report.sections
    )
    return replace(report, text=mended.text, sections=tuple(sections))


def _unread(report: Report) -> str | None:
    """Why not all of a report is read; None where it is."""
    reasons = [f"only the first {MOST_READ:,} characters were read"] if len(report.text) > MOST_READ else []
    others = sum(one.kind is SectionKind.UNREAD and one.start < MOST_READ for one in report.sections)
    if others:
        reasons.append(f"{others} {'passage' if others == 1 else 'passages'} in another language not read")
    return "; ".join(reasons) or None

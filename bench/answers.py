"""Scores fogline's reading of reports against a careful reader's answers, and prints each miss.

    python bench/answers.py ../shared/reports [--without-metadata] [--json]
    python bench/answers.py bench/own_reports/held --json    # figures by field, and no miss's words

The folder holds the reports, their `reports.yaml` and `answers.yaml`. An answer is a quote and what it says; a claim
can meet it where its span overlaps the quote, and ONE claim must meet all of an answer's fields: the best is taken.
Every leaf of an answer is one field. Names of speakers are compared by what the parties table makes of them,
statuses by aspect, subject and value, events by PLOVER type. What a report's `developments` and `apart` ask is in
`answers_happened.py`. Exit status 1 where less than 90% are right.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from answers_happened import happened, same_kind, same_name
from fogline.claims.extract import extract
from fogline.model.claim import Claim, Figure, Method, Place, PlaceRole, Reading, StatusSaid, When
from fogline.model.picture import Picture
from fogline.model.report import Capture, Facts, Report, SectionKind
from fogline.picture.fuse import fuse
from fogline.reports.read import read
from fogline.sources.files import collect

Row = dict[str, Any]
REACH = 0.90
SCENES = (PlaceRole.SCENE, PlaceRole.TARGET)


@dataclass(frozen=True, slots=True)
class Field:
    """One leaf of an answer: what was wanted, what was found, and whether that is right."""

    report: str
    quote: str
    name: str
    wanted: str
    found: str
    right: bool


def readings(folder: Path, *, with_metadata: bool) -> list[tuple[Report, Reading]]:
    """Every report of the folder with its reading."""
    found = []
    for capture in collect([str(folder)]):
        if not isinstance(capture, Capture) or not capture.source.endswith(".txt"):
            continue
        report = read(capture if with_metadata else replace(capture, facts=Facts()))
        found.append((report, extract(report)))
    return found


Verdict = tuple[str, str, str, bool]  # field, wanted, found, right


def check(answer: Row, claim: Claim, lookup: Callable[[str], list[Claim]]) -> Iterator[Verdict]:
    """Each field of an answer as (name, wanted, found, right), against one claim."""
    for key, wanted in answer.items():
        if key in ("quote", "quote_variant"):
            continue
        if key in ("speaker", "speakers", "party", "role", "via"):
            yield from _speaker(key, wanted, claim)
        elif key in ("place", "places"):
            found = [place for place in claim.places if place.lat is not None]
            for name in [wanted] if isinstance(wanted, str) else wanted:
                yield key, name, str([place.name for place in found]), any(_named(name, one) for one in found)
        elif key == "country":
            there = [one for one in claim.places if _named(answer["place"], one)]
            yield key, wanted, str([one.country for one in there]), wanted in {one.country for one in there}
        elif key == "not_place":
            scenes = [one.name for one in claim.places if _named(wanted, one) and one.role in SCENES]
            yield key, wanted, str(scenes), bool(claim.id) and not scenes
        elif key == "status":
            yield from _status(wanted, claim.statuses)
        elif key == "figure":
            yield from _figure(wanted, claim, lookup)
        elif key == "relation":
            yield from _relation(wanted, claim)
        elif key in ("of", "contradicts"):
            yield key, wanted, str(claim.about), claim.about in {one.id for one in lookup(wanted)}
        else:
            yield _simple(key, wanted, claim)


def _named(wanted: str, place: Place) -> bool:
    """Whether a place goes by a name: the gazetteer's, or as the report words it."""
    return same_name(wanted, place.name) or same_name(wanted, place.as_worded)


def _speaker(key: str, wanted: Any, claim: Claim) -> Iterator[Verdict]:  # noqa: ANN401 - a leaf of YAML
    names = [speaker.name for speaker in claim.speakers]
    if key == "speaker":
        ok = not names if wanted is None else any(same_name(wanted, name) for name in names)
        yield key, str(wanted), str(names), ok
    elif key == "speakers":
        for name in wanted:
            yield key, name, str(names), any(same_name(name, one) for one in names)
    elif key == "party":
        parties = sorted({str(speaker.party) for speaker in claim.speakers})
        yield key, wanted, str(parties), any(same_name(wanted, party) for party in parties)
    else:
        found = [getattr(speaker, key) for speaker in claim.speakers]
        yield key, wanted, str(found), any(one and _close(wanted, one) for one in found)


def _simple(key: str, wanted: Any, claim: Claim) -> Verdict:  # noqa: ANN401 - a leaf of YAML
    quotes = [quote.text for quote in claim.direct_quotes]
    actors = [actor.party or actor.name for actor in claim.initiators]
    stage = claim.stage.value if claim.stage else None
    settled = stage in ("happened", "ongoing", "repelled")
    by_them = not actors if wanted is None else any(same_name(str(wanted), one) for one in actors)
    signals = wanted if isinstance(wanted, list) else []
    signalled = any(_close(signals[0], one) for one in claim.certainty.signals) if signals else False
    found: dict[str, tuple[object, bool]] = {
        "said_on": (claim.said_on, str(wanted) == claim.said_on),
        "certainty": (claim.certainty.value, wanted == claim.certainty.value),
        "signals": (claim.certainty.signals, signalled),
        "event": (claim.kind, isinstance(wanted, str) and same_kind(wanted, claim.kind)),
        "initiator": (actors, by_them),
        "stance": (claim.stance, wanted == claim.stance.value),
        "outcome": (stage, wanted == stage),
        "happened": (stage, settled is wanted),
        "direct_quote": (quotes, wanted in quotes),
        "when": (claim.when, key == "when" and _when(str(wanted), claim)),
        "genre": (claim.genre, wanted == claim.genre.value),
    }
    shown, right = found.get(key, ("no check for this field", False))
    return key, str(wanted), str(shown), right


def _close(wanted: str, found: str) -> bool:
    return wanted.casefold() in found.casefold() or found.casefold() in wanted.casefold()


def _when(wanted: str, claim: Claim) -> bool:
    when = claim.when
    if "/" not in wanted:
        whole = wanted in (when.edtf, when.begin) and (when.edtf == wanted or when.begin == when.finish)
        return whole or (len(wanted) == len("2022-02-24") and _hours_of(wanted, when))
    begin, finish = wanted.split("/")
    return (when.begin or "").startswith(begin) and (when.finish or "").startswith(finish)


def _hours_of(day: str, when: When) -> bool:
    """Whether hours are given where the answer only has the day: its morning, or the night that begins on it."""
    begin, finish = when.begin or "", when.finish or ""
    noon = f"{date.fromisoformat(day) + timedelta(days=1)}T12:00"
    return begin.startswith(f"{day}T") and bool(finish) and finish <= noon


def _status(wanted: Row, found: Sequence[StatusSaid]) -> Iterator[tuple[str, str, str, bool]]:
    def subject_ok(one: StatusSaid) -> bool:
        return _close(str(wanted.get("subject", "")), one.subject)

    def value_ok(one: StatusSaid) -> bool:
        return "value" in wanted and (one.value == wanted["value"] or same_name(wanted["value"], one.by))

    best = max(
        found,
        key=lambda one: (one.aspect == wanted["aspect"], subject_ok(one) + value_ok(one)),
        default=None,
    )
    shown = str(best)
    for key, value in wanted.items():
        if best is None:
            ok = False
        elif key == "subject":
            ok = subject_ok(best)
        elif key == "value":
            ok = value_ok(best)
        else:
            ok = getattr(best, key) == value
        yield f"status.{key}", str(value), shown, ok


def _measure_ok(wanted: str, one: Figure) -> bool:
    return wanted == one.measure or one.measure in wanted.split() or one.group == wanted


def _figure(wanted: Row, claim: Claim, lookup: Callable[[str], list[Claim]]) -> Iterator[tuple[str, str, str, bool]]:
    number = wanted.get("value", wanted.get("low"))
    best = max(
        claim.figures,
        key=lambda one: (number in (one.best, one.low), _measure_ok(wanted["measure"], one), one.scope != "total"),
        default=None,
    )
    shown = (
        "none"
        if best is None
        else f"{best.measure} {best.group} {best.best} {best.low} {best.bound} {best.scope} {best.when}"
    )
    for key, value in wanted.items():
        if best is None:
            ok = False
        elif key == "measure":
            ok = _measure_ok(value, best)
        elif key == "value":
            ok = best.best == value
        elif key == "scope":
            ok = value.split()[0] == best.scope and (" of " not in value or best.of in (None, float(value.split()[-1])))
        elif key == "when":
            ok = bool(best.when)
        elif key == "same_toll_as":
            ok = any(figure.measure == best.measure for other in lookup(value) for figure in other.figures)
        elif key == "group":
            ok = best.group == value
        else:
            ok = str(getattr(best, key)) == str(value) or getattr(best, key) == value
        yield f"figure.{key}", str(value), shown, ok


def _relation(wanted: Row, claim: Claim) -> Iterator[tuple[str, str, str, bool]]:
    subjects = wanted["of"] if isinstance(wanted["of"], list) else [wanted["of"]]
    best = max(claim.relations, key=lambda one: sum(name in one.of for name in subjects), default=None)
    shown = str(best)
    for key, value in wanted.items():
        if best is None:
            ok = False
        elif key == "of":
            ok = all(any(same_name(name, one) for one in best.of) for name in subjects)
        elif key == "to":
            ok = same_name(value, best.to)
        elif key == "stated_km":
            ok = best.stated_km is not None and abs(best.stated_km - value) < 0.5
        elif key == "stated_miles":
            ok = best.stated_km is not None and abs(best.stated_km - value * 1.609) < 0.5
        elif key == "bearing":
            ok = (best.bearing or "").replace("-", "") == value.replace("-", "")
        else:
            ok = getattr(best, key) == value
        yield f"relation.{key}", str(value), shown, ok


def score_report(report: Report, reading: Reading, answers: Row) -> Iterator[Field]:
    """Every field of the answers on one report."""
    text = report.text

    def over(quote: str) -> list[Claim]:
        start = text.find(quote)
        end = start + len(quote)
        return [one for one in reading.claims if start >= 0 and one.start < end and start < one.end]

    for answer in answers["claims"]:
        candidates = over(answer["quote"])
        graded = [list(check(answer, one, over)) for one in candidates]
        best = max(graded, key=lambda fields: sum(ok for *_, ok in fields), default=None)
        if best is None:
            nothing = Claim(id="", report="", start=0, end=0, quote="", kind=None, method=Method(name="", version=""))
            best = [(name, wanted, "NO CLAIM", False) for name, wanted, *_ in check(answer, nothing, over)]
        for name, wanted, found, ok in best:
            yield Field(report.source or report.id, answer["quote"], name, wanted, found, ok)
    for section in answers.get("sections", ()):
        start = text.find(section["quote"])
        here = next((one for one in report.sections if one.start <= start < one.end), None)
        shown = str(here)
        yield Field(
            report.id,
            section["quote"],
            "section.is",
            section["is"],
            shown,
            bool(here and here.kind.value == section["is"]),
        )
        if "date" in section:
            known = report.published_basis == "metadata" or "date_without_metadata" not in section
            wanted = section["date" if known else "date_without_metadata"]
            yield Field(
                report.id,
                section["quote"],
                "section.date",
                str(wanted),
                shown,
                bool(here and (here.date or "").partition("T")[0] == str(wanted)),
            )
    if "published" in answers:
        wanted, dated = str(answers["published"]), str(report.published)
        yield Field(report.id, report.title or "", "published", wanted, dated, dated.partition("T")[0] == wanted)
    for quote, name, wanted, shown, ok in happened(report, reading, answers):
        yield Field(report.source or report.id, quote, name, wanted, shown, ok)
    for line in answers.get("not_report", ()):
        start = text.find(line)
        hit = next((one for one in report.sections if one.start <= start < one.end), None)
        out = hit is not None and hit.kind is SectionKind.BOILERPLATE
        claimed = any(one.start < start + len(line) and start < one.end for one in reading.claims)
        yield Field(report.id, line, "not report", "left out", str(hit), out and not claimed)


def picture_lines(found: Sequence[tuple[Report, Reading]]) -> Iterator[tuple[str, bool, str]]:
    """The five lines under `picture`, each as (what, holds, shown)."""
    reports = [report for report, _ in found]
    claims = {claim.id: claim for _, reading in found for claim in reading.claims}
    picture = fuse(reports, claims.values())
    first_day = fuse(reports, claims.values(), as_of="2023-02-05")
    yield _isolation(picture, claims)
    yield _one_speaker(picture, claims)
    yield _toll(picture)
    yield _bridges(picture, first_day, claims)
    yield _withdrawal(picture, claims)


def _isolation(picture: Picture, claims: dict[str, Claim]) -> tuple[str, bool, str]:
    access = [one for one in picture.statuses if one.aspect == "access" and "Bakhmut" in one.subject]
    both = [one for one in access if len({claims[claim].report for claim in one.claims}) == 2]
    ok = any(one.trend == "worsening" and len(one.history) > 1 for one in both)
    return (
        "one status of access to Bakhmut, of both reports, worsening",
        ok,
        str([(one.subject, one.value, one.trend, len(one.claims)) for one in access]),
    )


def _one_speaker(picture: Picture, claims: dict[str, Claim]) -> tuple[str, bool, str]:
    british = {
        speaker.name
        for claim in claims.values()
        for speaker in claim.speakers
        if speaker.party == "United Kingdom" and speaker.role == "ministry"
    }
    bulletin = [one for one in picture.statuses if one.aspect == "access" and "Bakhmut" in one.subject]
    origins = {one.origins for one in bulletin}
    return (
        "the British ministry is one speaker; claims of one bulletin are one origin",
        len(british) == 1 and max(origins, default=9) <= 2,
        f"{british} origins {origins}",
    )


def _toll(picture: Picture) -> tuple[str, bool, str]:
    found = [
        (development, toll)
        for development in picture.developments
        for toll in development.tolls
        if toll.measure == "killed" and development.place and development.place.name.startswith("Zapor")
    ]
    total = [toll for _, toll in found if toll.group is None and toll.best == 10]
    child = [toll for _, toll in found if toll.group == "children" and toll.best == 1]
    inside = [entry for toll in total for entry in toll.series if entry.best == 3 and entry.state == "inside"]
    rivals = [one for one in picture.conflicts if one.kind == "figure"]
    shown = str([(toll.group, toll.best, [(e.best, str(e.scope), e.state) for e in toll.series]) for _, toll in found])
    return (
        "the Zaporizhzhia toll: 10 killed, a child among them, 3 inside it",
        len(total) == 1 and bool(child) and bool(inside) and not rivals,
        shown,
    )


def _bridges(picture: Picture, first_day: Picture, claims: dict[str, Claim]) -> tuple[str, bool, str]:
    def bridges(one: Picture) -> list[str]:
        return [
            f"{d.when.begin}/{d.when.finish}"
            for d in one.developments
            if any(
                "bridge" in claims[claim].quote.lower() and claims[claim].kind == "destruction" for claim in d.claims
            )
        ]

    now, then = bridges(picture), bridges(first_day)
    ok = not then and len(now) == 1 and now[0].startswith("2023-03-02") and "/2023-03-04" in now[0]
    return "the bridges are unknown on 5 Feb and dated 2 to 4 March today", ok, f"then {then}, now {now}"


def _withdrawal(picture: Picture, claims: dict[str, Claim]) -> tuple[str, bool, str]:
    found = [
        one for one in picture.developments if one.kind == "withdrawal" and one.place and one.place.name == "Bakhmut"
    ]
    ok = bool(found) and all(one.stage and one.stage.value in ("hypothetical", "planned") for one in found)
    one_origin = all(one.origins == 1 for one in found)
    return (
        "the withdrawal is a possibility, by one origin",
        ok and one_origin,
        str([(one.stage, one.origins) for one in found]),
    )


def years_ok(found: Sequence[tuple[Report, Reading]]) -> list[str]:
    """With the metadata withheld: every value in which a year was made up that the text does not give."""
    wrong = []
    for report, reading in found:
        written = set(re.findall(r"\b(?:1[5-9]|20)\d\d\b", report.text))
        for claim in reading.claims:
            for value in (claim.said_on, claim.when.edtf, claim.when.begin, claim.when.finish):
                wrong += [
                    f"{claim.quote[:50]}: {value}"
                    for year in re.findall(r"\b\d{4}\b", value or "")[:1]
                    if year not in written
                ]
        for time in reading.times:
            for value in (time.value, time.begin, time.finish):
                year = re.match(r"\d{4}", value or "")
                if year and year[0] not in written:
                    wrong.append(f"{report.text[time.start : time.end]}: {value}")
    return wrong


def by_field(fields: Sequence[Field]) -> dict[str, str]:
    """How many of each field are right, as "right of all"."""
    return counted((field.name, field.right) for field in sorted(fields, key=lambda field: field.name))


def counted(rows: Iterable[tuple[str, bool]]) -> dict[str, str]:
    """How many are right under each name, in the order in which names come."""
    under: dict[str, list[bool]] = {}
    for name, right in rows:
        under.setdefault(name, []).append(right)
    return {name: f"{sum(right)} of {len(right)}" for name, right in under.items()}


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path)
    cli.add_argument("--without-metadata", action="store_true")
    cli.add_argument("--json", action="store_true")
    asked = cli.parse_args()
    found = readings(asked.folder, with_metadata=not asked.without_metadata)
    if asked.without_metadata:
        wrong = years_ok(found)
        print("\n".join(wrong) or "no year was made up")
        return 1 if wrong else 0
    answers = yaml.safe_load((asked.folder / "answers.yaml").read_text("utf-8"))
    scored = {
        name: list(score_report(report, reading, answers[name]))
        for report, reading in found
        for name in [Path(report.source or "").name]
    }
    fields = [field for one in scored.values() for field in one]
    lines = list(picture_lines(found)) if "picture" in answers else []  # they are about the two real reports
    right = sum(field.right for field in fields)
    if asked.json:
        print(
            json.dumps(
                {
                    "fields": len(fields),
                    "right": right,
                    "share": round(right / len(fields), 4),
                    "picture": [ok for _, ok, _ in lines],
                    "by field": by_field(fields),
                    # In the order of the answers, where reports that were added together stand together.
                    "by report": counted((name, one.right) for name in answers for one in scored.get(name, ())),
                }
            )
        )
    else:
        for field in fields:
            if not field.right:
                print(
                    f"miss  {field.name}: wanted {field.wanted!r}, found {field.found[:160]}"
                    f"\n      in “{field.quote[:90]}”"
                )
        for what, ok, shown in lines:
            print(f"{'holds' if ok else 'FAILS'} {what}" + ("" if ok else f"\n      {shown}"))
        held = f"{sum(ok for _, ok, _ in lines)} of {len(lines)} lines of the picture hold"
        print(f"{right} of {len(fields)} answer fields right ({right / len(fields):.1%}); {held}")
    return 0 if right / len(fields) >= REACH and all(ok for _, ok, _ in lines) else 1


if __name__ == "__main__":
    sys.exit(main())

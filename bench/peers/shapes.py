"""How a corpus becomes reports and gold: `shaped(shape, rows, …)` gives both, and the gold never goes with the reports.

Most corpora are reports already. Others are pairs of texts (each text is a report), marks in the text (turned into what
the judge asks for), or a table of days (read from reports about the place).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from scoring import given, gold_lines

Row = dict[str, Any]  # a line of a corpus: its shape is the corpus's own
_QUOTED = re.compile(r"[“\"]([^”\"\n]*)[”\"]|``(.*?)''")


def shaped(shape: str, corpus: Path, limit: int) -> tuple[list[Row], list[Row]]:
    """The reports that are given to all, and the gold that only the judge sees."""
    if shape == "war":
        return _war(corpus.parent)
    rows = [json.loads(line) for line in gold_lines(corpus / "open.jsonl.gz", limit)]
    return _SHAPES[shape](rows, corpus.parent)


def _reports(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    return reports_of(rows), rows


def reports_of(rows: Iterable[Row]) -> list[Row]:
    """The reports without their gold."""
    return [given(row) for row in rows]


def only_quotations(row: Row, attributions: Iterable[Row]) -> list[Row]:
    """The attributions of which all words said stand in quotation marks."""
    quoted = [found.span() for found in _QUOTED.finditer(row["text"])]
    return [one for one in attributions if _all_quoted(row["text"], one.get("content") or [], quoted)]


def _all_quoted(text: str, spans: list[list[int]], quoted: list[tuple[int, int]]) -> bool:
    words = [found.span() for start, end in spans for found in re.compile(r"\w+").finditer(text, start, end)]
    return bool(words) and all(any(a <= start and end <= b for a, b in quoted) for start, end in words)


def _quotations(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    gold = [{**row, "gold": {"attributions": only_quotations(row, row["gold"]["attributions"])}} for row in rows]
    return reports_of(rows), gold


def _labelled(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    return [{**one, "label": row["gold"]["type"]} for one, row in zip(reports_of(rows), rows, strict=True)], rows


def _instances(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    """Events as ecbplus has them; an event without an instance of its own is alone."""
    return reports_of(rows), [
        {
            "id": row["id"],
            "gold": {
                "mentions": [
                    {
                        "start": event["start"],
                        "end": event["end"],
                        "kind": "ACTION",
                        "checked": True,
                        "instance": event["instance"],
                    }
                    for event in row["gold"]["events"]
                    if event.get("instance")
                ]
            },
        }
        for row in rows
    ]


def _dated(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    return reports_of(rows), [
        {**row, "gold": [(e["start"], e["end"], e["when"]) for e in row["gold"]["events"] if _is_day(e.get("when"))]}
        for row in rows
    ]


def _timelines(rows: list[Row], corpora: Path) -> tuple[list[Row], list[Row]]:
    """The days of the timelines' events, at their words in the reports of meantime."""
    marks: dict[str, set[tuple[int, int, str]]] = {}
    for event in (event for row in rows for event in row["gold"]["events"] if _is_day(event["value"])):
        for mention in event["mentions"]:
            if mention.get("start") is not None:
                marks.setdefault(mention["report"], set()).add((mention["start"], mention["end"], event["value"]))
    reports = [json.loads(line) for line in gold_lines(corpora / "meantime/open.jsonl.gz")]
    told = [{**report, "gold": sorted(marks[report["id"]])} for report in reports if report["id"] in marks]
    return reports_of(told), told


def _certain(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    return reports_of(rows), [
        {
            **row,
            "gold": [
                (e["start"], e["end"], e["certainty"] in ("POSSIBLE", "PROBABLE"), e["polarity"] == "NEG")
                for e in row["gold"]["events"]
                if e.get("certainty") and e.get("polarity")
            ],
        }
        for row in rows
    ]


def _is_day(value: str | None) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value or ""))


def _sentences(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    sides = (("a", "text"), ("b", "other"))
    reports = [{"id": f"{row['id']}/{side}", "text": row[name]} for row in rows for side, name in sides]
    return reports, [{"id": r["id"], "a": f"{r['id']}/a", "b": f"{r['id']}/b", "gold": r["gold"]["same"]} for r in rows]


def _answers(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    """Every two answers to one question; the answer's own words stand before its paragraph."""
    reports = [{"id": row["id"], "text": row["text"], "title": row["answer"]} for row in rows]
    return reports, [
        {"id": f"{a['id']} {b['id']}", "a": a["id"], "b": b["id"], "gold": a["gold"]["cluster"] == b["gold"]["cluster"]}
        for number, a in enumerate(rows)
        for b in rows[number + 1 :]
        if a["gold"]["question"] == b["gold"]["question"]
    ]


def _headlines(rows: list[Row], _: Path) -> tuple[list[Row], list[Row]]:
    """Headlines and articles are reports alike; a pair's gold is the article's stance to the headline."""
    pairs = [(headline, row["id"], stance) for row in rows for headline, stance in row["gold"]["headlines"]]
    numbers = {headline: f"headline-{n}" for n, headline in enumerate(dict.fromkeys(pair[0] for pair in pairs))}
    heads = [{"id": number, "text": headline} for headline, number in numbers.items()]
    return [*heads, *reports_of(rows)], [
        {"id": f"{numbers[headline]} {body}", "a": numbers[headline], "b": body, "gold": stance}
        for headline, body, stance in pairs
    ]


def _war(corpora: Path) -> tuple[list[Row], list[Row]]:
    folder = corpora.parent / "reports"
    listed = yaml.safe_load((folder / "reports.yaml").read_text("utf-8"))
    reports = [
        {
            "id": one["file"],
            "text": (folder / one["file"]).read_text("utf-8"),
            "outlet": one["outlet"],
            "published": str(one["published"]),
        }
        for one in listed
    ]
    return reports, list(csv.DictReader(io.StringIO((corpora / "control/open.csv").read_text("utf-8"))))


def texts_of(pairs: Iterable[Row], reports: Iterable[Row]) -> Iterator[Row]:
    """What a peer that compares is given: the two texts of each pair, a title before its text."""
    text = {row["id"]: f"{row['title']}\n{row['text']}" if row.get("title") else row["text"] for row in reports}
    return ({"id": pair["id"], "a": text[pair["a"]], "b": text[pair["b"]]} for pair in pairs)


_SHAPES: dict[str, Callable[[list[Row], Path], tuple[list[Row], list[Row]]]] = {
    "reports": _reports,
    "quotations": _quotations,
    "labelled": _labelled,
    "instances": _instances,
    "dated": _dated,
    "timelines": _timelines,
    "certain": _certain,
    "sentences": _sentences,
    "answers": _answers,
    "headlines": _headlines,
}

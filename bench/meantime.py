"""Certainty, polarity and numbers on meantime: `python bench/meantime.py [--corpora FOLDER]`.

In: the open part of meantime (not part of this repository). Out: `docs/meantime.json` and `docs/meantime.md`, each
figure with what is had by always giving the most frequent answer. Refused: nothing. How each is counted is written on
the page itself, which `page` makes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from scoring import ROOT, gold_lines, run_fogline, without_gold

TARGET, PAGE = ROOT / "docs/meantime.json", ROOT / "docs/meantime.md"
Row: TypeAlias = dict[str, object]
_UNSURE = {"PROBABLE": "probable", "POSSIBLE": "possible"}
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s*(?:-\s*)?(thousand|million|billion)\b)?", re.IGNORECASE)


def main() -> int:
    """Scores, prints and writes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    parser.add_argument("--keep", type=Path, help="a folder in which what is read is kept")
    asked = parser.parse_args()
    lines = list(gold_lines(asked.corpora / "meantime/open.jsonl.gz"))
    with tempfile.TemporaryDirectory() as made:
        folder = asked.keep or Path(made)
        given, said = folder / "meantime.jsonl", folder / "meantime-said.jsonl"
        without_gold(lines, given)
        run_fogline("annotate", given, said)
        read = {row["id"]: row for row in map(json.loads, said.read_text("utf-8").splitlines())}
    gold = [row for row in map(json.loads, lines) if row["gold"]["subcorpus"] != "trial"]
    figures = scored([(row["gold"], read.get(row["id"], {}), row["text"]) for row in gold])
    TARGET.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    PAGE.write_text(page(figures), "utf-8")
    print(json.dumps(figures, indent=1))
    return 0


def scored(pairs: Iterable[tuple[Row, Row, str]]) -> dict[str, dict[str, float]]:
    """All figures over pairs of gold and reading, with the report's text."""
    certain: list[tuple[str, str]] = []
    polar: list[tuple[str, str]] = []
    held: list[tuple[str, str]] = []
    wanted = found = right = 0
    for gold, read, text in pairs:
        for event in _rows(gold, "events"):
            if event.get("certainty") is None:
                continue
            claim = _claim_at(_rows(read, "claims"), int(str(event["start"])))
            held.append(("event", "claim" if claim else "none"))
            if event["certainty"] != "UNDERSPECIFIED":
                certain.append((_UNSURE.get(str(event["certainty"]), "certain"), _certainty(claim)))
            if event.get("polarity") in ("POS", "NEG"):
                polar.append(("negative" if event["polarity"] == "NEG" else "positive", _polarity(claim)))
        for value in _rows(gold, "values"):
            start, end = int(str(value["start"])), int(str(value["end"]))
            number = _number(text[start:end])
            if number is None:
                continue
            beside = [
                one for one in _rows(read, "figures") if int(str(one["start"])) < end and start < int(str(one["end"]))
            ]
            wanted, found = wanted + 1, found + bool(beside)
            right += any(number in (one.get("best"), one.get("low"), one.get("high")) for one in beside)
    unsure = [
        ("unsure" if a != "certain" else "certain", "unsure" if b != "certain" else "certain") for a, b in certain
    ]
    return {
        "certainty": {**_agreement(unsure, "unsure", "certain"), "right_of_three": _share(a == b for a, b in certain)},
        "polarity": _agreement(polar, "negative", "positive"),
        "events": {"events": len(held), "in_a_claim": _share(there == "claim" for _, there in held)},
        "numbers": {"numbers": wanted, "found": _ratio(found, wanted), "value_right": _ratio(right, wanted)},
    }


def _rows(whole: Row, name: str) -> list[Row]:
    listed = whole.get(name)
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _claim_at(claims: Sequence[Row], start: int) -> Row | None:
    """The shortest claim whose words hold the event's first letter; words of events of any sort have no certainty."""
    around = [one for one in claims if "certainty" in one and int(str(one["start"])) <= start < int(str(one["end"]))]
    return min(around, key=lambda one: int(str(one["end"])) - int(str(one["start"])), default=None)


def _certainty(claim: Row | None) -> str:
    said = claim.get("certainty") if claim else None
    value = said.get("value") if isinstance(said, dict) else None
    return str(value) if value in ("probable", "possible") else "certain"


def _polarity(claim: Row | None) -> str:
    return "negative" if claim and claim.get("polarity") == "negative" else "positive"


def _number(words: str) -> float | None:
    """The number that the gold's words print in figures; None where they have none, or two."""
    found = list(_NUMBER.finditer(words))
    if len(found) != 1:
        return None
    digits = re.match(r"[\d,.]+", found[0][0])
    return (
        float(digits[0].replace(",", "").rstrip(".")) * _SCALE.get((found[0][1] or "").lower(), 1) if digits else None
    )


def _agreement(pairs: Sequence[tuple[str, str]], rare: str, common: str) -> dict[str, float]:
    """F1 of both answers and their mean; the same where everything is the common one."""
    ours = [_f1(pairs, rare), _f1(pairs, common)]
    always = [(gold, common) for gold, _ in pairs]
    return {
        "mentions": len(pairs),
        f"{rare}": sum(gold == rare for gold, _ in pairs),
        f"{rare}_f1": ours[0],
        "macro_f1": round(sum(ours) / 2, 4),
        "accuracy": _share(gold == said for gold, said in pairs),
        "majority_macro_f1": round((_f1(always, rare) + _f1(always, common)) / 2, 4),
        "majority_accuracy": _share(gold == said for gold, said in always),
    }


def _f1(pairs: Sequence[tuple[str, str]], answer: str) -> float:
    right = sum(gold == said == answer for gold, said in pairs)
    both = sum(gold == answer for gold, _ in pairs) + sum(said == answer for _, said in pairs)
    return _ratio(2 * right, both)


def _share(each: Iterable[bool]) -> float:
    every = list(each)
    return _ratio(sum(every), len(every))


def _ratio(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def page(figures: dict[str, dict[str, float]]) -> str:
    """The page, with how each figure is counted."""
    sure, polar = figures["certainty"], figures["polarity"]
    events, numbers = figures["events"], figures["numbers"]
    lines = [
        "# Certainty, polarity and numbers on meantime",
        "<!-- Written by bench/meantime.py. -->",
        "",
        "Only mentions of events that the corpus gives a certainty are asked about (those marked for whole documents;",
        "the rest of a document carries only what timelines needed). The answer for a mention is that of the shortest",
        "claim whose words hold its first letter; a mention in no claim counts as certain and positive.",
        "",
        "- **Certainty:** not certain (PROBABLE, POSSIBLE) or certain; UNDERSPECIFIED is left out. A claim is not",
        "  certain where its certainty is probable or possible.",
        "- **Polarity:** NEG or POS; a claim is negative where its polarity says so.",
        "- **Numbers:** values of the corpus that print exactly one number in figures. Found: a figure overlaps with",
        "  it. Value right: its best, low or high is that number. How many figures are too many cannot be said: not",
        "  all numbers are marked.",
        "",
        "Not certain and negative mentions are few, so the mean of both answers' F1 (macro) says more than accuracy; a",
        "point of it is a handful of mentions.",
        "",
        "| what | mentions | rare | F1 of the rare | macro F1 | accuracy | the majority's macro F1 | its accuracy |",
        "|---|---|---|---|---|---|---|---|",
        _line("certainty", sure, "unsure"),
        _line("polarity", polar, "negative"),
        "",
        f"Of {events['events']:.0f} mentions, {events['in_a_claim']:.0%} stand in a claim. Of {numbers['numbers']:.0f} "
        f"numbers, {numbers['found']:.0%} are",
        f"found, {numbers['value_right']:.0%} with the right value.",
        "",
    ]
    return "\n".join(lines)


def _line(name: str, one: dict[str, float], rare: str) -> str:
    cells = [f"{one['mentions']:.0f}", f"{one[rare]:.0f}", f"{one[rare + '_f1']:.2f}", f"**{one['macro_f1']:.2f}**"]
    cells += [f"{one['accuracy']:.3f}", f"{one['majority_macro_f1']:.2f}", f"{one['majority_accuracy']:.3f}"]
    return f"| {name} | " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main())

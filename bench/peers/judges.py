"""Judges for what the corpora's scorers leave out: pairs of texts, stances, days and certainty of marked events.

In: gold as `peers.shapes` makes it, and what was said. Out: figures by name. A peer that gives a score for a pair has
its threshold chosen on the very pairs that are judged, which flatters it; fogline's is the one that ships, so that it
says of a pair whether it is the same. Where its picture is asked, two texts say the same that have one development or
one origin there, and are related where they are one story.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from statistics import fmean

from peers.shapes import Row

_STEPS = 200  # thresholds that are tried: quantiles of the scores


def same(gold: Sequence[Row], said: Sequence[Row], by: str) -> dict[str, float]:
    """Whether two texts say the same: accuracy, balanced accuracy, F1."""
    truth = [bool(pair["gold"]) for pair in gold]
    if any("is" in line for line in said):
        of = _groups(said, "origin")
        return _binary(truth, [bool(of[pair["a"]] & of[pair["b"]]) for pair in gold])
    if any("same" in line for line in said):
        same_of = {line["id"]: bool(line["same"]) for line in said}
        return _binary(truth, [same_of[pair["id"]] for pair in gold])
    score_of = {line["id"]: line["score"] for line in said}
    scores = [score_of[pair["id"]] for pair in gold]
    return max((_binary(truth, [s >= cut for s in scores]) for cut in _cuts(scores)), key=lambda figures: figures[by])


def stance(gold: Sequence[Row], said: Sequence[Row], by: str) -> dict[str, float]:
    """The challenge's score: a quarter for related or not, the rest for the right stance.

    A peer that compares knows but related or not; what is related is then called discussed, the commonest stance. So it
    is with fogline, but for a denial that its picture finds between a claim of the headline and one of the article.
    """
    if any("is" in line for line in said):
        of, against = _groups(said, "story"), _denials(said)
        guesses = [_stance(of, against, pair["a"], pair["b"]) for pair in gold]
        return _challenge([pair["gold"] for pair in gold], guesses)
    score_of = {line["id"]: line["score"] for line in said}
    scores = [score_of[pair["id"]] for pair in gold]
    truth = [pair["gold"] for pair in gold]
    tried = (_challenge(truth, ["discuss" if s >= cut else "unrelated" for s in scores]) for cut in _cuts(scores))
    return max(tried, key=lambda figures: figures[by])


def days(gold: Sequence[Row], said: Sequence[Row], _: str) -> dict[str, float]:
    """The day of each marked event: of the claim over it, else of the nearest time in its sentence, else the report's.

    So for all systems; only fogline has claims.
    """
    told = {line["id"]: line for line in said}
    off: list[int | None] = []
    by_claim = 0
    for row in gold:
        line = told.get(row["id"], {})
        for start, end, day in row["gold"]:
            claimed = _claimed_day(line, start, end)
            by_claim += claimed is not None
            guess = claimed or _nearest_day(line, row, start)
            off.append(None if guess is None else abs(_number(guess) - _number(day)))
    return {
        "exact": _share(one == 0 for one in off),
        "within_7": _share(one is not None and one <= 7 for one in off),
        "by_claim": round(by_claim / max(1, len(off)), 4),
    }


def certainty(gold: Sequence[Row], said: Sequence[Row], _: str) -> dict[str, float]:
    """Which marked events are not certain, and which denied; what no claim covers counts as certain and affirmed."""
    told = {line["id"]: line for line in said}
    marks = [
        (_over(told.get(row["id"], {}), s, e), unsure, denied) for row in gold for s, e, unsure, denied in row["gold"]
    ]
    unsure = [bool(claim) and claim["certainty"]["value"] != "certain" for claim, _, _ in marks]
    denied = [
        bool(claim)
        and (claim["polarity"] == "negative" or claim["stance"] == "denies" or claim["stage"] == "did_not_happen")
        for claim, _, _ in marks
    ]
    return {
        "denied.f1": _binary([mark[2] for mark in marks], denied)["f1"],
        "not_certain.f1": _binary([mark[1] for mark in marks], unsure)["f1"],
        "accuracy": _share(
            (mark[1], mark[2]) == guess for mark, guess in zip(marks, zip(unsure, denied, strict=True), strict=True)
        ),
        "covered": _share(bool(claim) for claim, _, _ in marks),
    }


def _groups(said: Iterable[Row], by: str) -> dict[str, set[str]]:
    """What joins each report with others: its developments, and its origin or its story."""
    found: dict[str, set[str]] = defaultdict(set)
    for line in said:
        if line.get("is") == "report":
            found[line["id"]].add(f"{by} {line[by]}")
        elif line.get("is") == "development":
            for report in line["reports"]:
                found[report].add(line["id"])
    return found


def _denials(said: Sequence[Row]) -> set[frozenset[str]]:
    """Pairs of reports of which one denies what the other says; needs the claims too."""
    home = {claim["id"]: line["id"] for line in said for claim in line.get("claims") or () if isinstance(claim, dict)}
    return {
        frozenset(home[claim] for claim in line["claims"] if claim in home)
        for line in said
        if line.get("is") == "conflict" and line["kind"] == "denial"
    }


def _stance(of: dict[str, set[str]], against: set[frozenset[str]], headline: str, body: str) -> str:
    if frozenset((headline, body)) in against:
        return "disagree"
    return "discuss" if of[headline] & of[body] else "unrelated"


def _challenge(truth: Sequence[str], guesses: Sequence[str]) -> dict[str, float]:
    """The scorer of the Fake News Challenge, as a share of what is reached by answers that are all right."""
    score = best = 0.0
    for true, guess in zip(truth, guesses, strict=True):
        related = true != "unrelated"
        best += 1.0 if related else 0.25
        score += 0.25 * (true == guess or (related and guess != "unrelated")) + 0.75 * (related and true == guess)
    return {
        "score": round(score / best, 4),
        "related.f1": _binary([t != "unrelated" for t in truth], [g != "unrelated" for g in guesses])["f1"],
        "disagree.f1": _binary([t == "disagree" for t in truth], [g == "disagree" for g in guesses])["f1"],
    }


def _cuts(scores: Sequence[float]) -> list[float]:
    ranked = sorted(set(scores))
    step = max(1, len(ranked) // _STEPS)
    return ranked[::step]


def _binary(truth: Sequence[bool], guesses: Sequence[bool]) -> dict[str, float]:
    hits = sum(t and g for t, g in zip(truth, guesses, strict=True))
    there, found = sum(truth), sum(guesses)
    rejected = len(truth) - there - (found - hits)
    right = hits / there if there else 1.0
    left = rejected / (len(truth) - there) if len(truth) > there else 1.0
    return {
        "accuracy": round((hits + rejected) / max(1, len(truth)), 4),
        "balanced": round((right + left) / 2, 4),
        "f1": round(2 * hits / (there + found), 4) if there + found else 1.0,
    }


def _over(line: Row, start: int, end: int) -> Row:
    """The claim that overlaps a mention most, of equal ones the shorter; empty where none does.

    Words of events of any sort stand among the claims, too; they have neither day nor certainty and are left out.
    """
    found = [
        (min(end, claim["end"]) - max(start, claim["start"]), claim["start"] - claim["end"], claim["id"], claim)
        for claim in line.get("claims") or ()
        if claim.get("kind") != "other"
    ]
    best = max(found, key=lambda one: one[:3], default=None)
    return best[3] if best and best[0] > 0 else {}


def _claimed_day(line: Row, start: int, end: int) -> str | None:
    when = _over(line, start, end).get("when") or {}
    begin, finish = when.get("begin"), when.get("finish")
    return begin[:10] if begin and finish and begin[:10] == finish[:10] else None


def _nearest_day(line: Row, row: Row, start: int) -> str | None:
    text = row["text"]
    begin, finish = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    finish = finish if finish >= 0 else len(text)
    known = [
        (abs(time["start"] - start), time["value"][:10])
        for time in line.get("times") or ()
        if begin <= time["start"] < finish and _full(time.get("value"))
    ]
    return min(known)[1] if known else (row.get("published") or "")[:10] or None


def _full(value: str | None) -> bool:
    try:
        return _number((value or "")[:10]) > 0
    except ValueError:
        return False


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _share(hits: Iterable[bool]) -> float:
    return round(fmean([float(hit) for hit in hits] or [0.0]), 4)


JUDGES: dict[str, Callable[[Sequence[Row], Sequence[Row], str], dict[str, float]]] = {
    "same": same,
    "stance": stance,
    "days": days,
    "certainty": certainty,
}

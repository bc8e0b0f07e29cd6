"""How well pages are read: main text, headline and day, by fogline and by trafilatura alone: `python bench/pages.py`.

In: the html corpus, which is not part of this repository; its gold is the article's text. `bench/html_labels.json` adds
what a reader saw on each page: the headline as shown (hashed: no text of the corpus is kept here), and the day or days
on which it says it was published (two where the day differs between the page's zone and UTC). Out: figures as JSON for
`score.py`, or, without arguments, `docs/pages.json` and the table in `docs/sources.md`. Whoever reads sees only the
page and its address.

Text is scored as in the benchmark that the corpus comes from: precision and recall of runs of four words, each page
counting alike, and F1 of their means. `text` is all that was taken for the article, `body` what is then read as report
text: without captions, boilerplate and what is unread. A headline is right where its letters and digits are those that
the page shows; a day where it is one of those that the page says; pages that say none are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from scoring import ROOT, gold_lines

LABELS, FIGURES, PAGE = ROOT / "bench/html_labels.json", ROOT / "docs/pages.json", ROOT / "docs/sources.md"
_UNREAD = {"boilerplate", "caption", "unread", "title"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody takes a page for."""

    text: str
    body: str
    title: str | None
    day: str | None


def fogline(page: str, url: str) -> Said:
    """As a report is read."""
    from fogline.model.errors import UnreadableReport
    from fogline.model.report import Capture, Facts
    from fogline.reports.read import read

    try:
        report = read(Capture(body=page.encode(), source=url, media_type="text/html", facts=Facts(url=url)))
    except UnreadableReport:
        return Said(text="", body="", title=None, day=None)
    body = "\n".join(report.text[one.start : one.end] for one in report.sections if one.kind.value not in _UNREAD)
    day = (report.published or "")[:10]
    return Said(text=report.text, body=body, title=report.title, day=day or None)


def trafilatura(page: str, url: str) -> Said:
    """trafilatura with nothing set but that comments are no article."""
    return _trafilatura(page, url, precise=False)


def trafilatura_precise(page: str, url: str) -> Said:
    """trafilatura set to precision."""
    return _trafilatura(page, url, precise=True)


def _trafilatura(page: str, url: str, *, precise: bool) -> Said:
    from trafilatura import bare_extraction

    found = bare_extraction(page, url=url, with_metadata=True, include_comments=False, favor_precision=precise)
    if found is None or isinstance(found, dict):
        return Said(text="", body="", title=None, day=None)
    return Said(text=found.text or "", body=found.text or "", title=found.title, day=found.date)


READERS: dict[str, Callable[[str, str], Said]] = {
    "fogline": fogline,
    "trafilatura": trafilatura,
    "trafilatura, set precise": trafilatura_precise,
}


def figures(reader: str, gold: Path) -> dict[str, float]:
    """The figures of one reader over the pages of a corpus file."""
    labels = json.loads(LABELS.read_text("utf-8"))
    texts, bodies, titles, days = [], [], [], []
    for line in gold_lines(gold):
        row = json.loads(line)
        said = READERS[reader](row["html"], row["url"])
        texts.append(_shares(row["gold"]["text"], said.text))
        bodies.append(_shares(row["gold"]["text"], said.body))
        label = labels[row["id"]]
        titles.append(_print(said.title or "") == label["title"])
        if label["days"]:
            days.append(said.day in label["days"])
    return {
        **{f"text.{name}": value for name, value in _f1(texts).items()},
        **{f"body.{name}": value for name, value in _f1(bodies).items()},
        "title.exact": round(statistics.mean(titles), 4),
        "day.exact": round(statistics.mean(days), 4),
    }


def _print(title: str) -> str:
    plain = "".join(letter for letter in title.casefold() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _shares(true: str, said: str) -> tuple[float, float, float]:
    """Runs of four words that are right, too many and missing, as shares of all."""
    wanted, had = _runs(true), _runs(said)
    counts = [sum(one.values()) for one in (wanted & had, had - wanted, wanted - had)]
    return tuple(count / (sum(counts) or 1) for count in counts)  # type: ignore[return-value]


def _runs(text: str, length: int = 4) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1)) if words)


def _f1(shares: Iterable[tuple[float, float, float]]) -> dict[str, float]:
    shares = list(shares)
    precision = statistics.mean(right / (right + more) for right, more, _ in shares if right + more)
    recall = statistics.mean(right / (right + less) for right, _, less in shares if right + less)
    return {
        "p": round(precision, 4),
        "r": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4),
    }


def main() -> int:
    """Prints one reader's figures, or measures all and writes the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("reader", nargs="?", choices=READERS)
    parser.add_argument("gold", nargs="?", type=Path, default=ROOT.parent / "shared/corpora/html/open.jsonl.gz")
    asked = parser.parse_args()
    if asked.reader:
        print(json.dumps(figures(asked.reader, asked.gold)))
        return 0
    rows = {reader: figures(reader, asked.gold) for reader in READERS}
    told = {
        "corpus": "html", "pages": sum(1 for _ in gold_lines(asked.gold)),
        "sha256": hashlib.sha256(asked.gold.read_bytes()).hexdigest(),
        "trafilatura": version("trafilatura"), "readers": rows,
    }  # fmt: skip
    FIGURES.write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    lines = [
        "| reader | text F1 | read as report F1 | headline | day |",
        "|---|---|---|---|---|",
    ]
    for reader, row in rows.items():
        shown = [row["text.f1"], row["body.f1"], row["title.exact"], row["day.exact"]]
        lines.append(f"| {reader} | " + " | ".join(f"{one:.3f}" for one in shown) + " |")
    from score import between

    between(PAGE, "pages", "\n".join(lines))
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Our own reports are in the form that `bench/answers.py` scores. How well they are read is no test (their README)."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

BENCH = Path(__file__).parents[2] / "bench"
FOLDERS = (BENCH / "own_reports/open", BENCH / "own_reports/held")
ANSWERS = {
    (folder, name): answers
    for folder in FOLDERS
    for name, answers in yaml.safe_load((folder / "answers.yaml").read_text("utf-8")).items()
}

sys.path.insert(0, str(BENCH))


def quotes(answers: dict[str, Any]) -> Iterator[str]:
    for answer in answers["claims"]:
        yield answer["quote"]
        yield from (answer[key] for key in ("of", "contradicts") if key in answer)
        yield from (value for key, value in answer.get("figure", {}).items() if key == "same_toll_as")
    yield from (section["quote"] for section in answers.get("sections", ()))
    yield from answers.get("not_report", ())
    yield from (quote for one in answers["developments"] for quote in one["quotes"])
    yield from (quote for pair in answers["apart"] for quote in pair)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_report_has_answers_and_a_row(folder: Path) -> None:
    files = {path.name for path in folder.glob("*.txt")}
    rows = yaml.safe_load((folder / "reports.yaml").read_text("utf-8"))
    assert {name for inside, name in ANSWERS if inside == folder} == files == {row["file"] for row in rows}


@pytest.mark.parametrize(("folder", "name"), ANSWERS, ids=[name for _, name in ANSWERS])
def test_every_quote_stands_once_in_its_report(folder: Path, name: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert [quote for quote in quotes(ANSWERS[folder, name]) if text.count(quote) != 1] == []


def test_two_happenings_in_one_development_are_not_apart() -> None:
    from answers_happened import happened
    from fogline.claims.extract import extract
    from fogline.model.report import Report

    text = "A shell killed four people in Kherson on Monday. A drone hit a bridge in Odesa on 2 May 2023, police said."
    report = Report(id="r", text=text, lang="en", published="2023-05-10")
    first, second = "A shell killed four people", "A drone hit a bridge"
    asked = {
        "developments": [{"quotes": [first], "kind": "ASSAULT", "place": "Kherson", "killed": 4}],
        "apart": [[first, second], [first, "four people in Kherson"]],
    }
    right = [row[-1] for row in happened(report, extract(report), asked)]
    assert right == [True, True, True, True, True, False]

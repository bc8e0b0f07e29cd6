"""The page of errors: every example on it is read as the page says."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


def _examples() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reading_examples", ROOT / "docs/reading_examples.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


EXAMPLES = _examples()
ROWS = [(row["sentence"], row["read"]) for row in EXAMPLES.rows(EXAMPLES.PAGE.read_text("utf-8"))]


def test_every_discipline_has_its_examples() -> None:
    assert len(ROWS) > 25


@pytest.mark.parametrize(("sentence", "told"), ROWS)
def test_an_example_is_read_as_the_page_says(sentence: str, told: str) -> None:
    assert EXAMPLES.today(sentence, told) == told, "python docs/reading_examples.py --write, and look at the page"

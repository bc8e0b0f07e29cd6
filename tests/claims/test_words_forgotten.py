"""Reading for months: words that are new with a report are not kept for ever, and nothing else is changed by it."""

from __future__ import annotations

import gc
import platform
import subprocess
import sys
import weakref
from pathlib import Path

import pytest

from fogline.claims import parse
from fogline.claims.extract import extract
from fogline.model.report import Report

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.txt"))


def new_words(number: int) -> Report:
    made = "".join("bdfgklmnrst"[int(digit)] + "aeiou"[number % 5] for digit in str(1_000 + number)).capitalize()
    text = (
        f"Shelling hit {made}ka overnight, and two {made}ans were wounded, {made} Koval, the mayor of {made}hrad, said."
    )
    return Report(id=f"r{number}", text=text, lang="en")


def test_words_are_kept_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        extract(new_words(number))
    first = weakref.ref(parse.pipeline())
    known = len(parse.pipeline().vocab)
    monkeypatch.setattr(parse, "MOST_WORDS", known + 5)
    for number in range(3, 12):
        extract(new_words(number))
        assert len(parse.pipeline().vocab) < known + 40
    gc.collect()
    assert first() is None


@pytest.mark.parametrize("path", EXAMPLES[:4], ids=lambda path: path.stem)
def test_the_same_is_read_where_words_are_forgotten(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = Report(id="r", text=path.read_text("utf-8"), lang="en", published="2023-03-04")
    monkeypatch.setattr(parse, "MOST_WORDS", 0)
    forgotten = extract(report), extract(report)
    monkeypatch.undo()
    kept = extract(report)
    assert forgotten == (kept, kept)
    assert kept.claims


GIVEN_BACK = """
import ctypes
from pathlib import Path
from fogline.claims import parse

def own() -> float:  # MB that are no file's
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous")) / 1_024

words, kept = parse.pipeline().vocab, []
for number in range(parse.MOST_WORDS):
    words[f"Name{number}hrad"]
    if number % 4 == 0:
        kept.append(bytearray(600))  # what stays lies between the words
del words
parse.forget_words()
assert parse.pipeline.cache_info().currsize == 0
parse.pipeline()
left = own()
ctypes.CDLL(None).malloc_trim(0)
print(left - own())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what glibc keeps of memory that was let go of")
def test_the_memory_of_a_parser_is_given_back() -> None:
    """In a process of its own: in this one others' memory lies around."""
    done = subprocess.run([sys.executable, "-c", GIVEN_BACK], capture_output=True, text=True, check=True, timeout=300)
    assert float(done.stdout) < 3  # MB that could still be given back; some 12 where none was

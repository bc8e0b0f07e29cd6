"""How sure a reading is: by whose words a claim is, and by what it tells."""

import pytest

from fogline.claims.extract import extract
from fogline.model.report import Report


def sure(text: str) -> list[float]:
    report = Report(id="r1", text=text, lang="en", published="2023-03-04")
    return [claim.confidence for claim in extract(report).claims]


@pytest.mark.parametrize(
    ("surer", "less"),
    [
        ("The governor said rebels shelled Lyman.", "Rebels shelled Lyman."),
        ("Rebels shelled Lyman.", "He said rebels shelled Lyman."),
    ],
)
def test_a_named_speaker_is_surest_and_an_unresolved_one_least(surer: str, less: str) -> None:
    assert 1.0 > sure(surer)[0] > sure(less)[0] > 0.0

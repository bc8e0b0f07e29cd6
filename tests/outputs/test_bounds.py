"""Tolls of which only bounds are known: whose word each is."""

from fogline.claims.extract import extract
from fogline.model.report import Capture, Facts
from fogline.outputs.brief import brief
from fogline.picture.fuse import fuse
from fogline.reports.read import read


def test_a_bound_is_the_word_of_who_gave_it_and_the_higher_one_stands_beside_it() -> None:
    text = (
        "More than 30 soldiers were killed when fighters overran a camp in Goma, two security sources said.\n\n"
        "The Kivu Front said in a statement that it had killed over 100 soldiers in Goma."
    )
    facts = Facts(id="r", published="2025-06-02", outlet="Steppe Courier", lang="en")
    report = read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))
    claims = extract(report).claims
    told = " ".join(
        one.text for item in brief(fuse([report], claims), [report], claims).items for one in item.sentences
    )
    assert "two security sources say that at least 30 soldiers were killed in Goma" in told.replace("Two", "two")
    assert "more than 100" in told

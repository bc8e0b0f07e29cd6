"""A brief of one report, its sentences in a row, its headings."""

from fogline.claims.extract import extract
from fogline.model.claim import Claim
from fogline.model.report import Capture, Facts, Report
from fogline.outputs.brief import Brief, brief
from fogline.picture.fuse import fuse
from fogline.reports.read import read


def claims(text: str) -> tuple[Claim, ...]:
    return extract(_report(text)).claims


def made(text: str) -> Brief:
    report, said = _report(text), claims(text)
    return brief(fuse([report], said), [report], said)


def _report(text: str) -> Report:
    facts = Facts(id="r", published="2025-06-02", outlet="Steppe Courier", lang="en")
    return read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))


def words(text: str) -> str:
    return " ".join(one.text for item in made(text).items for one in item.sentences)


def headings(text: str) -> list[str]:
    return [item.heading for item in made(text).items]

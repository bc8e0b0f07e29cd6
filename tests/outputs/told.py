"""A brief of one report, its sentences in a row, its headings."""

from fogline.claims.extract import extract
from fogline.model.report import Capture, Facts
from fogline.outputs.brief import Brief, brief
from fogline.picture.fuse import fuse
from fogline.reports.read import read


def made(text: str) -> Brief:
    facts = Facts(id="r", published="2025-06-02", outlet="Steppe Courier", lang="en")
    report = read(Capture(body=text.encode(), source="r", media_type="text/plain", facts=facts))
    claims = extract(report).claims
    return brief(fuse([report], claims), [report], claims)


def words(text: str) -> str:
    return " ".join(one.text for item in made(text).items for one in item.sentences)


def headings(text: str) -> list[str]:
    return [item.heading for item in made(text).items]

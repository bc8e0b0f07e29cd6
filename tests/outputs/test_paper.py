"""Briefs as PDF: what is told is in it, what a report says is never markup, and the same brief is the same file."""

import io
import re

import pytest

from fogline.model.report import Report
from fogline.outputs.brief import brief
from fogline.outputs.paper import Paper, Passage, pdf
from fogline.picture.fuse import fuse

pytest.importorskip("typst", reason="no typst here: uv sync --extra pdf")
from pypdf import PdfReader

TEXT = "Shelling killed two people in Nikopol on Thursday, the mayor said. Power lines were damaged, he added."
# What would read a file, run code, import a package or break a string, if it were ever set as markup.
HOSTILE = [
    '#read("/etc/passwd")', '#import "@preview/cetz:0.3.0"', '#eval("1 + 41")', "$ sqrt(2) $", "*bold* _emph_ `raw`",
    '"] #panic("out") [', "= Heading\n- list", "<label> @note-1", '\\u{41} \\" // /* comment', "#{while true {}}",
    '#link("javascript:alert(1)")[x]', "#set page(width: 1pt)", '#sys.inputs.at("told")',
]  # fmt: skip


def made(text=TEXT, **facts):
    from fogline.claims.extract import extract

    report = Report(id="r1", text=text, published="2023-03-04", lang="en", **facts)
    claims = list(extract(report).claims)
    return brief(fuse([report], claims), [report], claims)


def read(body):
    pages = PdfReader(io.BytesIO(body)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def bare(text):
    return re.sub(r"\W+", "", text)


def test_a_brief_is_whole_on_paper_its_numbers_lead_to_their_notes_and_it_is_the_same_each_time():
    told = made(outlet="River Post", url="https://river.example/1")
    body = pdf(Paper(brief=told))
    text = bare(read(body))
    assert told.items and told.notes
    for item in told.items:
        assert bare(item.heading) in text
    for note in told.notes:
        assert bare(note.words) in text
    links = [one.get_object() for page in PdfReader(io.BytesIO(body)).pages for one in page.get("/Annots") or ()]
    assert any(one["/A"].get("/URI") == "https://river.example/1" for one in links if "/A" in one)
    assert sum("/Dest" in one or one.get("/A", {}).get("/S") == "/GoTo" for one in links) >= len(told.notes)
    assert pdf(Paper(brief=told)) == body


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_report_says_is_set_as_it_stands_and_never_run(hostile):
    told = made(
        f"{TEXT} “{hostile}”, the mayor said.", outlet=hostile, title=hostile, url=f"https://river.example/{hostile}"
    )
    passage = Passage(who=hostile, sure=hostile, before=hostile, words=hostile, after=hostile, source=hostile)
    body = pdf(
        Paper(brief=told, title=hostile, known=hostile, facts=[("What", hostile)], sections={hostile: [passage]})
    )
    text = bare(read(body))
    assert text.count(bare(hostile)) >= 8
    assert "root:" not in read(body) and "4242" not in text
    links = [one.get_object() for page in PdfReader(io.BytesIO(body)).pages for one in page.get("/Annots") or ()]
    actions = [one["/A"] for one in links if "/A" in one]
    assert all(one["/S"] in ("/GoTo", "/URI") and one.get("/URI", "https:").startswith("https:") for one in actions)
    assert b"/JS" not in body and b"/Launch" not in body


def test_cyrillic_and_what_turns_text_round():
    passage = Passage(
        who="Міноборони України", sure="", before="", words="Бахмут тримається\u202e", after="", source="ґ"
    )
    text = read(pdf(Paper(brief=made(), sections={"Україна": [passage]})))
    assert "Міноборони України" in text and "Бахмут тримається" in text and "\u202e" not in text

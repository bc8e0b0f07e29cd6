"""Citations in three forms: what a title holds is never markup or a command in any of them."""

import re

from fogline.model.claim import Claim, Method, Speaker
from fogline.model.report import Report
from fogline.outputs.citation import Cited, citations, of_claim, of_picture, of_report

REPORT = Report(
    id="r_1", text="x" * 400, title="Shells & smoke: 50% of #1 {market} _gone_", outlet="River Post",
    published="2023-03-04T10:00:00Z", url="https://river.example/a_b?x={1}",
)  # fmt: skip
CLAIM = Claim(
    id="c_1", report="r_1", start=10, end=310, quote="It  burned\nall night, " + "and on, " * 60, kind=None,
    method=Method(name="rules", version="2"), speakers=(Speaker(name="Ihor Koval", as_worded="Koval", role="mayor"),),
)  # fmt: skip


def test_a_report_as_its_outlet_published_it():
    made = citations(of_report(REPORT, "fogline 1"))
    assert made["text"].startswith(
        "River Post, “Shells & smoke: 50% of #1 {market} _gone_”, 4 March 2023, https://river"
    )
    assert r"\_gone\_" in made["Markdown"] and "](<https://river.example/a_b?x=%7B1%7D>)" in made["Markdown"]
    assert (
        r"title = {{Shells \& smoke: 50\% of \#1 \textbraceleft{}market\textbraceright{} \_gone\_}}" in made["BibTeX"]
    )
    assert (
        "year = {2023}" in made["BibTeX"]
        and "month = {3}" in made["BibTeX"]
        and "author = {{River Post}}" in made["BibTeX"]
    )


def test_a_claim_with_its_words_and_whose_they_are():
    made = citations(of_claim(CLAIM, REPORT, "fogline 1"))
    assert "“It burned all night, and on" in made["text"] and "…” (" in made["text"] and "Koval" in made["text"]
    assert "claim c_1, characters 10 to 310" in made["text"] and len(made["text"]) < 450
    own = Claim(**{name: getattr(CLAIM, name) for name in CLAIM.__dataclass_fields__} | {"speakers": ()})
    assert "in the outlet's own voice" in citations(of_claim(own, REPORT, "fogline 1"))["text"]


def test_nothing_breaks_out():
    evil = "}\n@evil{x,\\input{/etc/passwd} $`](javascript:alert(1)) <script> ^~"
    for cited in (
        Cited(key=evil, author=evil, title=evil, day=None, url=None, note=evil),
        of_report(Report(id=evil, text="x", title=evil, outlet=evil, published=None, url="javascript:alert(1)"), "f"),
        of_picture("d_1", evil, None, evil, "f"),
    ):
        made = citations(cited)
        body = made["BibTeX"]
        assert body.count("{") == body.count("}") and not re.search(r"\\input|\n@", body)
        assert made["BibTeX"].startswith("@misc{") and made["BibTeX"].endswith("\n}")
        assert not re.search(r"(?<!\\)[\[`<]", made["Markdown"])
        assert "year" not in made["BibTeX"].replace(evil, "")


def test_what_is_not_known_is_left_out():
    made = citations(of_report(Report(id="r_2", text="x"), "fogline 1"))
    assert made["text"] == "“Report without a title”. Report r_2, as kept by fogline 1."
    assert "author" not in made["BibTeX"] and "howpublished" not in made["BibTeX"]

r"""How something is cited: as text, as Markdown, as BibTeX.

In: what is cited. Out: three texts. Refused: nothing. What a report is called by others comes first, then what fogline
makes of it and by which id it is found again. Names come from outside: in BibTeX nothing of them is a command.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from fogline.model.claim import Claim
from fogline.model.report import Report
from fogline.outputs.dates import day_words
from fogline.outputs.naming import speaker_words
from fogline.outputs.visible import visible, web

LONGEST = 160  # characters of a quotation
# BibTeX counts braces behind a backslash too: they need names.
_TEX = {"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_TEX |= {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_TEX |= {one: "\\" + one for one in "&%$#_"}
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """What is cited. `url` leads to the original, `note` tells what fogline makes of it."""

    key: str
    author: str | None
    title: str
    day: str | None  # EDTF
    url: str | None
    note: str


def of_report(report: Report, program: str, note: str = "") -> Cited:
    """A report, as its outlet published it."""
    return Cited(
        key=report.id, author=report.outlet, title=report.title or "Report without a title",
        day=report.published, url=web(report.url) or None, note=note or f"Report {report.id}, as kept by {program}",
    )  # fmt: skip


def of_claim(claim: Claim, report: Report, program: str) -> Cited:
    """The report that a claim stands in, with the words."""
    who = ", ".join(words for one in claim.speakers if (words := speaker_words(one))) or "in the outlet's own voice"
    quote = " ".join(claim.quote.split())
    quote = quote if len(quote) <= LONGEST else quote[: LONGEST - 1].rsplit(" ", 1)[0] + " …"
    said = f"“{quote}” ({who}); claim {claim.id}, characters {claim.start} to {claim.end}, as read by {program}"
    return replace(of_report(report, program, said), key=claim.id)


def of_picture(key: str, title: str, day: str | None, standing: str, program: str) -> Cited:
    """What is added up: a development or a brief. `standing`: on what it stands."""
    return Cited(key=key, author=program, title=title, day=day, url=None, note=standing)


def citations(cited: Cited) -> Mapping[str, str]:
    r"""The citation in three forms.

    >>> shelling = Cited(key="r1", author="River Post", title="Shells fall on Nikopol", day="2023-03-04",
    ...                  url="https://river.example/1_2", note="Report r1, kept by fogline 1")
    >>> print(citations(shelling)["text"])
    River Post, “Shells fall on Nikopol”, 4 March 2023, https://river.example/1_2. Report r1, kept by fogline 1.
    >>> print(citations(shelling)["Markdown"])
    River Post, [Shells fall on Nikopol](<https://river.example/1_2>), 4 March 2023. Report r1, kept by fogline 1.
    >>> print(citations(shelling)["BibTeX"].splitlines()[3])
      howpublished = {\url{https://river.example/1_2}},
    """
    cited = replace(cited, **{name: " ".join(visible(text).split()) for name, text in _told(cited)})
    day = day_words(cited.day)
    head = [cited.author, f"“{cited.title}”", day, cited.url]
    marked = f"[{_escaped(cited.title)}](<{_address(cited.url)}>)" if cited.url else f"“{_escaped(cited.title)}”"
    linked = [cited.author and _escaped(cited.author), marked, day]
    return {
        "text": f"{', '.join(part for part in head if part)}. {cited.note}.",
        "Markdown": f"{', '.join(part for part in linked if part)}. {_escaped(cited.note)}.",
        "BibTeX": _bibtex(cited),
    }


def _told(cited: Cited) -> list[tuple[str, str]]:
    return [("title", cited.title), ("note", cited.note), *([("author", cited.author)] if cited.author else [])]


def _bibtex(cited: Cited) -> str:
    found = _MONTH.match(cited.day or "")
    year, month = (found[1], found[2]) if found else (None, None)
    fields = {
        "author": f"{{{_tex(cited.author)}}}" if cited.author else "",  # in braces of its own: a name of an office
        "title": f"{{{_tex(cited.title)}}}",
        "howpublished": rf"\url{{{_address(cited.url)}}}" if cited.url else "",
        "year": year or "",
        "month": str(int(month)) if month else "",
        "note": _tex(cited.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{re.sub('[^A-Za-z0-9:_-]', '-', cited.key)},\n{lines}}}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(one, one) for one in text)


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


def _address(url: str | None) -> str:
    """An address without what would end it early."""
    return re.sub(r"[<>{}\\\s\"]", lambda found: f"%{ord(found[0]):02X}", url or "")

"""A capture to a report.

In: the bytes of one text, page, JSON line, PDF or e-mail, with what is known of it from outside. Out: a `Report`:
text, sections, title, outlet, language, published date with its basis; what is beyond `MOST_READ` characters is one
section, unread. Refused with `UnreadableReport`, which names the file and the way out: what is empty, binary, without
text, or dated on a day that does not exist.

What the sidecar or flags say wins over a page's markup, which is often generic; a JSON line's own fields win over them,
since they were written for that one report.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from pathlib import PurePath

from fogline.data.misread import Mended, mend
from fogline.model.errors import UnreadableReport
from fogline.model.report import MOST_READ, Capture, Facts, Report, Section, SectionKind
from fogline.reports.decode import decode, in_utf8
from fogline.reports.headed import head_of
from fogline.reports.language import language
from fogline.reports.published import published
from fogline.reports.sections import cut, dated


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    text: str
    facts: Facts
    shown: str | None = None  # the day that a page shows under its headline


def read(capture: Capture) -> Report:
    """The report that a capture holds.

    >>> line = b'{"id": "a1", "text": "KYIV, March 4 (Wire) - Shelling hit Vuhledar.", "published": "2023-03-04"}'
    >>> report = read(Capture(body=line, source="-:1", media_type="application/json"))
    >>> report.published, report.published_basis, [section.kind.value for section in report.sections]
    ('2023-03-04', 'metadata', ['dateline', 'body'])
    """
    if not capture.body.strip():
        raise UnreadableReport(f"{capture.source}: is empty. Give a file with a report's text.")
    content = _content(capture)
    text, facts = content.text, content.facts
    if not any(map(str.isalnum, text)):
        raise UnreadableReport(f"{capture.source}: holds no text. Give a file with a report's text.")
    mended = mend(text[:MOST_READ])
    lang = language(mended.text, facts.lang)
    sections = _sections(text, mended, facts.title, lang)
    head = head_of(text, sections)
    date, basis = published(
        facts.published, facts.url, text, sections, capture.source, shown=content.shown, headed=head.date
    )
    first = sections[0] if sections else None
    own_title = text[first.start : first.end] if first and first.kind is SectionKind.TITLE else None
    return Report(
        id=facts.id or _id(capture, facts),
        text=text,
        title=facts.title or own_title,
        outlet=facts.outlet or head.outlet,
        url=facts.url,
        lang=lang,
        published=date,
        published_basis=basis,
        sections=dated(sections, date),
        capture=capture.digest,
        source=capture.source,
    )


def _sections(text: str, mended: Mended, title: str | None, lang: str | None) -> tuple[Section, ...]:
    """The sections of what is read, and one for all that is beyond; scrambled letters are cut as they were meant."""
    sections = tuple(
        replace(section, start=mended.as_printed(section.start), end=mended.as_printed(section.end))
        for section in cut(mended.text, title=title and mend(title).text, lang=lang)
    )
    rest = text[MOST_READ:]
    if not rest.strip():
        return sections
    start = MOST_READ + len(rest) - len(rest.lstrip())
    why = f"beyond the first {MOST_READ:,} characters"
    return (*sections, Section(start=start, end=len(text.rstrip()), kind=SectionKind.UNREAD, why=why))


def _content(capture: Capture) -> _Content:
    media_type, _, stated = capture.media_type.partition("; charset=")
    if media_type == "application/json":
        return _line(capture)
    if media_type == "application/pdf":
        from fogline.reports.pdf import read_pdf

        document = read_pdf(capture.body, capture.source)
        own = Facts(title=document.title)  # not its date: a file may be made long after what it says
        return _Content(text=document.text, facts=_over(capture.facts, own))
    if media_type == "message/rfc822":
        from fogline.reports.mail import read_mail

        letter = read_mail(capture.body, capture.source)
        headers = Facts(title=letter.subject, outlet=letter.sender, published=letter.sent)
        return _Content(text=letter.text, facts=_over(capture.facts, headers))
    body = in_utf8(capture.body, stated)
    if media_type == "text/html":
        from fogline.reports.page import read_page

        page = read_page(body, capture.source)
        markup = Facts(title=page.title, outlet=page.outlet, url=page.url, lang=page.lang, published=page.published)
        return _Content(text=page.text, facts=_over(capture.facts, markup), shown=page.shown)
    return _Content(text=decode(body, capture.source), facts=capture.facts)


def _line(capture: Capture) -> _Content:
    try:
        said = json.loads(capture.body)
    except (ValueError, RecursionError) as error:
        raise UnreadableReport(f"{capture.source}: is no JSON ({error}). Write one object a line.") from error
    if not isinstance(said, dict):
        raise UnreadableReport(f"{capture.source}: is no JSON object. Write one object a line.")
    text = said.get("text")
    if not isinstance(text, str) or not text.strip():
        raise UnreadableReport(f"{capture.source}: has no `text`. Give each line a `text` that is not blank.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableReport(
            f"{capture.source}: `text` holds half a character (\\ud83d without its other half). Write it as UTF-8."
        ) from error
    # What is said of a whole file may fill a line's outlet or date, but never give all its lines one id.
    return _Content(text=text, facts=_over(_facts(said, capture.source), replace(capture.facts, id=None)))


def _facts(said: dict[str, object], source: str) -> Facts:
    number = said.get("id")
    given = {"id": str(number)} if isinstance(number, int) and not isinstance(number, bool) else {}
    for name in ("id", "title", "outlet", "url", "lang", "published"):
        value = said.get(name)
        if isinstance(value, str) and value.strip():
            given[name] = value
    if said.get("published") not in (None, "") and "published" not in given:
        raise UnreadableReport(f"{source}: `published` is no date. Write it as 2023-03-04, or leave it out.")
    return Facts(**given)


def _over(first: Facts, second: Facts) -> Facts:
    return Facts(
        id=first.id or second.id,
        title=first.title or second.title,
        outlet=first.outlet or second.outlet,
        url=first.url or second.url,
        lang=first.lang or second.lang,
        published=first.published or second.published,
    )


def _id(capture: Capture, facts: Facts) -> str:
    """A name that the same report always gets and no other: its file's, and eight hex digits of its content."""
    itself = json.dumps([capture.digest, facts.outlet, facts.url, facts.published])
    digest = hashlib.sha256(itself.encode("utf-8", "surrogatepass")).hexdigest()
    if capture.source == "-" or capture.media_type == "application/json" or "://" in capture.source:
        return digest[:16]
    name = PurePath(capture.source).name.removesuffix(".gz")
    stem = re.sub(r"[^\w.-]+", "-", PurePath(name).stem).strip("-") or "report"
    return f"{stem}-{digest[:8]}"

"""An HTML page to its main text and what its markup says of it.

In: the page's bytes. Out: text with a blank line between paragraphs, title, outlet, published date, language. Refused:
a page without text (`UnreadableReport`). trafilatura finds the main text; the published date is read from the markup
here, since it must be the page's own and no caption's, and may carry a clock time.
"""

from __future__ import annotations

import functools
import re
import typing
from dataclasses import dataclass

from fogline.model.errors import UnreadableReport
from fogline.reports.decode import unscramble
from fogline.reports.page_facts import Element, headline, language, outlet, own_address, shown_date, stated_date

_NOT_MAIN = ("script", "style", "noscript", "nav", "footer", "header", "aside", "form", "figure", "button", "template")
_REST = f"//body//text()[not({' or '.join(f'ancestor::{name}' for name in _NOT_MAIN)})]"
# Finding the article costs some 60 µs an element, and no article has so many: of a page of 200 kB that is 66,000 empty
# paragraphs, all text is taken.
MOST_ELEMENTS = 30_000
# Of a page of more elements than this the article is what trafilatura itself finds: justext, which it asks as well,
# looks through all short paragraphs for each of them (6,446 elements of a page made to do so: 2.8 s).
_MOST_COMPARED = 4_000

if typing.TYPE_CHECKING:
    from trafilatura.settings import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The article of a page."""

    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None  # as the markup states it
    shown: str | None = None  # the day in the lines under the headline
    lang: str | None = None


def read_page(body: bytes, source: str) -> Page:
    """The main text of an HTML page, with what its markup says of title, outlet, date and language."""
    import trafilatura

    tree = trafilatura.load_html(body)
    if tree is None:
        raise UnreadableReport(f"{source}: is an HTML page with nothing in it. Save the page again, or give its text.")
    address = source if "://" in source else None
    title, published, lang = headline(tree, address), stated_date(tree), language(tree)
    shown = shown_date(tree, title) if published is None else None
    found = None
    size = tree.xpath("count(//*)")
    if size <= MOST_ELEMENTS:
        fast = size > _MOST_COMPARED
        found = _main_text(body, precise=True, fast=fast) or _main_text(body, precise=False, fast=fast)
    text = (found.text if found else None) or _all_text(tree)
    if not text.strip():
        raise UnreadableReport(f"{source}: is an HTML page without text. Save the page as shown, or give its text.")
    return Page(
        text=unscramble(re.sub(r"\n+", "\n\n", text.strip())),
        title=title,
        outlet=outlet(tree, address),
        url=own_address(tree),
        published=published,
        shown=shown,
        lang=lang,
    )


def _main_text(body: bytes, *, precise: bool, fast: bool) -> Document | None:
    """What trafilatura takes for the article. On the html corpus (open): F1 0.967 set precise, 0.960 as it comes.

    What else the page says is read from its markup by `page_facts`: trafilatura takes a quarter more time for it.
    """
    import trafilatura

    _hash_the_common_words_once()
    found = trafilatura.bare_extraction(
        trafilatura.load_html(body), with_metadata=False, include_comments=False, favor_precision=precise, fast=fast
    )
    return found if found and not isinstance(found, dict) and found.text else None


@functools.cache
def _hash_the_common_words_once() -> None:
    """trafilatura keeps the common words of all languages, 154,000, in a tuple, and justext looks up what it made of
    them by that tuple, which is hashed anew at each page (3 of a small page's 5 ms); a frozenset keeps its hash.
    """
    from trafilatura import external

    external.JT_STOPLIST = frozenset(external.jt_stoplist_init())  # type: ignore[assignment]  # None until it is used


def _all_text(tree: Element) -> str:
    """What is left of a page without its machinery, where no main text was found."""
    lines = [" ".join(str(piece).split()) for piece in tree.xpath(_REST)]
    return "\n".join(line for line in lines if line)

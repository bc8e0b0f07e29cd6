"""Pages that no article is like: their text is all taken, not searched for the article."""

from __future__ import annotations

import pytest

from fogline.model.errors import UnreadableReport
from fogline.reports.page import MOST_ELEMENTS, read_page


def test_a_page_of_very_many_paragraphs_keeps_all_its_text_but_the_machinery() -> None:
    many = "".join(f"<p>Shell {number} fell on Nikopol.</p>" for number in range(MOST_ELEMENTS))
    page = read_page(f"<html><body><nav>Subscribe</nav>{many}</body></html>".encode(), "page.html")
    assert page.text.startswith("Shell 0 fell") and page.text.endswith(f"Shell {MOST_ELEMENTS - 1} fell on Nikopol.")
    assert "Subscribe" not in page.text


def test_a_page_of_very_many_empty_elements_is_one_without_text() -> None:
    with pytest.raises(UnreadableReport, match="without text"):
        read_page(b"<html><body>" + b"<p>" * (2 * MOST_ELEMENTS), "page.html")

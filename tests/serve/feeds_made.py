"""Feeds that tests serve over loopback HTTP."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "sources"))
from loopback import Answer, site

__all__ = ["XML", "Answer", "feed", "site"]

XML = {"Content-Type": "application/rss+xml"}


def feed(name: str, count: int) -> Answer:
    """An answer with a feed of so many reports, each with its text."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}-{n}</guid><title>Report {n}</title>"
        f"<pubDate>Sat, 04 Mar 2023 10:{n % 60:02}:00 GMT</pubDate>"
        f"<description>{f'Shells hit Nikopol again, {n + 2} people were hurt, {name} said. ' * 6}</description></item>"
        for n in range(count)
    )
    return Answer(f"<rss><channel><title>{name}</title>{items}</channel></rss>".encode(), headers=XML)

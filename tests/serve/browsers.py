"""A desk on a port and a browser to open it in: what tests with a real browser share with the bench."""

import contextlib
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench"))

from desk_opened import CHROMIUM, PAGES, QUIET, served

__all__ = ["CHROMIUM", "PAGES", "QUIET", "chromium", "served"]


@contextlib.contextmanager
def chromium():
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield made
        made.close()

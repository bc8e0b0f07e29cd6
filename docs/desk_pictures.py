"""Writes docs/desk/*.webp, the pictures of the desk that docs/desk.md shows: the desk on examples/, in Chromium.

In: `examples/`. Out: a small WebP file a page: light, and some of them dark or as wide as a phone. Refused: a machine
without Playwright or Chromium (exit status 2, what to install).

    python docs/desk_pictures.py            # docs/desk/
    python docs/desk_pictures.py look --all --png    # every page, light, dark and phone, to look through
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "bench"))

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE, PHONE = (1100, 800), (390, 760)
_HIGHEST = 1_700  # of a whole page, more cannot be looked at in one picture
_QUALITY = 60  # of WebP: text stays sharp, a page takes about 30 kB


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture."""

    name: str
    address: str
    size: tuple[int, int] = WIDE
    dark: bool = False
    to: str | None = None  # what is scrolled to
    over: str | None = None  # what the pointer is over


SHOTS = (
    Shot(name="today", address="today?as_of=2023-03-04", over="article.item .cite"),
    Shot(name="today-phone", address="today?span=all", size=PHONE),
    Shot(name="development", address="DEVELOPMENT"),
    Shot(name="development-dark", address="DEVELOPMENT", dark=True, to="#tolls"),
    Shot(name="report", address="REPORT"),
    Shot(name="map", address="map"),
    Shot(name="map-phone", address="map", size=PHONE, dark=True),
    Shot(name="place", address="places/Bakhmut"),
    Shot(name="search", address="search?q=Zaporizhzhia"),
    Shot(name="review", address="review"),
    Shot(name="claims-dark", address="claims?kind=shelling", dark=True),
)


def main() -> int:
    """Adds the examples to a ledger, opens the desk on it, and takes the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs/desk")
    parser.add_argument("--all", action="store_true", help="every page, to 1,700 pixels down, light, dark and phone")
    parser.add_argument("--png", action="store_true", help="PNG in place of WebP")
    parser.add_argument("--only", default="", help="only pictures whose name has this pattern")
    asked = parser.parse_args()
    try:
        from playwright.sync_api import sync_playwright

        from desk_opened import CHROMIUM, QUIET, served
    except ImportError as error:
        print(f"{error}: uv sync --frozen --inexact --group browser", file=sys.stderr)
        return 2
    if CHROMIUM is None:
        print("no Chromium here: apt-get install chromium", file=sys.stderr)
        return 2
    from fogline.serve.cli import main as fogline
    from fogline.serve.options import Source

    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "examples.ledger"
        sys.argv = ["fogline", "add", str(ROOT / "examples"), "--ledger", str(ledger)]
        try:
            fogline()
        except SystemExit as ended:
            if ended.code:
                raise
        with served(Source(ledger=ledger)) as here, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            for shot in _every() if asked.all else SHOTS:
                if re.search(asked.only, shot.name):
                    size = _take(browser, here, shot, asked.folder, whole=asked.all, png=asked.png)
                    print(f"{shot.name}: {size / 1000:.0f} kB")
            browser.close()
    return 0


def _every() -> Iterator[Shot]:
    from desk_opened import PAGES

    for page in (*PAGES, "DEVELOPMENT", "REPORT", "CLAIM", "SPEAKER", "OUTLET", "nothing-here"):
        name = re.sub(r"\W+", "-", page).lower()
        yield Shot(name=name, address=page)
        yield Shot(name=f"{name}-dark", address=page, dark=True)
        yield Shot(name=f"{name}-phone", address=page, size=PHONE)


def _take(browser: Browser, here: str, shot: Shot, folder: Path, *, whole: bool, png: bool) -> int:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": shot.size[0], "height": shot.size[1]},
        color_scheme="dark" if shot.dark else "light",
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{here}/{_found(page, here, shot.address)}")
    if shot.to:
        page.locator(shot.to).first.scroll_into_view_if_needed()
    if shot.over:
        page.locator(shot.over).first.hover()
    body = _png(page, whole=whole) if png else _webp(page)
    (folder / f"{shot.name}.{'png' if png else 'webp'}").write_bytes(body)
    context.close()
    return len(body)


def _png(page: Page, *, whole: bool) -> bytes:
    if not whole:
        return page.screenshot()
    size = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollHeight]")
    return page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": size[0], "height": min(size[1], _HIGHEST)})


def _webp(page: Page) -> bytes:
    """What is seen, as Chromium itself writes it in WebP."""
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": _QUALITY})
    return base64.b64decode(cast("str", taken["data"]))


def _found(page: Page, here: str, address: str) -> str:
    """An address; of one thing, that of the one with the most to tell."""
    lists = {
        "DEVELOPMENT": ("developments", "developments", lambda one: (len(one["tolls"]), len(one["claims"])), "id"),
        "REPORT": ("reports", "reports", lambda one: one["title"] or "", "id"),
        "CLAIM": ("claims", "claims", lambda one: len(one["figures"]) + len(one["places"]), "id"),
        "SPEAKER": ("speakers", "speakers", lambda one: one["claims"], "name"),
        "OUTLET": ("outlets", "outlets", lambda one: one["claims"], "name"),
    }
    if address not in lists:
        return address
    where, key, weight, name = lists[address]
    rows = page.context.request.get(f"{here}/{where}.json").json()[key]
    return f"{where}/{max(rows, key=weight)[name]}"


if __name__ == "__main__":
    sys.exit(main())

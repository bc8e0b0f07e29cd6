"""The desk in a real browser, scripts switched off and nothing but this machine to reach: what a reader does.

Skipped, with the reason, where there is no browser: `uv sync --group browser` and Debian's `chromium` bring one.
"""

import re

import pytest
from browsers import CHROMIUM, PAGES, chromium, served

from fogline.serve.options import Source

pytest.importorskip("playwright.sync_api", reason="no Playwright here: uv sync --group browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")


@pytest.fixture(scope="module")
def here(with_examples, tmp_path_factory):
    with served(Source(ledger=with_examples(tmp_path_factory.mktemp("browser")))) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as made:
        yield made


@pytest.fixture
def page(browser):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1100, "height": 900})
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("request", lambda request: page.asked.append(request.url))
    yield page
    context.close()


def test_from_a_headline_number_to_the_sentence_in_the_report_in_two_clicks(page, here):
    page.goto(f"{here}/today?span=all")
    number = page.locator("article.item .cite").first
    words = number.locator(".words")
    assert not words.is_visible()
    number.hover()
    assert words.is_visible()
    quoted = words.locator("mark").inner_text()
    number.locator("a.number").click()
    assert page.locator("blockquote.big mark").inner_text() == quoted
    page.get_by_text("Read it in the report").click()
    chosen = page.locator("mark.chosen")
    read = re.sub(r"\s+", "", "".join(chosen.nth(at).inner_text() for at in range(chosen.count())))
    assert read == re.sub(r"\s+", "", quoted)
    assert 0 <= chosen.first.bounding_box()["y"] < 900  # the browser has gone there
    assert page.said == []


def test_a_number_opens_by_the_keyboard(page, here):
    page.goto(f"{here}/today?span=all")
    number = page.locator("article.item .cite a.number").first
    number.focus()
    assert page.locator("article.item .cite .words").first.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/c_*")


def test_the_desk_is_turned_back_and_stays_there(page, here):
    page.goto(f"{here}/today?span=all")
    page.locator("input[name=as_of]").fill("2023-03-02")
    page.get_by_role("button", name="Turn back").click()
    assert "as of 2 March 2023" in page.locator("[role=status]").inner_text()
    page.get_by_role("link", name="Reports", exact=True).click()
    assert "as_of=2023-03-02" in page.url
    days = page.locator("td.day").all_inner_texts()
    assert days and not any("3 March" in day or "4 March" in day or "5 March" in day for day in days)
    page.get_by_role("link", name="to now").click()
    assert any("5 March" in day for day in page.locator("td.day").all_inner_texts())


@pytest.mark.parametrize("width", [360, 1100])
def test_no_page_is_wider_than_its_screen_asks_elsewhere_or_is_refused_by_its_own_policy(browser, here, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(f"{here}/{name}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (name, wide)
        assert page.locator("h1").count() == 1
    assert said == []
    assert asked and all(url.startswith(here) for url in asked)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(browser, here, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="no axe here: uv sync --group browser")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # the policy would keep axe itself out
    page = context.new_page()
    page.goto(f"{here}/developments")
    one = page.locator("td a[href^='/developments/']").first.get_attribute("href")
    page.goto(f"{here}/reports")
    report = page.locator("td a[href^='/reports/']").first.get_attribute("href")
    page.goto(f"{here}/claims")
    claim = page.get_by_role("link", name="claim", exact=True).first.get_attribute("href")
    found = {}
    for name in (*PAGES, one[1:], report[1:], claim[1:], "nothing-here"):
        page.goto(f"{here}/{name}")
        if page.locator("details.cite-as").count():
            page.locator("details.cite-as summary").click()
            page.locator("details.cite-as button.copy").first.click()
        violations = axe.Axe().run(page).response["violations"]
        serious = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in violations
                   if one["impact"] in ("serious", "critical")]  # fmt: skip
        if serious:
            found[name] = serious
    assert found == {}
    context.close()


@pytest.fixture
def scripted(browser, here):
    """A page where scripts run and the clipboard may be read."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=here)
    page = context.new_page()
    page.wrong = []
    page.on("console", lambda message: page.wrong.append(message.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    yield page
    context.close()


CLIPBOARD = "navigator.clipboard.readText()"


def test_a_citation_is_copied_in_each_form_and_that_is_said(scripted, here):
    scripted.goto(f"{here}/claims?lang=uk")
    scripted.locator("details.cite-as summary").click()
    said = scripted.locator("p.copied[aria-live=polite]")
    assert said.inner_text() == ""
    for at, form in enumerate(("текст", "Markdown", "BibTeX")):
        scripted.get_by_role("button", name=f"Копіювати: {form}").click()
        scripted.locator("p.copied", has_text="Скопійовано.").wait_for()
        assert scripted.evaluate(CLIPBOARD) == scripted.locator("details.cite-as pre").nth(at).inner_text()
    assert scripted.evaluate(CLIPBOARD).startswith("@misc{claims,")
    assert scripted.wrong == []


def test_a_claims_words_are_copied_with_their_source_from_its_page_and_from_its_card(scripted, here):
    scripted.goto(f"{here}/today?span=all")
    card = scripted.locator("article.item .cite").first
    card.locator("a.number").focus()
    scripted.keyboard.press("Tab")  # from the number to the button beside its words
    scripted.keyboard.press("Enter")
    scripted.locator("p.copied", has_text="Copied.").wait_for()
    copied = scripted.evaluate(CLIPBOARD)
    words = re.sub(r"\s+", " ", card.locator("mark").inner_text()).strip()
    id = card.locator("a.number").get_attribute("href").rpartition("/")[2].partition("?")[0]
    assert copied.startswith(f"“{words}” ") and f"claim {id}, as read by fogline" in copied
    card.locator("a.number").click()
    scripted.evaluate("navigator.clipboard.writeText('')")
    scripted.get_by_role("button", name="Copy the words with their source").first.click()
    scripted.locator("p.copied", has_text="Copied.").wait_for()
    assert scripted.evaluate(CLIPBOARD) == copied
    assert scripted.wrong == []


def test_where_there_is_no_clipboard_the_text_is_selected(scripted, here):
    scripted.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    scripted.goto(f"{here}/claims")
    scripted.locator("details.cite-as summary").click()
    scripted.get_by_role("button", name="Copy: BibTeX").click()
    scripted.locator("p.copied", has_text="Selected.").wait_for()
    assert scripted.evaluate("getSelection().toString()") == scripted.locator("details.cite-as pre").nth(2).inner_text()
    scripted.get_by_role("link", name="claim", exact=True).first.click()
    scripted.get_by_role("button", name="Copy the words with their source").first.click()
    selected = scripted.evaluate("getSelection().toString()")
    assert selected.startswith("“") and selected.endswith(".") and ", as read by fogline" in selected


def test_without_scripts_there_is_no_button_to_copy(page, here):
    page.goto(f"{here}/claims")
    page.locator("details.cite-as summary").click()
    assert page.locator("details.cite-as pre").first.is_visible()
    assert page.locator("button.copy").count() and not page.locator("button.copy").first.is_visible()


def test_the_map_plays_through_days_and_stops_without_a_script(page, here):
    page.goto(f"{here}/map")
    shown = """all => all.filter(one => getComputedStyle(one).visibility === "visible")
        .map(one => one.textContent.trim())"""
    frames = page.locator("g.frame")
    assert frames.count() > 20 and frames.evaluate_all(shown) == []
    page.locator("#play").click()
    seen = []
    while len(seen) < 3:
        now = frames.evaluate_all(shown)
        assert len(now) <= 1
        seen += [one for one in now if one not in seen]
    assert seen[0].startswith("11 January 2023") and seen[1].startswith("12 January 2023")
    page.locator("#stop").click()
    assert frames.evaluate_all(shown) == []
    page.locator("#play").focus()
    page.keyboard.press("Enter")  # and by the keyboard, from the start
    page.wait_for_timeout(300)
    assert frames.evaluate_all(shown)[0].startswith("11 January 2023")


def test_a_cluster_leads_nearer_and_a_bar_of_the_strip_to_its_day(page, here):
    page.goto(f"{here}/map?view=48.00,36.50,2500")
    page.locator("a.cluster").first.click()
    assert int(page.url.rpartition("view=")[2].replace("%2C", ",").split(",")[2].partition("&")[0]) < 2500
    page.locator("svg.strip a.bar").last.click()
    assert "from=2023-03-0" in page.url
    assert page.get_by_role("link", name="all days").is_visible()
    page.get_by_role("link", name="earlier").click()
    assert "from=2023-03-0" in page.url


@pytest.mark.parametrize("width", [1100, 720, 390, 320])
@pytest.mark.parametrize("address", ["today?span=all", "DEVELOPMENT"])
def test_no_claims_card_is_cut_off_at_an_edge(page, here, width, address):
    page.set_viewport_size({"width": width, "height": 900})
    if address == "DEVELOPMENT":
        page.goto(f"{here}/today?span=all")
        address = page.locator("article.item .fields a").first.get_attribute("href").lstrip("/")
    page.goto(f"{here}/{address}")
    numbers = page.locator(".cite")
    assert numbers.count() > 3
    ends = set()
    for at in range(min(numbers.count(), 40)):
        number = numbers.nth(at)
        number.locator("a.number").focus()
        box, line = number.locator(".words").bounding_box(), number.locator("a.number").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width, (at, box)
        assert box["width"] >= min(240, width - 40)
        assert line["y"] <= box["y"] <= line["y"] + 60, (line, box)  # below its own line
        ends.add(round(line["x"] / width, 1))
    assert len(ends) > 2  # numbers stood at several places of their lines


def test_paper_has_every_figure_and_nothing_to_press(page, here):
    page.goto(f"{here}/tolls")
    figures = page.locator("details:not([open]) td").first
    assert figures.bounding_box() is None or not figures.is_visible()
    page.emulate_media(media="print")
    assert figures.is_visible() and figures.bounding_box()["height"] > 5
    page.goto(f"{here}/map")
    for pressed in (".steer .button", ".play", ".top nav", ".facets"):
        assert page.locator(pressed).count() and not page.locator(pressed).first.is_visible(), pressed
    assert page.locator("svg.map").is_visible()

"""Whole journeys in a real browser: a claim to its capture, a merge and its undo, a past day, a review by keys alone.

Skipped, with the reason, where there is no browser: `uv sync --group browser` and Debian's `chromium` bring one.
"""

import re
import shutil
from pathlib import Path

import pytest
from browsers import CHROMIUM, chromium, served
from command_line import fogline

from fogline.serve.desk.door import House
from fogline.serve.desk.passwords import hashed
from fogline.serve.options import Source
from fogline.store.accounts import Account, Accounts
from fogline.store.sqlite import open_ledger

pytest.importorskip("playwright.sync_api", reason="no Playwright here: uv sync --group browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium")
REAL = Path(__file__).parents[3] / "shared" / "reports"
ALL = "since=2023-01-01"
# Two places that no gazetteer has: doubts of one rule that are left whatever the reader learns of the examples.
HAMLETS = (
    "Two hamlets shelled\n\nRussian forces shelled the hamlet of Kvarnobel on Tuesday, the regional governor said. "
    "Two people were killed.\n\nA drone struck a farm in the hamlet of Oskerliv on Monday, the police said."
)


@pytest.fixture(scope="module")
def added(with_examples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("journeys")
    path = with_examples(folder)
    hamlets = folder / "hamlets.txt"
    hamlets.write_text(HAMLETS, encoding="utf-8")
    told = "--published", "2023-02-08", "--outlet", "Steppe Courier"
    assert fogline("add", hamlets, *told, "--ledger", path).status == 0
    return path


@pytest.fixture(scope="module")
def browser():
    with chromium() as made:
        yield made


@pytest.fixture
def desk(added, tmp_path):
    """A desk under review on a ledger of its own, and the link that lets in."""
    path = tmp_path / "own.ledger"
    shutil.copy(added, path)
    house = House(accounts=Accounts(None), reviewer="ana")
    with served(Source(ledger=path), house) as address:
        yield address, f"{address}/enter/{house.enters}", path


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(browser, request):
    yield from opened_page(browser, request.param)


@pytest.fixture
def scripted(browser):
    yield from opened_page(browser, True)


def opened_page(browser, scripts):
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 1100, "height": 900})
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    # Nothing was refused by the desk's own policy, no script failed; a log-in that was not right is told by its page.
    assert [one for one in said if not one.startswith("Failed to load resource")] == []


def verbs(path):
    with open_ledger(path, reading=True) as ledger:
        return [one.verb.value for one in ledger.view().judgements()]


def brief(page, address):
    page.goto(f"{address}/today?span=all")
    return page.locator("article.item").all_inner_texts()


def test_from_a_headline_number_to_the_sentence_in_the_capture_in_two_clicks(page, desk):
    address, _, path = desk
    page.goto(f"{address}/today?span=all")
    page.locator("article.item .cite a.number").first.click()
    quoted = page.locator("blockquote.big mark").inner_text()
    claim = page.url.rpartition("/")[2]
    page.get_by_role("link", name="Read it in the report").click()
    chosen = page.locator("mark.chosen")
    read = "".join(chosen.nth(at).inner_text() for at in range(chosen.count()))
    assert "".join(read.split()) == "".join(quoted.split())
    assert 0 <= chosen.first.bounding_box()["y"] < 900
    with open_ledger(path, reading=True) as ledger:  # … and these are the words of the bytes that were kept
        view = ledger.view()
        said = view.claim(claim)
        report = view.report(said.report)
        kept = next(c for c in (view.capture(one) for one in digests(path, said.report)) if c)
        words = re.sub(r"\W+", " ", report.text[said.start : said.end]).strip()
        assert words in re.sub(r"\W+", " ", kept.body.decode("utf-8"))


def digests(path, report):
    """The digests of the captures that a report was read from."""
    import apsw

    with open_ledger(path, reading=True):
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        return [row[0] for row in connection.execute("SELECT capture FROM reports WHERE id = ?", (report,))]


def test_a_merge_its_undo_and_the_brief_before_and_after(page, desk):
    address, enters, path = desk
    before = brief(page, address)
    page.goto(enters)
    assert page.url == f"{address}/review"
    page.goto(f"{address}/review?{ALL}&rule=may+be+one")
    card = page.locator("article.card", has_text="Bakhmut").first  # a line that the brief has room for
    card.get_by_label("Why").fill("one battle, told twice")
    card.get_by_role("button", name="Merge", exact=True).click()
    strip = page.locator(".reviewer")
    assert "Last decision: merge" in strip.inner_text() and "up to date" in strip.inner_text()
    assert verbs(path) == ["merge"]
    after = brief(page, address)
    assert after != before
    page.locator(".reviewer").get_by_role("button", name="Undo").click()
    assert verbs(path) == ["merge", "undo"]
    assert brief(page, address) == before
    page.goto(f"{address}/review/decisions")
    told = page.locator("ul.decisions").inner_text()
    assert "one battle, told twice" in told and "taken back" in told


def test_a_claim_is_corrected_and_taken_back_on_its_page(page, desk):
    address, enters, path = desk
    page.goto(enters)
    page.goto(f"{address}/claims?kind=shelling&{ALL}")
    page.locator("article.said .from a", has_text="claim").first.click()
    page.locator("select[name=field]").select_option("kind")
    page.locator("input[name=value]").fill("air_strike")
    page.get_by_role("button", name="Correct").click()
    assert "correct: kind is “air_strike” by ana" in page.locator("#decide").inner_text()
    assert verbs(path) == ["correct"]
    page.locator("#decide .decisions").get_by_role("button", name="Undo").click()
    assert "(taken back)" in page.locator("#decide").inner_text()
    assert verbs(path) == ["correct", "undo"]


def test_claims_are_split_off_by_ticking_them(page, desk):
    address, enters, path = desk
    page.goto(enters)
    told = page.request.get(f"{address}/developments.json").json()["developments"]
    page.goto(f"{address}/developments/{next(one['id'] for one in told if len(one['claims']) > 2)}")
    boxes = page.locator("input[name=chosen]")
    many = boxes.count()
    boxes.nth(1).check()
    page.locator("#judge").get_by_role("button", name="Split off").click()
    assert verbs(path) == ["split"]
    assert page.locator("input[name=chosen]").count() < many


def test_the_map_is_dragged_to_another_view_and_a_click_still_leads_nearer(scripted, desk):
    scripted.goto(f"{desk[0]}/map?view=48.00,36.50,2500&after=x".replace("&after=x", ""))
    drawing = scripted.locator("svg.map")
    box = drawing.bounding_box()
    scripted.mouse.move(box["x"] + 500, box["y"] + 300)
    scripted.mouse.down()
    scripted.mouse.move(box["x"] + 400, box["y"] + 340, steps=5)
    assert drawing.bounding_box()["x"] == pytest.approx(box["x"] - 100, abs=1)  # it follows the pointer
    with scripted.expect_navigation():
        scripted.mouse.up()
    lat, lon, km = scripted.locator("svg.map").get_attribute("data-view").split(",")
    assert float(lat) > 48 and float(lon) > 36.5 and km == "2500"  # what lay to the right and above is seen
    assert drawing.bounding_box()["x"] == pytest.approx(box["x"], abs=1)
    scripted.mouse.move(box["x"] + 300, box["y"] + 300)
    scripted.mouse.down()
    scripted.mouse.move(box["x"] + 360, box["y"] + 300, steps=3)
    scripted.keyboard.press("Escape")
    scripted.mouse.up()
    assert drawing.bounding_box()["x"] == pytest.approx(box["x"], abs=1)  # nothing is opened
    scripted.goto(f"{desk[0]}/map?view=48.00,36.50,2500")
    scripted.locator("a.cluster").first.click()
    assert int(scripted.locator("svg.map").get_attribute("data-view").split(",")[2]) < 2500


def test_a_review_by_keys_alone(scripted, desk):
    address, enters, path = desk
    page = scripted
    page.goto(enters)
    page.goto(f"{address}/review?{ALL}")
    cards = [card.get_attribute("id") for card in page.locator("article.card").all()]

    def focused():
        return page.evaluate("document.activeElement.closest('article.card')?.id ?? document.activeElement.tagName")

    def press(key, *, leads=False):
        if not leads:
            page.keyboard.press(key)
            return
        with page.expect_navigation():
            page.keyboard.press(key)

    press("j")
    assert focused() == cards[0]
    press("j")
    press("j")
    assert focused() == cards[2]
    press("k")
    assert focused() == cards[1]
    assert not page.locator("#keys p").is_visible()
    press("?")
    assert page.locator("#keys p").is_visible()
    press("/")
    assert page.evaluate("document.activeElement.name") == "place"
    page.keyboard.type("jax")  # typed, not pressed
    assert page.locator("input[name=place]").input_value() == "jax" and verbs(path) == []
    press("Escape")

    page.goto(f"{address}/review?{ALL}&rule=altered+quotation")
    press("j")
    press("a", leads=True)
    assert verbs(path) == ["accept"]
    press("u", leads=True)
    assert verbs(path) == ["accept", "undo"]
    page.goto(f"{address}/review?{ALL}&rule=place+unknown")
    first, second = (page.locator("article.card").nth(at).get_attribute("id") for at in (0, 1))
    press("j")
    assert focused() == first
    press("x", leads=True)
    assert verbs(path)[-1] == "set aside"
    assert focused() == second  # goes on where it was
    press("o", leads=True)
    assert re.search(r"/claims/c_\w+$", page.url)
    page.goto(f"{address}/review?{ALL}&rule=may+be+one")
    press("j")
    press("n", leads=True)
    assert verbs(path)[-1] == "never merge"


def test_the_desk_as_of_a_past_day_knows_nothing_of_later_things(page, desk):
    address, _, _ = desk
    page.goto(f"{address}/reports?limit=200")
    days = page.locator("td.day").all_inner_texts()
    assert any("4 March 2023" in one for one in days)
    later = set(page.locator("main a[href^='/reports/']").all_inner_texts())
    page.locator("input[name=as_of]").fill("2023-02-05")
    page.get_by_role("button", name="Turn back").click()
    known = set(page.locator("main a[href^='/reports/']").all_inner_texts())
    assert known and known < later
    for name in (
        "today?span=all&",
        "claims?",
        "developments?",
        "places?",
        "conflicts?",
        "tolls?",
        "map?",
        f"review?{ALL}&",
    ):
        page.goto(f"{address}/{name}as_of=2023-02-05")
        told = page.locator("main").inner_text()
        assert "March 2023" not in told, name
        for title in later - known:
            assert title not in told, (name, title)
        assert "as_of=2023-02-05" in page.locator("nav[aria-label=Pages] a", has_text="Claims").get_attribute("href")


def test_a_slider_turns_the_desk_back_day_by_day(page, desk):
    page.goto(f"{desk[0]}/claims?kind=shelling")
    slider = page.locator("input.slide")
    if not slider.is_visible():  # without scripts there is the field beside it, as the test above uses it
        assert page.locator("input[name=as_of]").is_visible()
        return
    slider.focus()
    newest = page.locator("article.said").count()
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert page.locator("input[name=as_of]").input_value() == "2023-03-03"
        assert slider.get_attribute("aria-valuetext") == "2023-03-03"
    assert page.url == f"{desk[0]}/claims?kind=shelling&as_of=2023-03-03"
    assert slider.get_attribute("max") > slider.input_value()  # it still reaches to the newest day
    with page.expect_navigation():
        slider.press("Home")
    assert "as_of=2023-01-11" in page.url and page.locator("article.said").count() < newest
    with page.expect_navigation():
        slider.press("End")
    assert page.url.endswith("as_of=") and page.locator("article.said").count() == newest


@pytest.mark.skipif(not REAL.is_dir(), reason="the real reports are not here")
def test_the_real_desk_as_of_a_day_between_its_reports(scripted, tmp_path):
    path = tmp_path / "real.ledger"
    assert fogline("add", REAL, "--ledger", path).status in (0, 3)  # what lies beside them is no report
    with open_ledger(path, reading=True) as ledger:
        published = {one.id: (one.published or "")[:10] for one in ledger.view().reports()}
        claims = [(one.id, published[one.report]) for one in ledger.view().claims()]
    days = sorted({day for day in published.values() if day})
    if len(days) < 2:
        pytest.skip("the real reports are of one day")
    with served(Source(ledger=path)) as address:
        scripted.goto(f"{address}/today?span=all&as_of={days[0]}")
        assert "bridge" not in scripted.locator("main").inner_text()
        numbered = {one.get_attribute("href") for one in scripted.locator("a.number").all()}
        assert numbered
        later = {id for id, day in claims if day > days[0]}
        assert not {re.search(r"c_\w+", one)[0] for one in numbered} & later
        for id in sorted(later)[:5]:
            assert scripted.request.get(f"{address}/claims/{id}?as_of={days[0]}").status == 404
        scripted.goto(f"{address}/today?span=all")
        assert "bridge" in scripted.locator("main").inner_text()


def test_a_log_in_and_what_a_reader_without_it_sees(page, added, tmp_path):
    path = tmp_path / "closed.ledger"
    shutil.copy(added, path)
    accounts = Accounts(None)
    accounts.put(Account(name="olena", password=hashed("four words that rhyme"), scopes=("read", "judge"), made_at=""))
    with served(Source(ledger=path), House(accounts=accounts)) as address:
        page.goto(f"{address}/claims?q=Bakhmut")
        assert page.url.startswith(f"{address}/login?next=")
        page.get_by_label("Name").fill("olena")
        page.get_by_label("Password").fill("not this one")
        page.get_by_role("button", name="Log in").click()
        assert "No account has" in page.locator("[role=alert]").inner_text()
        page.get_by_label("Name").fill("olena")
        page.get_by_label("Password").fill("four words that rhyme")
        page.get_by_role("button", name="Log in").click()
        assert page.url == f"{address}/claims?q=Bakhmut" and page.locator("article.said").count()
        assert page.context.cookies()[0]["httpOnly"] and page.context.cookies()[0]["sameSite"] == "Strict"
        page.get_by_role("button", name="Log out").click()
        page.goto(f"{address}/today")
        assert "/login" in page.url

"""The desk in Ukrainian and Russian: nothing untranslated, plural forms right, the language kept by the address."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from desks import EXAMPLES, desk, links, text

from fogline.serve.desk.language import LANGUAGES, catalogue, counted, speaking
from fogline.serve.options import Source

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "docs"))
pytest.importorskip("babel", reason="no babel here: uv sync")
from catalogues import messages  # noqa: E402

OTHERS = [code for code in LANGUAGES if code != "en"]
PAGES = ("today", "map", "timeline", "developments", "places", "places/Bakhmut", "claims", "routes", "reports",
         "speakers", "outlets", "conflicts", "tolls", "method", "nothing-here")  # fmt: skip
# What stays in English: briefs, what reports say, reasons, names.
ENGLISH = re.compile(r'<(article|blockquote|span|p)\b[^>]*\blang="en".*?</\1>|<pre>.*?</pre>|<td>.*?</td>', re.DOTALL)


@pytest.fixture(scope="module")
def client():
    with desk(Source(paths=[str(EXAMPLES)])) as client:
        yield client


def test_every_text_is_in_every_catalogue_and_they_are_compiled():
    done = subprocess.run([sys.executable, ROOT / "docs/catalogues.py", "--check"], capture_output=True, text=True,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("code", OTHERS)
def test_translations_keep_what_is_filled_in_and_bring_no_markup(code):
    held = catalogue(code)
    for message, context in messages():
        if isinstance(message, str) and context is None:
            said = held.gettext(message)
            assert sorted(re.findall(r"\{\w+\}", said)) == sorted(re.findall(r"\{\w+\}", message)), message
            assert not set("<>&") & set(said), message


@pytest.mark.parametrize(("code", "one", "few", "many"), [
    ("uk", "1 подія", "3 події", "11 подій"), ("ru", "21 событие", "22 события", "112 событий"),
])  # fmt: skip
def test_nouns_take_the_form_of_their_number(code, one, few, many):
    with speaking(code):
        for said in (one, few, many):
            assert counted(int(said.split()[0]), "development") == said


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_text_of_the_interface_in_english(client, name, code):
    page = client.get(f"/{name}?lang={code}").text
    assert f'<html lang="{code}">' in page
    main = ENGLISH.sub(" ", page.partition("<body>")[2])
    main = re.sub(r"(?s)<svg.*?</svg>", " ", main) if name == "tolls" else main  # read out in the reports' own words
    shown = text(main) + " ".join(re.findall(r'aria-label="([^"]*)"', main))
    held = catalogue(code)
    for message, context in messages():
        if isinstance(message, str) and context is None and " " in message and held.gettext(message) != message:
            assert not re.search(rf"(?<!\w){re.escape(message)}(?!\w)", shown), message


def test_the_address_holds_the_language_and_else_the_browser_says_it(client):
    asked = client.get("/claims?lang=uk")
    assert asked.headers["content-language"] == "uk" and "accept-language" in asked.headers["vary"]
    inside = [one for one in links(asked.text) if not one.startswith("/assets") and "lang=" not in one]
    assert inside == []
    assert '<input type="hidden" name="lang" value="uk">' in asked.text
    said = client.get("/claims", headers={"accept-language": "de, ru;q=0.8, en;q=0.1"})
    assert said.headers["content-language"] == "ru" and "Утверждения" in said.text
    assert len({client.get("/claims").headers["etag"], asked.headers["etag"], said.headers["etag"]}) == 3
    assert client.get("/claims?lang=uk", headers={"accept-language": "ru"}).headers["content-language"] == "uk"
    refused = client.get("/claims?lang=tlh")
    assert refused.status_code == 400 and "uk" in text(refused.text)


def test_what_programs_get_is_in_one_language(client):
    for address in ("/developments.json", "/claims.csv", "/claims.atom", "/map.geojson"):
        plain = client.get(address)
        assert client.get(address, headers={"accept-language": "uk"}).content == plain.content


def test_days_and_numbers_are_written_as_in_the_language(client):
    page = text(client.get("/reports?lang=uk").text)
    assert "5 березня 2023" in page and "March" not in ENGLISH.sub(" ", page.partition("Від")[0])

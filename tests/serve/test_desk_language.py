"""The desk in Ukrainian and Russian: nothing untranslated, plural forms right, the language kept by the address."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from desks import EXAMPLES, desk, enter, house, links, text

from fogline.claims.place_clues import STREET
from fogline.data.gazetteer_writer import KINDS
from fogline.data.parties import roles
from fogline.serve.desk.language import LANGUAGES, catalogue, counted, speaking
from fogline.serve.desk.page import environment
from fogline.serve.options import Source
from fogline.store.accounts import Accounts

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "docs"))
pytest.importorskip("babel", reason="no babel here: uv sync")
from catalogues import messages, untranslated  # noqa: E402

MESSAGES = messages()
OTHERS = [code for code in LANGUAGES if code != "en"]
PAGES = ("today", "map", "timeline", "developments", "places", "places/Bakhmut", "claims", "routes", "reports",
         "speakers", "outlets", "conflicts", "tolls", "method", "deletions", "review", "search", "search?q=Bakhmut",
         "search?q=nowhere", "nothing-here")  # fmt: skip
# … to whoever has come in, on a ledger in which something was decided.
DECIDING = ("review", "review/second", "review/decisions", "review/agreement", "claims", "CLAIM", "DEVELOPMENT",
            "searches", "searches?kind=shelling&place=Kherson&q=market&stance=denies", "searches/Kherson",
            "searches/Kherson?try=yes", "searches/Kherson?try=yes&toll_over=nan", "searches/Kept",
            "today?since=2001-01-01", "deletions", "review/nothing-here")  # fmt: skip
# What expressions of templates show that is no word: attributes, and names of classes.
PLAIN = {"selected", "checked", "between", "start", "end", "middle", "en"}
_CONTROLS = re.compile(r"<(button|th|label|legend|summary|dt|option)\b([^>]*)>(.*?)</\1>", re.DOTALL)
# Controls that hold names, ids or commands: no words of the interface.
NAMES = re.compile(
    r"<(code|kbd|select|textarea)\b.*?</\1>|fogline|PLOVER|ACLED|CAMEO|SHA-256|BibTeX|Markdown|F1|PHIA|\bid\b",
    re.DOTALL,
)
# What stays in English: briefs, what reports say, reasons, names.
ENGLISH = re.compile(
    r'<(article|blockquote|span|p|td|dd|h1)\b[^>]*\blang="en".*?</\1>|<pre\b.*?</pre>|<td>.*?</td>', re.DOTALL
)


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
    for message, context in MESSAGES:
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
    wholly_in(client, name, code)


def wholly_in(client, name, code):
    """A page has no text of the interface that was left in English."""
    answer = client.get(f"/{name}{'&' if '?' in name else '?'}lang={code}")
    page = answer.text
    assert f'<html lang="{code}">' in page, answer.status_code
    main = ENGLISH.sub(" ", page.partition("<body>")[2])
    main = (
        re.sub(r"(?s)<svg.*?</svg>", " ", main) if "tolls" in name or "d_" in name else main
    )  # the reports' own words
    shown = text(main) + " ".join(re.findall(r'aria-label="([^"]*)"', main))
    held = catalogue(code)
    for message, context in MESSAGES:
        if isinstance(message, str) and context is None and " " in message and held.gettext(message) != message:
            assert not re.search(rf"(?<!\w){re.escape(message)}(?!\w)", shown), message
    for sort, more, inner in _CONTROLS.findall(main):
        said = text(NAMES.sub(" ", inner))
        if "lang=" not in more and sort != "option" and "<a " not in inner:  # what is linked is named
            assert not re.search(r"[A-Za-z]{2}", said), (sort, said)


@pytest.fixture(scope="module")
def deciding(with_examples, tmp_path_factory):
    folder = tmp_path_factory.mktemp("deciding")
    ledger = with_examples(folder)
    (folder / "alerts.toml").write_text('[[rule]]\nname = "Kept"\nkind = "shelling"\n')
    with house(ledger, reviewer="ana", keeps=True, alerts=folder / "alerts.toml") as client:
        enter(client)
        claims = client.get("/claims.json").json()["claims"]
        verbs = {"accept": {}, "correct": {"field": "kind", "value": "shelling"}, "set aside": {}}
        for claim, (verb, more) in zip(claims[5:], verbs.items(), strict=False):
            form = re.search(r'name="csrf" value="(\w+)"', client.get("/review").text)[1]
            fields = {"csrf": form, "verb": verb, "subject": claim["id"], **more}
            assert client.post("/review/decide", data=fields).status_code == 303
        for name in ("Kherson", "Kept"):
            form = re.search(r'name="csrf" value="(\w+)"', client.get("/searches?place=Kherson").text)[1]
            fields = {"csrf": form, "name": name, "place": "Kherson", "since": "2023-01-01"}
            assert client.post("/searches/save", data=fields).status_code == 303
        client.house.accounts.readers.ruled("", "Kept", "Kept")
        client.claim = claims[5]["id"]
        client.development = client.get("/developments.json").json()["developments"][0]["id"]
        yield client


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", DECIDING)
def test_no_page_of_who_has_come_in_has_one_either(deciding, name, code):
    address = {"CLAIM": f"claims/{deciding.claim}", "DEVELOPMENT": f"developments/{deciding.development}"}
    wholly_in(deciding, address.get(name, name), code)


@pytest.mark.parametrize("code", OTHERS)
def test_the_page_to_log_in_on_speaks_the_language_that_was_asked_for(ledger, code):
    accounts = Accounts(None)
    accounts.add_key("nightly", ["read"], "2023-03-04T10:00:00Z")
    with house(ledger, accounts=accounts) as client:
        assert client.get(f"/today?lang={code}").headers["location"].startswith("/login?next=")
        wholly_in(client, "login", code)
        wholly_in(client, f"login?next=/today%3Flang%3D{code}", code)
        refused = client.post("/login", data={"name": "x", "password": "y" * 12}, headers={"accept-language": code})
        assert catalogue(code).gettext("No account has this name and this password.") in text(refused.text)


def test_no_expression_of_a_template_shows_an_english_word_as_it_is():
    shown = {(name, one) for name, one in untranslated() if re.search("[A-Za-z]{2}", one)}
    assert {one.strip() for _, one in shown} <= PLAIN, shown


def test_words_in_expressions_are_said_in_the_language_of_each_reader(client):
    """What a template says by `'…'|t` is no constant of the template, whatever language it was read in first."""
    made = environment().from_string("{{ 'by {party}'|t|replace('{party}', who) }} {{ 'place'|t }}")
    for code in (*OTHERS, "en"):
        with speaking(code):
            told = catalogue(code).gettext("by {party}").replace("{party}", "X")
            assert made.render(who="X") == f"{told} {catalogue(code).gettext('place')}"


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


@pytest.mark.parametrize("code", OTHERS)
def test_kinds_of_places_roles_and_measures_are_said_too(client, code):
    held = catalogue(code)
    for context, words in (("kind of place", (*KINDS, STREET)), ("role", roles())):
        for word in words:
            assert re.fullmatch(r"[^\W\d_A-Za-z ]+( [^\W\d_A-Za-z]+)*", held.pgettext(context, word)), word
    place = text(client.get(f"/places/Bakhmut?lang={code}").text)
    assert f"{held.pgettext('kind of place', 'city')}, Donetsk Oblast" in place
    speaker = text(client.get(f"/speakers/Ukrainian%20Emergency%20Service?lang={code}").text)
    assert held.pgettext("role", "agency") in speaker and "agency" not in speaker
    speakers = text(client.get(f"/speakers?lang={code}").text)
    assert f"{held.pgettext('role', 'ministry')}, Russia" in speakers
    happened = text(client.get(f"/developments?lang={code}").text)
    assert re.search(rf"\b{held.gettext('killed')} \d", happened) and "killed" not in happened

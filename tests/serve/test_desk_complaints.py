"""What is wrong is told to people in their language, to programs in English; no message of the code is forgotten."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import EXAMPLES, csrf, desk, enter, house, text

import fogline
from fogline.serve.desk.complaints import COMPLAINTS, complaint
from fogline.serve.desk.language import LANGUAGES, catalogue, speaking
from fogline.serve.desk.passwords import hashed
from fogline.serve.options import Source
from fogline.store.accounts import Account, Accounts

ROOT = Path(fogline.__file__).parent
RAISED = {"QueryError", "NotThere", "NotOurs", "HTTPException"}
# Modules whose errors reach a page, and those of the desk that speak to whoever starts it or to programs alone.
HEARD = (*sorted((ROOT / "serve/desk").rglob("*.py")), ROOT / "data/terms.py", ROOT / "store/readers.py")
UNHEARD = {"housekeeping.py", "serving.py", "passwords.py", "api.py", "flow.py"}
PROGRAMS = {"This takes a key: Authorization: Bearer KEY."}
ASKED = [
    ("/nothing-here", 404, "такої сторінки немає"),
    ("/claims/c_0", 404, "твердження з таким ідентифікатором невідоме"),
    ("/claims/c_0?as_of=2023-03-02", 404, "на той день невідоме"),
    ("/developments/d_0", 404, "подія з таким ідентифікатором невідома"),
    ("/tolls/d_0", 404, "втрати в цій події невідомі"),
    ("/reports/r0", 404, "повідомлення з таким ідентифікатором невідоме"),
    ("/places/Atlantis", 404, "Atlantis: про місце з такою назвою нічого не повідомляють"),
    ("/speakers/Nobody", 404, "тверджень мовця з таким іменем немає"),
    ("/outlets/Nobody", 404, "тверджень у повідомленнях цього видання немає"),
    ("/routes/Nowhere", 404, "ніхто не каже"),
    ("/review/nothing", 404, "second, decisions, agreement"),
    ("/assets/none.js", 404, "Не знайдено"),
    ("/today?as_of=2023-02-30", 400, "as_of 2023-02-30: такого дня немає"),
    ("/claims?since=soon", 400, "since soon: такого дня немає"),
    ("/claims?valid_at=soon", 400, "valid_at soon: такого дня немає"),
    ("/claims?since=2023-03-02&until=2023-03-01", 400, "until 2023-03-01 раніше, ніж since 2023-03-02"),
    ("/claims?after=xyz", 400, "after: такої позначки в цьому списку немає"),
    ("/claims?limit=0", 400, "limit 0: запитайте від 1 до 1,000 рядків"),
    (f"/claims?q={'x' * 201}", 400, "q: задовго"),
    ("/claims?q=sh*", 400, "sh*: закоротко"),
    ("/claims?q=-bridge", 400, "немає слова, яке мусить бути"),
    ("/today?span=year", 400, "span year: такого проміжку немає. Є: day"),
    ("/map?layer=x", 400, "layer x: такого шару немає"),
    ("/map?days=0", 400, "days 0: запитайте від 1 до"),
    ("/map?view=here", 400, "view here: напишіть широту"),
    ("/timeline?by=none", 400, "by none: таких смуг немає"),
]


@pytest.fixture(scope="module")
def client():
    with desk(Source(paths=[str(EXAMPLES)])) as client:
        yield client


def told(answer, status: int, said: str, lang: str = "uk") -> None:
    """A page in that language, on which it stands and nothing of the interface is English."""
    shown = text(answer.text)
    assert answer.status_code == status and answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-language"] == lang and f'<html lang="{lang}">' in answer.text
    assert said in shown, shown
    assert '<p lang="en">' not in answer.text
    assert not re.search(r"That cannot|Not there|To today|may not", shown)


@pytest.mark.parametrize(("address", "status", "said"), ASKED)
def test_each_error_is_told_in_the_language_of_the_address(client, address, status, said):
    told(client.get(f"{address}{'&' if '?' in address else '?'}lang=uk"), status, said)


def test_else_the_browser_says_the_language(client):
    told(client.get("/claims?limit=0", headers={"accept-language": "ru"}), 400, "запросите от 1 до 1,000 строк", "ru")
    plain = client.get("/claims?since=soon")
    assert "since soon: no such day." in text(plain.text) and plain.headers["content-language"] == "en"


def test_what_is_not_taken_is_told_too(client):
    told(client.post("/today?lang=uk"), 405, "Це можна лише читати")
    assert client.post("/today?lang=uk").headers["allow"] == "GET, HEAD"
    told(client.get("/today?lang=uk", headers={"host": "elsewhere.example"}), 421, "лише під власними іменами")


def test_programs_are_told_in_english_as_problem_json(client):
    for method, address, status in (
        ("GET", "/claims.json?limit=0&lang=uk", 400), ("GET", "/places/Atlantis.csv?lang=uk", 404),
        ("GET", "/api/v1/claims?limit=0", 422), ("POST", "/claims.json?lang=uk", 405),
    ):  # fmt: skip
        answer = client.request(method, address, headers={"accept-language": "uk"})
        assert answer.status_code == status and answer.headers["content-type"] == "application/problem+json", address
        assert answer.text.isascii(), answer.text


def test_forms_that_are_refused_say_so_in_the_language_of_their_page(ledger):
    with house(ledger, reviewer="ana", keeps=True) as client:
        enter(client)
        page = {"referer": "http://127.0.0.1:8765/review?lang=uk"}
        fields = {"csrf": csrf(client), "verb": "merge", "subject": "d_1"}
        told(client.post("/review/decide", data=fields, headers=page), 400, "об'єднати: позначте те друге")
        told(client.post("/review/decide", data=fields | {"csrf": "x"}, headers=page), 403, "з попереднього сеансу")
        told(client.post("/review/decide", data=fields | {"verb": "cut"}, headers=page), 400, "Виберіть, що вирішити")
        unknown = fields | {"verb": "accept", "subject": "c_0"}
        told(client.post("/review/decide", data=unknown, headers=page), 400, "c_0: такого ідентифікатора")
        told(client.post("/review/decide", data=fields, headers=page | {"origin": "http://evil.example"}), 403,
             "не зі сторінки цього столу")  # fmt: skip
        told(client.post("/review/decide", content=b"x", headers=page), 400, "Це не форма цього столу")
        told(client.post("/searches/save", data={"csrf": csrf(client), "name": "x"}, headers=page), 400,
             "Цей пошук ні про що не питає")  # fmt: skip
        told(client.get("/searches/none?lang=uk"), 404, "пошуку з такою назвою не збережено")


def test_a_closed_desk_says_what_may_not_be_done_and_to_wait(ledger):
    accounts, password = Accounts(None), "four words apart enough"
    accounts.put(Account(name="ihor", password=hashed(password), scopes=("read",), made_at="2023-03-04T10:00:00Z"))
    with house(ledger, accounts=accounts) as client:
        form = {"name": "ihor", "password": password}
        assert client.post("/login", data=form).status_code == 303
        told(client.post("/review/decide?lang=uk", data={"verb": "accept"}), 403, "йому бракує права 'judge'")
        answers = [client.post("/login?lang=uk", data=form | {"password": "y" * 12}) for _ in range(11)]
        assert [one.status_code for one in answers] == [403] * 10 + [429]
        assert "Немає облікового запису" in text(answers[0].text) and "Забагато спроб" in text(answers[-1].text)


def test_no_message_of_the_code_is_forgotten():
    said = {one for path in HEARD if path.name not in UNHEARD for one in raised(ast.parse(path.read_text("utf-8")))}
    assert len(said) > 50
    for code in LANGUAGES:
        with speaking(code):
            assert {one for one in said - PROGRAMS if complaint(one) is None} == set(), code


@pytest.mark.parametrize("template", COMPLAINTS)
def test_each_message_is_recognised_as_itself(template):
    with speaking("uk"):
        made = complaint(re.sub(r"\{\w+\}", "7", template))
        assert made == re.sub(r"\{\w+\}", "7", catalogue("uk").gettext(template))


def test_what_somebody_typed_fills_nothing_else_in():
    with speaking("uk"):
        assert complaint("{id}{0.__class__}: no claim of that id is known.") == (
            "{id}{0.__class__}: твердження з таким ідентифікатором невідоме."
        )


def raised(tree: ast.AST) -> Iterator[str]:
    """What errors in a module say: each f-string with x for what is filled in, once for each way of a condition."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in RAISED:
            for value in node.args:
                yield from (one for one in said_by(value) if one)


def said_by(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else [""]
    if isinstance(node, ast.IfExp):
        return [*said_by(node.body), *said_by(node.orelse)]
    if isinstance(node, ast.FormattedValue):
        return said_by(node.value) if isinstance(node.value, ast.IfExp) else ["x"]
    if isinstance(node, ast.JoinedStr):
        found = [""]
        for part in node.values:
            found = [before + after for before in found for after in said_by(part)]
        return found
    return [""]

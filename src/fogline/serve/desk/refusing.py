"""The answer that tells what is wrong: to people as a page in their language, to programs as problem+json in English.

In: what was asked, a status, a message. Out: the answer. Refused: nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.responses import Response

from fogline.serve.desk.asked import Asked
from fogline.serve.desk.door import headers, is_program, problem
from fogline.serve.desk.language import LANGUAGES, chosen, speaking
from fogline.serve.desk.page import MEDIA, environment


def refusal(scope: MutableMapping[str, Any], status: int, said: str, more: Mapping[str, str] | None = None) -> Response:
    """What is wrong, told to whoever asked. `said`: in English, as the error has it; `more`: headers."""
    if is_program(scope) or scope["path"].rpartition(".")[2] in MEDIA:
        return problem(status, said, dict(more) if more else None)
    lang, tongue = _language(scope)
    asked = Asked(path=scope["path"], values={"lang": lang} if lang else {})
    with speaking(tongue):
        shown = {"asked": asked, "said": said, "status": status}
        body = environment().get_template("error.html").render(shown)
    sent = {"content-language": tongue, "vary": "accept-language", **(more or {})}
    return Response(body, status, media_type=MEDIA["html"], headers=sent)


def _language(scope: MutableMapping[str, Any]) -> tuple[str | None, str]:
    """The language that the address asks for, or else the page whose form was sent, if any does; and the one to use."""
    held = headers(scope)
    asked = scope["query_string"].decode("latin-1"), urlsplit(held.get("referer", "")).query
    wished = (parse_qs(query).get("lang", [""])[-1] for query in asked)
    lang = next((one for one in wished if one in LANGUAGES), None)
    return lang, chosen(lang, held.get("accept-language", ""))

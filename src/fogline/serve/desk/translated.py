"""What is written in the templates, in the reader's language, without a mark around each text.

In: a template. Out: the same, where each text between tags and each label in one (aria-label, title, placeholder) is
looked up when it is shown; and for the catalogues, all such texts (`texts`). Refused: nothing; what has no letters, and
what stands in an expression, is left alone (there the filter `t` looks up).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from fogline.serve.desk.language import say

_LABELS = re.compile(r'(?P<head>\b(?:aria-label|title|placeholder)=")(?P<text>[^"]+)(?P<tail>")')
_CORE = re.compile(r"[\s,·;:()/–—→←=“”⊃]*(?P<text>.*?)[\s,·;:()=“”→]*", re.DOTALL)
_WORD = re.compile(r"[A-Za-z]{2}")
NAMES = frozenset({"fogline", "UTC", "PLOVER", "ACLED", "SHA-256", "Natural Earth"})  # the same in all languages


class Literals(Extension):
    """The texts of HTML templates as look-ups."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, with its texts as calls."""
        if not (stream.name or "").endswith(".html"):
            yield from stream
            return
        inside = False
        for token in stream:
            if token.type != "data":
                yield token
                continue
            pieces, inside = _pieces(token.value, inside=inside)
            for raw, text in pieces:
                if raw:
                    yield Token(token.lineno, "data", raw)
                if text:
                    yield from _call(token.lineno, text)


def _call(line: int, text: str) -> Iterable[Token]:
    yield Token(line, "variable_begin", "")
    yield Token(line, "name", "text_of_ours")
    yield Token(line, "lparen", "(")
    yield Token(line, "string", text)
    yield Token(line, "rparen", ")")
    yield Token(line, "variable_end", "")


def text_of_ours(text: str) -> Markup:
    """A text of a template or of its catalogue: ours, so that nothing in it is escaped."""
    return Markup(say(text))  # noqa: S704 - neither is from outside


def _pieces(data: str, *, inside: bool) -> tuple[list[tuple[str, str]], bool]:
    """Raw text and look-ups by turns; whether the data end inside a tag."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"([<>])", data):
        if part == "<":
            inside = True
            found.append(("<", ""))
        elif part == ">" and inside:
            inside = False
            found.append((">", ""))
        elif inside:
            found += _labels(part)
        else:
            found += _text(part)
    return found, inside


def _labels(tag: str) -> Iterator[tuple[str, str]]:
    at = 0
    for label in _LABELS.finditer(tag):
        if _is_text(label["text"]):
            yield tag[at : label.start("text")], " ".join(label["text"].split())
            at = label.end("text")
    yield tag[at:], ""


def _text(text: str) -> Iterator[tuple[str, str]]:
    core = _CORE.fullmatch(text)
    if core is None or not _is_text(core["text"]):
        yield text, ""
        return
    yield text[: core.start("text")], " ".join(core["text"].split())
    yield text[core.end("text") :], ""


def _is_text(text: str) -> bool:
    return bool(_WORD.search(text)) and text.strip() not in NAMES


def texts(environment: Environment) -> dict[str, list[str]]:
    """All texts of the HTML templates, each with the templates that have it."""
    found: dict[str, list[str]] = {}
    for name in environment.list_templates(extensions=["html"]):
        source = environment.loader.get_source(environment, name)[0] if environment.loader else ""
        inside = False
        for _, sort, value in environment.lexer.tokeniter(source, name):
            if sort == "data":
                pieces, inside = _pieces(value, inside=inside)
                for _, text in pieces:
                    if text and name not in found.setdefault(text, []):
                        found[text].append(name)
    return found

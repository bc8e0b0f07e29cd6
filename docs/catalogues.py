"""Writes the catalogues of the desk's interface: src/fogline/serve/desk/locale/*/desk.po, and compiles them to desk.mo.

In: templates, code, tables of the vocabulary; the catalogues as they are. Out: each with all texts of today; what was
translated stays, what is gone is taken out. Refused: with `--check`, a catalogue that would be written otherwise, or a
text that is not translated (exit status 1, which).

    python docs/catalogues.py            # after a change of texts; then translate what it names, and run it again
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import nodes

from fogline.claims.place_clues import STREET
from fogline.data.gazetteer_writer import KINDS
from fogline.data.kinds import kinds
from fogline.data.parties import roles
from fogline.model.claim import Bound, PlaceRole, Scope, Stage, Stance
from fogline.model.picture import Verb
from fogline.model.report import SectionKind
from fogline.outputs.naming import table
from fogline.picture.doubts import rules
from fogline.picture.judgements import correctable
from fogline.picture.policies import Policy
from fogline.picture.reviewers import SORTS
from fogline.serve.desk.app import PAGES
from fogline.serve.desk.complaints import COMPLAINTS
from fogline.serve.desk.language import DOMAIN, LANGUAGES, MONTHS, plural_of
from fogline.serve.desk.page import environment
from fogline.serve.desk.translated import texts
from fogline.serve.watching import OUTLET_STATES

ROOT = Path(__file__).resolve().parent.parent
DESK = ROOT / "src/fogline/serve/desk"
HEAD = """\
# The interface of fogline's desk. Written by docs/catalogues.py; only the translations are by hand.
# Licence: Apache-2.0, as fogline's."""
# Words of the vocabulary that pages show out of data, and that stand in no template.
WORDS = (
    "certain", "probable", "possible", "unknown", "claimed", "assessed", "inferred", "control", "encirclement",
    "access", "infrastructure", "held", "lost", "contested", "partial", "complete", "broken", "none", "cut",
    "under fire", "limited", "open", "destroyed", "damaged", "worsening", "improving", "steady", "stands",
    "superseded", "rival", "inside", "denial", "figure", "attribution", "quotation", "new", "figure moved", "status",
    "contradicted", "day", "week", "all", "place", "party", "kind", "total", "civilians", "children", "soldiers",
    "women", "men", "buildings", "bridges", "credibility", "number",
    "the outlet's own voice", "no side named", "somebody the text does not name", "a private person",
    "place not said", "nobody named", "claimed and assessed", "not shown", "West", "North", "South", "East", "Claim",
    "Speaker", "Party", "Speakers", "Outlets", "speakers",
    "outlets", "places", "changed", "conflict", "stands otherwise", "one or two", "read right",
    "Are these one happening?", "Is this read as it is meant?", "Place", "Kind", "Stance", "Certainty", "Outlet",
    "Words", "From", "To", "Held or happened on", "metadata", "url", "text", "explicit", "relative to the report",
    "the section's dateline", "relative to the sentence before", "published by", "distance_km", "area_km2", "money",
    "percent", "by {party}", "not known", "lies in", "what it is",
)  # fmt: skip
_SOME_DAY = datetime(2026, 11, 26, tzinfo=UTC)
_NOUNS = re.compile(r"""many\((?:[^()'"]|\([^()]*\))*['"]([a-z ]+)['"]\)""")


def main() -> int:
    """Writes or checks all catalogues."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="only compare, and say what is not translated")
    asked = parser.parse_args()
    wrong: list[str] = []
    for language in LANGUAGES:
        if language != "en":
            wrong += list(_catalogue(language, write=not asked.check))
    print("\n".join(wrong) or "All texts are translated.")
    return int(bool(wrong))


def _catalogue(language: str, *, write: bool) -> Iterator[str]:
    """Brings one catalogue up to date, or tells what is wrong with it."""
    path = DESK / "locale" / language / f"{DOMAIN}.po"
    held = read_po(io.StringIO(path.read_text("utf-8") if path.exists() else ""), locale=language)
    made = Catalog(locale=language, domain=DOMAIN, project="fogline", header_comment=HEAD, fuzzy=False)
    for message, context in sorted(messages(), key=lambda one: (str(one[0]), one[1] or "")):
        before = held.get(message[0] if isinstance(message, tuple) else message, context)
        same = before is not None and isinstance(before.id, tuple) == isinstance(message, tuple)
        string = before.string if before and same else "" if isinstance(message, str) else None
        made.add(message, string, context=context)
        after = made.get(message[0] if isinstance(message, tuple) else message, context)
        strings = after.string if after and isinstance(after.string, tuple) else (after.string if after else "",)
        if not all(strings) or (isinstance(message, tuple) and len(strings) != made.num_plurals):
            yield f"{path.relative_to(ROOT)}: not translated: {message!r}"
    made.revision_date = made.creation_date = None  # the same texts, the same file
    text, compiled = io.BytesIO(), io.BytesIO()
    write_po(text, made, width=120, sort_output=True, omit_header=False, include_previous=False)
    po = re.sub(rb'"(?:POT-Creation|PO-Revision)-Date:[^\n]*\n', b"", text.getvalue())
    again = read_po(io.BytesIO(po), locale=language)
    again.creation_date = again.revision_date = _SOME_DAY  # compiled files hold it too
    write_mo(compiled, again)
    for target, body in ((path, po), (path.with_suffix(".mo"), compiled.getvalue())):
        if write:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
        elif not target.exists() or target.read_bytes() != body:
            yield f"{target.relative_to(ROOT)}: not up to date. Run: python docs/catalogues.py"


def messages() -> set[tuple[str | tuple[str, str], str | None]]:
    """All texts of the interface, counted nouns as pairs; and their contexts."""
    found: set[tuple[str | tuple[str, str], str | None]] = {(one, None) for one in texts(environment())}
    templates = [one.read_text("utf-8") for one in (DESK / "templates").glob("*.html")]
    code = [one.read_text("utf-8") for one in DESK.rglob("*.py")]
    nouns = {noun for text in (*templates, *code) for noun in _NOUNS.findall(text)}
    found |= {((noun, plural_of(noun)), None) for noun in (*nouns, "place", "speaker", "outlet")}
    found |= set(_of_expressions())
    found |= {(text, None) for one in code for text in _of_code(one)}
    vocabulary = [one.value for of in (Stance, Stage, Scope, Bound, PlaceRole, SectionKind) for one in of]
    vocabulary += [
        *correctable(),
        *(one.value for one in (*Verb, *Policy)),
        *SORTS.values(),
        *(one.capitalize() for one in SORTS),
    ]
    vocabulary += [text for one in rules().values() for text in (one.name, one.asks)]
    vocabulary += [one.label for one in kinds().values()] + [*table()["credibility"].values(), *table()["measures"]]
    found |= {(one, None) for one in (*vocabulary, *WORDS, *COMPLAINTS, *(name.capitalize() for name in PAGES))}
    found |= {(kind, "kind of place") for kind in (*KINDS, STREET)} | {(role, "role") for role in roles()}
    found |= {(state, "an outlet") for state in ("as before", *OUTLET_STATES)}
    found |= {(month, context) for month in MONTHS for context in ("alone", "after a day")}
    counted = {message[0] for message, _ in found if isinstance(message, tuple)}  # alone, they are in the singular
    return {one for one in found if one[0] and one not in {(noun, None) for noun in counted}}


def _of_expressions() -> Iterator[tuple[str, str | None]]:
    """What stands in expressions of templates: under the filters `t` and `pt`, and as words in lists that are shown."""
    made = environment()
    for name in made.list_templates(extensions=["html"]):
        tree = made.parse(made.loader.get_source(made, name)[0] if made.loader else "", name)
        for one in tree.find_all(nodes.Filter):
            context = one.args[0].value if one.name == "pt" and isinstance(one.args[0], nodes.Const) else None
            if one.name in ("t", "pt") and one.node is not None:
                yield from ((text, context) for text in constants(one.node))
        for some in tree.find_all((nodes.Tuple, nodes.List)):
            words = (one.value for one in some.items if isinstance(one, nodes.Const))  # type: ignore[attr-defined]
            yield from ((word, None) for word in words if isinstance(word, str) and word[:1].isupper())


def constants(node: nodes.Node) -> Iterator[str]:
    """The texts as which an expression may come out."""
    if isinstance(node, nodes.Const):
        yield from [node.value] if isinstance(node.value, str) else []
    elif isinstance(node, nodes.CondExpr):
        yield from constants(node.expr1)
        yield from constants(node.expr2) if node.expr2 is not None else ()
    elif isinstance(node, (nodes.Or, nodes.And)):
        yield from constants(node.left)
        yield from constants(node.right)


def untranslated() -> Iterator[tuple[str, str]]:
    """Texts that expressions of templates show as they are, each with its template: there should be none of words."""
    made = environment()
    for name in made.list_templates(extensions=["html"]):
        tree = made.parse(made.loader.get_source(made, name)[0] if made.loader else "", name)
        for shown in tree.find_all(nodes.Output):
            yield from ((name, text) for one in shown.nodes for text in constants(one))


def _of_code(text: str) -> Iterator[str]:
    """What the code says by `say("…")`, titles of pages, and what buttons say: the middle one of three words."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            named = getattr(node.func, "id", "")
            told = node.args[:1] if named == "say" else []
            told += [one.value for one in node.keywords if one.arg == "title" and named in ("Page", "Card")]
            told += node.args[2:3] if named == "_form" else []
            yield from (one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str))
        elif isinstance(node, ast.Tuple) and len(node.elts) == 3 and isinstance(node.elts[0], ast.Attribute):
            middle = node.elts[1]  # a verb, what its button says, its key
            if isinstance(middle, ast.Constant) and isinstance(middle.value, str):
                yield middle.value


if __name__ == "__main__":
    sys.exit(main())

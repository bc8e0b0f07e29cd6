"""Writes the pages that follow from the code: glossary, codebook, exports, command reference. `--check` only compares.

In: the nouns of `model`, the tables of `data`, columns of exports, the commands' own help. Out: `docs/glossary.md`,
`docs/codebook.md`, the tables of `docs/exports.md` and `docs/api.md`, `docs/reference/cli.md`. Refused: with `--check`,
a page that is not what would be written (exit status 1, its name).
"""

from __future__ import annotations

import ast
import difflib
import os
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODEL, DATA = ROOT / "src/fogline/model", ROOT / "src/fogline/data"
MADE = "<!-- Written by docs/generate.py; change the code or the tables, then run `make docs`. -->\n"


def glossary() -> str:
    """Every noun with its sentence and its fields, out of the docstrings and comments of `model`."""
    parts = ["# Glossary\n", MADE, "The nouns of fogline, as they stand in `fogline.model` and in its JSON.\n"]
    for name in ("report", "claim", "picture", "alert", "errors"):
        text = (MODEL / f"{name}.py").read_text("utf-8")
        tree = ast.parse(text)
        parts.append(f"## {name}\n\n{(ast.get_docstring(tree) or '').split(chr(10) * 2)[0]}\n")
        for noun in (one for one in tree.body if isinstance(one, ast.ClassDef)):
            said = " ".join((ast.get_docstring(noun) or "").split())
            parts.append(f"### {noun.name}\n\n{said}\n")
            rows = list(_fields(noun, text.splitlines()))
            if rows:
                parts.append("| field | shape | what it is |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _fields(noun: ast.ClassDef, lines: list[str]) -> Iterator[str]:
    for one in noun.body:
        comment = lines[one.end_lineno - 1].partition("  # ")[2] if one.end_lineno else ""
        comment = comment.replace("|", "\\|")
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name):
            shape = ast.unparse(one.annotation).replace("|", "\\|")
            yield f"| `{one.target.id}` | `{shape}` | {comment} |"
        elif isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant):
            yield f"| `{one.value.value!s}` | value | {comment} |"


def codebook() -> str:
    """The table of kinds with its names in other schemes, and the points of importance."""
    kinds = tomllib.loads((DATA / "kinds.toml").read_text("utf-8"))["kind"]
    points = (DATA / "importance.toml").read_text("utf-8").partition("[points]")[2]
    head = [
        "kind",
        "what it is",
        "family",
        "PLOVER",
        "ACLED",
        "CAMEO",
        "MUC-4",
        "CASE-2021",
        "VIINA",
        "harm",
        "territory",
    ]
    rows = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for kind in kinds:
        plover = "/".join(part for part in (kind.get("plover_type", ""), kind.get("plover_mode", "")) if part)
        acled = " / ".join(part for part in (kind.get("acled_event", ""), kind.get("acled_sub_event", "")) if part)
        cells = [f"`{kind['name']}`", kind["label"], kind["family"], plover, acled, kind.get("cameo_root", ""),
                 kind.get("muc4", ""), kind.get("case2021", ""), kind.get("viina", ""),
                 "yes" if kind.get("harm") else "", "yes" if kind.get("territory") else ""]  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    weights = ["| reason | points | when |", "|---|---|---|"]
    for line in points.strip().splitlines():
        name, _, rest = line.partition(" = ")
        value, _, comment = rest.partition("#")
        weights.append(f"| `{name.strip()}` | {value.strip()} | {comment.strip()} |")
    return "\n".join(
        [
            "# Codebook\n",
            MADE,
            f"## Kinds of happenings ({len(kinds)})\n",
            "One row each, from `data/kinds.toml`. An empty cell: the scheme has no such type. *harm*: people or their "
            "homes can come to harm; *territory*: who holds what may change.\n",
            *rows,
            "\n## Importance\n",
            "What each reason adds to a line of a brief; the rule is told in [importance](importance.md).\n",
            *weights,
            "\n## Credibility\n",
            "Information credibility is 1 to 6 as in the Admiralty code, by a written rule over origins and conflicts "
            "(`picture/credibility.py`):\n",
            *_credibility(),
            "",
        ]
    )


def _credibility() -> list[str]:
    tree = ast.parse((ROOT / "src/fogline/picture/credibility.py").read_text("utf-8"))
    return ["```text", ast.get_docstring(tree) or "", "```"]


def exports() -> str:
    """The page on exports with its tables written anew: formats, their columns, how kinds are mapped."""
    from fogline.outputs.exports.formats import FORMATS
    from fogline.outputs.exports.release import columns_table, kinds_table

    rows = ["| format | what it is | media type | figures by |", "|---|---|---|---|"]
    rows += [f"| `{one.name}` | {one.about} | {one.media_type} | {one.policy} |" for one in FORMATS]
    told = [one for one in FORMATS if one.ending != ".parquet"]  # these have the columns of their CSV
    columns = [part for one in told for part in (f"### {one.name}\n", columns_table(one.columns), "")]
    page = (ROOT / "docs/exports.md").read_text("utf-8")
    tables = {"formats": "\n".join(rows), "kinds": kinds_table(), "columns": "\n".join(columns).strip("\n")}
    return _filled(page, tables)


def api() -> str:
    """The page on the API with its endpoints and their parameters, out of its own description."""
    from fastapi import FastAPI

    from fogline.serve.desk.api import router
    from fogline.serve.desk.flow import FORMS
    from fogline.serve.desk.opened import OpenedLedger

    app = FastAPI(title="fogline")
    app.include_router(router(OpenedLedger.__new__(OpenedLedger)))  # nothing is asked of it
    told = app.openapi()["paths"]
    rows = ["| endpoint | what it gives | whole list as |", "|---|---|---|"]
    said: dict[str, str] = {}
    for path, methods in told.items():
        if path.rpartition(".")[2] in FORMS:
            continue
        forms = [f"`.{form}`" for form in FORMS if f"{path}.{form}" in told]
        one = methods["get"]
        about = one.get("description") or one["summary"]
        rows.append(f"| `{path}` | {about} | {', '.join(forms)} |")
        for each in (each for each in one["parameters"] if each["in"] == "query"):
            said.setdefault(each["name"], each.get("description", ""))
    asked = ["| parameter | what it asks for |", "|---|---|"]
    asked += [f"| `{name}` | {text} |" for name, text in said.items()]
    page = (ROOT / "docs/api.md").read_text("utf-8")
    return _filled(page, {"endpoints": "\n".join(rows), "parameters": "\n".join(asked)})


def _filled(page: str, tables: dict[str, str]) -> str:
    """A page with its tables written anew."""
    for name, text in tables.items():
        before, begin, rest = page.partition(f"<!-- {name}:begin (written by docs/generate.py) -->\n")
        _, end, after = rest.partition(f"<!-- {name}:end -->\n")
        page = f"{before}{begin}{text}\n{end}{after}"
    return page


def reference() -> str:
    """The help of every command, as it prints."""
    parts = ["# Command reference\n", MADE, "What `fogline … --help` prints, command by command.\n"]
    top = _help()
    parts += [f"## fogline\n\n```text\n{top}\n```\n"]
    for verb in _verbs(top):
        parts += _commands(verb)
    return "\n".join(parts)


def _commands(*words: str) -> list[str]:
    """The help of a command, and of those below it."""
    text = _help(*words)
    parts = [f"{'##' if len(words) == 1 else '###'} fogline {' '.join(words)}\n\n```text\n{text}\n```\n"]
    return parts + [part for one in _verbs(text) for part in _commands(*words, one)]


def _help(*words: str) -> str:
    command = Path(sysconfig.get_path("scripts")) / "fogline"
    width = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([command, *words, "--help"], capture_output=True, text=True, check=True, env=width)
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def _verbs(text: str) -> list[str]:
    listed = text.partition("Commands:\n")[2].splitlines()
    return [line.split()[0] for line in listed if line.startswith("  ") and not line.startswith("   ")]


def main() -> int:
    """Writes, or with --check compares, each page; without a difference the exit status is 0."""
    pages = {"glossary.md": glossary, "codebook.md": codebook, "exports.md": exports, "api.md": api,
             "reference/cli.md": reference}  # fmt: skip
    stale = 0
    for name, write in pages.items():
        path, text = ROOT / "docs" / name, write()
        there = path.read_text("utf-8") if path.exists() else ""
        if there == text:
            continue
        if "--check" in sys.argv:
            stale += 1
            print(f"docs/{name} is not up to date: run `make docs` and commit it")
            print("\n".join(list(difflib.unified_diff(there.splitlines(), text.splitlines(), lineterm="", n=0))[:12]))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"wrote docs/{name}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

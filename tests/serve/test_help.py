"""What a newcomer meets first: help that teaches, and answers at once."""

import subprocess
import sys

import pytest
from command_line import fogline

from fogline.serve.cli import app

VERBS = [command.callback.__name__ for command in app.registered_commands] + [
    "judge",
    "outlet",
    "gazetteer",
    "alert",
    "desk",
]
HEAVY = {
    "spacy",
    "trafilatura",
    "rich",
    "apsw",
    "jinja2",
    "numpy",
    "lxml",
    "httpcore2",
    "tomlkit",
    "structlog",
    "prometheus_client",
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_shows_an_example_of_itself(verb):
    ended = fogline(verb, "--help")
    assert ended.status == 0
    assert "Example:" in ended.out
    assert f"fogline {verb}" in ended.out.partition("Example:")[2]


def test_the_first_help_names_every_verb_in_a_line_that_fits():
    ended = fogline("--help")
    assert ended.status == 0
    lines = ended.out.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in lines if line.strip()] == VERBS
    assert not any(line.endswith("...") for line in lines)


def test_help_loads_nothing_heavy():
    told = "import sys; sys.argv = ['fogline', '--help']\nfrom fogline.serve.cli import app\n"
    told += f"print(sorted({HEAVY!r} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_version_and_wrong_usage():
    assert fogline("--version").out.startswith("fogline ")
    assert fogline("sing").status == 2
    assert fogline("brief", "--format", "poem").status == 2

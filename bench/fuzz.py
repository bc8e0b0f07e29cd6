"""Fuzzes every parser: `python bench/fuzz.py [PARSER...] [--runs N] [--seconds S] [--engine E]`.

In: the seeds and parsers of `fuzz_targets`. Out: for each parser how often it ran, its slowest input and its memory;
each input that breaks it, one a place in the code, in tests/bench/findings; with --write, docs/endurance.json, and with
--go-on what is recorded there is added to, up to --runs (with inputs that the runs before had not: chance begins
elsewhere, and atheris goes on from the inputs that it found worth keeping, where --corpus names a folder). Exit
status 1 where there is a finding: an exception that is no declared refusal, more than 2 s of the processor, more than
512 MB beyond what the process had, or the process's end.

Each parser runs in a process of its own. The engine is atheris (libFuzzer, guided by what of fogline's code an input
reaches; `pip install atheris`), or mutation of the seeds by this file (deterministic, as CI runs it). `--swollen`:
further inputs of up to 200 kB in which one piece stands over and over, which is what finds quadratic time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import mmap
import multiprocessing
import random
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FINDINGS = ROOT / "tests/bench/findings"
MOST_SECONDS = 2.0
MOST_MB = 512
LONGEST = 16_384  # bytes of an input; swollen ones are longer
SWOLLEN = 200_000
_HUNG = 600.0  # seconds without another input after which the process is ended; a busy machine is slow too


@dataclass(slots=True)
class Ran:
    """How one parser has fared so far."""

    executions: int = 0
    refused: int = 0
    slowest_ms: float = 0.0
    begin_mb: float = 0.0
    most_mb: float = 0.0
    seconds: float = 0.0  # of the processor
    findings: dict[str, str] = field(default_factory=dict)  # place → what


class Watched:
    """A parser under watch: each input is noted down where the parent finds it should the process end."""

    def __init__(self, name: str, note: mmap.mmap, findings: Path) -> None:
        from fuzz_targets import TARGETS

        self._target, self._name, self._note, self._folder = TARGETS[name], name, note, findings
        self.ran = Ran(begin_mb=_peak_mb())

    def __call__(self, body: bytes) -> None:
        """One execution."""
        size = min(len(body), len(self._note) - 8)
        self._note[:8] = size.to_bytes(8, "little")
        self._note[8 : 8 + size] = body[:size]
        begin, ran = time.process_time(), self.ran
        try:
            self._target.feed(body)
        except self._target.refuses:
            ran.refused += 1
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
            self._found(body, f"{type(error).__name__} at {_place(error)}", str(error))
        took = time.process_time() - begin
        ran.executions += 1
        ran.seconds += took
        ran.slowest_ms = max(ran.slowest_ms, 1_000 * took)
        if took > MOST_SECONDS:
            self._found(body, "more than 2 s", f"{took:.1f} s for {len(body):,} bytes")
        most = _peak_mb()
        if most > ran.most_mb + 16 and most - ran.begin_mb > MOST_MB:
            self._found(body, "more than 512 MB", f"{most:,.0f} MB")
        ran.most_mb = most

    def _found(self, body: bytes, where: str, what: str) -> None:
        if where not in self.ran.findings:
            self.ran.findings[where] = what[:200]
            keep(self._folder, self._name, body)
            print(f"{self._name}: {where}: {what[:200]}", flush=True)


def keep(folder: Path, name: str, body: bytes) -> None:
    """Keeps an input that breaks a parser, under the parser's name and its own hash."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{file_name(name)}.{hashlib.sha256(body).hexdigest()[:8]}").write_bytes(body)


def file_name(parser: str) -> str:
    """A parser's name as the names of its findings begin."""
    return parser.replace(", ", "-").replace(" ", "-")


def _place(error: BaseException) -> str:
    """The deepest line of fogline's that the error came through."""
    steps = traceback.extract_tb(error.__traceback__)
    ours = [step for step in steps if "fogline" in Path(step.filename).parts] or steps
    return f"{Path(ours[-1].filename).name}:{ours[-1].name}"


def _peak_mb() -> float:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 if sys.platform != "darwin" else 1024 * 1024)


class Mutation:
    """Inputs out of seeds: bytes changed, cut, repeated, put in, joined with those of another. The same each time."""

    def __init__(self, seeds: tuple[bytes, ...], words: tuple[bytes, ...], seed: int) -> None:
        self._seeds, self._words = seeds, (*words, b"\x00", b"\xff", b"\n", b"0", b"-1", b"A" * 64)
        self._chance = random.Random(seed)  # noqa: S311 - no secret

    def usual(self) -> bytes:
        """A seed with up to eight changes."""
        chance = self._chance
        body = bytearray(chance.choice(self._seeds))
        for _ in range(chance.randint(0, 8)):
            at = chance.randint(0, len(body))
            end = min(len(body), at + chance.choice((1, 1, 1, 2, 4, 8, 40, 400)))
            how = chance.randrange(7)
            if how == 0 and body:
                body[at % len(body)] ^= 1 << chance.randrange(8)
            elif how == 1:
                body[at:end] = b""
            elif how == 2:
                body[at:at] = bytes(body[at:end]) * chance.choice((1, 2, 10))
            elif how == 3:
                body[at:at] = chance.choice(self._words)
            elif how == 4:
                body[at:end] = chance.choice(self._words)
            elif how == 5:
                body[at:end] = chance.randbytes(chance.randint(1, 8))
            else:
                other = chance.choice(self._seeds)
                cut = chance.randint(0, len(other))
                body[at:] = other[cut:]
        return bytes(body[:LONGEST])

    def swollen(self) -> bytes:
        """A seed, changed, one piece of which or one word stands over and over."""
        chance = self._chance
        body = self.usual()
        at = chance.randint(0, len(body))
        piece = chance.choice(self._words) if chance.random() < 0.5 else body[at : at + chance.randint(1, 60)] or b"<"
        if chance.random() < 0.3:
            piece += chance.choice(self._words)
        return body[:at] + piece * ((SWOLLEN - len(body)) // len(piece)) + (body[at:] if chance.random() < 0.7 else b"")


def inputs(name: str, runs: int, swollen: int, seed: int = 1) -> Iterator[bytes]:
    """The seeds of a parser, then so many changed ones."""
    from fuzz_targets import TARGETS

    target = TARGETS[name]
    yield from target.seeds
    made = Mutation(target.seeds, target.words, seed)
    for _ in range(runs - len(target.seeds)):
        yield made.usual()
    for _ in range(swollen):
        yield made.swollen()


def _own(name: str, asked: argparse.Namespace, note: mmap.mmap, out: Path) -> None:
    run = Watched(name, note, asked.findings)
    _finish(run, inputs(name, asked.runs, asked.swollen, asked.seed), asked.seconds, out)


def _finish(run: Callable[[bytes], None], bodies: Iterator[bytes], seconds: float, out: Path) -> None:
    until = time.monotonic() + seconds
    for number, body in enumerate(bodies):
        run(body)
        if number % 256 == 0:
            _write(out, run)
            if time.monotonic() > until:
                break
    _write(out, run)


def _write(out: Path, run: Callable[[bytes], None]) -> None:
    ran = run.ran  # type: ignore[attr-defined]
    out.write_text(json.dumps({name: getattr(ran, name) for name in Ran.__slots__}), "utf-8")


def _guided(name: str, asked: argparse.Namespace, note: mmap.mmap, out: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["fogline", "protego", "email", "zipfile", "tomllib", "pypdf"]):
        import fuzz_targets

        target = fuzz_targets.TARGETS[name]
        for seed in target.seeds:  # loads what is loaded when it is first needed
            try:
                target.feed(seed)
            except target.refuses:
                continue
    run = Watched(name, note, asked.findings)
    _finish(run, inputs(name, len(target.seeds), asked.swollen, asked.seed), asked.seconds, out)
    corpus = asked.corpus / file_name(name) if asked.corpus else Path(tempfile.mkdtemp(prefix="fogline-corpus-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = corpus.with_suffix(".dict")
    words.write_text("".join('"' + "".join(f"\\x{byte:02x}" for byte in word) + '"\n' for word in target.words))
    left = max(1, asked.runs - run.ran.executions)

    def one(body: bytes) -> None:
        run(body)
        if run.ran.executions % 1_024 == 0 or run.ran.executions >= asked.runs:  # libFuzzer ends the process
            _write(out, run)

    options = [f"-runs={left}", f"-max_total_time={int(asked.seconds)}", f"-max_len={LONGEST}", "-timeout=120",
               "-rss_limit_mb=4096", "-verbosity=0", f"-seed={asked.seed}"]  # fmt: skip
    options += [f"-dict={words}"] if target.words else []
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    try:
        atheris.Fuzz()
    finally:
        _write(out, run)


def fuzzed(name: str, asked: argparse.Namespace) -> Ran:
    """One parser in a process of its own; should that end or hang, its last input is a finding."""
    with tempfile.TemporaryDirectory() as folder:
        noted, out = Path(folder) / "input", Path(folder) / "ran.json"
        noted.write_bytes(bytes(8 + 2 * SWOLLEN))
        with noted.open("r+b") as file, mmap.mmap(file.fileno(), 0) as note:
            context = multiprocessing.get_context("fork")
            work = _guided if asked.engine == "atheris" else _own
            child = context.Process(target=work, args=(name, asked, note, out))
            child.start()
            before, since = b"", time.monotonic()
            while child.is_alive():
                child.join(1.0)
                now = bytes(note[:64])
                if now != before:
                    before, since = now, time.monotonic()
                elif time.monotonic() - since > _HUNG:
                    child.kill()
                    child.join()
            ran = Ran(**json.loads(out.read_text("utf-8"))) if out.exists() else Ran()
            if child.exitcode:
                body = bytes(note[8 : 8 + int.from_bytes(note[:8], "little")])
                keep(asked.findings, name, body)
                ran.findings["the process"] = f"ended with {child.exitcode}"
                print(f"{name}: the process ended with {child.exitcode}", flush=True)
    return ran


def _names() -> list[str]:
    from fuzz_targets import TARGETS

    return list(TARGETS)


def main() -> int:
    """Fuzzes and tells."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("parsers", nargs="*", help="names of parsers; all where none is named")
    asked.add_argument("--runs", type=int, default=1_000_000, help="executions a parser")
    asked.add_argument("--seconds", type=float, default=900.0, help="at most so long a parser")
    asked.add_argument("--swollen", type=int, default=300, help="further inputs of 200 kB")
    asked.add_argument("--engine", choices=("own", "atheris"), default="own")
    asked.add_argument("--seed", type=int, default=1, help="of chance; the own engine makes the same inputs by it")
    asked.add_argument("--findings", type=Path, default=FINDINGS, help="where inputs that break a parser are kept")
    asked.add_argument("--corpus", type=Path, help="folder in which atheris keeps the inputs that reach something new")
    asked.add_argument("--write", action="store_true", help="write docs/endurance.json and its page")
    asked.add_argument(
        "--go-on", action="store_true", help="add to what is recorded with the same engine, up to --runs"
    )
    given = asked.parse_args()
    # Named in another process: what is imported here before atheris is, it would not be guided by.
    with multiprocessing.get_context("spawn").Pool(1) as other:
        names = other.apply(_names)
    unknown = [name for name in given.parsers if name not in names]
    if unknown:
        asked.error(f"no parser {unknown[0]}. There are: {', '.join(names)}")
    broken, most, first = 0, given.runs, given.seed
    for name in given.parsers or names:
        before = recorded(name, given.engine) if given.go_on else Ran()
        if before.executions >= most:
            continue
        given.runs, given.seed = most - before.executions, first + before.executions
        ran = together(before, fuzzed(name, given))
        broken += len(ran.findings)
        more = ran.most_mb - ran.begin_mb
        print(
            f"{name}: {ran.executions:,} executions in {ran.seconds:,.0f} s of the processor, {ran.refused:,} refused, "
            f"slowest {ran.slowest_ms:,.0f} ms, {more:,.0f} MB more at most, {len(ran.findings)} findings", flush=True,
        )  # fmt: skip
        if given.write:
            _record(name, ran, given.engine)
    return int(bool(broken))


def recorded(name: str, engine: str) -> Ran:
    """What is recorded of a parser with an engine: without seconds, and without what the findings were."""
    from endurance import kept

    row = kept().get("fuzzing", {}).get(name)
    if not isinstance(row, dict) or row["engine"] != engine:
        return Ran()
    number = {what: float(value) for what, value in row.items() if isinstance(value, (int, float))}
    return Ran(
        executions=int(number["executions"]), refused=int(number["refused"]), slowest_ms=number["slowest_ms"],
        most_mb=number["memory_mb"], findings={f"before, {one}": "" for one in range(int(number["findings"]))},
    )  # fmt: skip


def together(one: Ran, other: Ran) -> Ran:
    """Two runs of one parser as one; its memory is what it took more, so that it begins at 0."""
    return Ran(
        executions=one.executions + other.executions, refused=one.refused + other.refused,
        slowest_ms=max(one.slowest_ms, other.slowest_ms), seconds=one.seconds + other.seconds,
        most_mb=max(one.most_mb - one.begin_mb, other.most_mb - other.begin_mb), findings=one.findings | other.findings,
    )  # fmt: skip


def _record(name: str, ran: Ran, engine: str) -> None:
    from endurance import Figures, kept, record

    before = kept().get("fuzzing", {})
    figures: Figures = dict(before)
    figures[name] = {
        "executions": ran.executions, "engine": engine, "refused": ran.refused, "slowest_ms": round(ran.slowest_ms),
        "memory_mb": round(ran.most_mb - ran.begin_mb), "findings": len(ran.findings),
    }  # fmt: skip
    rows: list[list[str | int | float | None]] = [
        ["parser", "executions", "engine", "refused", "slowest, ms", "memory, MB more", "findings"]
    ]
    for parser, row in sorted(figures.items()):
        assert isinstance(row, dict)
        rows.append([parser, *(one for one in row.values() if not isinstance(one, dict))])
    record("fuzzing", figures, rows)


if __name__ == "__main__":
    sys.exit(main())

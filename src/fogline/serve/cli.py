"""The command line: one app, a file a verb.

In: the arguments. Out: the verb's result on standard output, everything else on standard error, and an exit status:

    0   good
    1   nothing found, a check that failed, or an error that is told in one line
    2   wrong usage
    3   some input was set aside, with its reason; everything good was done
    130 stopped with Ctrl-C

Refused: nothing here. A `FoglineError` becomes one line with the way out, never a traceback.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import sys
import threading
import traceback
from pathlib import Path
from typing import Annotated

import typer

from fogline.model.errors import FoglineError, QueryError
from fogline.serve.configured import take_settings
from fogline.serve.notices import tell
from fogline.serve.verbs import (
    add,
    alert,
    annotate,
    backup,
    brief,
    capture,
    changes,
    claims,
    config,
    conflicts,
    desk,
    development,
    developments,
    doctor,
    export,
    gazetteer,
    init,
    judge,
    outlet,
    outlets,
    picture,
    place,
    release,
    reports,
    serve,
    silence,
    timeline,
    toll,
    verify,
    watch,
)

WRONG_USAGE = 2
# A run makes hundreds of thousands of objects that stay. Looking through them for circles at every 700 new ones took
# 0.25 s of the 3.5 s that a brief of 14 reports takes, and half of fusing a million claims; at every 100,000 still 6 of
# the 74 s of a day's 5,000 reports onto a million claims, now 2, for some 10 MB more.
COLLECTED_AFTER = (1_000_000, 50, 100)
# Threads that may still wait for what never comes: run.pool's that reads ahead, the name server's of sources.network.
LINGERING = ("fogline-feed", "fogline-names")

app = typer.Typer(
    name="fogline",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: rich would double the time that `fogline --help` takes
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"fogline {version('fogline')}")
        raise typer.Exit


@app.callback()
def fogline(
    ctx: typer.Context,
    config_file: Annotated[
        Path | None,
        typer.Option(
            "--config", envvar="FOGLINE_CONFIG", metavar="FILE", show_default=False,
            help="Options that need not be typed. Default: fogline.toml in this folder, or see: fogline config --help",
        ),
    ] = None,
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Print the version."),
) -> None:  # fmt: skip
    """Reads news reports about an armed conflict and keeps a picture that can be checked:
    who says what happened, where, when, how sure, at which words.

    \b
    Start here:
      fogline brief reports/                the brief of a folder of reports
      fogline add reports/ --ledger war.ledger   keep them, then ask again and again
      fogline claims --place Bakhmut        who says what about a place

    \b
    Exit status: 0 good · 1 nothing found, or an error · 2 wrong usage ·
    3 some input set aside, with its reason on standard error
    """
    if not {"-h", "--help"} & set(sys.argv[1:]):
        take_settings(ctx, config_file)


for _verb in (brief.brief, add.add, init.init, verify.verify, backup.backup, backup.restore, reports.reports,
              claims.claims, developments.developments, development.development, toll.toll, place.place,
              timeline.timeline, conflicts.conflicts, silence.silence, export.export, release.release, watch.watch,
              outlets.outlets, changes.changes, serve.serve, capture.capture, annotate.annotate, picture.picture,
              doctor.doctor, config.config):  # fmt: skip
    app.command()(_verb)
app.add_typer(judge.app, name="judge")
app.add_typer(outlet.app, name="outlet")
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(alert.app, name="alert")
app.add_typer(desk.app, name="desk")


def main() -> None:
    """Runs the command line and ends the process with its exit status."""
    gc.set_threshold(*COLLECTED_AFTER)
    try:
        app(prog_name="fogline")
    except FoglineError as error:
        tell(f"fogline: {error}")
        _end(WRONG_USAGE if isinstance(error, QueryError) else 1)
    except SystemExit as end:
        _end(end.code if isinstance(end.code, int) else 1)
    except Exception:  # noqa: BLE001 - a fault of ours: told in full, since somebody will have to find it
        traceback.print_exc()
        tell("fogline: this is a fault in fogline, not in your input. Please report it with the lines above.")
        _end(1)


def _end(status: int) -> None:
    """Ends at once, also where a thread still waits for input or a name, which must not keep or abort the process."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # whoever read it is gone
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    if not any(thread.name.startswith(LINGERING) for thread in threading.enumerate()):
        sys.exit(status)
    for child in multiprocessing.active_children():
        child.terminate()
    atexit._run_exitfuncs()  # what multiprocessing would leave behind; the thread is all that is not waited for
    os._exit(status)


if __name__ == "__main__":
    main()

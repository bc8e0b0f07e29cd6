"""`fogline judge`: decisions of people, recorded beside the claims, each with who, when and why; reversible."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fogline.model.picture import Judgement, Verb
from fogline.serve.notices import counted, leave, tell
from fogline.serve.options import As, Format, LedgerPath, source

app = typer.Typer(
    name="judge",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Record decisions: merge, split, correct, undo.

A decision is kept with who, when and why. It changes what is shown, never what was read, and can be taken back.

\b
Example:
  fogline judge merge d_1c… d_9f… --why "one strike, told by two ministries"
  fogline judge correct c_4e… kind=shelling --why "the text says mortars"
  fogline judge undo j_77…
""",
)

Subjects = Annotated[list[str], typer.Argument(metavar="ID...", help="Claims, developments or reports.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="The reason, in words.", show_default=False)]
By = Annotated[
    str | None, typer.Option(envvar="FOGLINE_USER", metavar="NAME", help="Who decides. Default: the user's name.")
]


@app.command()
def merge(subjects: Subjects, why: Why = "", by: By = None, ledger: LedgerPath = None) -> None:
    """The developments (or claims) are one happening."""
    _record(Verb.MERGE, subjects, why, by, ledger, least=2)


@app.command()
def split(subjects: Subjects, why: Why = "", by: By = None, ledger: LedgerPath = None) -> None:
    """The claims leave their development and form one of their own."""
    _record(Verb.SPLIT, subjects, why, by, ledger)


@app.command("never-merge")
def never_merge(subjects: Subjects, why: Why = "", by: By = None, ledger: LedgerPath = None) -> None:
    """The developments (or claims) must never be one."""
    _record(Verb.NEVER_MERGE, subjects, why, by, ledger, least=2)


@app.command()
def accept(subjects: Subjects, why: Why = "", by: By = None, ledger: LedgerPath = None) -> None:
    """The claims or developments were looked at and are right."""
    _record(Verb.ACCEPT, subjects, why, by, ledger)


@app.command()
def correct(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The claim that was misread.")],
    change: Annotated[str, typer.Argument(metavar="FIELD=VALUE", help="What it says, such as kind=shelling.")],
    why: Why = "",
    by: By = None,
    ledger: LedgerPath = None,
) -> None:
    """A claim's field was misread: from now on it is read as VALUE. The claim as first read is kept."""
    field, equals, value = change.partition("=")
    if not equals or not field.strip():
        raise typer.BadParameter(f"{change!r} is not FIELD=VALUE", param_hint="CHANGE")
    _record(Verb.CORRECT, [claim], why, by, ledger, change=(field.strip(), value.strip() or None))


@app.command("set-aside")
def set_aside(subjects: Subjects, why: Why = "", by: By = None, ledger: LedgerPath = None) -> None:
    """The claims or reports are not used."""
    _record(Verb.SET_ASIDE, subjects, why, by, ledger)


@app.command("take-down")
def take_down(subjects: Subjects, why: Why = "", by: By = None, ledger: LedgerPath = None) -> None:
    """The reports are no longer shown: pages, API and exports say only that they were taken down, when and why.

    Neither are their claims' words. The ledger keeps both; undo brings them back.
    """
    _record(Verb.TAKE_DOWN, subjects, why, by, ledger)


@app.command()
def undo(
    judgements: Annotated[list[str], typer.Argument(metavar="ID...", help="Judgements that no longer hold.")],
    why: Why = "",
    by: By = None,
    ledger: LedgerPath = None,
) -> None:
    """The judgements no longer hold. They stay on record, and undoing can itself be undone."""
    _record(Verb.UNDO, judgements, why, by, ledger)


@app.command("list")
def list_(ledger: LedgerPath = None, form: As = Format.TABLE) -> None:
    """List what was decided, in order."""
    from fogline.serve.holdings import holdings
    from fogline.serve.show import judgement_rows, show

    with holdings(source(None, ledger)) as held:
        leave(found=bool(show(held.view.judgements(), judgement_rows, form)))


@app.command()
def agreement(ledger: LedgerPath = None, form: As = Format.TABLE) -> None:
    """How far reviewers agree, by sort of decision.

    Krippendorff's alpha over all, Cohen's kappa of two; unknown where fewer than ten things were decided by two.
    """
    from fogline.picture.reviewers import agreements
    from fogline.serve.holdings import holdings
    from fogline.serve.show import agreement_rows, show

    with holdings(source(None, ledger)) as held:
        show(agreements(held.view.judgements()), agreement_rows, form)


@app.command()
def gold(
    out: Annotated[Path, typer.Option(metavar="FOLDER", help="A folder that does not exist yet.", show_default=False)],
    ledger: LedgerPath = None,
) -> None:
    """Write what was accepted or corrected as gold, in the format of the public corpora.

    case2021/ has a row a claim, with the type of its kind; polnear/ and lgl/ a row a report of which every claim was
    judged: attributions and places. The trainers and scorers of those corpora read the folder as they read theirs. It
    holds whole texts, private persons' names among them: it is for training, not to be passed on.
    """
    from fogline.serve.golden import write_gold
    from fogline.serve.holdings import holdings

    with holdings(source(None, ledger)) as held:
        counts = write_gold(held.view, out)
    tell(f"fogline: {out}: " + ", ".join(f"{counted(number, 'row')} like {name}" for name, number in counts.items()))
    leave(found=any(counts.values()))


@app.command()
def replay(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What judge list --format json printed.")],
    ledger: LedgerPath = None,
) -> None:
    """Record the decisions of another ledger.

    Each keeps its own who, when and why; what is known already stays.
    """
    from fogline.serve.decisions import exported
    from fogline.serve.holdings import ledger_path
    from fogline.store.sqlite import open_ledger

    judgements = exported(file)
    with open_ledger(ledger_path(source(None, ledger)), create=False) as opened:
        added = opened.writer().judge(judgements)
    known = len(judgements) - added.judgements
    tell(f"fogline: {counted(added.judgements, 'decision')} recorded, {known:,} known before")


def _record(
    verb: Verb,
    subjects: list[str],
    why: str,
    by: str | None,
    ledger: LedgerPath,
    *,
    least: int = 1,
    change: tuple[str, str | None] | None = None,
) -> None:
    from fogline.serve.decisions import check, decided
    from fogline.serve.holdings import ledger_path
    from fogline.store.sqlite import open_ledger

    if len(set(subjects)) < least:
        raise typer.BadParameter(f"{verb.value} needs at least {least} different ids", param_hint="ID")
    with open_ledger(ledger_path(source(None, ledger)), create=False) as opened:
        judgement: Judgement = decided(verb, subjects, why=why, by=by, change=change)
        check(judgement, opened.view())
        opened.writer().judge([judgement])
    typer.echo(judgement.id)
    tell(f"fogline: recorded. To take it back: fogline judge undo {judgement.id}")

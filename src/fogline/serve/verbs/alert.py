"""`fogline alert`: what somebody wants to be told of, and to whom it is sent."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fogline.serve.notices import INPUT_SET_ASIDE, counted, leave, progress, tell
from fogline.serve.options import AlertsFile, Allow, As, Format, LedgerPath, OutletsFile, checked_day, source

if TYPE_CHECKING:
    from fogline.serve.alerts_out import Where

app = typer.Typer(
    name="alert",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Be told, once, of what becomes known and fits.

Rules stand in one file, alerts.toml, which can be written by hand too: see docs/alerts.md. `fogline watch` looks after
them; `fogline alert run` does so once. An alert tells what reports say, with their words. It is no warning system.

\b
Example:
  fogline alert target desk --apprise ntfys://ntfy.example/kherson
  fogline alert add "Kherson dead" --place Kherson --within 50 --toll-over 3
  fogline alert test --ledger war.ledger --since 2023-03-01
  fogline alert run --ledger war.ledger
""",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called.", show_default=False)]


def _many(name: str, metavar: str, told: str) -> object:
    return typer.Option(name, metavar=metavar, help=f"{told} May be repeated: any of them.", show_default=False)


@app.command()
def add(
    name: Name,
    place: Annotated[
        str | None, typer.Option(metavar="PLACE", help="Only what is at this place.", show_default=False)
    ] = None,
    within: Annotated[
        float | None, typer.Option(metavar="KM", help="… or within so many km of it.", show_default=False)
    ] = None,
    country: Annotated[
        str | None, typer.Option(metavar="COUNTRY", help="Where several bear the name.", show_default=False)
    ] = None,
    kind: Annotated[list[str] | None, _many("--kind", "KIND", "Only this kind or family of happening.")] = None,
    party: Annotated[list[str] | None, _many("--party", "NAME", "Only where this side does it or suffers it.")] = None,
    said_by: Annotated[list[str] | None, _many("--said-by", "NAME", "Only by this speaker's or party's word.")] = None,
    speaker: Annotated[list[str] | None, _many("--speaker", "NAME", "Only in this speaker's words, by name.")] = None,
    outlet: Annotated[list[str] | None, _many("--outlet", "NAME", "Only where this outlet printed it.")] = None,
    stance: Annotated[
        list[str] | None, _many("--stance", "STANCE", "Only where somebody asserts, denies, … it.")
    ] = None,
    certainty: Annotated[
        list[str] | None, _many("--certainty", "WORD", "Only what is told as certain, probable, …")
    ] = None,
    words: Annotated[
        str | None,
        typer.Option(metavar="WORDS", help="Only where a claim has these words, as in a search.", show_default=False),
    ] = None,
    stage: Annotated[
        list[str] | None, _many("--stage", "STAGE", "Other than what is told as real: planned, any.")
    ] = None,
    toll_over: Annotated[
        float | None, typer.Option(metavar="N", help="Only where more than N are counted.", show_default=False)
    ] = None,
    measure: Annotated[
        str | None, typer.Option(metavar="MEASURE", help="… as killed (default), injured, …", show_default=False)
    ] = None,
    rises: Annotated[bool, typer.Option("--rises", help="… and again at each higher count.")] = False,
    origins: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only by so many independent origins.", show_default=False)
    ] = None,
    undated: Annotated[
        bool, typer.Option("--undated", help="Also what is told without a day, in reports that have one.")
    ] = False,
    told_within: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="DAYS", help="Not what is first told longer after it happened.", show_default=False
        ),
    ] = None,
    conflict: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="Claims that cannot both hold: any, denial, …", show_default=False),
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="ASPECT", help="How things stand changes: any, control, …", show_default=False)
    ] = None,
    silence: Annotated[
        str | None, typer.Option(metavar="OUTLET", help="An outlet falls silent: its name, or any.", show_default=False)
    ] = None,
    send: Annotated[list[str] | None, _many("--send", "TARGET", "To this target only. Default: all.")] = None,
    alerts: AlertsFile = None,
) -> None:
    """Tell of what becomes known and fits: all conditions must hold.

    It speaks of what becomes known from its first look on, however long ago that happened. What has no date never
    fires.

    \b
    Example:
      fogline alert add "Kherson dead" --place Kherson --within 50 --toll-over 3 --rises
      fogline alert add "Who holds what" --status control --party Russia
      fogline alert add "Quarrels" --conflict denial --place "Donetsk Oblast"
      fogline alert add "Silent" --silence any --send desk
    """
    from fogline.sources.alert_rules import DEFAULT, add_rule, middle_words

    file = alerts or DEFAULT
    row = {
        "name": name, "place": place, "radius_km": within, "country": country, "kind": kind, "party": party,
        "said_by": said_by, "speaker": speaker, "outlet": outlet, "stance": stance, "certainty": certainty,
        "words": words, "stage": stage, "toll_over": toll_over, "measure": measure, "rises": rises,
        "origins": origins, "told_within_days": told_within, "undated": undated, "conflict": conflict, "status": status,
        "silence": silence, "send": send,
    }  # fmt: skip
    rule = add_rule(file, row)
    tell(f"fogline: {file}: {name}: {rule.said}")
    middle = middle_words(rule)
    if middle is not None:
        tell(f"fogline: {middle}; another one by --country")
    tell("fogline: what would have fired: fogline alert test")


@app.command()
def target(
    name: Name,
    apprise: Annotated[
        str | None,
        typer.Option(metavar="URL", help="An Apprise URL; env:FOGLINE_X; - for standard input.", show_default=False),
    ] = None,
    webhook: Annotated[
        str | None, typer.Option(metavar="URL", help="An address that takes signed JSON.", show_default=False)
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(metavar="KEY", help="Its key: env:FOGLINE_X, or - ; else one is made.", show_default=False),
    ] = None,
    alerts: AlertsFile = None,
) -> None:
    """Name somebody to send alerts to: a service of Apprise, or a webhook.

    An address or key may stay out of the file: env:FOGLINE_X means the variable FOGLINE_X, or what the file that
    FOGLINE_X_FILE names holds. None of them is ever printed.

    \b
    Example:
      fogline alert target desk --apprise env:FOGLINE_DESK
      fogline alert target archive --webhook https://archive.example/hooks/fogline
      fogline alert ping desk
    """
    from fogline.sources.alert_rules import DEFAULT, add_target

    file = alerts or DEFAULT
    given = [sys.stdin.readline().strip() if one == "-" else one for one in (apprise, webhook, key)]
    made = add_target(file, name, apprise=given[0], webhook=given[1], key=given[2])
    tell(f"fogline: {file}: {name} is {made.shown}")
    if webhook and not key:
        tell(f"fogline: its key was made and stands in {file}; its receiver needs it too")


@app.command()
def remove(name: Name, alerts: AlertsFile = None) -> None:
    """Take a rule or a target away. What it told of stays in the log."""
    from fogline.sources.alert_rules import DEFAULT
    from fogline.sources.alert_rules import remove as take_out

    what = take_out(alerts or DEFAULT, name)
    tell(f"fogline: {alerts or DEFAULT}: the {what} {name} is gone")


@app.command("list")
def list_(ledger: LedgerPath = None, alerts: AlertsFile = None, form: As = Format.TABLE) -> None:
    """List the rules: what each asks, whom it tells, how often it did."""
    from fogline.serve.alerts_out import remembered, rule_rows
    from fogline.serve.show import show
    from fogline.sources.alert_rules import open_to_others, read_alerting

    where = _where(ledger, alerts)
    alerting = read_alerting(where.rules)
    if open_to_others(where.rules):
        tell(f"fogline: {where.rules}: others can read its keys. Close it: chmod 600 {where.rules}")
    with remembered(where) as memory:
        rows = rule_rows(alerting, memory)
    for one in alerting.targets:
        tell(f"fogline: target {one.name}: {one.shown}")
    columns = ("rule", "tells", "to", "alerts", "last", "not_sent")
    leave(found=bool(show(rows, lambda some: list(some), form, columns=columns)))


@app.command()
def test(
    ledger: LedgerPath = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="First day. Default: the ledger's.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Last day. Default: the ledger's.")] = None,
    rule: Annotated[str | None, typer.Option(metavar="NAME", help="Only this rule.", show_default=False)] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Each alert as it would have been sent.")] = False,
    alerts: AlertsFile = None,
    form: As = Format.TABLE,
) -> None:
    """Show what would have fired in the past; nothing is sent.

    Each day is looked at as of its evening, by what was published until then.

    \b
    Example:
      fogline alert test --ledger war.ledger --since 2023-03-01 --until 2023-03-05 --whole
    """
    from fogline.outputs.alerting import text
    from fogline.run.alert_past import OfLedger, would_have_fired
    from fogline.serve.alerts_out import passed_lines, past_rows
    from fogline.serve.holdings import ledger_path
    from fogline.serve.show import show
    from fogline.sources.alert_rules import read_alerting
    from fogline.store.fused import Fused, beside
    from fogline.store.sqlite import open_ledger

    where = _where(ledger, alerts)
    rules = [one for one in read_alerting(where.rules).rules if rule in (None, one.name)]
    if not rules:
        raise typer.BadParameter(
            f"no rule {rule or ''} in {where.rules}. Add one: fogline alert add", param_hint="--rule"
        )
    first, last = checked_day(since, "--since"), checked_day(until, "--until")
    file = ledger_path(source(None, ledger))
    found, passed = [], frozenset[tuple[str, str, str]]()
    with open_ledger(file, create=False) as kept, Fused(beside(file)) as fused, progress() as moving:
        for day in would_have_fired(OfLedger(kept, fused), rules, since=first, until=last, step=moving.step):
            found += [(day.day, one) for one in day.alerts]
            passed |= day.passed
    for line in passed_lines(passed):
        tell(f"fogline: {line}")
    if whole and form is Format.TABLE:
        for date, one in found:
            typer.echo(f"── {date} ── {one.title}\n\n{text(one)}\n")
        leave(found=bool(found))
        return
    if form is Format.JSON:
        show([one for _, one in found], lambda _: [], form)
    else:
        show(found, lambda some: past_rows(list(some)), form, columns=("day", "rule", "title", "timing", "claims"))
    leave(found=bool(found))


@app.command()
def run(ledger: LedgerPath = None, alerts: AlertsFile = None, outlets: OutletsFile = None, allow: Allow = None) -> None:
    """Look once at what became known, and send what is due.

    `fogline watch` does this by itself. Exit status 3: something could not be sent; it is tried again by the next look.

    \b
    Example:
      fogline alert run --ledger war.ledger
    """
    from fogline.serve.alerts_out import Alarm

    where = _where(ledger, alerts, outlets, allow)
    alarm = Alarm(where, lambda line: tell(f"fogline: {line}"))
    try:
        alarm.look()
    finally:
        alarm.close()
    if alarm.failed:
        raise typer.Exit(INPUT_SET_ASIDE)


@app.command()
def log(
    alert: Annotated[str | None, typer.Argument(metavar="[ID]", help="One alert, whole.", show_default=False)] = None,
    ledger: LedgerPath = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="The latest so many.")] = 50,
    form: As = Format.TABLE,
) -> None:
    """Show what fired and what became of it; one alert with its claims.

    \b
    Example:
      fogline alert log --ledger war.ledger
      fogline alert log a_4f1c0a9be2d37715
    """
    from fogline.outputs.alerting import text
    from fogline.serve.alerts_out import alert_of, log_rows, remembered
    from fogline.serve.show import show

    where = _where(ledger, None)
    with remembered(where) as memory:
        kept = [one for one in memory.alerts(most=None if alert else limit) if alert in (None, one.id)]
        if alert and kept and form is Format.TABLE:
            typer.echo(f"{kept[0].title}\n\n{text(alert_of(kept[0]))}")
            return
        if form is Format.JSON:
            leave(found=bool(show([alert_of(one) for one in kept], lambda _: [], form)))
            return
        columns = ("fired_at", "rule", "title", "sent", "id")
        leave(found=bool(show(log_rows(kept, memory), lambda some: list(some), form, columns=columns)))


@app.command()
def retry(
    alert: Annotated[str | None, typer.Argument(metavar="[ID]", help="Only this alert.", show_default=False)] = None,
    ledger: LedgerPath = None,
) -> None:
    """Have what could not be sent tried again by the next look."""

    from fogline.serve.alerts_out import remembered

    where = _where(ledger, None)
    with remembered(where) as memory:
        number = memory.again(alert)
    tell(f"fogline: {counted(number, 'message')} to be tried again: fogline alert run")
    leave(found=bool(number))


@app.command()
def ping(name: Name, alerts: AlertsFile = None, allow: Allow = None) -> None:
    """Send a trial message to a target; it says that it is one.

    \b
    Example:
      fogline alert ping desk
    """
    from fogline.run.alert_sending import send_trial
    from fogline.sources.alert_rules import read_alerting

    where = _where(None, alerts, None, allow)
    alerting = read_alerting(where.rules)
    send_trial(alerting, where.access(alerting), name)
    tell(f"fogline: {name}: the trial message was taken")


@app.command()
def feed(
    ledger: LedgerPath = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Into this file.", show_default=False)] = None,
) -> None:
    """Print the alerts as an Atom feed.

    With `feed = "alerts.atom"` under [alerts] in alerts.toml, each look writes it by itself.

    \b
    Example:
      fogline alert feed --out public/alerts.atom
    """
    from datetime import UTC, datetime

    from fogline.serve.alerts_out import feed as as_atom
    from fogline.serve.alerts_out import remembered
    from fogline.sources.settings import replaced

    where = _where(ledger, None)
    with remembered(where) as memory:
        made = as_atom(memory, datetime.now(UTC))
    if out is None:
        typer.echo(made, nl=False)
    else:
        replaced(out, made, mode=0o644)


def _where(
    ledger: Path | None, alerts: Path | None, outlets: Path | None = None, allow: list[str] | None = None
) -> Where:
    from fogline.serve.alerts_out import Where
    from fogline.serve.holdings import DEFAULT as LEDGER
    from fogline.sources.alert_rules import DEFAULT

    file = source(None, ledger).ledger or LEDGER
    return Where(ledger=file, rules=alerts or DEFAULT, outlets=outlets, allow=tuple(allow or ()))

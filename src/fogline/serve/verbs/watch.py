"""`fogline watch`: outlets into the ledger, round the clock."""

from __future__ import annotations

from typing import Annotated

import typer

from fogline.serve.configured import configured
from fogline.serve.logs import Level, Log, LogFormat
from fogline.serve.options import AlertsFile, Allow, GazetteerFile, LedgerPath, OutletsFile, connect_to, source


def watch(
    ctx: typer.Context,
    ledger: LedgerPath = None,
    outlets: OutletsFile = None,
    once: Annotated[bool, typer.Option("--once", help="Ask every outlet once, then end.")] = False,
    alerts: AlertsFile = None,
    allow: Allow = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=256, metavar="N", show_default=False,
            help="Processes that read. Default: as many as CPUs; with --once, this one.",
        ),
    ] = None,
    gazetteer: GazetteerFile = None,
    health_listen: Annotated[
        str | None,
        typer.Option(
            metavar="PORT", show_default=False,
            help="Answer /livez, /readyz and /metrics at this port (or 127.0.0.1:PORT) of this machine.",
        ),
    ] = None,
    health_token: Annotated[
        str | None,
        typer.Option(
            metavar="SECRET", show_default=False,
            help="What /metrics asks for. Others see what is typed: set FOGLINE_WATCH_HEALTH_TOKEN_FILE instead.",
        ),
    ] = None,
    least_free_mb: Annotated[
        int, typer.Option(min=1, metavar="MB", help="Not ready with less room than this on the ledger's disk.")
    ] = 500,
    stop_within: Annotated[
        float, typer.Option(min=1, max=3600, metavar="SECONDS", help="How long a signal to end may take.")
    ] = 30.0,
    log_format: Annotated[LogFormat, typer.Option(help="Lines for people, or an object a line.")] = LogFormat.TEXT,
    log_level: Annotated[Level, typer.Option(help="The least that is told.")] = Level.INFO,
) -> None:  # fmt: skip
    """Keep what outlets publish, until it is stopped.

    Each is asked at its interval, politely; new and corrected reports are read and kept. What is changed in the file of
    outlets holds within seconds. Ctrl-C or SIGTERM ends it once what was brought is kept, or given back where time is
    up; a second one ends it at once. Run it again, and it goes on where it was. For running it for months, see
    docs/running.md.

    Where there is an alerts.toml (see `fogline alert`), what becomes known and fits its rules is told.

    \b
    Example:
      fogline watch --ledger war.ledger
      fogline watch --once --outlets outlets.toml
      fogline watch --health-listen 9464 --log-format json
    """
    import os

    from fogline.model.errors import FoglineError, QueryError
    from fogline.serve.alerts_out import Alarm, Where
    from fogline.serve.health import listens_at
    from fogline.serve.holdings import DEFAULT as LEDGER
    from fogline.serve.tending import Tended, tend
    from fogline.sources.alert_rules import DEFAULT as RULES
    from fogline.sources.subscriptions import DEFAULT, Followed

    log = Log(log_format, log_level, [*configured(ctx).secrets, *filter(None, [health_token])])
    try:
        asked = source(None, ledger, gazetteer=gazetteer)
        followed = Followed(outlets or DEFAULT)
        chosen = followed.read()
        connect_to([*chosen.allow, *(allow or ())])
        if all(one.paused for one in chosen.outlets):
            raise FoglineError(f"{outlets or DEFAULT}: no outlet to watch. Add one: fogline outlet add URL")
        file, rules = asked.ledger or LEDGER, alerts or RULES
        where = Where(ledger=file, rules=rules, outlets=outlets, allow=tuple(allow or ()))

        def alerted(words: str) -> None:
            log.say(Level.INFO, "watch.alert", words)

        how = Tended(
            once=once, jobs=jobs or (1 if once else os.cpu_count() or 1), stop_within=stop_within,
            health=listens_at(health_listen) if health_listen else None,
            token=health_token, least_free_mb=least_free_mb,
            alarm=Alarm(where, alerted) if alerts or rules.exists() else None,
        )  # fmt: skip
        tend(chosen, followed, file, log, how)
    except (FoglineError, OSError) as error:
        if log_format is LogFormat.TEXT:
            raise
        log.say(Level.ERROR, "watch.failed", str(error), reason=str(error))
        raise typer.Exit(2 if isinstance(error, QueryError) else 1) from None
    except Exception as fault:
        if log_format is LogFormat.TEXT or isinstance(fault, typer.Exit):
            raise
        log.fault("watch.failed", fault)
        raise typer.Exit(1) from None

"""The settings of this run: found once, before the verb is looked at, and kept for those that show them.

In: the app's context, the file that was named. Out: what typer takes for what is not typed. Refused: what `settings`
refuses; for `fogline doctor`, whose work it is to tell of it, it is kept instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer

from fogline.model.errors import FoglineError
from fogline.serve.settings import Setting, defaults, file_in_use, settings

_KEPT = "fogline.settings"
_TELLS = "doctor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """What holds where nothing is typed."""

    file: Path | None
    found: tuple[Setting, ...] = ()
    fault: FoglineError | None = None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must be shown nowhere."""
        return tuple(str(one.value) for one in self.found if one.option.secret and one.value)


def take_settings(ctx: typer.Context, named: Path | None) -> None:
    """Finds the settings, and has them hold for the verb that follows."""
    try:
        file = file_in_use(named)
        found = tuple(settings(ctx, file))
    except FoglineError as fault:
        if ctx.invoked_subcommand != _TELLS:
            raise
        ctx.meta[_KEPT] = Configured(file=named, fault=fault)
        return
    ctx.meta[_KEPT] = Configured(file=file, found=found)
    ctx.default_map = defaults(found)


def configured(ctx: typer.Context) -> Configured:
    """The settings of this run."""
    kept = ctx.meta.get(_KEPT)
    return kept if isinstance(kept, Configured) else Configured(file=None)

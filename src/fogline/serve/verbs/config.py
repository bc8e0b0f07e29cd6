"""`fogline config`: which value each option has where it is not typed, and where that comes from."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Annotated

import typer

from fogline.serve.configured import configured
from fogline.serve.notices import leave, tell
from fogline.serve.options import As, Format
from fogline.serve.redacted import HIDDEN, redacted
from fogline.serve.settings import ALL, DEFAULT, Setting, unknown_names


def config(
    ctx: typer.Context,
    command: Annotated[
        str | None, typer.Argument(metavar="[COMMAND]", help="Only this command's, such as watch or outlet.add.")
    ] = None,
    set_only: Annotated[bool, typer.Option("--set", help="Only what is set somewhere.")] = False,
    form: As = Format.TABLE,
) -> None:
    """Show what options are set to, and where that is said.

    What comes first wins: what is typed; FOGLINE_COMMAND_OPTION; the command's table in the file; its [all]; the
    default. The file is --config FILE or FOGLINE_CONFIG, else fogline.toml in this folder, then in the user's settings
    (~/.config/fogline on Linux), then in /etc/fogline. Only one file is read. Secrets are not shown; each may stand in
    a file of its own, named by FOGLINE_COMMAND_OPTION_FILE or `option-file`.

    \b
    fogline.toml:
      [all]
      ledger = "/var/lib/fogline/war.ledger"
      [watch]
      log-format = "json"
      [outlet.add]
      every = "15m"

    \b
    Example:
      fogline config
      fogline config watch --set --format json
    """
    from fogline.model.errors import QueryError
    from fogline.serve.show import show

    used = configured(ctx)
    known = dict.fromkeys(one.option.table for one in used.found)
    wanted = [name for name in known if command is None or name == command or name.startswith(f"{command}.")]
    if not wanted:
        raise QueryError(f"{command}: no such command. There are: {', '.join(known)}.")
    for name, meant in unknown_names(ctx.find_root().command).items():
        tell(f"fogline: {name}: means nothing to fogline." + (f" Did you mean {meant}?" if meant else ""))
    tell(f"fogline: {used.file or 'no fogline.toml is read'}")
    found = [one for one in used.found if one.option.table in wanted and not (set_only and one.origin == DEFAULT)]
    shown = [_shown(one, used.secrets, of_all=command is None and not one.of_command) for one in found]
    leave(found=bool(show(dict.fromkeys(shown), lambda some: [dict(asdict(one)) for one in some], form)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A setting as it may be shown."""

    command: str
    option: str
    value: str | None
    origin: str
    env: str


def _shown(one: Setting, secrets: tuple[str, ...], *, of_all: bool) -> Shown:
    """`of_all`: what holds for every command that has it is shown once."""
    value = None if one.value is None or callable(one.value) else redacted(_plain(one.value), secrets)
    if one.option.secret and value is not None:
        value = HIDDEN
    option = one.option
    command, key = (ALL, option.shared or "") if of_all else (option.table, option.key)
    return Shown(command=command, option=key, value=value, origin=one.origin, env=option.env)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    return str(value.value) if isinstance(value, Enum) else str(value)

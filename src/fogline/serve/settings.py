"""Options that are not typed: from the environment, from `fogline.toml`, or as they are by default.

In: the tree of commands, the environment, a TOML file. Out: for each command's options the value that holds where none
is typed, and where it comes from. Refused with `InputError`: a file that is no TOML; a command or an option that does
not exist (with the one that was meant, perhaps); a value that the option would not take; a secret's file that cannot be
read, or a secret given twice.

What comes first wins: the flag, `FOGLINE_*`, the command's own table in the file, the file's `[all]`, the default. An
option whose help shows `[env var: FOGLINE_X]` has that name for all commands, and is `x` in `[all]`; any other is
`FOGLINE_COMMAND_OPTION`, and stands in the command's table alone.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer

from fogline.model.errors import InputError

PREFIX = "FOGLINE_"
FILE = "FOGLINE_CONFIG"  # names the file, as --config does
NAME = "fogline.toml"
SYSTEM = Path("/etc/fogline") / NAME
ALL = "all"
SECRET = "SECRET"  # noqa: S105 - the metavar by which an option is known to be one
# Settings of the environment alone: tables that programs choose, never a flag (data.kinds, party_tables, schemes).
ELSEWHERE = (
    "FOGLINE_KINDS",
    "FOGLINE_PARTIES",
    "FOGLINE_SCHEMES",
    "FOGLINE_PCODES",
    "FOGLINE_STREETS",
    "FOGLINE_BORDERS",
    FILE,
)
_OF_A_FILE = "_FILE"
_MOST_SECRET = 65_536
_OWN = {"help", "version", "config", "install_completion", "show_completion"}
DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of one command, and where its value may be said."""

    command: tuple[str, ...]  # watch; outlet, add
    name: str  # as the verb's argument is called
    key: str  # as it is typed and stands in the file: health-listen
    env: str
    shared: str | None  # its key in [all]
    secret: bool
    param: Any  # typer's own

    @property
    def table(self) -> str:
        """The table of the file in which it stands.

        >>> Option(command=("outlet", "add"), name="every", key="every", env="", shared=None, secret=False,
        ...        param=None).table
        'outlet.add'
        """
        return ".".join(self.command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The value of an option where it is not typed."""

    option: Option
    value: object
    origin: str  # an environment's name, `file: [table]`, or "default"
    file: Path | None = None  # in which it stands: a secret's own, or fogline.toml

    @property
    def of_command(self) -> bool:
        """Whether it holds for this one command: others have no such option, or another value."""
        return self.option.shared is None or f"[{self.option.table}]" in self.origin


def options_of(group: Any, above: tuple[str, ...] = ()) -> Iterator[Option]:  # noqa: ANN401 - typer's commands
    """All options of all commands, in the order of the help."""
    for name, command in group.commands.items():
        path = (*above, name)
        if hasattr(command, "commands"):
            yield from options_of(command, path)
            continue
        for param in command.params:
            if param.param_type_name == "option" and param.name not in _OWN:
                yield _option(path, param)


def _option(path: tuple[str, ...], param: Any) -> Option:  # noqa: ANN401
    key = max(param.opts, key=len).lstrip("-")
    said = param.envvar if isinstance(param.envvar, str) else None
    env = said or PREFIX + "_".join((*path, key)).upper().replace("-", "_")
    shared = said.removeprefix(PREFIX).lower().replace("_", "-") if said else None
    return Option(
        command=path, name=param.name, key=key, env=env, shared=shared, secret=param.metavar == SECRET, param=param
    )


def file_in_use(named: Path | None = None, env: Mapping[str, str] = os.environ) -> Path | None:
    """The file that is read: the one named, else the first that exists of the three places; None: there is none.

    >>> file_in_use(Path("nowhere.toml"))
    Traceback (most recent call last):
    fogline.model.errors.InputError: nowhere.toml: no such file. Name another with --config, or leave it out.
    """
    chosen = named or (Path(env[FILE]) if env.get(FILE) else None)
    if chosen is not None:
        if not chosen.is_file():
            raise InputError(f"{chosen}: no such file. Name another with --config, or leave it out.")
        return chosen
    return next((path for path in places() if path.is_file()), None)


def places() -> tuple[Path, ...]:
    """Where the file is looked for, in order: this folder, the user's settings, the system's."""
    return Path(NAME), Path(typer.get_app_dir("fogline")) / NAME, SYSTEM


def settings(ctx: typer.Context, file: Path | None, env: Mapping[str, str] = os.environ) -> list[Setting]:
    """The value of each option of the app's commands where it is not typed, checked, and where it comes from."""
    known = list(options_of(ctx.command))
    said = _Said.read(file, known)
    return [_checked(_setting(option, said, env), ctx) for option in known]


def defaults(found: Iterable[Setting]) -> dict[str, Any]:
    """What typer takes for what is not typed: a table a command, a value an option that is said somewhere."""
    tables: dict[str, Any] = {}
    for one in found:
        # typer reads the names that its help shows by itself, and those stand before this table
        if one.origin == DEFAULT or one.origin == one.option.env == one.option.param.envvar:
            continue
        table = tables
        for name in one.option.command:
            table = table.setdefault(name, {})
        table[one.option.name] = one.value
    return tables


def unknown_names(group: Any, env: Mapping[str, str] = os.environ) -> dict[str, str | None]:  # noqa: ANN401
    """Names of the environment that begin with FOGLINE_ and mean nothing, each with the one that was meant, perhaps."""
    known = set(ELSEWHERE)
    for option in options_of(group):
        known |= {option.env, option.env + _OF_A_FILE} if option.secret else {option.env}
    strange = sorted(name for name in env if name.startswith(PREFIX) and name not in known)
    return {name: _meant(name, known) for name in strange}


@dataclass(frozen=True, slots=True)
class _Said:
    """What the file says, by table and key; every key is one that exists."""

    file: Path | None
    tables: Mapping[str, Mapping[str, object]]

    @classmethod
    def read(cls, file: Path | None, known: list[Option]) -> _Said:
        if file is None:
            return cls(None, {})
        try:
            said = tomllib.loads(file.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise InputError(f"{file}: cannot be read as TOML ({error}). Correct it.") from None
        keys: dict[str, set[str]] = {ALL: set()}
        for option in known:
            keys.setdefault(option.table, set()).update(_keys(option, option.key))
            if option.shared:
                keys[ALL].update(_keys(option, option.shared))
        return cls(file, dict(_tables(said, keys, file)))

    def of(self, table: str, key: str) -> tuple[object, str] | None:
        """What the file says, and where."""
        row = self.tables.get(table, {})
        return (row[key], f"{self.file}: [{table}]") if key in row else None


def _keys(option: Option, key: str) -> set[str]:
    return {key, f"{key}-file"} if option.secret else {key}


def _tables(
    said: Mapping[str, object], keys: Mapping[str, set[str]], file: Path, above: str = ""
) -> Iterator[tuple[str, dict[str, object]]]:
    """Each table of the file that is a command's, with its rows; a table of commands may hold further tables."""
    for name, row in said.items():
        table = f"{above}.{name}" if above else name
        if not isinstance(row, dict):
            where = f" in [{above}]" if above else ": it stands in no table"
            raise InputError(f"{file}: {name}{where}. Options of all commands stand in [all], others in [COMMAND].")
        if table in keys:
            yield table, dict(_rows(row, keys, table, file))
        elif any(one.startswith(f"{table}.") for one in keys):
            yield from _tables(row, keys, file, table)
        else:
            raise InputError(f"{file}: [{table}]: no such command.{_perhaps(table, keys)}")


def _rows(
    row: Mapping[str, object], keys: Mapping[str, set[str]], table: str, file: Path
) -> Iterator[tuple[str, object]]:
    for written, value in row.items():
        key = written.replace("_", "-")
        if key not in keys[table]:
            others = sorted(one for one in keys if key in keys[one])
            hint = f" It is an option of [{'], ['.join(others[:3])}]." if others else _perhaps(key, keys[table])
            raise InputError(f"{file}: [{table}]: {written} is not known.{hint} See: fogline config")
        if key != written and key in row:
            raise InputError(f"{file}: [{table}]: {key} stands there twice, with - and with _. Remove one.")
        yield key, value


def _perhaps(name: str, known: Iterable[str]) -> str:
    meant = _meant(name, known)
    return f" Did you mean {meant}?" if meant else ""


def _meant(name: str, known: Iterable[str]) -> str | None:
    return next(iter(difflib.get_close_matches(name, sorted(known), 1)), None)


def _setting(option: Option, said: _Said, env: Mapping[str, str]) -> Setting:
    places_ = [(option.table, option.key)] + ([(ALL, option.shared)] if option.shared else [])
    found: tuple[object, str] | tuple[object, str, Path] | None
    if option.secret:
        found = _secret(option, said, env, places_)
    elif env.get(option.env):
        found = env[option.env], option.env
    else:
        found = next(filter(None, (said.of(*place) for place in places_)), None)
    value, origin, *own = found if found is not None else (option.param.default, DEFAULT)
    file = own[0] if own else said.file if origin.startswith(f"{said.file}: ") else None
    return Setting(option=option, value=value, origin=origin, file=file)


def _secret(
    option: Option, said: _Said, env: Mapping[str, str], places_: list[tuple[str, str]]
) -> tuple[object, str] | tuple[object, str, Path] | None:
    """A secret, in words or from the file that is named in its stead; and that file."""
    named = env.get(option.env + _OF_A_FILE)
    if env.get(option.env) and named:
        raise InputError(f"{option.env} and {option.env}{_OF_A_FILE}: both are set. Leave one out.")
    if env.get(option.env):
        return env[option.env], option.env
    if named:
        return _content(Path(named), option.env + _OF_A_FILE), option.env + _OF_A_FILE, Path(named)
    for table, key in places_:
        whole, by_file = said.of(table, key), said.of(table, f"{key}-file")
        if whole and by_file:
            raise InputError(f"{whole[1]}: {key} and {key}-file: both are set. Leave one out.")
        if whole:
            return whole
        if by_file:
            path, origin = Path(str(by_file[0])), f"{by_file[1]} {key}-file"
            return _content(path, origin), origin, path
    return None


def _content(path: Path, origin: str) -> str:
    try:
        with path.open("rb") as opened:
            value = opened.read(_MOST_SECRET + 1).decode("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "is no text"
        raise InputError(f"{origin}: {path}: {why}. Name a file that holds the secret and nothing else.") from None
    if not value.strip() or len(value) > _MOST_SECRET:
        raise InputError(f"{origin}: {path}: is empty or too long. Name a file that holds the secret and nothing else.")
    return value


def _checked(one: Setting, ctx: typer.Context) -> Setting:
    """The setting, if the option takes its value; typer would not say where it was written."""
    if one.origin == DEFAULT or one.value is None:
        return one
    param, value = one.option.param, one.value
    shown = "its value" if one.option.secret else repr(value)
    several = bool(param.multiple)
    if several and isinstance(value, str):
        value = [part for part in value.replace(",", " ").split() if part]
    wrong = isinstance(value, list) != several or isinstance(value, dict)
    # A flag is a flag, and nothing else is: TOML's own types say which is meant.
    wrong = wrong or (isinstance(value, bool) != bool(param.is_flag) and not isinstance(value, str))
    try:
        if wrong:
            raise typer.BadParameter("is of the wrong sort")
        param.process_value(ctx, value)
    except (typer.BadParameter, ValueError, TypeError) as error:
        why = getattr(error, "message", str(error)) or "is not taken"
        raise InputError(f"{one.origin}: {one.option.key} = {shown}: {why}. Correct it.") from None
    return replace(one, value=value)

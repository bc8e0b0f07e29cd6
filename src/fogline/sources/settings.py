"""Files of settings in TOML that people write by hand and commands change: comments in them are kept.

In: a path; which names a table may have. Out: tables; the file written anew in one step. Refused with `InputError`:
what is no TOML, a name that is not known, a value of the wrong sort; each with its place.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fogline.model.errors import InputError

SECRET = frozenset({"apprise", "webhook", "key"})  # values that are told to nobody
Sorts = Mapping[str, type | tuple[type, ...]]


def read_settings(path: Path, *, make: str) -> dict[str, Any]:
    """The tables of a file; `make`: the command that makes one."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file. Make it with: {make}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML ({error}). Correct it.") from None


def rows(said: Mapping[str, Any], name: str, path: Path) -> list[Any]:
    """The tables of one name."""
    found = said.get(name, [])
    if not isinstance(found, list):
        raise InputError(f"{path}: `{name}` is no list. Head each {name} with [[{name}]].")
    return found


def check(row: object, known: Sorts, where: str) -> None:
    """Refuses a table with a name that is not known, or a value of the wrong sort."""
    if not isinstance(row, dict):
        raise InputError(f"{where}: is no table of settings.")
    for name, value in row.items():
        if name not in known:
            raise InputError(f"{where}: {name} is not known. Known: {', '.join(known)}.")
        if not isinstance(value, known[name]):
            shown = "" if name in SECRET else f" = {value!r}"
            raise InputError(f"{where}: {name}{shown} is of the wrong sort.")


def append(path: Path, name: str, row: Mapping[str, object], *, private: bool = False) -> None:
    """Adds a table at the end; what has no value is left out. `private`: a file that is made is its owner's only."""

    def add(document: Any) -> None:  # noqa: ANN401 - tomlkit's documents are typed as nothing in particular
        import tomlkit

        table = tomlkit.table()
        for key, value in row.items():
            if value:
                table[key] = value
        if name not in document:
            document[name] = tomlkit.aot()
        document[name].append(table)

    rewritten(path, add, private=private)


def rewritten(path: Path, change: Callable[[Any], object], *, private: bool = False) -> None:
    """Changes a file, and makes it where there is none."""
    import tomlkit

    document = tomlkit.parse(path.read_text("utf-8")) if path.exists() else tomlkit.document()
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600 if private else None
    change(document)
    replaced(path, tomlkit.dumps(document), mode=mode)


def replaced(path: Path, text: str, *, mode: int | None = None) -> None:
    """Writes a file in one step: whoever reads it meanwhile has the one before or the new one, whole."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        unfinished.touch(mode if mode is not None else 0o666)
        unfinished.write_text(text, "utf-8")
        if mode is not None:
            unfinished.chmod(mode)
        unfinished.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}). Check its folder's rights.") from None
    finally:
        unfinished.unlink(missing_ok=True)

"""`fogline desk`: who may use a desk that others reach: accounts of people, keys of programs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from fogline.model.errors import QueryError, extra
from fogline.serve.notices import leave, tell
from fogline.serve.options import As, Format, LedgerPath, source
from fogline.serve.show import show

if TYPE_CHECKING:
    from fogline.outputs.tables import Row
    from fogline.store.accounts import Accounts

app = typer.Typer(
    name="desk",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="""Let others use the desk: accounts and keys.

They are kept beside the ledger (war.ledger-desk), not in it. As soon as there is one, fogline serve lets nobody in
without, also where it runs already. docs/desk.md tells how to put it behind TLS.

\b
Example:
  fogline desk account add olena --ledger war.ledger
  fogline desk key add nightly-export --scope read --scope export --ledger war.ledger
""",
)
account = typer.Typer(name="account", no_args_is_help=True, rich_markup_mode=None, help="People who may log in.")
key = typer.Typer(name="key", no_args_is_help=True, rich_markup_mode=None, help="Programs that may ask.")
app.add_typer(account, name="account")
app.add_typer(key, name="key")

_SCOPES = ("read", "judge", "export")
Name = Annotated[str, typer.Argument(metavar="NAME", help="What it is called; it stands beside what it decides.")]
Scope = Annotated[
    list[str] | None,
    typer.Option(
        "--scope", metavar="SCOPE", show_default=False,
        help="What is allowed: read, judge (decide), export (take tables along). May be repeated.",
    ),
]  # fmt: skip
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input, one line, not the terminal.")
]


@account.command("add")
def account_add(name: Name, scope: Scope = None, password_stdin: FromInput = False, ledger: LedgerPath = None) -> None:
    """Add an account. The password is asked for, and kept as a hash. Default: --scope read, judge and export."""
    with _accounts(ledger) as held:
        if held.account(name) is not None:
            raise QueryError(f"{name}: there is such an account. Give it a new password: fogline desk account password")
        _put(held, name, _scopes(scope, _SCOPES), password_stdin)
    tell(f"fogline: {name} can log in; without an account or a key nobody reads this ledger's desk any more")


@account.command("password")
def account_password(name: Name, password_stdin: FromInput = False, ledger: LedgerPath = None) -> None:
    """Give an account a new password. Its sessions end."""
    with _accounts(ledger) as held:
        known = held.account(name)
        if known is None:
            raise QueryError(f"{name}: no such account. List them: fogline desk account list")
        _put(held, name, known.scopes, password_stdin)
    tell(f"fogline: {name} has a new password, and has to log in again")


@account.command("list")
def account_list(ledger: LedgerPath = None, form: As = Format.TABLE) -> None:
    """List the accounts."""
    with _accounts(ledger) as held:
        rows: list[Row] = [
            {"name": one.name, "scopes": ", ".join(one.scopes), "made_at": one.made_at} for one in held.accounts()
        ]
    leave(found=bool(show(rows, list, form)))


@account.command("remove")
def account_remove(name: Name, ledger: LedgerPath = None) -> None:
    """Remove an account. Its sessions end; what it decided stays."""
    with _accounts(ledger) as held:
        if not held.remove(name):
            raise QueryError(f"{name}: no such account. List them: fogline desk account list")
    tell(f"fogline: {name} is removed; what {name} decided stays on record")


@key.command("add")
def key_add(name: Name, scope: Scope = None, ledger: LedgerPath = None) -> None:
    """Make a key. It is printed this once, and kept as a hash. Default: --scope read."""
    with _accounts(ledger) as held:
        _checked(name)
        made, token = held.add_key(name, _scopes(scope, ("read",)), _now())
    typer.echo(token)
    tell(f"fogline: key {made.id}, {', '.join(made.scopes)}. It is not shown again. Send: Authorization: Bearer KEY")


@key.command("list")
def key_list(ledger: LedgerPath = None, form: As = Format.TABLE) -> None:
    """List the keys: their ids and names, not the keys themselves."""
    with _accounts(ledger) as held:
        rows: list[Row] = [
            {"id": one.id, "name": one.name, "scopes": ", ".join(one.scopes), "made_at": one.made_at,
             "used_on": one.used_on} for one in held.all_keys()
        ]  # fmt: skip
    leave(found=bool(show(rows, list, form)))


@key.command("revoke")
def key_revoke(
    id: Annotated[str, typer.Argument(metavar="ID", help="The key's id, as the list has it.")],
    ledger: LedgerPath = None,
) -> None:
    """Revoke a key, at once."""
    with _accounts(ledger) as held:
        if not held.revoke(id):
            raise QueryError(f"{id}: no such key. List them: fogline desk key list")
    tell(f"fogline: key {id} is revoked")


def _accounts(ledger: LedgerPath) -> Accounts:
    from fogline.serve.holdings import ledger_path
    from fogline.store.accounts import Accounts, accounts_file

    path = ledger_path(source(None, ledger))
    if not path.exists():
        raise QueryError(f"{path}: no such ledger. Make it first: fogline init")
    return Accounts(accounts_file(path))


def _put(held: Accounts, name: str, scopes: Sequence[str], from_input: bool) -> None:
    from fogline.store.accounts import Account

    try:
        from fogline.serve.desk.passwords import hashed
    except ModuleNotFoundError as missing:
        if missing.name != "argon2":
            raise
        raise QueryError(f"Accounts need a package of their own. Install it, {extra('desk')}") from None
    _checked(name)
    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    held.put(Account(name=name, password=hashed(password), scopes=tuple(scopes), made_at=_now()))


def _checked(name: str) -> None:
    from fogline.serve.names import checked_name

    if not checked_name(name):
        raise QueryError(f"{name[:80]!r}: no name. Use at most 60 characters that print, not beginning with “rule:”.")


def _scopes(given: list[str] | None, otherwise: tuple[str, ...]) -> tuple[str, ...]:
    wanted = {part for one in given or () for part in one.replace(",", " ").split()}
    unknown = sorted(wanted - set(_SCOPES))
    if unknown:
        raise QueryError(f"--scope {unknown[0]}: no such scope. There is: {', '.join(_SCOPES)}")
    return tuple(one for one in _SCOPES if one in wanted) or otherwise


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

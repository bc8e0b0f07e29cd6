"""How a desk is kept, out of what was asked for at the start: open, under review, or closed to all without an account.

In: options. Out: a `House`, the host names it answers to. Refused with `QueryError`: an address that others reach while
there is no account; a reviewer without a ledger, or beside accounts.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from pathlib import Path

from fogline.model.errors import QueryError
from fogline.serve.desk.door import House
from fogline.serve.holdings import ledger_path
from fogline.serve.names import checked_name
from fogline.serve.options import Source
from fogline.sources.alert_rules import DEFAULT as ALERTS
from fogline.store.accounts import Accounts, accounts_file

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def kept_house(asked: Source, reviewer: str | None, alerts: Path | None = None) -> House:
    """The house for what is opened. Accounts beside the ledger close it, also those that are added later.

    `alerts`: the file of alert rules, where it is not the one in this folder.
    """
    if reviewer is not None and asked.paths:
        raise QueryError("--review: decisions are kept in a ledger. Add the reports to one first: fogline add PATH")
    if reviewer is not None and not checked_name(reviewer):
        raise QueryError("--review: say who decides, in at most 60 characters.")
    path = None if asked.paths else ledger_path(asked)
    # What is no ledger is refused when it is opened, and gets no file beside it.
    accounts = Accounts(accounts_file(path) if path is not None and path.exists() else None)
    if reviewer is not None and accounts.any():
        accounts.close()
        raise QueryError("--review: this desk has accounts. Log in with yours to decide (fogline desk account).")
    keeps = path is not None
    return House(accounts=accounts, reviewer=reviewer, keeps=keeps, alerts=(alerts or ALERTS) if keeps else None)


def check_host(host: str, names: Iterable[str], *, closed: bool) -> frozenset[str]:
    """The names that the desk answers to beside this machine's. `closed`: whether it has accounts.

    >>> check_host("127.0.0.1", [], closed=False)
    frozenset()
    >>> check_host("0.0.0.0", [], closed=False)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fogline.model.errors.QueryError: --host 0.0.0.0: not this machine alone. ...
    """
    known = frozenset(checked_host_name(name) for name in names)
    try:
        address = ipaddress.ip_address(host)
        alone = address.is_loopback
    except ValueError:
        address, alone = None, host == "localhost"
    if not closed and (known or not alone):
        raise QueryError(
            (f"--host {host}: not this machine alone." if not alone else "--name: others would reach the desk.")
            + " It has no account or key yet, and opens to others only with one. Add one: fogline desk account add "
            "NAME --ledger LEDGER. Or tunnel: ssh -L 8765:127.0.0.1:8765 HOST"
        )
    if alone:
        return known
    if address is None:
        raise QueryError(f"--host {host}: give the address to listen on, and the name with --name {host}.")
    if address.is_unspecified:
        if not known:
            raise QueryError(f"--host {host}: say with --name under which host name others reach the desk.")
        return known
    return known | {f"[{address}]" if address.version == 6 else str(address)}


def checked_host_name(name: str) -> str:
    """A host name in lower case.

    >>> checked_host_name("Desk.example")
    'desk.example'
    """
    lower = name.lower()
    if not _NAME.fullmatch(lower) or len(lower) > 253:
        raise QueryError(f"--name {name[:80]}: no host name. Write it as in an address: desk.example")
    return lower

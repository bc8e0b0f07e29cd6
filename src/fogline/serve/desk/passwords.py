"""Passwords, hashed by argon2id with the library's measure (RFC 9106, low memory).

In: passwords as typed. Out: hashes; whether one fits. Refused with `QueryError`: a password that is too short. A name
without an account costs as much time as one with, so that nobody learns which names there are. One at a time: each
takes 64 MB.
"""

from __future__ import annotations

import functools
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from fogline.model.errors import QueryError
from fogline.store.accounts import Account, Accounts

SHORTEST, LONGEST = 12, 1_000  # characters
_hasher = PasswordHasher()
_one_at_a_time = threading.Lock()


def hashed(password: str) -> str:
    """The hash of a password.

    >>> hashed("short")
    Traceback (most recent call last):
    fogline.model.errors.QueryError: A password needs at least 12 characters: four words that do not belong together.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise QueryError(
            f"A password needs at least {SHORTEST} characters: four words that do not belong together."
            if len(password) < SHORTEST
            else f"A password has at most {LONGEST:,} characters."
        )
    with _one_at_a_time:
        return _hasher.hash(password)


def matches(account: Account | None, password: str, accounts: Accounts) -> bool:
    """Whether the password is the account's."""
    with _one_at_a_time:
        try:
            _hasher.verify(account.password if account else _nobodys(), password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    if account is not None and _hasher.check_needs_rehash(account.password):
        accounts.rehash(account.name, hashed(password))
    return account is not None


@functools.cache
def _nobodys() -> str:
    return _hasher.hash("of nobody")

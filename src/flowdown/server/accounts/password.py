"""Passwords: argon2id digests, and a look at one takes as long whether or not the person is there."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 12, 200
# Each takes 64 MiB: so many at a time, whoever asks.
_AT_ONCE = threading.BoundedSemaphore(2)


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    # RFC 9106, the second recommended option: argon2id, 3 passes, 64 MiB, 4 lanes.
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


@cache
def _nobodys() -> str:
    """A digest of no password: what is looked at where there is no such person."""
    return _hasher().hash("nobody has this password")


def check_password(password: str) -> str:
    """The password; raises `UnusableArgument` for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UnusableArgument(f"a password has {SHORTEST} to {LONGEST} characters")
    return password


def hash_password(password: str) -> str:
    """The digest of a password."""
    with _AT_ONCE:
        return _hasher().hash(check_password(password))


def verify_password(kept: str, password: str) -> bool:
    """Whether a password is the one of which the digest is kept; an empty digest is nobody's, and takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    with _AT_ONCE:
        try:
            is_right = _hasher().verify(kept or _nobodys(), password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
    return is_right and bool(kept)


def is_outdated(kept: str) -> bool:
    """Whether a digest was made with less work than now."""
    return _hasher().check_needs_rehash(kept)

"""Makes what opens a door, and the digests by which it is known again; signs what must not be guessed."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import secrets

_BYTES = 32


def make_secret() -> str:
    """A text that nobody guesses, fit for an address."""
    return secrets.token_urlsafe(_BYTES)


def make_id() -> str:
    """A name for something new; it opens nothing."""
    return secrets.token_hex(8)


def digest(text: str) -> str:
    """What is kept of a secret. It has 256 bits of chance, so that a plain digest is enough."""
    return hashlib.sha256(text.encode()).hexdigest()


def sign(key: str, *words: str) -> str:
    """A signature of some words; a word cannot be moved into the next."""
    text = "".join(f"{len(word)}:{word}" for word in words)
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_same(one: str, other: str) -> bool:
    """Whether two texts are one, in a time that does not tell how much of them is."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def stamp(moment: datetime.datetime) -> str:
    """A moment as it is kept: UTC, as wide as any other, so that texts sort as moments do."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

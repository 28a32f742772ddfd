"""Tell a secret from an ordinary value, so that it is never repeated."""

from __future__ import annotations

import itertools
import re

from flowdown.scan.vocabulary import words_of

_SECRET_WORDS = frozenset(
    (
        "secret secrets password passwd pwd credential credentials auth apikey accesskey privatekey "
        "passphrase signature cookie dsn"
    ).split()
)
_COUNTED = frozenset(
    ("max min per cost price input output prompt completion pad eos bos cls sep mask unk limit budget").split()
)
_KEY_BEFORE = frozenset(("api access private secret signing encryption master service account auth client").split())
_PREFIXED = re.compile(
    r"(?:sk|pk|rk|key|gh[pousr]|github_pat|xox[abprs]|hf|gsk|AKIA|ASIA|AIza|ya29|eyJ|glpat"
    r"|npm|pypi|dop|shpat|tvly|r8|nvapi|pplx|fw|csk)[-_A-Z0-9]?[A-Za-z0-9_\-.]{16,}\Z"
)
_RANDOM = re.compile(r"[A-Za-z0-9+/_=]{32,}\Z")
_HEX = re.compile(r"[0-9a-f]{32,}\Z")


def names_secret(key: str) -> bool:
    """Whether a key of this name holds a secret."""
    words = words_of(key)
    if words[-1:] == ("token",):
        return not _COUNTED & set(words)
    if any(word in _SECRET_WORDS for word in words):
        return words[-1:] != ("tokens",)
    return any(second in ("key", "keys") and first in _KEY_BEFORE for first, second in itertools.pairwise(words))


def looks_secret(text: str) -> bool:
    """Whether a text has the shape of a token: a known prefix, or long and without meaning."""
    if _PREFIXED.match(text) or _HEX.match(text):
        return True
    if not _RANDOM.match(text):
        return False
    kinds = sum(
        (
            any(sign.isdigit() for sign in text),
            any(sign.isupper() for sign in text),
            any(sign.islower() for sign in text),
        )
    )
    return kinds == 3

"""What the name of a group of dependencies says of it: for tests, for development, or neither."""

from __future__ import annotations

import re

from flowdown.scan.vocabulary import words_of

_TEST = re.compile(
    r"test(?:s|ing|utils?|suite|kit)?|(?:r|unit)?specs?|(?:unit|py)tests?|e2e|bench(?:marks?)?|evals?|evaluation"
)
_DEVELOPMENT = re.compile(
    r"dev(?!ic)\w*|lint\w*|docs?|documentation|build\w*|typ(?:es?|ing|echeck\w*)|tool(?:s|ing|chain)?|style"
    r"|format(?:ting|ters?)?|ci"
)


def is_test_group(name: str) -> bool:
    """Whether one of the name's words says tests; `latest` and `fastest` do not."""
    return any(map(_TEST.fullmatch, words_of(name)))


def is_development_group(name: str) -> bool:
    """Whether one of the name's words says development; `docker`, `devices` and `financial` do not."""
    return any(map(_DEVELOPMENT.fullmatch, words_of(name)))

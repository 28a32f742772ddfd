"""The exit codes, in one place (contracts.md section 4)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What a run says to the shell; precedence 2 > 1 > 3 > 0."""

    OK = 0
    """Ran, and (for commands that judge) all clear."""
    BREACH = 1
    """Breach, conflict in a judged case, mismatch of `--verify`, failed signature, infeasible plan; a scan or message refused."""
    UNUSABLE = 2
    """An argument or an authored file is unusable, or some files of an import were refused."""
    UNDETERMINED = 3
    """Nothing worse, but something is undetermined, or a message is to be sent again."""
    INTERRUPTED = 130
    """Interrupted; valid partial output was written."""


def worst(codes: Iterable[Exit]) -> Exit:
    """The code that stands for several, by precedence."""
    present = set(codes)
    for code in (Exit.INTERRUPTED, Exit.UNUSABLE, Exit.BREACH, Exit.UNDETERMINED):
        if code in present:
            return code
    return Exit.OK

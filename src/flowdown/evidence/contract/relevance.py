"""Tells the clauses on which orders about vendors hang from the many others."""

from __future__ import annotations

import re

from flowdown.evidence.profile.clause import load_clauses

_MORE = re.compile(
    r"52\.204-(?:2[3-9]|30)|52\.240-9\d|52\.212-5|52\.213-4|52\.244-6|252\.204-70(?:16|17|18)|252\.239-7(?:017|018|098)"
    r"|552\.239-7\d+|552\.204-\d+|552\.212-7[12]|52\.240-1"
)
"""Prohibitions of vendors and lists that carry them, also where their versions are not known here."""


def is_relevant(number: str) -> bool:
    """True if an order of the library, or one like those, could bind through this clause."""
    return number in load_clauses().by_number() or _MORE.fullmatch(number) is not None

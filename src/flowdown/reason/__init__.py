"""Reasoning about norms: who is bound, what clashes and why, what mends it at least cost.

A `Situation` holds everything a question is asked of; it is built in memory or read from a case file. A `Reasoner`
answers about it under one `Stance`:

    reasoner = Reasoner(situation, Stance.IN_FORCE)
    find_standing(reasoner, Act("palantir", "use", "claude", day))   # position, norms, facts it depends on
    find_bound(reasoner, "risk_ban", day)                            # whom a norm binds
    find_deadlines(reasoner, "certify", "operator")                  # due days, world by world
    reasoner.clashes()                                               # conflicts left, clashes settled
    find_repairs(reasoner)                                           # the cheapest sets of the situation's moves
    trace_bond(reasoner.scene({}), "risk_ban", "palantir", day)      # the chain that binds somebody

Nothing here reads a file, a clock or the network; equal input gives equal output. Names of actors, things, contexts and
authorities are taken as they come: a name that is listed nowhere is somebody of no kind. What a limit cut off is said
(`is_complete`).
"""

from flowdown.reason.answer import (
    Act,
    Standing,
    find_bound,
    find_deadlines,
    find_standing,
)
from flowdown.reason.conflicts import Conflict, Resolved
from flowdown.reason.kind import Kind, Via
from flowdown.reason.position import Position
from flowdown.reason.reasoner import Clashes, Reasoner
from flowdown.reason.repairs import Repairs, find_repairs
from flowdown.reason.situation import Situation
from flowdown.reason.stance import Stance
from flowdown.reason.trace import Bond, trace_bond

__all__ = [
    "Act",
    "Bond",
    "Clashes",
    "Conflict",
    "Kind",
    "Position",
    "Reasoner",
    "Repairs",
    "Resolved",
    "Situation",
    "Stance",
    "Standing",
    "Via",
    "find_bound",
    "find_deadlines",
    "find_repairs",
    "find_standing",
    "trace_bond",
]

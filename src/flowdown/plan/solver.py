"""Talks to HiGHS: the least sum over columns from 0 upwards, some of them whole, under linear rows."""

from __future__ import annotations

import importlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

NODES = 20_000
"""The branches that a solution may take; no clock is read, so that equal input gives equal output."""
CLOSE = 1e-6
_SURE = 0.9
"""The part of a grain by which a sum may lie above its bound and still be the least."""
_FIRST_STEP = 1e-3
"""How far above the bound, as a share of it, the columns reach among which a good solution is looked for first."""
_WIDER = 2.0
_FIRST_NODES = 5
"""The branches of the first look: what it finds is proven, or bettered, by the second."""
_PROVING = {
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_heuristic_effort": 0.0,
    "mip_allow_restart": False,
}
_FEASIBLE = 2
"""What HiGHS says of a solution that satisfies the rows."""


@dataclass(slots=True)
class Rows:
    """Linear constraints as they are gathered: lower bound, sum, upper bound."""

    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    closed: set[int] = field(default_factory=set)
    """Columns that have to be 0."""

    def add(self, terms: Mapping[int, float], lower: float, upper: float) -> None:
        """Add `lower <= sum <= upper`."""
        self.starts.append(len(self.columns))
        self.columns.extend(terms.keys())
        self.values.extend(terms.values())
        self.lower.append(lower)
        self.upper.append(upper)

    def copy(self) -> Rows:
        """A copy that can be added to."""
        return Rows(
            list(self.starts),
            list(self.columns),
            list(self.values),
            list(self.lower),
            list(self.upper),
            set(self.closed),
        )


@dataclass(frozen=True, slots=True)
class Goal:
    """A sum to make least. Two sums that differ, differ by no less than `grain`; 0: nothing is known of that."""

    costs: Sequence[float]
    grain: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS found: the value of each column, of the sum, and the bound below which no solution lies.

    `is_proven`: any two sums differ by more than what lies between the value and the bound.
    """

    columns: Sequence[float]
    value: float
    bound: float
    is_proven: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """Rows over columns, each from its lower to its upper bound and whole or not, with the goal."""

    goal: Goal
    rows: Rows
    lower: Sequence[float]
    upper: Sequence[float]
    whole: Sequence[int]


Relaxed: TypeAlias = tuple[float, Sequence[float]]
"""A bound below which no sum lies, and by how much it rises at least if a column leaves its bound."""


def solve(model: Model) -> Answer | None:
    """The least sum, by one search over all columns; None where nothing satisfies the rows."""
    return _search(model, 0.0)


def solve_in_part(
    model: Model, relaxed: Relaxed | None, start: Answer | None = None, floor: float = -math.inf
) -> Answer | None:
    """The least sum of a large model; None where nothing satisfies the rows.

    `relaxed` is what its relaxation says, `start` a solution, `floor` what no sum lies below, if they are known.

    The relaxation says of each column by how much the sum rises at least if it leaves its bound (its reduced cost).
    What would rise above the best solution known cannot be part of a better one: it is held where it is, and the rest
    is searched. The first good solution comes from a search among the columns that cost least, which proves nothing.
    """
    if relaxed is None:
        return None
    bound, rises = max(relaxed[0], floor), relaxed[1]
    grain = model.goal.grain * _SURE
    best = None if start is None else _answer_of(start.columns, model.goal)
    reach = abs(bound) * _FIRST_STEP + CLOSE
    most = max((abs(rise) for rise in rises), default=0.0)
    while True:
        is_whole = reach > most
        nodes = NODES if is_whole else _FIRST_NODES
        found = _search(_held(model, rises, reach, best), grain, best, nodes=nodes, target=bound + grain)
        if found is not None or is_whole:
            break
        reach *= _WIDER
    if found is None:
        return best
    if best is None or found.value <= best.value:
        best = found
    need = best.value - grain - bound
    if need <= CLOSE:
        return replace(best, bound=bound, is_proven=True)
    if need <= reach and found.is_proven:
        return replace(best, bound=max(bound, found.bound))
    better = _search(_held(model, rises, need + CLOSE, best), grain, best, may_seek=False)
    return best if better is None else replace(better, bound=min(better.bound, bound + need))


def _held(model: Model, rises: Sequence[float], reach: float, but: Answer | None) -> Model:
    """The model with each whole column held at its bound that costs more than `reach` to leave it.

    A solution that is known stays one.
    """
    lower, upper = list(model.lower), list(model.upper)
    for column, rise in enumerate(rises):
        if abs(rise) <= reach or not model.whole[column]:
            continue
        held = lower[column] if rise > 0 else upper[column]
        if but is None or abs(but.columns[column] - held) < CLOSE:
            lower[column] = upper[column] = held
    return replace(model, lower=lower, upper=upper)


def _answer_of(columns: Sequence[float], goal: Goal) -> Answer:
    value = sum(cost * column for cost, column in zip(goal.costs, columns, strict=True))
    return Answer(columns, value, -float("inf"))


def relax(model: Model) -> Relaxed | None:
    """The bound of the model without whole columns, and each column's reduced cost; None where nothing satisfies it."""
    highs = _load(model, is_whole=False)
    highs.run()
    if highs.getInfo().primal_solution_status != _FEASIBLE:
        return None
    return float(highs.getInfo().objective_function_value), tuple(highs.getSolution().col_dual)


def _search(
    model: Model,
    grain: float,
    start: Answer | None = None,
    *,
    may_seek: bool = True,
    nodes: int = NODES,
    target: float = -math.inf,
) -> Answer | None:
    """The least sum to within a grain; where it `may_seek`, time goes into looking for good solutions early.

    It ends at a solution of no more than the `target`.
    """
    highspy = _library()
    highs = _load(model, is_whole=True)
    highs.setOptionValue("mip_abs_gap", max(grain, CLOSE / 2))
    highs.setOptionValue("mip_max_nodes", nodes)
    highs.setOptionValue("objective_target", target)
    for option, value in () if may_seek else _PROVING.items():
        highs.setOptionValue(option, value)
    if start is not None:
        known = highspy.HighsSolution()
        known.col_value = list(start.columns)
        highs.setSolution(known)
    highs.run()
    told = highs.getInfo()
    if told.primal_solution_status != _FEASIBLE:
        return None
    value, bound = float(told.objective_function_value), float(told.mip_dual_bound)
    if not any(model.whole):
        bound = value
    is_proven = value - bound <= max(model.goal.grain * _SURE, CLOSE)
    return Answer(tuple(highs.getSolution().col_value), value, bound, is_proven)


def _library() -> Any:
    """HiGHS, loaded where it is needed; its types differ from release to release."""
    return importlib.import_module("highspy")


def _load(model: Model, *, is_whole: bool) -> Any:
    highspy = _library()
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("parallel", "off")
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_detect_symmetry", False)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.upper), len(model.rows.lower)
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.goal.costs, model.lower, model.upper
    lp.row_lower_, lp.row_upper_ = model.rows.lower, model.rows.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = [*model.rows.starts, len(model.rows.columns)]
    lp.a_matrix_.index_, lp.a_matrix_.value_ = model.rows.columns, model.rows.values
    if is_whole:
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[each] for each in model.whole]
    highs.passModel(lp)
    return highs

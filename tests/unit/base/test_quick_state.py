"""Values are unpickled as they were, the quick way as the slow one."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import pytest

from flowdown.base.quick_state import quicken


@dataclass(frozen=True, slots=True)
class Near:
    one: int
    two: str = ""


@dataclass(frozen=True, slots=True)
class Far(Near):
    three: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plain:
    one: int


@pytest.mark.parametrize("value", [Near(1, "a"), Far(1, "b", (2, 3)), Plain(4)])
def test_what_is_packed_comes_back(value: object) -> None:
    packed = pickle.dumps(value, 5)
    assert quicken(type(value)) is type(value)
    assert pickle.loads(packed) == value
    assert quicken(type(value)) is type(value)
    assert pickle.loads(pickle.dumps(value, 5)) == value


def test_a_subclass_keeps_its_own_fields() -> None:
    quicken(Near)
    quicken(Far)
    assert pickle.loads(pickle.dumps(Far(1, "b", (2,)), 5)) == Far(1, "b", (2,))
    assert "__setstate__" in vars(Far)

"""Dataclasses whose methods are generated late behave as Python's own."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest

import flowdown.base.errors
from flowdown.base.late_methods import install, with_late_methods

T = TypeVar("T")


class Plain:
    """Has defaults of every kind."""

    name: str
    size: int = 3
    names: tuple[str, ...] = ()
    more: dict[str, int] = dataclasses.field(default_factory=dict, compare=False)
    hidden: int = dataclasses.field(default=5, repr=False)


class Bare:
    """Has no fields."""


class Checked:
    """Looks at what it is given."""

    first: int
    second: int
    total: int = dataclasses.field(init=False, default=0)

    def __post_init__(self) -> None:
        if self.first < 0:
            raise ValueError("below zero")


class Named(Generic[T]):
    """Takes a field by its name only."""

    value: T
    how: str = dataclasses.field(default="so", kw_only=True)


OPTIONS: tuple[dict[str, bool], ...] = (
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "order": True},
    {"frozen": True, "slots": True, "kw_only": True},
    {"slots": True, "eq": False},
    {"frozen": True, "eq": False},
)
CASES: tuple[tuple[type, tuple[dict[str, Any], ...]], ...] = (
    (Plain, ({"name": "a"}, {"name": "b", "size": 1, "more": {"x": 1}}, {"name": "a", "hidden": 6}, {}, {"nam": 1})),
    (Bare, ({}, {"name": 1})),
    (Checked, ({"first": 1, "second": 2}, {"first": -1, "second": 2}, {"first": 1, "second": 2, "total": 3})),
    (Named, ({"value": 1}, {"value": [1], "how": "thus"}, {"how": "thus"})),
)


def _copied(cls: type) -> type:
    """The class once more, with fields of its own: a dataclass is made of the class that it is given."""
    space = {name: copy.copy(value) for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    return type(cls.__name__, cls.__bases__, space)


def _said(act: Callable[[], object]) -> object:
    """What comes of an act; of an error its kind and, but for the names of functions, its words."""
    try:
        return act()
    except Exception as error:  # whatever it is, both must raise it
        return type(error), str(error).rpartition(") ")[2].rpartition("() ")[2]


def _tampered(one: Any, name: str) -> list[object]:
    """What comes of setting a field anew and deleting it."""
    told = [_said(lambda: setattr(one, name, getattr(one, name))), _said(lambda: delattr(one, name))]
    return [*told, hasattr(one, name)]


def _told(cls: Any, given: tuple[dict[str, Any], ...]) -> list[object]:
    made = [_said(lambda values=values: cls(**values)) for values in given]
    told: list[object] = [each if isinstance(each, tuple) else repr(each) for each in made]
    alive = [each for each in made if isinstance(each, cls)]
    for one in alive:
        told += [_said(lambda one=one: hash(one) == hash(copy.copy(one))), copy.copy(one) == one]
        told += [dataclasses.astuple(one), repr(dataclasses.replace(one))]
        told += [
            repr(copy.deepcopy(one)),
            *(_tampered(copy.copy(one), field.name) for field in dataclasses.fields(one)),
        ]
        told += [(one == other, one != other, _said(lambda one=one, other=other: one < other)) for other in alive]
    params = {name: getattr(cls.__dataclass_params__, name) for name in ("frozen", "eq", "order")}
    fields = [(field.name, field.type, field.init, field.kw_only) for field in dataclasses.fields(cls)]
    return [*told, params, fields, cls.__match_args__, cls.__doc__, cls.__qualname__]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
@pytest.mark.parametrize(("cls", "given"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_behaves_as_the_class_that_python_makes(
    cls: type, given: tuple[dict[str, Any], ...], options: dict[str, bool]
) -> None:
    expected = _told(dataclasses.dataclass(**options)(_copied(cls)), given)
    assert _told(with_late_methods(_copied(cls), options), given) == expected


def test_only_classes_of_the_package_are_made_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataclasses, "dataclass", dataclasses.dataclass)
    install()
    theirs = dataclasses.dataclass(frozen=True)(_copied(Plain))
    space = {"__annotations__": {"a": "int"}, "__module__": flowdown.base.errors.__name__, "__doc__": "Ours."}
    ours = dataclasses.dataclass(frozen=True)(type("Ours", (), space))
    derived = dataclasses.dataclass(frozen=True)(type("Derived", (ours,), {**space, "__annotations__": {"b": "int"}}))
    assert "late_methods" not in theirs.__init__.__code__.co_filename
    assert "late_methods" in ours.__init__.__code__.co_filename
    assert derived(1, 2) == derived(a=1, b=2)
    assert hash(ours(1)) == hash(ours(1))


def test_what_one_kind_pickles_the_other_reads() -> None:
    from flowdown.scan.trace import Place

    state = pickle.dumps(Place("a.py", 1, 2, 3), 5)
    assert pickle.loads(state) == Place("a.py", 1, 2, 3)

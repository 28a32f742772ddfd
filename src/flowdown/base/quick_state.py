"""Unpickles frozen dataclasses with slots as fast as plain ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

_MARK = "_flowdown_is_quick"


def quicken(found: type) -> type:
    """The same class; if it is a dataclass with slots, it is unpickled without looking its fields up for each value."""
    if (
        is_dataclass(found)
        and "__slots__" in vars(found)
        and not getattr(vars(found).get("__setstate__"), _MARK, False)
    ):
        found.__setstate__ = state_setter(found, tuple(field.name for field in fields(found)))  # type: ignore[attr-defined]
    return found


def state_setter(found: type, names: Sequence[str]) -> Callable[[Any, Sequence[Any]], None]:
    """What sets the fields of a new object, in this order, past what refuses to set."""
    setters = [getattr(found, name).__set__ for name in names]

    def set_state(self: object, state: Sequence[Any]) -> None:
        for setter, value in zip(setters, state, strict=True):
            setter(self, value)

    setattr(set_state, _MARK, True)
    return set_state

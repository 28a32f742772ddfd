"""Generates the methods of our dataclasses when they are first called: most of a run's classes are never made, compared or shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any, TypeAlias, TypeVar

from flowdown.base.quick_state import state_setter

Options: TypeAlias = Mapping[str, bool]
_Method: TypeAlias = Callable[..., Any]
_Class = TypeVar("_Class", bound=type)

_PACKAGE = "flowdown."
_OPTIONS = frozenset({"frozen", "slots", "order", "eq", "kw_only"})
_ORDER = ("__lt__", "__le__", "__gt__", "__ge__")
_GENERATED = frozenset(
    (
        "__init__",
        "__repr__",
        "__eq__",
        "__hash__",
        *_ORDER,
        "__setattr__",
        "__delattr__",
        "__getstate__",
        "__setstate__",
    )
)
_MISSING = dataclasses.MISSING
_MADE = object()
"""Stands for a value that is not given and is made by the field's factory."""
_set = object.__setattr__
_of_library: Callable[..., Any] = dataclasses.dataclass


def install() -> None:
    """From here on the classes of this package that are declared `@dataclass` are made so; others' are not touched.

    Python's own `dataclass` writes and compiles each method of each class when it is imported, which takes longer than
    the scan of a small tree. The methods are still its own: it is asked for them when one is called.
    """
    dataclasses.dataclass = _dataclass


def _dataclass(cls: Any = None, /, **options: bool) -> Any:
    if cls is None:
        return partial(_dataclass, **options)
    if not cls.__module__.startswith(_PACKAGE) or not _OPTIONS.issuperset(options) or _is_special(cls):
        return _of_library(cls, **options)
    return with_late_methods(cls, options)


def _is_special(cls: type) -> bool:
    """Whether it inherits fields, takes what is no field, or has methods of its own in place of generated ones."""
    inherits = any(hasattr(base, "__dataclass_fields__") for base in cls.__bases__)
    takes_more = any("InitVar" in str(annotation) for annotation in _annotations(cls).values())
    return inherits or takes_more or not vars(cls).keys().isdisjoint(_GENERATED)


def with_late_methods(cls: _Class, options: Options) -> _Class:
    """The dataclass of a class that has none of the methods which that generates, and inherits none."""
    is_frozen, has_slots = options.get("frozen", False), options.get("slots", False)
    declared = {name: vars(cls)[name] for name in _annotations(cls) if name in vars(cls)}
    light = {name: value for name, value in options.items() if name in ("slots", "kw_only")}
    made: _Class = _of_library(cls, **light, init=False, repr=False, eq=False)
    made.__dataclass_params__ = _params(tuple(sorted(options.items())))  # type: ignore[attr-defined]
    _put_off(made, ("__init__",), lambda: {"__init__": write_init(made, is_frozen=is_frozen, has_slots=has_slots)})
    twin = partial(_twin, made, declared)
    _put_off(made, ("__repr__",), partial(twin, init=False, eq=False))
    if options.get("eq", True):
        order = options.get("order", False)
        compared = partial(twin, init=False, repr=False, order=order, unsafe_hash=is_frozen)
        _put_off(made, ("__eq__", *(("__hash__",) if is_frozen else ()), *(_ORDER if order else ())), compared)
        if not is_frozen:
            made.__hash__ = None  # type: ignore[assignment]
    if is_frozen:
        _freeze(made, has_slots=has_slots)
    return made


def _twin(cls: type, declared: Mapping[str, Any], **asked: bool) -> Mapping[str, Any]:
    """What the library gives a class with the same fields."""
    space = {
        **declared,
        "__annotations__": _annotations(cls),
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": "Has the same fields.",
    }
    found: type = _of_library(type(cls.__name__, (), space), **asked)
    return vars(found)


def _put_off(cls: type, names: Sequence[str], generate: Callable[[], Mapping[str, Any]]) -> None:
    """Give a class stand-ins for some methods; at the first call of one all are generated."""

    def replace() -> None:
        generated = generate()
        for name in names:
            setattr(cls, name, generated[name])

    for name in names:
        setattr(cls, name, _stand_in(cls, name, replace))


def _stand_in(cls: type, name: str, replace: Callable[[], None]) -> _Method:
    def method(self: object, /, *values: Any, **named: Any) -> Any:
        replace()
        return getattr(cls, name)(self, *values, **named)

    method.__name__ = name
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


def write_init(cls: type, *, is_frozen: bool, has_slots: bool) -> _Method:
    """The `__init__` of a dataclass: a frozen one's slots are set by their descriptors, past what refuses to set."""
    known: dict[str, Any] = {"set_": _set, "made_": _MADE}
    given: list[str] = []
    named: list[str] = []
    body: list[str] = []
    for field in dataclasses.fields(cls):
        name = field.name
        known.update({f"default_{name}": field.default, f"factory_{name}": field.default_factory})
        if field.init:
            (named if field.kw_only else given).append(name + _default(field))
        value = _value(field)
        if not value:
            continue
        if not is_frozen:
            body.append(f"self.{name} = {value}")
        elif has_slots:
            known[f"set_{name}"] = vars(cls)[name].__set__
            body.append(f"set_{name}(self, {value})")
        else:
            body.append(f"set_(self, {name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    words = ", ".join(["self", *given, *(["*", *named] if named else [])])
    head = f"def write({', '.join(known)}):\n def __init__({words}):\n  "
    space: dict[str, _Method] = {}
    exec("\n  ".join([head, *body, "pass\n return __init__"]), space)
    made: _Method = space["write"](**known)
    made.__qualname__, made.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return made


def _default(field: dataclasses.Field[Any]) -> str:
    """What stands behind a parameter's name."""
    if field.default is not _MISSING:
        return f"=default_{field.name}"
    return "=made_" if field.default_factory is not _MISSING else ""


def _value(field: dataclasses.Field[Any]) -> str:
    """The expression that a field is set to; empty where it is not set."""
    name, has_factory = field.name, field.default_factory is not _MISSING
    if field.init:
        return f"factory_{name}() if {name} is made_ else {name}" if has_factory else name
    if has_factory:
        return f"factory_{name}()"
    return f"default_{name}" if field.default is not _MISSING else ""


def _freeze(cls: Any, *, has_slots: bool) -> None:
    """Let nothing set a field; what is pickled is told without the methods that set."""
    names = tuple(field.name for field in dataclasses.fields(cls))

    def refuse_to_set(self: object, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def refuse_to_delete(self: object, name: str) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    def state(self: object) -> list[Any]:
        return [getattr(self, name) for name in names]

    cls.__setattr__, cls.__delattr__ = refuse_to_set, refuse_to_delete
    if has_slots:
        cls.__getstate__, cls.__setstate__ = state, state_setter(cls, names)


@cache
def _params(options: tuple[tuple[str, bool], ...]) -> object:
    """What a dataclass knows of how it was declared."""
    declared = _of_library(type("Empty", (), {"__doc__": "Has no fields."}), **{**dict(options), "slots": False})
    found: object = declared.__dataclass_params__
    return found


def _annotations(cls: type) -> dict[str, Any]:
    found: dict[str, Any] = vars(cls).get("__annotations__", {})
    return found

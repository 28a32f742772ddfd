"""Properties that are worked out once and kept.

`functools.cached_property` of Python 3.11 holds one lock for all instances of a class while it works: where one request
waits for an answer, all others wait for that request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class cached_property(Generic[T]):  # noqa: N801 - it stands where the standard library's does
    """Works a value out when it is first asked for, and keeps it in the instance; two threads at once may both do so."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> cached_property[T]: ...

    @overload
    def __get__(self, instance: object, owner: type[Any]) -> T: ...

    def __get__(self, instance: object | None, owner: type[Any]) -> cached_property[T] | T:
        if instance is None:
            return self
        # Being no data descriptor, it is not asked again once the instance has a value of this name.
        value = vars(instance)[self._name] = self._work(instance)
        return value

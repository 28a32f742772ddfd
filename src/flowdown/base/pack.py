"""Pickles values so that our own readers take them back: members of enumerations by class and value on every Python."""

from __future__ import annotations

import enum
import io
import pickle
import sys
from typing import Any

_NAMES_MEMBERS = sys.version_info < (3, 11, 4)
"""Until then members were pickled as `getattr(class, name)`, which a reader that builds only certain types must not allow."""


def pack(value: object) -> bytes:
    """A value as bytes."""
    return pack_by_value(value) if _NAMES_MEMBERS else pickle.dumps(value, 5)


def pack_by_value(value: object) -> bytes:
    """The same, in the way that older versions need."""
    file = io.BytesIO()
    _Pickler(file, 5).dump(value)
    return file.getvalue()


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        """How a value is made anew."""
        return (type(value), (value.value,)) if isinstance(value, enum.Enum) else NotImplemented

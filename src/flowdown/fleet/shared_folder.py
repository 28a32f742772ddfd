"""A folder in an object store, or wherever else fsspec reaches, in which machines share what was seen in trees."""

from __future__ import annotations

import importlib
import os
import uuid
from typing import Any

from flowdown.base.errors import UnusableArgument, clip


class SharedFolder:
    """The folder at a URL (`s3://bucket/flowdown`, `file:///mnt/flowdown`); keys and passwords come from the environment.

    Files are written whole under names that tell what is in them, and never altered. A process that forks may use it on
    both sides. Every fault is an `OSError`.
    """

    def __init__(self, url: str) -> None:
        """Raises `UnusableArgument` for a URL that nothing here can reach."""
        self.url = url
        self._process = 0
        self._system: Any = None
        self._root = ""
        self._reach()

    def read(self, name: str) -> bytes | None:
        """A file; None if there is none."""
        try:
            return bytes(self._reach().cat_file(f"{self._root}/{name}"))
        except FileNotFoundError:
            return None
        except Exception as error:  # each kind of storage has faults of its own
            raise _fault(error) from None

    def write(self, name: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        place = f"{self._root}/{name}"
        try:
            system = self._reach()
            if not _is_of_files(system):
                system.pipe_file(place, content)  # an object is there whole or not at all
                return
            system.makedirs(place.rpartition("/")[0], exist_ok=True)
            draft = f"{place}.{uuid.uuid4().hex}"
            system.pipe_file(draft, content)
            system.mv(draft, place)
        except Exception as error:
            raise _fault(error) from None

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        try:
            return bool(self._reach().exists(f"{self._root}/{name}"))
        except Exception as error:
            raise _fault(error) from None

    def remove(self, name: str) -> None:
        """Forget a file."""
        try:
            self._reach().rm_file(f"{self._root}/{name}")
        except Exception as error:
            raise _fault(error) from None

    def _reach(self) -> Any:
        """The storage as this process reaches it: connections are not shared with a parent."""
        if self._process != os.getpid():
            try:
                fsspec: Any = importlib.import_module("fsspec")
            except ImportError:
                raise UnusableArgument(
                    "a shared folder needs the library fsspec", hint="install `flowdown[cluster]`"
                ) from None
            try:
                self._system, self._root = fsspec.url_to_fs(self.url)
            except (ImportError, ValueError) as error:
                raise UnusableArgument(f"`{clip(self.url)}` cannot be reached: {error}") from None
            self._root = self._root.rstrip("/")
            self._process = os.getpid()
        return self._system


def _is_of_files(system: Any) -> bool:
    return type(system).__name__ == "LocalFileSystem"


def _fault(error: Exception) -> OSError:
    if isinstance(error, UnusableArgument):
        raise error
    words = str(error).splitlines() or [type(error).__name__]
    return OSError(getattr(error, "errno", None) or 5, clip(words[0]))

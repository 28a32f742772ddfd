"""Open sets: a folder in which every file is one member, and the folder is the registry."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from flowdown.base import strict_yaml
from flowdown.base.errors import FlowdownError, Problems, UnusableFile, Where
from flowdown.base.strict_yaml import Document

T = TypeVar("T")


def member_id(stem: str) -> str:
    """The id that a member's file name stands for: `-` for `_`."""
    return stem.replace("_", "-")


def load_documents(folders: Iterable[Path], read: Callable[[Document], T]) -> dict[str, T]:
    """Load every `*.yaml` of the folders, sorted by id; raise `Problems` with the faults of all files.

    `read` turns a document into a member whose `id` must be the file's name; a later folder may not
    redefine a member of an earlier one.
    """
    members: dict[str, T] = {}
    problems: list[FlowdownError] = []
    for folder in folders:
        for file in _yaml_files(folder, problems):
            try:
                member = read(strict_yaml.load(file.read_bytes(), str(file)))
                identity = str(getattr(member, "id", ""))
                if identity != file.stem:
                    raise UnusableFile(f"the id `{identity}` is not the file's name", Where(str(file)))
                if identity in members:
                    raise UnusableFile(f"`{identity}` is there already", Where(str(file)))
                members[identity] = member
            except Problems as error:
                problems.extend(error.problems)
            except FlowdownError as error:
                problems.append(error)
            except OSError as error:
                problems.append(UnusableFile(f"cannot be read: {error.strerror}", Where(str(file))))
    if problems:
        raise Problems(problems)
    return dict(sorted(members.items()))


def _yaml_files(folder: Path, problems: list[FlowdownError]) -> Iterator[Path]:
    if not folder.is_dir():
        problems.append(UnusableFile("no such folder", Where(str(folder))))
        return
    yield from sorted(file for file in folder.iterdir() if file.suffix == ".yaml" and not file.name.startswith("."))


def load_modules(package: str, attribute: str, kind: type[T]) -> dict[str, T]:
    """Import every module of a package and return its `attribute`, by id, sorted.

    Raises `UnusableFile` when a module has no such attribute or its `id` is not the module's name.
    """
    folder = importlib.import_module(package)
    members: dict[str, T] = {}
    for module_info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda found: found.name):
        if module_info.name.startswith("_"):
            continue
        member = getattr(importlib.import_module(f"{package}.{module_info.name}"), attribute, None)
        where = Where(f"{package}.{module_info.name}")
        if not isinstance(member, kind):
            raise UnusableFile(f"has no `{attribute}`", where)
        identity = str(getattr(member, "id", ""))
        if identity != member_id(module_info.name):
            raise UnusableFile(f"the id `{identity}` is not the file's name", where)
        members[identity] = member
    return members

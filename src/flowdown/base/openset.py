"""Open sets: a folder in which every file is one member, and the folder is the registry."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from flowdown.base.errors import FlowdownError, Problems, UnusableFile, Where
from flowdown.base.module_names import names_of_modules

if TYPE_CHECKING:
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
    from flowdown.base import strict_yaml

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


def ids_of_modules(package: str) -> tuple[str, ...]:
    """The ids of a package's members, in the order of their files, without importing one."""
    return tuple(_in_order_of_names(package))


def load_module(package: str, identity: str, attribute: str, kind: type[T]) -> T:
    """Import one member of a package by its id and return its `attribute`.

    Raises `UnusableFile` when the module has no such attribute or its `id` is not the module's name.
    """
    name = f"{package}.{identity.replace('-', '_')}"
    member = getattr(importlib.import_module(name), attribute, None)
    if not isinstance(member, kind):
        raise UnusableFile(f"has no `{attribute}`", Where(name))
    if str(getattr(member, "id", "")) != identity:
        raise UnusableFile(f"the id `{getattr(member, 'id', '')}` is not the file's name", Where(name))
    return member


def load_modules(package: str, attribute: str, kind: type[T]) -> dict[str, T]:
    """Import every module of a package and return its `attribute`, by id, sorted.

    Raises `UnusableFile` when a module has no such attribute or its `id` is not the module's name.
    """
    return {identity: load_module(package, identity, attribute, kind) for identity in _in_order_of_names(package)}


def _in_order_of_names(package: str) -> list[str]:
    return [member_id(name) for name in names_of_modules(importlib.import_module(package).__path__)]

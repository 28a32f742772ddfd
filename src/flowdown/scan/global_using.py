"""C# namespaces that one file of a project opens for all of its files (`global using Acme;`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flowdown.scan.code import read_opened
from flowdown.scan.code_calls import GLOBAL_IMPORT
from flowdown.scan.gap import Gap
from flowdown.scan.known import Known
from flowdown.scan.lexer import Lexer
from flowdown.scan.read import Reader
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Trace, TraceKind, Yield, literal
from flowdown.scan.tree import File

_PROJECTS = (".csproj", ".fsproj", ".vbproj")


def open_globally(
    yields: Iterable[Yield], files: Sequence[File], known: Known, lexers: Mapping[str, Lexer], reader: Reader
) -> Iterator[Yield]:
    """What the files of a project take out of the catalogue's namespaces that another of its files opens for them."""
    imports = [each for each in yields if isinstance(each, Trace) and _is_known_import(each, known)]
    opened = [each for each in imports if each.name == GLOBAL_IMPORT]
    if not opened:
        return
    projects = {_folder(file.path) for file in files if file.path.lower().endswith(_PROJECTS)}
    by_project: dict[str, set[str]] = defaultdict(set)
    for each in opened:
        by_project[_project_of(each.place.path, projects)].add(literal(each.value) or "")
    own: dict[str, set[str]] = defaultdict(set)
    for each in imports:
        own[each.place.path].add(_root(literal(each.value) or ""))
    for file in files:
        lexer = lexers.get(_suffix(file.path))
        if lexer is None or lexer.language != "dotnet":
            continue
        names = by_project.get(_project_of(file.path, projects), ())
        wanted = sorted(name for name in names if _root(name) not in own.get(file.path, ()))
        for chunk in reader.read(file) if wanted else ():
            if not isinstance(chunk, Gap) and not chunk.is_binary:
                yield from read_opened(SourceFile(chunk.path, chunk.text, (), chunk.part.line - 1), lexer, wanted)


def has_global(yields: Iterable[Yield]) -> bool:
    """Whether any file opens a namespace for others."""
    return any(isinstance(each, Trace) and each.name == GLOBAL_IMPORT for each in yields)


def _is_known_import(trace: Trace, known: Known) -> bool:
    is_import = trace.kind is TraceKind.IMPORT and trace.language == "dotnet"
    return is_import and bool(known.index.import_name(trace.language, literal(trace.value) or ""))


def _project_of(path: str, projects: set[str]) -> str:
    """The folder of the project that a file belongs to: the nearest with a project file, or its own."""
    folder = _folder(path)
    while folder not in projects:
        if not folder:
            return _folder(path)
        folder = _folder(folder)
    return folder


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _root(namespace: str) -> str:
    return namespace.partition(".")[0]


def _suffix(path: str) -> str:
    return "." + path.rsplit(".", 1)[-1].lower()

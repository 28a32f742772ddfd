"""Notes what a conclusion took from the contents of files beyond what was seen in each: where that stays, so does the conclusion."""

from __future__ import annotations

import io
import marshal
import pickle
from collections.abc import Iterable, Mapping, Sequence

from flowdown.scan.follow import Names
from flowdown.scan.lexer import Lexer
from flowdown.scan.own_keys import MANIFESTS as NAMING
from flowdown.scan.own_modules import MANIFESTS
from flowdown.scan.read import Reader, digest_of
from flowdown.scan.trace import Yield
from flowdown.scan.tree import File
from flowdown.scan.unreached import Naming


class Reliance:
    """The names that were followed and what that gave in each file, and which files name others."""

    def __init__(self) -> None:
        self.names: Names | None = None
        self.naming = Naming()
        self.opens_globally = False
        """Whether a file opens name spaces for others: what these then say is not noted."""
        self._followed: dict[str, bytes] = {}

    def note_followed(self, path: str, found: Sequence[Yield]) -> None:
        """Remember what following names gave in a file."""
        if found:
            self._followed[path] = _digest(found)

    def pack(self) -> bytes:
        """All of it, to be kept."""
        names = self.names.pack() if self.names is not None else None
        return marshal.dumps((names, self._followed, vars(self.naming), self.opens_globally))

    @classmethod
    def unpack(cls, body: bytes, lexers: Mapping[str, Lexer]) -> Reliance:
        """What this very code packed."""
        made = cls()
        names, made._followed, naming, made.opens_globally = marshal.loads(body)
        made.names = Names.unpack(names, lexers) if names is not None else None
        vars(made.naming).update(naming)
        return made

    def stays(self, changed: Iterable[File], reader: Reader, lexers: Mapping[str, Lexer]) -> bool:
        """Whether changed files, in which the same is seen as before, mean the same for the rest of their tree."""
        return all(self._stays(file, reader, lexers) for file in changed)

    def _stays(self, file: File, reader: Reader, lexers: Mapping[str, Lexer]) -> bool:
        if file.path in MANIFESTS or file.path in NAMING:
            return False
        if self.names is not None and self.names.is_inherited(file.path):
            return False
        lexer = lexers.get(suffix_of(file.path))
        if lexer is not None:
            if self.opens_globally and lexer.language == "dotnet":
                return False
            found = list(self.names.follow_into(file, reader)) if self.names is not None and self.names.is_any else []
            if (_digest(found) if found else None) != self._followed.get(file.path):
                return False
        return self.naming.answer(file, reader, is_program=lexer is not None) == self.naming.known(file.path)


def suffix_of(path: str) -> str:
    """What tells the language of a program file; empty for a name without one."""
    name = path.rsplit("/", 1)[-1]
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _digest(found: Sequence[Yield]) -> bytes:
    body = io.BytesIO()
    pickler = pickle.Pickler(body, 5)
    pickler.fast = True  # equal values give equal bytes, whichever of their parts are one object
    pickler.dump(list(found))
    return digest_of(body.getvalue())

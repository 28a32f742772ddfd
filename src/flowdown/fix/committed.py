"""Whether files are as their last commit has them, so that git can take a change back; nothing of the repository is run."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

from flowdown.scan.git_program import Git
from flowdown.scan.repository import Repository

_ENTRY = re.compile(rb"\d+ blob ([0-9a-f]+)\t([^\0]+)\0")


def uncommitted(folder: Path, files: Iterable[tuple[str, bytes]]) -> str | None:
    """Why the first of some files below a folder is not as committed; empty if all are, None outside a repository."""
    real = os.path.realpath(os.fsencode(folder))
    repository = Repository.around(real)
    if repository is None:
        return None
    git = Git(Path(os.fsdecode(repository.top)), Path(os.fsdecode(repository.git_folder)))
    if not git.head():
        return "nothing is committed yet"
    prefix = os.path.relpath(real, repository.top)
    listed = [(path, os.path.normpath(prefix + b"/" + os.fsencode(path)), content) for path, content in files]
    told = git.run("ls-tree", "-z", "--full-tree", "HEAD", "--", *(os.fsdecode(place) for _, place, _ in listed))
    blobs = {found[2]: found[1] for found in _ENTRY.finditer(told)}
    for path, place, content in listed:
        blob = blobs.get(place)
        if blob is None:
            return f"`{path}` is in no commit"
        # Work trees with other line ends hold the committed text all the same.
        if blob not in (_name(content, blob), _name(content.replace(b"\r\n", b"\n"), blob)):
            return f"`{path}` is not as it was committed"
    return ""


def _name(content: bytes, like: bytes) -> bytes:
    maker = hashlib.sha1 if len(like) == 40 else hashlib.sha256
    return maker(b"blob %d\0" % len(content) + content).hexdigest().encode()

"""Look around a folder for what a profile could say: repositories, their remotes, names in manifests, vendors."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flowdown.evidence.profile.draft import Candidate
from flowdown.evidence.profile.holding import Repository
from flowdown.evidence.profile.read_profile import make_id
from flowdown.scan.open_file import read_small
from flowdown.scan.run import Progress

_REMOTE = re.compile(r'^\[remote "(?P<name>[^"]*)"\]\s*$')
_URL = re.compile(r"^\s*url\s*=\s*(?P<url>\S+)\s*$")
_OWNER = re.compile(r"[:/](?P<owner>[^:/\s]+)/(?P<name>[^/\s]+?)(?:\.git)?/?\Z")
_SECRET = re.compile(r"(?<=://)[^@/\s]+@")
_HOSTED = re.compile(r"(?:[\w.+-]+@|\w+://)")
_MOST = 200
"""Repositories that are looked for below a folder."""


def find_repositories(folder: Path) -> tuple[Repository, ...]:
    """The folder itself if it is a repository, else those directly in it; their names come from remotes and manifests."""
    if (folder / ".git").exists():
        return (_repository(folder, "."),)
    try:
        below = sorted(each for each in folder.iterdir() if each.is_dir() and not each.is_symlink())
    except OSError:
        return ()
    found = [_repository(each, each.name) for each in below if (each / ".git").exists()][:_MOST]
    if not found and any((folder / name).is_file() for name in _MANIFESTS):
        return (_repository(folder, "."),)
    return _distinct(found)


def find_owner(folder: Path) -> str:
    """Whose repositories these are, by the address they come from; empty if that does not tell."""
    owners = Counter(
        match["owner"]
        for repository in find_repositories(folder)
        if _HOSTED.match(repository.url) and (match := _OWNER.search(repository.url))
    )
    return owners.most_common(1)[0][0] if owners else ""


def find_candidates(folder: Path, cache: Path | None, progress: Progress | None) -> tuple[Candidate, ...]:
    """The vendors that a scan of the folder sees in use, strongest first."""
    from flowdown.catalogue import load
    from flowdown.catalogue.kinds import Basis
    from flowdown.report.words import place_text
    from flowdown.scan.run import scan
    from flowdown.scan.sighting import STRENGTHS

    catalogue = load((), cache)
    scanned = scan([folder], catalogue, cache, progress)
    places: dict[str, list[tuple[int, str]]] = {}
    for each in scanned.sightings:
        # Whose cloud or code alone is used is no vendor that orders reach by a model or service of its own.
        if each.vendor is not None and each.is_use and each.basis not in (Basis.HOST, Basis.LIBRARY):
            rank = STRENGTHS.index(each.strength)
            places.setdefault(each.vendor, []).append((rank, place_text(each.place).rpartition(":")[0]))
    ranked = []
    for vendor, found in places.items():
        rank, place = min(found)
        count = len({each for _, each in found})
        candidate = Candidate(vendor, catalogue.vendors[vendor].name, STRENGTHS[rank].value, place, count)
        ranked.append((rank, vendor, candidate))
    return tuple(candidate for *_, candidate in sorted(ranked))


def _repository(folder: Path, path: str) -> Repository:
    url = _SECRET.sub("", _remote(folder))
    match = _OWNER.search(url)
    name = (match["name"] if match else "") or _manifest_name(folder) or folder.resolve().name
    return Repository(make_id(name) or "repository", path, url if _HOSTED.match(url) else "")


def _remote(folder: Path) -> str:
    """The address of `origin`, or of the first remote. Git itself is not run, and nothing of it is followed."""
    content = read_small(os.fsencode(folder / ".git" / "config"))
    found: dict[str, str] = {}
    name = ""
    for line in (content or b"").decode("utf-8", "replace").splitlines():
        if line.startswith("["):
            match = _REMOTE.match(line)
            name = match["name"] if match else ""
        elif name and (match := _URL.match(line)):
            found.setdefault(name, match["url"])
    address = found.get("origin") or next(iter(found.values()), "")
    return address if address.isprintable() and len(address) <= 200 else ""


def _manifest_name(folder: Path) -> str:
    for name, read in _MANIFESTS.items():
        content = read_small(os.fsencode(folder / name))
        if content is None:
            continue
        for found in read(content.decode("utf-8", "replace")):
            if isinstance(found, str) and found.strip():
                return found.strip().rpartition("/")[2]
    return ""


def _toml_names(text: str) -> Iterator[object]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    for keys in (("project",), ("tool", "poetry"), ("package",)):
        below: object = table
        for key in keys:
            below = below.get(key) if isinstance(below, dict) else None
        if isinstance(below, dict):
            yield below.get("name")


def _json_names(text: str) -> Iterator[object]:
    try:
        table = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(table, dict):
        yield table.get("name")


def _go_names(text: str) -> Iterator[object]:
    match = re.search(r"^module\s+(\S+)", text, re.MULTILINE)
    yield match[1] if match else None


_MANIFESTS = {
    "pyproject.toml": _toml_names,
    "package.json": _json_names,
    "Cargo.toml": _toml_names,
    "go.mod": _go_names,
}


def _distinct(found: list[Repository]) -> tuple[Repository, ...]:
    """Two repositories of one name are told apart by their folders."""
    counts = Counter(each.id for each in found)
    taken: set[str] = set()
    distinct = []
    for each in found:
        name = each.id if counts[each.id] == 1 else make_id(f"{each.id}-{each.path}") or each.id
        while name in taken:
            name += "-2"
        taken.add(name)
        distinct.append(Repository(name, each.path, each.url))
    return tuple(distinct)

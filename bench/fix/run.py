"""Tries `flowdown fix` on work trees: patches apply, what they change still parses, nothing else differs.

Usage: PYTHONPATH=src python bench/fix/run.py CLONE... [--to MODEL ...] [--hunks FILE]. Each CLONE is a clean git work tree that this
changes and puts back. Every vendor whose models run in it by
an id is left for every target. Go is read by gofmt and JavaScript by node where they are
there; other languages by a tree-sitter grammar where its package is installed (`tree_sitter_java` and so on).
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from flowdown.catalogue import load
from flowdown.fix.desk import RUNS
from flowdown.pipeline.check import CheckRequest
from flowdown.pipeline.fix import FixRequest, make_fix
from flowdown.report.fix_v1 import shape_fix
from flowdown.report.json_text import write_json
from flowdown.scan.run import scan
from flowdown.scan.trace import TraceKind

TARGETS = ("gpt-4-1", "nova-pro", "llama-3-3-70b", "claude-sonnet-4-5")
AS_OF = datetime.date(2026, 11, 23)
CACHE = Path(tempfile.gettempdir()) / "flowdown-bench-fix"
GRAMMARS = {
    ".py": ("python", "language"),
    ".js": ("javascript", "language"),
    ".jsx": ("javascript", "language"),
    ".mjs": ("javascript", "language"),
    ".ts": ("typescript", "language_typescript"),
    ".tsx": ("typescript", "language_tsx"),
    ".java": ("java", "language"),
    ".go": ("go", "language"),
    ".rs": ("rust", "language"),
    ".rb": ("ruby", "language"),
    ".cs": ("c_sharp", "language"),
    ".kt": ("kotlin", "language"),
    ".php": ("php", "language_php"),
    ".sh": ("bash", "language"),
}
UNREAD = "no parser"
FINE = "parses"


@dataclass
class Count:
    """What came out for one tree."""

    runs: int = 0
    patches: int = 0
    edits: int = 0
    files: int = 0
    left: Counter[str] = field(default_factory=Counter)
    parsed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0


def git(clone: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """What a git command says."""
    return subprocess.run(["git", "-C", str(clone), *arguments], input=given, capture_output=True, check=False)


def grammar(end: str) -> Any | None:
    """The tree-sitter language of a file's end, if its package is here."""
    if end not in GRAMMARS:
        return None
    name, attribute = GRAMMARS[end]
    try:
        sitter = importlib.import_module("tree_sitter")
        return sitter.Language(getattr(importlib.import_module(f"tree_sitter_{name}"), attribute)())
    except ImportError:
        return None


def faults_of(place: Path) -> int | None:
    """How many faults a parser sees in a file; None where there is no parser."""
    end, content = place.suffix.lower(), place.read_bytes()
    if end == ".py":
        return _tried(lambda: compile(content, str(place), "exec"))
    if end in (".json", ".ipynb"):
        return _tried(lambda: json.loads(content))
    if end in (".yaml", ".yml"):
        return _tried(lambda: list(yaml.parse(content.decode())))
    if end == ".toml":
        return _tried(lambda: tomllib.loads(content.decode()))
    if end in (".js", ".mjs", ".cjs") and shutil.which("node"):
        return subprocess.run(["node", "--check", str(place)], capture_output=True, check=False).returncode
    if end == ".go" and shutil.which("gofmt"):
        return subprocess.run(["gofmt", "-e", str(place)], capture_output=True, check=False).returncode
    language = grammar(end)
    if language is None:
        return None
    sitter = importlib.import_module("tree_sitter")
    return _errors(sitter.Parser(language).parse(content).root_node)


def _errors(node: Any) -> int:
    own = int(node.type == "ERROR" or node.is_missing)
    return own + (sum(_errors(child) for child in node.children) if node.has_error else 0)


def _tried(read: Callable[[], object]) -> int:
    try:
        read()
    except (SyntaxError, ValueError, yaml.YAMLError):
        return 1
    return 0


def vendors_that_run(clone: Path) -> list[str]:
    """Whose models run in a tree by an id that stands in it: what else runs has nothing that an edit begins with."""
    seen = scan((clone,), load((), CACHE), CACHE).sightings
    ids = (each for each in seen if each.kind is TraceKind.MODEL_ID and each.is_use and each.strength in RUNS)
    return sorted({each.vendor for each in ids if each.vendor})


def fix(clone: Path, vendor: str, target: str) -> dict[str, Any]:
    """The answer of the command for programs."""
    check = CheckRequest(paths=(clone,), orders=(), as_of=AS_OF, known_at=AS_OF)
    told: dict[str, Any] = json.loads(write_json(shape_fix(make_fix(FixRequest(check, target, vendor), CACHE))))
    return told


def put_to_test(clone: Path, told: dict[str, Any], count: Count, where: str, vendor: str) -> None:
    """Apply a patch, look at every changed file, take the patch back."""
    patch = told["patch"].encode()
    places = {each["path"] for each in told["edits"]}
    before = {path: faults_of(clone / path) for path in places}
    for arguments in (("apply", "--check"), ("apply",)):
        done = git(clone, *arguments, given=patch)
        if done.returncode:
            count.faults.append(f"{where}: git {' '.join(arguments)}: {done.stderr.decode()[:200]}")
            return
    changed = {line[3:].strip('"') for line in git(clone, "status", "--porcelain").stdout.decode().splitlines()}
    if changed != places:
        count.faults.append(f"{where}: changed {sorted(changed ^ places)} besides")
    count.faults += [f"{where}: {line}" for line in other_lines(clone, told["edits"])]
    count.faults += [f"{where}: {line}" for line in still_used(clone, told, vendor)]
    for path in sorted(places):
        after = faults_of(clone / path)
        count.parsed[UNREAD if after is None else FINE] += 1
        was = before[path]
        if after is not None and was is not None and after > was:
            count.faults.append(f"{where}: {path} does not parse any more")
    if git(clone, "apply", "-R", given=patch).returncode or git(clone, "status", "--porcelain").stdout:
        count.faults.append(f"{where}: git apply -R does not take it back")
        git(clone, "checkout", "-q", "--", ".")


def other_lines(clone: Path, edits: list[dict[str, Any]]) -> Iterator[str]:
    """Files that differ by more than the edits that are told of their lines."""
    by_path: dict[str, list[dict[str, Any]]] = {}
    for edit in edits:
        by_path.setdefault(edit["path"], []).append(edit)
    for path, listed in by_path.items():
        lines = git(clone, "show", f"HEAD:{path}").stdout.decode("utf-8", "surrogateescape").split("\n")
        for edit in listed:
            at = edit["line"] - 1
            lines[at] = lines[at].replace(edit["old"], edit["new"])
        if "\n".join(lines) != (clone / path).read_bytes().decode("utf-8", "surrogateescape"):
            yield f"{path} differs by more than was told"


def still_used(clone: Path, told: dict[str, Any], vendor: str) -> Iterator[str]:
    """Replaced words that a second scan still sees at their lines, and new models that it does not see."""
    seen = scan((clone,), load((), CACHE), CACHE).sightings
    uses = {(each.place.path, each.value) for each in seen if each.is_use and each.kind is TraceKind.MODEL_ID}
    gone = {(each.place.path, each.place.line, each.value) for each in seen if each.vendor == vendor}
    grown = {(each["path"], each["line"]): each["new"].count("\n") for each in told["edits"]}
    for edit in told["edits"]:
        path, line = edit["path"], edit["line"]
        line += sum(count for (other, at), count in grown.items() if other == path and at < line)
        if edit["kind"] in ("model id", "name of a key") and (path, line, edit["old"]) in gone:
            yield f"{path}:{line}: `{edit['old']}` is still seen"
        if edit["kind"] == "model id" and (path, edit["new"]) not in uses:
            yield f"{path}:{line}: `{edit['new']}` is not seen"


def try_tree(clone: Path, targets: list[str], hunks: Path | None) -> Count:
    """Leave every vendor that runs in a tree for every target."""
    count = Count()
    started = time.perf_counter()
    for vendor in vendors_that_run(clone):
        for target in targets:
            told = fix(clone, vendor, target)
            if told["target_vendor"] == vendor:
                continue
            where = f"{clone.name} {vendor} -> {target}"
            count.runs += 1
            for each in told["not_made"]:
                count.left[each["why"]] += 1
            if told["edits"]:
                count.patches += 1
                count.edits += len(told["edits"])
                count.files += len({each["path"] for each in told["edits"]})
                if hunks is not None:
                    with hunks.open("a", encoding="utf-8") as file:
                        file.write(f"#### {where}\n{told['patch']}\n")
                put_to_test(clone, told, count, where, vendor)
    count.seconds = time.perf_counter() - started
    return count


def main() -> int:
    """Print a row for each tree; 1 if a patch is at fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clones", type=Path, nargs="+")
    parser.add_argument("--to", nargs="+", default=list(TARGETS))
    parser.add_argument("--hunks", type=Path)
    asked = parser.parse_args()
    faults: list[str] = []
    print(
        "| tree | runs | patches | edits | files | parse | no parser | left | wall |\n|---|---|---|---|---|---|---|---|---|"
    )
    for clone in asked.clones:
        count = try_tree(clone, asked.to, asked.hunks)
        faults += count.faults
        print(
            f"| {clone.name} | {count.runs} | {count.patches} | {count.edits} | {count.files} | {count.parsed[FINE]} |"
            f" {count.parsed[UNREAD]} | {sum(count.left.values())} | {count.seconds:.0f} s |",
            flush=True,
        )
    print("\n".join(("", *faults)) if faults else "\nno faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

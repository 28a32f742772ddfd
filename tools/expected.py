"""Writes the expected outputs of tests/projects: a scan and a check of each small tree, in every format."""

from __future__ import annotations

import datetime
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flowdown.base import strict_yaml
from flowdown.base.structure import decode
from flowdown.pipeline.check import CheckRequest, check_paths
from flowdown.pipeline.scan import scan_paths
from flowdown.report.format import Look, load_formats
from flowdown.report.report import Report

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "projects"
WIDTH = 110
"""Of a line of reflowed JSON that holds several objects."""
LINE_OF_ONE = 900
"""Of a line that holds one object: a sighting, a rule or a component is read as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of a project: `tree` is relative to its folder."""

    tree: str
    order: str
    as_of: datetime.date
    known_at: datetime.date
    contexts: tuple[str, ...]


def projects() -> list[Path]:
    """The folder of every project."""
    return sorted(path.parent for path in FOLDER.glob("*/ask.yaml"))


def render(project: Path) -> dict[str, str]:
    """Every expected output of a project, by file name."""
    file = project / "ask.yaml"
    ask = decode(Ask, strict_yaml.load(file.read_bytes(), file.name))
    with tempfile.TemporaryDirectory() as name:
        # A copy outside the checkout, so that no revision and no ignore rule of ours gets in.
        tree = Path(name) / project.name
        shutil.copytree(project / ask.tree, tree)
        request = CheckRequest((tree,), (ask.order,), ask.as_of, ask.known_at, contexts=ask.contexts)
        reports = {"scan": scan_paths([tree], [], ask.known_at), "check": check_paths(request)}
        return {
            f"{kind}{each.suffix}": _steady(each.render(_without_growth(report), Look(100)), tree)
            for kind, report in reports.items()
            for each in load_formats().values()
        }


def _without_growth(report: Report) -> Report:
    """The report without what changes whenever anything is added to the program: digests, version, list of detectors."""
    coverage = replace(report.scan.coverage, detectors=())
    scan = replace(report.scan, coverage=coverage, catalogue_digest="sha256:catalogue", tool="flowdown")
    check = report.check and replace(report.check, coverage=coverage, order_digest="sha256:orders")
    return replace(report, scan=scan, check=check, tool="flowdown")


def _steady(text: str, tree: Path) -> str:
    text = text.replace(str(tree), tree.name)
    return reflow(json.loads(text)) + "\n" if text.startswith("{") else text


def reflow(value: object, indent: str = "") -> str:
    """JSON with a line for each object of a list, so that a difference can be read."""
    line = json.dumps(value, ensure_ascii=False)
    inner = indent + "  "
    match value:
        case dict() if not indent or len(line) > LINE_OF_ONE:
            parts = [f"{inner}{json.dumps(key)}: {reflow(each, inner)}" for key, each in value.items()]
            return "{\n" + ",\n".join(parts) + "\n" + indent + "}"
        case [dict() | list(), *_] if len(indent + line) > WIDTH:
            return "[\n" + ",\n".join(inner + reflow(each, inner) for each in value) + "\n" + indent + "]"
    return line


def write_anew(folder: Path, wanted: Mapping[str, str]) -> None:
    """Write what differs of a folder's files, take away what is not wanted any more, and say so."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir()):
        if path.name not in wanted:
            path.unlink()
            print(f"{path.relative_to(ROOT)}: gone")
    for name, text in wanted.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.relative_to(ROOT))


def main() -> int:
    """Write what differs, and say so."""
    for project in projects():
        write_anew(project / "expected", render(project))
    return 0


if __name__ == "__main__":
    sys.exit(main())

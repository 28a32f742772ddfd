"""To add a member of an open set, one file is enough: it is in the lists, the help, the docs and in a run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MEMBERS = Path(__file__).parent / "members"
COPIED = ("src", "tools", "docs", "examples", "README.md")
PLACES = {
    "acme_config.py": "src/flowdown/scan/detectors",
    "count.py": "src/flowdown/report/formats",
    "greet.py": "src/flowdown/cli/commands",
    "receipt.py": "src/flowdown/report/papers",
    "receipt.md": "src/flowdown/report/papers/templates",
    "xx-acme.yaml": "src/flowdown/orders/library",
    "acme-route.yaml": "src/flowdown/catalogue/routes",
}
CHECK = ("check", "tree", "--order", "xx-acme", "--as-of", "2026-02-01", "--context", "dod_contract_performance")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program with one new member of each kind, and a tree that shows them."""
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    for name, place in PLACES.items():
        shutil.copy(MEMBERS / name, folder / place / name)
    (folder / "src/flowdown/catalogue/vendors/acme-ai.yaml").write_text(vendor_of_the_guide(), encoding="utf-8")
    (folder / "tree").mkdir()
    (folder / "tree" / "main.acmeconfig").write_text("key from ACME_API_KEY\n", encoding="utf-8")
    return folder


def vendor_of_the_guide() -> str:
    """The vendor file that CONTRIBUTING.md shows: it is a real one."""
    (text,) = re.findall(r"```yaml\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    return str(text)


def run(copy: Path, *arguments: str, code: int = 0) -> str:
    """What the copy says."""
    paths = os.pathsep.join((str(copy / "src"), str(copy)))
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def test_vendor_is_listed_and_resolved(copy: Path) -> None:
    assert "acme-ai" in run(copy, "flowdown", "vendors")
    assert "acme-ai (package" in run(copy, "flowdown", "whose", "pypi:acme")


def test_route_is_resolved(copy: Path) -> None:
    assert "by route acme-route" in run(copy, "flowdown", "whose", "host:route.acme.example")


def test_detector_reads_its_files(copy: Path) -> None:
    assert "main.acmeconfig:1:10" in run(copy, "flowdown", "scan", "tree")


def test_order_is_listed_and_decided(copy: Path) -> None:
    assert "xx-acme" in run(copy, "flowdown", "orders")
    assert "BREACH" in run(copy, "flowdown", *CHECK, code=1)


def test_format_is_offered_and_renders(copy: Path) -> None:
    assert "count: how many uses" in " ".join(run(copy, "flowdown", "scan", "--help").split())
    assert run(copy, "flowdown", "scan", "tree", "--format", "count") == "uses: 1\n"


def test_command_is_offered_and_runs(copy: Path) -> None:
    assert "greet" in run(copy, "flowdown", "--help")
    assert run(copy, "flowdown", "greet", "Ada") == "good day, Ada\n"


def test_paper_is_listed_and_drawn_up(copy: Path) -> None:
    assert "receipt" in run(copy, "flowdown", "dossier", "papers")
    (copy / "flowdown.yaml").write_text("organisation: {id: us-inc}\ncontracts: [{id: one}]\n", encoding="utf-8")
    run(
        copy,
        "flowdown",
        "dossier",
        "--out",
        "out",
        "--order",
        "xx-acme",
        "--formats",
        "md",
        "--profile",
        "flowdown.yaml",
    )
    assert "Contracts: 1." in (copy / "out" / "receipt.md").read_text(encoding="utf-8")


def test_docs_have_a_place_for_each(copy: Path) -> None:
    run(copy, "tools.generate_docs")
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted((copy / "docs" / "reference").glob("*.md"))}
    wanted = {
        "vendors": "`acme-ai`",
        "routes": "`acme-route`",
        "detectors": "`acme-config`",
        "orders": "xx-acme",
        "formats": "`count`",
        "papers": "`receipt`",
        "commands": "flowdown greet",
    }
    assert [name for name, text in wanted.items() if text not in pages[name]] == []

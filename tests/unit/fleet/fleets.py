"""Small fleets for tests: repositories of every kind, and sweeps over them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

from flowdown.fleet.cell import Limits
from flowdown.fleet.sweep import Account, Progress, SweepRequest, sweep
from flowdown.fleet.tables import FOLDER
from tests.unit.gate.repository import commit, write

CALL = "from openai import OpenAI\n\nclient = OpenAI()\nclient.responses.create(model='gpt-4o', input='hi')\n"
OTHER = "import cohere\n\nclient = cohere.Client()\nclient.chat(model='command-r-plus', message='hi')\n"
BILL = (
    '{"bomFormat": "CycloneDX", "specVersion": "1.5", "components": '
    '[{"type": "library", "name": "anthropic", "version": "0.30", "purl": "pkg:pypi/anthropic@0.30"}]}'
)
QUICK = Limits(30.0, 1024**3)


def make_fleet(folder: Path) -> Path:
    """A folder with a clone, a bare repository, an archive, a folder of bills and one of plain code."""
    top = folder / "trees"
    commit(top / "clone", {"a.py": CALL, "requirements.txt": "openai\n"})
    commit(folder / "origin", {"b.py": OTHER})
    subprocess.run(
        ["git", "clone", "-q", "--bare", "--no-hardlinks", folder / "origin", top / "group" / "bare.git"], check=True
    )
    write(top / "bills", {"supplier.cdx.json": BILL})
    write(top / "code", {"src/c.py": CALL + OTHER})
    write(folder / "packed", {"pkg/d.py": OTHER})
    (top / "archives").mkdir()
    with tarfile.open(top / "archives" / "old.tar.gz", "w:gz") as packed:
        packed.add(folder / "packed" / "pkg", "pkg")
    return top


def run_sweep(
    source: Path | None, out: Path, *, jobs: int = 1, progress: Progress | None = None, **more: object
) -> Account:
    """A sweep with limits that fit a test; tables of the catalogue are kept as the session keeps them."""
    request = SweepRequest(source, out, jobs=jobs, **{"limits": QUICK, **more})  # type: ignore[arg-type]
    return sweep(request, tables_folder(), progress)


def tables_folder() -> Path | None:
    """The folder of compiled tables that all tests share, if there is one."""
    given = os.environ.get("XDG_CACHE_HOME")
    return Path(given) / "flowdown" if given else None


def answer(out: Path) -> dict[str, str]:
    """A digest of every file of the tables of a fleet."""
    return {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted((out / FOLDER).iterdir())
        if file.is_file()
    }


def copy_of(place: Path, to: Path) -> Path:
    """A copy of a folder, links and times as they are."""
    shutil.copytree(place, to, symlinks=True)
    return to

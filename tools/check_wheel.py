"""Builds the wheel, installs it into an empty environment outside the checkout and runs the program there."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("--order", "us-ndaa26-1532", "--as-of", "2026-03-01", "--context", "dod_contract_performance")
TREE = {
    "app.py": 'from openai import OpenAI\n\nclient = OpenAI(base_url="https://api.deepseek.com")\n'
    'client.chat.completions.create(model="deepseek-chat", messages=[])\n',
    "requirements.txt": "openai==1.102.0\n",
}
RUNS: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("--version",), 0, "flowdown "),
    (("whose", "us.anthropic.claude-sonnet-4-5-20250929-v1:0"), 0, "anthropic"),
    (("scan", "tree"), 0, "DeepSeek"),
    (("scan", "tree", "--format", "cyclonedx"), 0, '"CycloneDX"'),
    (("check", "tree", *ORDER), 1, "BREACH"),
    (("check", "tree", *ORDER, "--format", "sarif"), 1, '"2.1.0"'),
    (("orders",), 0, "us-ant-4713"),
    (("vendors", "show", "deepseek"), 0, "DeepSeek"),
)
"""Arguments, exit code, and what must stand on standard output."""


def build(folder: Path) -> Path:
    """Build a wheel of the checkout with the tools of this environment."""
    _pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("flowdown-*.whl")
    return wheel


def install(wheel: Path, folder: Path) -> Path:
    """An environment with the locked dependencies and the wheel; returns its `flowdown`."""
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    _pip("--python", str(python), "install", "--require-hashes", "-r", str(ROOT / "requirements" / "run.lock"))
    _pip("--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    _pip("--python", str(python), "check")
    return folder / "bin" / "flowdown"


def missing_from(wheel: Path) -> list[str]:
    """The files of the package that did not get into the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    source = ROOT / "src"
    wanted = {path.relative_to(source).as_posix() for path in (source / "flowdown").rglob("*") if path.is_file()}
    return sorted(name for name in wanted - packed if "__pycache__" not in name)


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--quiet", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def run(program: Path, folder: Path) -> list[str]:
    """Every run that came out otherwise than it must."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "LANG": "C.UTF-8"}
    faults = []
    for arguments, code, text in RUNS:
        done = subprocess.run(
            [program, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != code or text not in done.stdout or "Traceback" in done.stderr:
            command = " ".join(("flowdown", *arguments))
            said = (done.stderr or done.stdout).strip().splitlines()[-1:] or [""]
            faults.append(f"{command}: exit {done.returncode}, wanted {code} and `{text}`: {said[0]}")
    return faults


def main() -> int:
    """Build, install, run; 1 if anything is not as it must be."""
    with tempfile.TemporaryDirectory(prefix="flowdown-wheel-") as name:
        folder = Path(name).resolve()
        wheel = build(folder)
        faults = [f"not in the wheel: {name}" for name in missing_from(wheel)]
        program = install(wheel, folder / "venv")
        for path, text in TREE.items():
            (folder / "tree").mkdir(exist_ok=True)
            (folder / "tree" / path).write_text(text, encoding="utf-8")
        faults += run(program, folder)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

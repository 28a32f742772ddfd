"""Runs every check but the tests, names each, and says at the end which failed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

CHECKS: dict[str, tuple[str, ...]] = {
    "form": (str(BIN / "ruff"), "format", "--check", "--quiet"),
    "lint": (str(BIN / "ruff"), "check", "--quiet", "--output-format", "concise"),
    "types": (str(BIN / "mypy"), "--no-error-summary"),
    "imports": (str(BIN / "lint-imports"), "--no-logo"),
    "tree": (sys.executable, "-m", "tools.check_tree"),
    "docs": (sys.executable, "-m", "tools.generate_docs", "--check"),
    "ourselves": (sys.executable, "-m", "tools.check_ourselves"),
    "wheel": (sys.executable, "-m", "tools.check_wheel"),
}


def main(chosen: list[str]) -> int:
    """Run the chosen checks, or all; 1 if one fails."""
    failed = []
    for name in chosen or CHECKS:
        started = time.monotonic()
        done = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, text=True, check=False)
        passed = done.returncode == 0
        print(f"{'ok    ' if passed else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if not passed:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    print(f"check: {len(failed)} failed: {', '.join(failed)}" if failed else "check: all passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

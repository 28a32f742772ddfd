"""Shows the main job on the bundled example: a scan, an order put to it, every order put to every contract, the way out."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

CHECK = ("--order", "us-ndaa26-1532", "--as-of", "2026-03-01", "--context", "dod_contract_performance")
EXIT_UNUSABLE = 2
BRIEF = 17
"""Lines of the plan: how long it takes, what can be done now, the way out of each use."""


def main(tree: str) -> int:
    """Run the commands as a user would; a breach is an answer, not a failure."""
    with tempfile.TemporaryDirectory() as kept:
        profile = ("--profile", f"{tree}/flowdown.yaml", "--store", f"{kept}/claims.db", "--no-log")
        whole = ("check", "--as-of", "2026-04-10", *profile)
        plan = ("plan", "--vendor", "deepseek", "--as-of", "2026-04-10", *profile[:4])
        fix = ("fix", tree, "--vendor", "anthropic", "--to", "nova-pro")
        for arguments, lines in (
            (("scan", tree), 0),
            (("check", tree, *CHECK), 0),
            (whole, 0),
            (plan, BRIEF),
            (fix, 0),
        ):
            code = show(arguments, lines)
            if code == EXIT_UNUSABLE or code < 0:
                return code
            print(f"\n(exit code {code})", flush=True)
    return 0


def show(arguments: tuple[str, ...], lines: int) -> int:
    """Run a command, and show all that it prints, or so many lines of it."""
    print(f"\n$ flowdown {' '.join(arguments)}\n", flush=True)
    command = [str(Path(sys.executable).with_name("flowdown")), *arguments]
    if not lines:
        return subprocess.run(command, check=False).returncode
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    told = done.stdout.splitlines()
    print("\n".join(told[:lines]))
    if len(told) > lines:
        print(f"... and {len(told) - lines} more lines: what stays open, traps, steps with their places, the way back")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

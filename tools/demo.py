"""Shows the main job on the bundled example: one scan, one order put to it, and every order put to every contract."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

CHECK = ("--order", "us-ndaa26-1532", "--as-of", "2026-03-01", "--context", "dod_contract_performance")
EXIT_UNUSABLE = 2


def main(tree: str) -> int:
    """Run the commands as a user would; a breach is an answer, not a failure."""
    with tempfile.TemporaryDirectory() as kept:
        profile = ("--profile", f"{tree}/flowdown.yaml", "--store", f"{kept}/claims.db", "--no-log")
        whole = ("check", "--as-of", "2026-04-10", *profile)
        for arguments in (("scan", tree), ("check", tree, *CHECK), whole):
            print(f"\n$ flowdown {' '.join(arguments)}\n", flush=True)
            code = subprocess.run([Path(sys.executable).with_name("flowdown"), *arguments], check=False).returncode
            if code == EXIT_UNUSABLE or code < 0:
                return code
            print(f"\n(exit code {code})", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

"""What it costs to check a mid-size subcontractor, and how long the page is: CPU from a cold start with a cached scan.

python bench/organisation/run.py TREES
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODE = {
    "support-desk": "dotnet+eShopSupport",
    "site-chat": "vercel+ai-chatbot",
    "researcher": "assafelovic+gpt-researcher",
}
CHECK = ("check", "--as-of", "2026-10-01", "--known-at", "2026-10-06", "--no-log")


def main(trees: str) -> int:
    """Print the figures; 2 where a repository is not there."""
    missing = [name for name in CODE.values() if not (Path(trees) / name).is_dir()]
    if missing:
        print(f"organisation: {', '.join(missing)} not in {trees}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as work:
        shutil.copy(HERE / "flowdown.yaml", work)
        (Path(work) / "code").mkdir()
        for name, tree in CODE.items():
            (Path(work) / "code" / name).symlink_to((Path(trees) / tree).resolve())
        kept = {**os.environ, "XDG_CACHE_HOME": f"{work}/cache"}
        for word in ("first", "cached"):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            told = subprocess.run(
                [sys.executable, "-m", "flowdown", *CHECK],
                cwd=work,
                env=kept,
                capture_output=True,
                text=True,
                check=False,
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            words = sum(bool(re.search(r"\w", each)) for each in told.stdout.split())
            print(f"{word}: {cpu:.2f} s CPU, {words} words, exit code {told.returncode}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))

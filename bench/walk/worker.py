"""One measured task in a process of its own: walk, read or match one tree."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flowdown.catalogue.keyword import Keyword
from flowdown.scan.gap import Gap
from flowdown.scan.prefilter import Prefilter
from flowdown.scan.read import Reader
from flowdown.scan.tree import walk


def main(task: str, root: str, keywords: str, cache: str) -> None:
    """Do the task and print what it counted, as JSON."""
    files = size = hits = hit_files = 0
    if task == "walk":
        files = sum(not isinstance(found, Gap) for found in walk(Path(root)))
    else:
        find = None
        if task == "match":
            rows = json.loads(Path(keywords).read_text(encoding="utf-8"))
            find = Prefilter.build([Keyword(*row) for row in rows], Path(cache)).hits
        reader = Reader()
        for found in walk(Path(root)):
            if isinstance(found, Gap):
                continue
            files += 1
            count = 0
            for chunk in reader.read(found):
                if isinstance(chunk, Gap):
                    continue
                size += len(chunk.data)
                if find and not chunk.is_binary:
                    count += len(find(chunk.data))
            hits += count
            hit_files += count > 0
    json.dump({"files": files, "bytes": size, "hits": hits, "hit_files": hit_files}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

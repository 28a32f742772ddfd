"""Compares the lexers with tree-sitter's grammars over real files, and reading by windows with reading whole; counts only.

    python bench/lexers/run.py [--most 6000] [--window 131072] DIR ...

Needs `tree-sitter` and the wheels of its grammars (`bench/lexers/grammars.py` names them), which are no part of the project.
A disagreement is a string or comment of the one that does not begin as the same in the other. Each is told by its
class: the language, what the lexer says, what the grammar says, and the characters at which it begins.
"""

from __future__ import annotations

import argparse
import os
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from grammars import GRAMMARS, Grammar, Parser

_LARGEST = 40_000
_SHOWN = 60


def main() -> None:
    """Compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=6000, help="files; of every language about as many")
    parser.add_argument("--window", type=int, default=131_072)
    parser.add_argument("--windowed", type=int, default=100, help="files that are read by windows")
    options = parser.parse_args()
    by_grammar = _choose(options.folders, options.most)
    print(f"{'grammar':<34}{'files':>7}{'MB':>7}{'alike':>7}{'not':>6}{'broken':>8}{'nodes':>10}{'differ':>8}")
    classes: Counter[tuple[str, ...]] = Counter()
    sums: Counter[str] = Counter()
    for grammar, files in by_grammar.items():
        counts = _compare_all(grammar, files, classes)
        sums.update(counts)
        _show(f"{grammar.module.removeprefix('tree_sitter_')} {grammar.suffixes[0]}", counts)
    _show("all", sums)
    print("\ndisagreements in files that the grammar understands, by class")
    for (language, ours, theirs, begins), count in classes.most_common(_SHOWN):
        print(f"{count:>7}  {language:<12} lexer: {ours:<9} grammar: {theirs:<9} {begins}")
    _windows(options.folders, options.window, options.windowed)


def _show(name: str, counts: Counter[str]) -> None:
    keys = ("files", "bytes", "alike", "unlike", "broken", "nodes", "differ")
    files, size, alike, unlike, broken, nodes, differ = (counts[key] for key in keys)
    print(f"{name:<34}{files:>7}{size / 1e6:>7.1f}{alike:>7}{unlike:>6}{broken:>8}{nodes:>10}{differ:>8}", flush=True)


def _choose(folders: list[Path], most: int) -> dict[Grammar, list[Path]]:
    """Files of every grammar: all of the rare ones, and of the others evenly spread ones."""
    found: dict[str, list[Path]] = defaultdict(list)
    for folder in folders:
        for path in _files(folder):
            found[path.suffix.lower()].append(path)
    per_grammar = {grammar: sorted(p for end in grammar.suffixes for p in found[end]) for grammar in GRAMMARS}
    left, chosen = most, {}
    for at, (grammar, files) in enumerate(sorted(per_grammar.items(), key=lambda item: len(item[1]))):
        share = left // (len(per_grammar) - at)
        step = max(1, len(files) / max(share, 1))
        chosen[grammar] = [files[int(n * step)] for n in range(min(share, len(files)))]
        left -= len(chosen[grammar])
    return {grammar: chosen[grammar] for grammar in GRAMMARS if chosen[grammar]}


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != ".git")
        yield from (path for name in sorted(names) if not (path := Path(place) / name).is_symlink())


def _compare_all(grammar: Grammar, files: list[Path], classes: Counter[tuple[str, ...]]) -> Counter[str]:
    from flowdown.scan.kept_lexers import lexers_by_suffix

    lexer = lexers_by_suffix(None)[grammar.suffixes[0]]
    parser = Parser(grammar)
    counts: Counter[str] = Counter()
    for path in files:
        content = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        if len(content) > _LARGEST or b"\0" in content[:8192]:
            continue
        try:
            content.decode("utf-8")
        except UnicodeDecodeError:
            continue
        nodes, is_understood = parser.parse(content)
        differing = list(_compare(content, nodes, lexer))
        counts.update(files=1, bytes=len(content), nodes=sum(map(len, nodes.values())))
        if not is_understood:
            counts["broken"] += 1
            continue
        counts["unlike" if differing else "alike"] += 1
        counts["differ"] += len(differing)
        classes.update((lexer.language, *each) for each in differing)
    return counts


def _compare(content: bytes, nodes: dict[str, list[Any]], lexer: Any) -> Iterator[tuple[str, str, str]]:
    """What the lexer says, what the grammar says, and how it begins: each string or comment not begun by both."""
    from flowdown.scan.lexer import Lexed, SpanKind

    # One byte a character, so that offsets are the same for both.
    text = content.decode("latin-1")
    lexed = Lexed(text, lexer)
    ours = [(span.start, span.end, "comment" if span.kind is SpanKind.COMMENT else "string") for span in lexed.spans]
    theirs = [(node.start_byte, node.end_byte, label) for label, found in nodes.items() for node in found]
    theirs.sort(key=lambda each: (each[0], -each[1]))
    for spans, others, is_ours in ((theirs, ours, False), (ours, theirs, True)):
        covers = _Cover(others)
        for start, end, kind in spans:
            there = covers.at(start, end)
            if kind in ("other", there) or end <= start:
                continue
            if there == "other" or (is_ours and there in ("string", "comment")):
                # Explained by the node, or told from the other side already.
                if there == "other":
                    yield (kind, "other", _begins(text, start))
                continue
            yield (kind, there, _begins(text, start)) if is_ours else (there, kind, _begins(text, start))


class _Cover:
    """Spans of one side, asked what they say of a place."""

    def __init__(self, spans: list[tuple[int, int, str]]) -> None:
        self._spans = spans
        self._starts = [start for start, _, _ in spans]

    def at(self, start: int, end: int) -> str:
        """What holds the beginning of a span: a string in a part of a template counts as a string."""
        index = bisect_right(self._starts, min(start + 2, max(end - 1, start))) - 1
        while index >= 0 and index > bisect_right(self._starts, start) - 400:
            begin, stop, kind = self._spans[index]
            if begin <= start + 2 and stop > start:
                return kind
            index -= 1
        return "code"


def _begins(text: str, start: int) -> str:
    return repr(text[max(0, start - 1) : start] + "|" + text[start : start + 3])


def _windows(folders: list[Path], window: int, most: int) -> None:
    """Files longer than a window: what is seen in them whole and by windows."""
    from flowdown.catalogue import load
    from flowdown.scan.read import Reader
    from flowdown.scan.tables import Tables
    from flowdown.scan.tree import File

    looker = Tables(load()).looker
    counts: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    for path in (path for folder in folders for path in _files(folder)):
        if counts["files"] == most:
            break
        if not window < path.stat().st_size < 20 * window:
            continue
        file = File(path.as_posix(), os.fsencode(path))
        whole = {_named(each) for each in looker.look_at(file, Reader()).yields}
        if not whole:
            continue
        parts = {_named(each) for each in looker.look_at(file, Reader(window)).yields}
        counts.update(files=1, alike=whole == parts, yields=len(whole), differ=len(whole ^ parts))
        differing.update(f"{path.suffix} {each[0]}" for each in whole ^ parts)
    print(f"\nread whole and by windows of {window} bytes: {dict(counts)}")
    for what, count in differing.most_common(20):
        print(f"{count:>7}  {what}")


def _named(each: Any) -> tuple[str, str, int, int]:
    kind = f"{type(each).__name__} {getattr(each, 'kind', '')}"
    return kind, str(getattr(each, "value", "")), each.place.line, each.place.column


if __name__ == "__main__":
    main()

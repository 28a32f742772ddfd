"""Runs the `git` program to read objects, so that nothing of the repository is executed and nothing is fetched."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flowdown.base.errors import FlowdownError, UnusableArgument

# What a repository's own settings could start (hooks, watchers, filters, transports of a partial clone) is off. Only
# commands are run that read: none of those given below refreshes an index, applies a filter or a text conversion.
_SAFE = (
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.untrackedCache=false",
    "-c",
    "core.quotePath=false",
    "-c",
    "protocol.allow=never",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
)
_LONGEST_FAULT = 160
_COMMIT = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?\n")


class Git:
    """One repository, read with the `git` program from the top of its work tree.

    Its folders are given to git, so that what the caller set for another repository does not count; the index that a
    hook is given (`GIT_INDEX_FILE`) does.
    """

    def __init__(self, top: Path, git_folder: Path) -> None:
        self.top = top
        self._folders = (f"--git-dir={git_folder}", f"--work-tree={top}")

    def command(self, *arguments: str) -> list[str]:
        """The words of a command, with everything switched off that a repository's settings could start."""
        return ["git", "-C", str(self.top), *self._folders, *_SAFE, *arguments]

    def run(self, *arguments: str, given: bytes = b"", is_lenient: bool = False) -> bytes:
        """What a command writes; raises `UnusableArgument` with git's own words where it fails.

        `is_lenient`: 1 means that nothing was found.
        """
        try:
            done = subprocess.run(
                self.command(*arguments),
                input=given,
                capture_output=True,
                check=False,
            )
        except OSError:
            raise FlowdownError("cannot run `git`", hint="install it, or leave out what compares revisions") from None
        if done.returncode and not (is_lenient and done.returncode == 1):
            raise UnusableArgument(_fault(arguments[0], done.stderr))
        return done.stdout

    @contextmanager
    def bare_of_settings(self, objects: Path, index: Path, is_long: bool) -> Iterator[Git]:
        """The same work tree under a git folder of ours, in which the repository's own settings do not hold.

        To compare a file of the work tree git may run the filter that the tree's attributes name and the settings
        define: without the settings there is none. `is_long`: the repository's ids have 64 digits.
        """
        with tempfile.TemporaryDirectory(prefix="flowdown-git-") as name:
            folder = Path(name)
            (folder / "refs").mkdir()
            (folder / "objects" / "info").mkdir(parents=True)
            (folder / "objects" / "info" / "alternates").write_bytes(bytes(objects) + b"\n")
            (folder / "HEAD").write_text("ref: refs/heads/none\n")
            extensions = "[extensions]\n\tobjectformat = sha256\n" if is_long else ""
            (folder / "config").write_text(f"[core]\n\trepositoryformatversion = {int(is_long)}\n{extensions}")
            (folder / "index").symlink_to(index)
            for shared in index.parent.glob("sharedindex.*"):
                (folder / shared.name).symlink_to(shared)
            yield Git(self.top, folder)

    def resolve(self, revision: str) -> str:
        """The commit that a revision names, in hexadecimal; raises `UnusableArgument` if there is none."""
        if revision.startswith("-") or not revision.strip() or "\0" in revision or "\n" in revision:
            raise UnusableArgument(f"`{revision}` is no revision")
        found = self.run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", is_lenient=True)
        if not _COMMIT.fullmatch(found):
            hint = "a shallow clone has no history: fetch the base first (`fetch-depth: 0`, `GIT_DEPTH: 0`)"
            raise UnusableArgument(f"`{revision}` is no commit of this repository", hint=hint)
        return found.decode("ascii", "replace").strip()

    def merge_base(self, commit: str) -> str:
        """Where the checked-out line left the line of a commit; the commit itself where git cannot tell."""
        found = self.run("merge-base", commit, "HEAD", is_lenient=True)
        return found.decode("ascii", "replace").split("\n", 1)[0].strip() or commit

    def head(self) -> str:
        """The commit that is checked out; empty before the first."""
        return self.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}", is_lenient=True).decode("ascii").strip()

    def empty_tree(self) -> str:
        """The id of a tree that holds nothing."""
        return self.run("hash-object", "-t", "tree", "--stdin").decode("ascii").strip()

    def blobs(self, names: Sequence[str], limit: int) -> Iterator[bytes | None]:
        """The contents of blobs, in order; None for one that is not there or is longer than `limit`."""
        from flowdown.scan.git_objects import read_blobs

        wanted = [name for name in dict.fromkeys(names) if name]
        kept = {blob.name: blob.content for blob in read_blobs(self, wanted, limit)}
        for name in names:
            yield kept.get(name)


def _fault(command: str, words: bytes) -> str:
    lines = [line for line in words.decode("utf-8", "replace").splitlines() if line.strip()]
    said = lines[0].removeprefix("fatal: ").removeprefix("error: ") if lines else "no reason given"
    return f"`git {command}` failed: {said[:_LONGEST_FAULT]}"

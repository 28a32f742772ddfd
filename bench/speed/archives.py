"""Archives: the rate at which what they hold is read, and memory."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from bench import Bench

_LIMIT = 120_000_000
"""Bytes of a tree that go into an archive that is made."""


def measure_archive(bench: Bench, archive: Path, name: str) -> None:
    """One archive."""
    command = bench.scan(str(archive), "--no-cache", "--jobs", "1")
    unpacked = bench.report(command)["coverage"]["bytes"] / 1e6
    runs = bench.in_turn([command])[0]
    bench.show(f"archive {name[:40]}: MB/s", unpacked / runs.cpu, 100, runs.cpu, is_least=True)
    bench.show(f"archive {name[:40]}: memory, MB", runs.memory, 120)


def measure_made(bench: Bench, tree: Path) -> None:
    """Archives of every kind, made of one tree."""
    folder = bench.scratch / "archives"
    folder.mkdir()
    plain = folder / f"{tree.name}.tar"
    _tar(plain, tree)
    makers: dict[str, Callable[[Path, Path], None]] = {
        ".zip": lambda made, _: _zip(made, tree),
        ".tar.gz": _gzip,
        ".tar.zst": _zstd,
        ".image.tar": _image,
        ".nested.zip": _nested,
    }
    measure_archive(bench, plain, f"{tree.name}.tar (made)")
    for ending, make in makers.items():
        made = folder / f"{tree.name}{ending}"
        make(made, plain)
        if made.exists():
            measure_archive(bench, made, f"{tree.name}{ending} (made)")
            made.unlink()


def _members(tree: Path) -> list[tuple[Path, str]]:
    found, size = [], 0
    for path in sorted(tree.rglob("*")):
        if path.is_file() and not path.is_symlink() and ".git" not in path.relative_to(tree).parts:
            size += path.stat().st_size
            if size > _LIMIT:
                break
            found.append((path, path.relative_to(tree).as_posix()))
    return found


def _tar(made: Path, tree: Path) -> None:
    with tarfile.open(made, "w") as archive:
        for path, name in _members(tree):
            archive.add(path, name)


def _zip(made: Path, tree: Path) -> None:
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in _members(tree):
            archive.write(path, name)


def _gzip(made: Path, tar: Path) -> None:
    with tar.open("rb") as source, gzip.open(made, "wb", 6) as target:
        shutil.copyfileobj(source, target)


def _zstd(made: Path, tar: Path) -> None:
    if shutil.which("zstd"):
        subprocess.run(["zstd", "-q", str(tar), "-o", str(made)], check=True)


def _image(made: Path, tar: Path) -> None:
    """A container image as `docker save` writes it: a manifest, and the layer as a member."""
    layer = made.with_name("layer.tar.gz")
    _gzip(layer, tar)
    with tarfile.open(made, "w") as archive:
        for name, body in (
            ("manifest.json", json.dumps([{"Config": "config.json", "RepoTags": ["a:b"], "Layers": ["layer.tar.gz"]}])),
            ("config.json", json.dumps({"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers"}})),
        ):
            member = tarfile.TarInfo(name)
            member.size = len(body)
            archive.addfile(member, io.BytesIO(body.encode()))
        archive.add(layer, "layer.tar.gz")
    layer.unlink()


def _nested(made: Path, tar: Path) -> None:
    """A packed tar in a zip."""
    inner = made.with_name("inner.tar.gz")
    _gzip(inner, tar)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.write(inner, "lib/inner.tar.gz")
    inner.unlink()

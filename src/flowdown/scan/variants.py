"""Finds configuration files that somebody must choose: profiles beside a base, or one of several named alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_NAME = re.compile(
    r"(?P<head>dockerfile|(?:docker-)?compose|settings|configs?|configuration|application|appsettings|bootstrap|values|params"
    r"|parameters|profile|(?:lite)?llm|\.?env)(?:[-._](?P<word>[\w.-]+))?$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.(?:ya?ml|json5?|toml|ini|properties|conf|cfg)$", re.IGNORECASE)
_TAKEN = frozenset("default defaults prod production override base common shared main release live global".split())
"""Words of profiles that are taken as a matter of course."""
_MANY = 3
"""Files named alike from which on none of them is the base."""


def find_variants(paths: Iterable[str], tree: Iterable[str] = ()) -> frozenset[str]:
    """Those of some `/`-separated paths that hold a variant of a configuration: `settings-openai.yaml` beside
    `settings.yaml`, `docker-compose.gpu.yml` among two more of its kind. `tree`: paths beside which they lie."""
    asked = {path: key for path in paths if (key := _key_of(path)) is not None}
    variants = {path for path, (_, _, word) in asked.items() if word}
    if not variants:
        return frozenset()
    folders = {asked[path][0] for path in variants}
    groups: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in (*asked, *(path for path in tree if path.rpartition("/")[0] in folders)):
        key = _key_of(path)
        if key is not None:
            groups[key[:2]].add(key[2])
    return frozenset(
        path
        for path in variants
        if (words := groups[asked[path][:2]])
        and ("" in words or len(words) >= _MANY)
        and _TAKEN.isdisjoint(re.split(r"[-._]", asked[path][2]))
    )


def _key_of(path: str) -> tuple[str, str, str] | None:
    """The folder of a configuration file, the name it shares with its variants, and the word that is its own."""
    folder, _, name = path.rpartition("/")
    match = _NAME.match(_SUFFIX.sub("", name))
    return (folder, match.group("head").lower(), (match.group("word") or "").lower()) if match else None

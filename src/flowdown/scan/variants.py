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


def find_variants(paths: Iterable[str]) -> frozenset[str]:
    """Those of some `/`-separated paths that hold a variant of a configuration: `settings-openai.yaml` beside
    `settings.yaml`, `docker-compose.gpu.yml` among two more of its kind."""
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for path in paths:
        folder, _, name = path.rpartition("/")
        match = _NAME.match(_SUFFIX.sub("", name))
        if match is not None:
            groups[folder, match.group("head").lower()][path] = (match.group("word") or "").lower()
    return frozenset(
        path
        for words in groups.values()
        if "" in words.values() or len(words) >= _MANY
        for path, word in words.items()
        if word and _TAKEN.isdisjoint(re.split(r"[-._]", word))
    )

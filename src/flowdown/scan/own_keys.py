"""Which keys of the environment are a tree's own: those that begin with the name under which it is published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.match import Index
from flowdown.catalogue.reading import Hit

if TYPE_CHECKING:
    from flowdown.scan.tree_source import TreeSource

MANIFESTS: dict[str, re.Pattern[str]] = {
    "package.json": re.compile(r"^[ \t]{0,4}\"name\"\s*:\s*\"(?:@[\w.-]+/)?([\w.-]+)\"", re.MULTILINE),
    "pyproject.toml": re.compile(r"^name\s*=\s*[\"']([\w.-]+)", re.MULTILINE),
    "Cargo.toml": re.compile(r"^name\s*=\s*\"([\w-]+)", re.MULTILINE),
    "go.mod": re.compile(r"^module[ \t]+\"?\S*?([\w.-]+)\"?[ \t\r]*$", re.MULTILINE),
    "composer.json": re.compile(r"^\s{0,8}\"name\"\s*:\s*\"[\w.-]+/([\w.-]+)\"", re.MULTILINE),
}
"""How the files at a tree's top say what it is called."""
_LIMIT = 100_000
_PLAIN = re.compile(
    r"(?:API_)?(?:KEY|TOKEN|BASE|URL)|BASE_URL|SECRET|MODEL(?:_NAME|_ID)?|DEPLOYMENT(?:_NAME)?|ENDPOINT"
)
"""What is left of a vendor's own key where the tree is called after the vendor: `ACME_CHAT_API_KEY` of `acme-chat`."""


def own_key_beginnings(source: TreeSource, index: Index) -> frozenset[str]:
    """How the keys of a tree begin that is called after a vendor and something more: `ACME_MEMO_` of `acme-memo`."""
    found = (pattern.search(source.top_text(name, _LIMIT)) for name, pattern in MANIFESTS.items())
    names = (re.sub(r"[-.]+", "_", each.group(1)).upper() for each in found if each is not None)
    return frozenset(
        f"{name}_" for name in names if "_" in name and not index.env_key(name) and index.env_key(f"{name}_KEY")
    )


def key_hits(index: Index, key: str, own: frozenset[str]) -> tuple[Hit, ...]:
    """Whose a key of the environment is; of a key of the tree's own, whose the rest of its name says."""
    hits = index.env_key(key)
    if not own or not hits or hits[0].kind is not SignatureKind.ENV_WORD:
        return hits
    beginning = next((each for each in own if key.upper().startswith(each)), "")
    rest = key[len(beginning) :]
    return hits if not beginning or _PLAIN.fullmatch(rest.upper()) else index.env_key(rest)

"""How each name space spells one name: the form under which signatures are kept and looked up."""

from __future__ import annotations

import re

from flowdown.catalogue.kinds import SignatureKind

_RUNS = re.compile(r"[-_.]+")
_VERSION = re.compile(r"(?<=.)@[^/]*$")
_BRACKETS = re.compile(r"\[.*")
_DEFAULT_REGISTRIES = ("docker.io/", "index.docker.io/")
_PUBLIC_KEY_PREFIXES = re.compile(
    r"(?:NEXT_PUBLIC|NUXT_PUBLIC|NUXT|VITE|REACT_APP|EXPO_PUBLIC|GATSBY|PUBLIC|PLASMO_PUBLIC|VUE_APP|NG_APP|TF_VAR)_"
)
_RUN_TOGETHER = re.compile(r"(?<=_)(?:APIKEY|APITOKEN|APIBASE|APIURL|APPID|APPKEY|SECRETKEY|ACCESSKEY|BASEURL)(?=_|$)")
"""Pairs of words that some write as one."""
_HEADS_OF_PAIRS = ("API", "APP", "SECRET", "ACCESS", "BASE")
_KEY_NUMBER = re.compile(r"_?\d+$")
_ACCESS_WORDS = frozenset(
    (
        "KEY KEYS APIKEY APIKEYS TOKEN SECRET PASSWORD CREDENTIALS URL URI BASE HOST ENDPOINT MODEL DEPLOYMENT ENGINE ORG "
        "ORGANIZATION PROJECT PROXY TENANT SCOPE REGION LOCATION SECRETKEY APPID BASEURL"
    ).split()
)
"""What the name of a variable ends in that gives access to a service, or says which."""
_MOST_KEY_WORDS = 8
_ASKERS = frozenset("CLIENT APP GROUP TENANT ACCOUNT RESOURCE DEPLOYMENT".split())
"""Words before `ID` that say who asks a service, or which part of it is asked."""
_SHORTEST_ID = 2
_OTHERS = frozenset(("COMPATIBLE", "COMPAT", "LIKE", "STYLE", "YOUR"))
"""Words of keys of those who only speak as somebody else does, and of what is to be filled in."""
_OWN_KEYS = frozenset(
    "DEPLOY SSH PUBLIC SIGNING GPG CACHE PRIMARY FOREIGN SORT REGISTRY STORAGE ERROR QUERY EVENT LOOKUP".split()
)
_BASES = frozenset(("API", "URL", "URI"))
"""Words before `BASE` where it is an address whatever stands before them; else it is one only behind a vendor's word."""
_VERSION_PARTS = 2
"""Numbers at the end from which on a name is that of one version of something, and no key."""
"""Words before `KEY` of keys that a repository, a machine or a table has of its own: they give access to no service."""


def spell(kind: SignatureKind, name: str) -> str:
    """The one spelling of a name in its name space."""
    match kind:
        case SignatureKind.PYPI | SignatureKind.CONDA:
            return _RUNS.sub("-", _BRACKETS.sub("", name).rsplit("::", 1)[-1].strip()).lower()
        case SignatureKind.MAVEN:
            # Group and artifact as one dotted name, so that a group takes its artifacts and its subgroups.
            return ".".join(name.lower().split(":")[:2])
        case SignatureKind.CARGO:
            return name.replace("_", "-").lower()
        case SignatureKind.SWIFT:
            return _repository(name)
        case SignatureKind.COCOAPODS:
            return name.split("/", 1)[0].lower()
        case SignatureKind.NPM | SignatureKind.GOLANG:
            return _VERSION.sub("", name).lower()
        case SignatureKind.ACTION:
            return name.partition("@")[0].strip("/").lower()
        case SignatureKind.IMAGE:
            return _image(name)
        case SignatureKind.CLI:
            return re.sub(r"\.(?:exe|cmd|bat)$", "", name.lower()) if name.startswith("@") else _program(name)
        case SignatureKind.PROVIDER | SignatureKind.NAMESPACE:
            return name.strip().lower().replace("_", "-").replace(" ", "-")
        case SignatureKind.PHP_IMPORT:
            return name.replace("\\\\", "\\").strip("\\").lower()
        case SignatureKind.SYMBOL | SignatureKind.PYTHON_IMPORT | SignatureKind.JVM_IMPORT | SignatureKind.SWIFT_IMPORT:
            return name
        case SignatureKind.ENV_KEY | SignatureKind.ENV_WORD:
            return name.upper()
        case _:
            return name.strip().lower()


def key_spellings(name: str) -> tuple[str, ...]:
    """An environment key as it stands, and without what frameworks and numbering add to it."""
    upper = name.upper()
    bare = _PUBLIC_KEY_PREFIXES.sub("", upper, count=1)
    apart = _RUN_TOGETHER.sub(_apart, bare)
    return tuple(dict.fromkeys((upper, bare, _KEY_NUMBER.sub("", bare), apart)))


def _apart(found: re.Match[str]) -> str:
    """Two words that were written as one: `API_KEY` of `APIKEY`."""
    word = found.group()
    at = next(len(head) for head in _HEADS_OF_PAIRS if word.startswith(head))
    return f"{word[:at]}_{word[at:]}"


def words_in_key(name: str) -> tuple[str, ...]:
    """The runs of words of an environment key that could name whose it is, the longest first.

    Empty where nothing behind them says that the key gives access to something.
    """
    words = name.upper().split("_")
    if len(words) > _SHORTEST_ID and words[-1] == "ID" and words[-2] in _ASKERS:
        words.pop()  # who asks: the word before is what gives access
        words[-1] = "KEY"
    last = max((at for at, word in enumerate(words) if word in _ACCESS_WORDS), default=0)
    if not 0 < last < _MOST_KEY_WORDS or not _OTHERS.isdisjoint(words):
        return ()
    if words[last] in ("KEY", "KEYS") and words[last - 1] in _OWN_KEYS:
        return ()
    if sum(map(str.isdigit, words[last + 1 :])) >= _VERSION_PARTS:
        return ()
    shortest = last if words[last] == "BASE" and words[last - 1] not in _BASES else 1
    runs = [words[start:end] for start in range(last) for end in range(max(start + 1, shortest), last + 1)]
    return tuple("_".join(run) for run in sorted(runs, key=len, reverse=True))


def _repository(name: str) -> str:
    low = name.lower()
    if low.startswith("git@"):
        low = low[4:].replace(":", "/", 1)
    low = re.sub(r"^[a-z+]+://", "", low)
    return low.removesuffix(".git").strip("/").removeprefix("www.")


def _image(name: str) -> str:
    low = name.lower().removeprefix("docker://").partition("@")[0]
    head, slash, tail = low.rpartition("/")
    low = head + slash + tail.partition(":")[0]
    for registry in _DEFAULT_REGISTRIES:
        low = low.removeprefix(registry)
    return low.removeprefix("library/")


def _program(name: str) -> str:
    return re.sub(r"\.(?:exe|cmd|bat)$", "", name.strip().replace("\\", "/").rsplit("/", 1)[-1].lower())

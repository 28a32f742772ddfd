"""The words by which code and configuration say what a value is: a model, a host, a provider, prose."""

from __future__ import annotations

import re
from functools import lru_cache

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

MODEL_WORDS = frozenset("model models llm engine deployment checkpoint modelid modelname lm".split())
_MODEL_STEMS = tuple(
    sorted({word.removesuffix("s") for word in MODEL_WORDS if len(word) > 2} - {"modelid", "modelname"})
)
# What stands before the letters is looked at where they are found: a search for plain letters is quick.
_SHORT_MODEL_WORD = re.compile(r"lm(?![a-z])(?<![a-z]lm)")
_MODEL_TAILS = frozenset(
    "model models modelid modelname llm engine checkpoint deployment id name names path ref identifier arn version uri slug default key string str spec".split()
)
_HOST_WORDS = frozenset("url uri host hostname endpoint baseurl apibase domain server address origin proxy".split())
_PROSE_KEYS = frozenset(
    (
        "description desc title label labels help text message msg placeholder tooltip summary docs doc documentation note notes "
        "comment comments hint caption heading subtitle display displayname prompt content readme about changelog "
        "blurb tagline body question answer license author authors keywords tags tag category categories topic topics "
        "reason rationale example examples instructions aria alt copyright motivation displayvalue markdown"
    ).split()
)
_PROVIDER_WORDS = frozenset(
    "provider providers backend modelprovider llmprovider customllmprovider apitype vectorizer moduleconfig".split()
)
_MAKER_WORDS = frozenset("llm embedder embedding embeddings generator api".split())


@lru_cache(maxsize=16384)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `OPENAI_BASE_URL`, `baseUrl` and `base-url` alike."""
    return tuple(word.lower() for word in _WORDS.findall(name))


@lru_cache(maxsize=16384)
def is_model_key(name: str) -> bool:
    """Whether a key, argument or variable of this name holds a model's id."""
    words = words_of(name)
    if not words:
        return False
    if words[-1] in MODEL_WORDS or is_voice_key(name):
        return True
    if "inference" in words and "profile" in words:
        return words[-1] == "profile" or words[-1] in _MODEL_TAILS
    if words[-2:] == ("repo", "id") or words[-1] in ("repoid", "ckpt"):
        return True
    if any(word in MODEL_WORDS for word in words):
        return words[-1] in _MODEL_TAILS or words[0] == "default"
    return False


def may_key_models(text: str) -> bool:
    """Whether a text has a word that the key of a model is made of."""
    low = text.lower()
    return any(word in low for word in _MODEL_STEMS) or _SHORT_MODEL_WORD.search(low) is not None


@lru_cache(maxsize=16384)
def is_voice_key(name: str) -> bool:
    """Whether a key, argument or variable of this name holds the voice that a service speaks with."""
    words = words_of(name)
    return words[-1:] == ("voice",) or words[-2:] in (("voice", "name"), ("voice", "id"), ("voice", "default"))


@lru_cache(maxsize=16384)
def is_host_key(name: str) -> bool:
    """Whether a key, argument or variable of this name holds a URL or a host name."""
    words = words_of(name)
    if not words:
        return False
    if words[-1] in _HOST_WORDS:
        return True
    return "".join(words[-2:]) in ("apibase", "baseurl", "urlbase", "uribase", "baseuri", "serviceurl", "httpoptions")


_ADDRESS_WORDS = _HOST_WORDS | {"base"}


@lru_cache(maxsize=16384)
def makes_address(name: str) -> bool:
    """Whether a function of this name returns an address, or the beginning of one: `get_base`, `buildUrl`."""
    return not _ADDRESS_WORDS.isdisjoint(words_of(name))


def is_prose_key(name: str) -> bool:
    """Whether a key or argument of this name holds words for people."""
    words = words_of(name)
    return bool(words) and (words[-1] in _PROSE_KEYS or "".join(words) in _PROSE_KEYS)


_SAMPLES = frozenset("example examples openapi_examples schema_extra json_schema_extra".split())


def is_sample_key(name: str) -> bool:
    """Whether the description of an interface shows under this name what it may be sent: `Body(examples=[...])`."""
    return name in _SAMPLES


def is_provider_key(name: str) -> bool:
    """Whether a key or argument of this name selects who serves a model."""
    words = words_of(name)
    if words[-1:] in (("type",), ("types",)):
        # `TextGeneratorType`, `llm_type`: of those that make texts or embeddings.
        return not _MAKER_WORDS.isdisjoint(words[:-1])
    return words[-2:] == ("vectorizer", "module") or (
        bool(words) and (words[-1] in _PROVIDER_WORDS or "".join(words) in _PROVIDER_WORDS)
    )


def is_module_key(name: str) -> bool:
    """Whether the keys below one of this name are those of modules that are set up, each called after who serves it."""
    return "".join(words_of(name)) == "moduleconfig"


_DENIALS = frozenset(
    "blocked block blocklist deny denied denylist banned ban forbidden disallowed disallow blacklist blacklisted prohibited "
    "excluded exclude ignored ignore unsupported deprecated removed".split()
)


def is_denial(name: str) -> bool:
    """Whether a name says that what it holds is kept out."""
    return not _DENIALS.isdisjoint(words_of(name))


def is_price_key(name: str) -> bool:
    """Whether a key belongs to a table of prices or limits rather than to a call."""
    return any(
        word in ("price", "prices", "pricing", "cost", "costs", "tokens", "limit", "limits", "window")
        for word in words_of(name)
    )


_URL = re.compile(r"(?:https?|wss?|grpcs?|rtsps?)://([^\s/?#\"'`<>\\]+)([^\s?#\"'`<>\\]*)", re.IGNORECASE)
_PROSE = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}+[,;:.!?]?+\s++(?:[^\W\d_]++[,;:.!?]?+\s++)+[^\W\d_]+")


def urls_in(text: str) -> list[tuple[str, str, int]]:
    """Every URL in a text as (host without user and port, path, offset)."""
    found = []
    for match in _URL.finditer(text):
        host = match.group(1).rsplit("@", 1)[-1].split(":", 1)[0].lower().rstrip(".")
        found.append((host, match.group(2), match.start()))
    return found


def is_prose(text: str) -> bool:
    """Whether a string reads like words for people: several words one after another."""
    return len(text) > 12 and _PROSE.search(text) is not None

"""Read the name of a provider out of a longer name: of a connector, of a section of settings, of a key."""

from __future__ import annotations

from functools import lru_cache

from flowdown.scan.readers.node import Mapping, Pair, Scalar
from flowdown.scan.readers.reading import Reading
from flowdown.scan.trace import Role, TraceKind
from flowdown.scan.vocabulary import words_of

_MOST_WORDS = 3
_AROUND = frozenset(
    (
        "configuration config configs settings setting options option provider providers api apis client service services "
        "credentials credential account connection llm llms lm model models chat completion completions embedding "
        "embeddings embedder rerank reranker node tool trigger local cloud platform inference default my key text image "
        "vision generator language multi modal conversation"
    ).split()
)
_WITHIN = frozenset(("chat", "llm", "lm", "embedding", "embeddings"))
_OWN_KEYS = frozenset("apikey apitoken accesskey key token secretkey".split())
"""Keys of a section for the key of its provider's interface."""
_RINGS = frozenset("keys apikeys tokens secrets credentials".split())
KEYED = "keys.provider"
"""The name of the trace of a provider that is only known by a key of its name, which may be somebody else's."""
_STORE = frozenset("bucket buckets container blob share filesystem".split())
"""Words of the keys of a place where files are kept: the section's key opens that, and no interface."""
_SPEAKS_TO_MODELS = frozenset(
    ("lm llm chat completion completions embedding embeddings embedder rerank reranker model").split()
)


@lru_cache(maxsize=4096)
def provider_names(name: str) -> tuple[str, ...]:
    """What a name calls its provider, in the spellings in which one can be written; empty if it is too long a name.

    `lmChatAzureOpenAi` gives `azureopenai`, `azure-openai`, `azureopen-ai`, `azure-open-ai`.
    """
    words = list(words_of(name))
    while words and words[-1] in _AROUND:
        words.pop()
    while words and words[0] in _AROUND:
        words.pop(0)
    words = [word for word in words if word not in _WITHIN]
    if not words or len(words) > _MOST_WORDS:
        return ()
    spellings = [words[0]]
    for word in words[1:]:
        spellings = [spelling + between + word for spelling in spellings for between in ("", "-")]
    return tuple(spellings)


def is_connector(name: str) -> bool:
    """Whether the name of a node of a flow says that it speaks to a model."""
    return not _SPEAKS_TO_MODELS.isdisjoint(words_of(name))


def names_api_key(name: str) -> bool:
    """Whether a key of this name holds the key of one provider's interface (`acme_api_key`)."""
    words = words_of(name)
    return (len(words) > 2 and words[-2:] == ("api", "key")) or (len(words) > 1 and words[-1] == "apikey")


def ends_in_key(name: str) -> bool:
    """Whether a dotted path of settings ends in a section's key: `client.acme.key`, which may be another's of that name."""
    return name.endswith(".key") and len(name) > len(".key")


def is_section_of_provider(pair: Pair) -> bool:
    """Whether a pair holds the settings of one provider: a mapping with a key for its interface."""
    if not isinstance(pair.value, Mapping):
        return False
    within = pair.value.pairs[:60]
    return any(map(_is_own_key, within)) and not any(map(_names_store, within))


def _is_own_key(pair: Pair) -> bool:
    return isinstance(pair.value, Scalar) and "".join(words_of(pair.key.text)) in _OWN_KEYS


def _names_store(pair: Pair) -> bool:
    return isinstance(pair.value, Scalar) and not _STORE.isdisjoint(words_of(pair.key.text))


def is_given(pair: Pair) -> bool:
    """Whether the key of a provider is set to anything here, rather than left to be filled in."""
    inner = pair.value.pairs if isinstance(pair.value, Mapping) else [pair]
    return any(
        isinstance(one.value, Scalar) and one.value.text.strip() not in ("", "null", "~")
        for one in inner
        if one is pair or _is_own_key(one)
    )


def read_provider(
    reading: Reading,
    name: str,
    start: int,
    end: int,
    role: Role = Role.CONFIGURED,
    group: str = "",
    is_optional: bool = False,
    under: str = "provider",
) -> None:
    """Add the traces of a name that may call a provider; which spelling is one is for the catalogue to say."""
    for spelling in provider_names(name):
        reading.trace(TraceKind.CONFIG, spelling, start, end, role, name=under, group=group, is_optional=is_optional)


def is_ring_of_keys(pair: Pair) -> bool:
    """Whether a pair holds the keys of several providers, each under its name: `api_keys: {acme: ..., other: ...}`."""
    words = words_of(pair.key.text)
    if not isinstance(pair.value, Mapping) or not words or words[-1] not in _RINGS:
        return False
    held = pair.value.pairs[:60]
    return bool(held) and all(isinstance(one.value, Scalar) for one in held)

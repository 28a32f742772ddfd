"""What the names of keys say about the values below them: settings, lists, prose, things turned away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from flowdown.scan.readers.node import Mapping, Pair, Scalar
from flowdown.scan.readers.secret import names_secret
from flowdown.scan.trace import Role
from flowdown.scan.vocabulary import is_host_key, is_model_key, is_prose_key, is_provider_key, words_of

ENVIRONMENT_KEYS = frozenset(
    (
        "env environment environ envs environmentvariables envvars extraenv extraenvvars extraenvs "
        "containerenv remoteenv variables envvariables literals environmentvars environmentvariable envmap "
        "setenv processenv defaultenv appsettings envvar buildargs buildenv runtimeenv functionenv globalenv "
        "stringdata setenvvars"
    ).split()
)
ARGUMENT_KEYS = frozenset(
    ("args command entrypoint cmd arguments argv extraargs containerargs commandargs startcommand").split()
)
_DENIED = frozenset(
    (
        "deny denied denylist block blocked blocklist blacklist exclude excluded excludes ignore ignored "
        "forbidden banned disallow disallowed disabled reject prohibited ignores"
    ).split()
)
_ALLOWED = frozenset(
    ("allow allowed allowlist whitelist supported available choices enum known permissions enumnames allowable").split()
)
_LISTING = frozenset(("options values suggestions candidates catalog catalogue registry").split())
_PRICES = frozenset(
    (
        "price prices pricing cost costs inputprice outputprice inputcost outputcost inputcostpertoken "
        "outputcostpertoken contextwindow maxinputtokens contextsize limit limits releasedate knowledgecutoff"
    ).split()
)
_PRICE_WORDS = frozenset("price prices pricing cost costs".split())
_MEASURES = frozenset(
    (
        "rate score scores accuracy precision recall f1 latency samples failures errors passed failed elo duration elapsed "
        "throughput tps ttft mean median std percentile win wins"
    ).split()
)
_FIGURES_OF_A_MEASUREMENT = 3
_FIGURE = re.compile(r"-?[0-9][0-9.,eE+-]*%?\Z")
_ANSWERED = frozenset("model id response request modelVersion version scope object role content".split())
_ANSWERS = frozenset(
    (
        "usage choices stop_reason stopReason finish_reason finishReason usageMetadata "
        "candidates rawHeaders http_interactions "
        "interactions promptFeedback responseIsBinary system_fingerprint recorded_at"
    ).split()
)
_KEPT_WEIGHTS = frozenset(("digest", "modelfile", "model_info"))
"""What a runtime says of weights that it keeps, beside the day of their last change (`/api/tags`, `/api/show`)."""
_OFF = {
    ("enabled", "false"),
    ("enable", "false"),
    ("active", "false"),
    ("disabled", "true"),
    ("disable", "true"),
    ("optional", "true"),
    ("enabled", "no"),
}
_DOCUMENT_WORDS = frozenset(
    (
        "homepage repository bugs docs documentation website link links href logo icon schema license avatar "
        "image img picture thumbnail readme issues changelog tracker contact terms privacy support blog demo "
        "funding dashboard console signup pricing source sources reference references citation site"
    ).split()
)
_SERVER_HINT = re.compile(
    r"\Artsps?://|\Artmps?://|://(?:api|gateway|llm|inference|chat|proxy)[.\-]|/(?:api"
    r"|compatible-mode)(?:/|\Z)|/v[0-9]+[a-z0-9]*(?:/|\Z)|[.-]api\."
)
_DEVICE = re.compile(
    r"rt[sm]ps?://|[a-z]+://(?:[^/@\s]*@)?(?:10\.[0-9]|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.)", re.IGNORECASE
)
"""A stream, or something in the network around: never a page for people elsewhere."""
_READING_SITE = re.compile(
    r"://(?:www|docs?|blog|help|support|console|platform|status|community|raw|gist)\."
    r"|://(?:www\.)?git(?:hub|lab)\.com/|\.(?:md|html?|png|svg|jpe?g|ico|pdf"
    r"|schema\.json)(?:[?#]|\Z)"
)
ENVIRONMENT_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_NOT_A_MODEL = re.compile(
    r"(?:true|false|null|none|yes|no|auto|default|~|-?[0-9.]+|\.{0,2}/.*|[a-z]:\\.*)\Z", re.IGNORECASE
)
_CLOUD_NAME = re.compile(
    r"arn:[\w${}.-]*:[a-z0-9-]+:[^\s\"]*?(?:model|inference-profile|profile|endpoint)s?/[^\s\"]+"
    r"|publishers/[^/\s]+/models/[^/\s]+"
)
_SELECTORS = frozenset(
    ("type name kind client service adapter platform sdk source family id use uses backend engine vendor").split()
)


@lru_cache(maxsize=8192)
def flat(name: str) -> str:
    """A key's words run together in lower case: `env_vars`, `envVars` and `env-vars` alike."""
    return "".join(words_of(name))


@lru_cache(maxsize=8192)
def role_below(name: str, is_list: bool) -> Role | None:
    """The role to which a key holds down all that is below it, if any."""
    words = set(words_of(name))
    if words & _DENIED:
        return Role.COMPARED
    if words & _ALLOWED or (is_list and words & _LISTING):
        return Role.LISTED
    return None


@lru_cache(maxsize=8192)
def is_environment_map(name: str) -> bool:
    """Whether a key of this name holds environment variables."""
    return flat(name) in ENVIRONMENT_KEYS


@lru_cache(maxsize=8192)
def names_environment(name: str) -> bool:
    """Whether a key of this name holds the name of an environment variable (`api_key_env`)."""
    words = words_of(name)
    return "env" in words or "envvar" in words or words[-2:] == ("secret", "key")


@lru_cache(maxsize=8192)
def holds_model(name: str) -> bool:
    """Whether a key of this name holds one model's id."""
    return is_model_key(name) and words_of(name)[-1] not in ("models", "key", "version", "uri", "url")


@lru_cache(maxsize=8192)
def holds_models(name: str) -> bool:
    """Whether a key of this name holds several models."""
    return words_of(name)[-1:] in (("models",), ("llms",), ("deployments",))


def can_be_model(text: str) -> bool:
    """Whether a value may be a model's id at all."""
    return bool(text) and len(text) <= 300 and not _NOT_A_MODEL.match(text) and "\n" not in text


def names_cloud_model(text: str) -> bool:
    """Whether a text is the full resource name of a model or inference profile of a cloud."""
    return len(text) <= 300 and _CLOUD_NAME.search(text) is not None


def is_selector(name: str) -> bool:
    """Whether a key of this name may say who serves, where the mapping around it configures a service."""
    return flat(name) in _SELECTORS


@lru_cache(maxsize=8192)
def _is_service_key(name: str) -> bool:
    return (
        is_provider_key(name)
        or holds_model(name)
        or is_host_key(name)
        or (names_secret(name) and "key" in words_of(name))
    )


def configures_service(mapping: Mapping) -> bool:
    """Whether a mapping sets up a client of some service: it has a provider, a key, a base address or a model."""
    return any(_is_service_key(pair.key.text) for pair in mapping.pairs[:60])


def is_price_table(mapping: Mapping) -> bool:
    """Whether a mapping says what something costs or can hold rather than to use it."""
    if not any(flat(pair.key.text) in _PRICES or _names_rate(pair.key.text) for pair in mapping.pairs[:60]):
        return False
    return not any(
        names_secret(pair.key.text) or holds_model(pair.key.text) or flat(pair.key.text) in ("apibase", "baseurl")
        for pair in mapping.pairs[:60]
    )


def is_price_list(mappings: Sequence[Mapping]) -> bool:
    """Whether every one of several mappings has a price and none a key or an address: rows of a table."""
    return len(mappings) > 1 and all(
        any(flat(pair.key.text) in _PRICES or _is_price(pair) for pair in mapping.pairs[:60])
        and not any(names_secret(pair.key.text) or is_host_key(pair.key.text) for pair in mapping.pairs[:60])
        for mapping in mappings[:100]
    )


def is_measurement(mapping: Mapping) -> bool:
    """Whether a mapping says how something did: several figures by the names of measures."""
    figures = 0
    for pair in mapping.pairs[:60]:
        is_figure = isinstance(pair.value, Scalar) and _FIGURE.match(pair.value.text)
        figures += bool(is_figure and not _MEASURES.isdisjoint(words_of(pair.key.text)))
    return figures >= _FIGURES_OF_A_MEASUREMENT


@lru_cache(maxsize=8192)
def _names_rate(name: str) -> bool:
    """Whether a key of this name holds a price for each of something (`input_cost_per_token`)."""
    return "per" in words_of(name) and not _PRICE_WORDS.isdisjoint(words_of(name))


def _is_price(pair: Pair) -> bool:
    is_figure = not isinstance(pair.value, Scalar) or _FIGURE.match(pair.value.text) is not None
    return is_figure and not _PRICE_WORDS.isdisjoint(words_of(pair.key.text))


def is_recording(mapping: Mapping) -> bool:
    """Whether a mapping is a stored answer of a service, or a recorded exchange with one."""
    names = {pair.key.text for pair in mapping.pairs[:60]}
    is_of_kept_weights = "modified_at" in names and not names.isdisjoint(_KEPT_WEIGHTS)
    return is_of_kept_weights or bool(names & _ANSWERED and names & _ANSWERS)


def is_off(mapping: Mapping) -> bool:
    """Whether a mapping says of itself that it is turned off."""
    return any(
        isinstance(pair.value, Scalar) and (pair.key.text.lower(), pair.value.text.lower()) in _OFF
        for pair in mapping.pairs[:40]
    )


@lru_cache(maxsize=8192)
def holds_prose(name: str) -> bool:
    """Whether a key of this name holds words or links for people."""
    return is_prose_key(name)


def is_reading_site(url: str) -> bool:
    """Whether a URL is of a page or a repository, for people to read or to clone."""
    return _READING_SITE.search(url) is not None


def address_role(key: str, url: str) -> Role:
    """Whether a URL below a key is an endpoint that is used, or only shown."""
    words = words_of(key)
    if _DEVICE.match(url):
        return Role.CONFIGURED
    if words and (
        words[-1] in _DOCUMENT_WORDS or words[0] in ("docs", "doc", "homepage", "help", "console", "dashboard")
    ):
        return Role.DOCUMENTED
    if _SERVER_HINT.search(url) and not _READING_SITE.search(url):
        return Role.CONFIGURED
    singular = key[:-1] if key.endswith("s") else key
    if (is_host_key(key) or is_host_key(singular)) and not _READING_SITE.search(url):
        return Role.CONFIGURED
    return Role.LISTED

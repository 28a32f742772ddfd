"""Which of a library's types and functions make a client, by their names and by what they are told."""

from __future__ import annotations

import re
from collections.abc import Callable

from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.reading import Hit
from flowdown.scan import vocabulary
from flowdown.scan.trace import SUPER, Trace

_JOINTS = re.compile(r"[.:>]")

_CLIENT_NAME = re.compile(
    r"(?i)client|llm|chat|model|embed|agent|api\b|sdk|service|provider|engine|session|kernel|communicat"
)
_API = re.compile(r"[.:][a-z]\w*(?:[.:]+)[A-Z]\w*(?:Api|API)\Z")
"""A class of a package that is called after the interface of a service: `acme.client.AcmeApi`."""
_TYPE_NAME = re.compile(
    r"(?:Error|Exception|Message|Param|Params|Options|Option|Content|Block|Type|Event|Tool|Prompt|Request|Response|"
    r"Args|Input|Body|Role|Chunk|Choice|Delta|Usage|Schema|Result|Metadata|Format|Exception|Reply|Status|Enum|Level|Mode|Style|Quality|History|Settings|Arguments)s?$"
)
_CREDENTIAL = re.compile(r"(?i)key$|(?<!max)(?<!max_)token$|credential|region|project|secret")
_CLIENT_TYPE = re.compile(
    r"(?:Client|API|Api|SDK|Sdk|Service|Contract|LLM|Llm|Embedder|EmbeddingGenerator|(?:Chat|Language|Embedding|Generative|Image)Model|Embeddings|Chat|ChatSession)$"
)
"""Endings of the names of types through which a service is asked."""
_MAKES = re.compile(r"(?:with|from|new|create|build)(?:_[a-z]\w*|[A-Z]\w*)?$")
"""Functions of a class that make one of it: `Client::with_config`, `Client.fromEnv`."""
_SHORT = 3
"""Letters of a word that names nobody by itself."""
_INTERFACE = re.compile(r"(?:Protocol|Interface|Impl)$")
"""What is written behind the name of a type that only says what another can do."""
_SETTER = re.compile(r"(?:With|with_)[A-Z_]|Model$")
"""What sets one option of a client, or only spells a model's name."""


_VALUES = re.compile(r"\.types\.(?:[\w.]*\.)?[A-Z]\w*(?:\.from_\w+)?\Z")
"""A class of the module that a library keeps its types of values in, or what makes one: `acme.types.Part.from_bytes`."""


_ONLY_VALUES = {
    "go": re.compile(r"\.(?!(?:New|Make|Must|Create|Init|Load|Get|Open|Default)[A-Z])[A-Z]\w*Model\Z"),
    "rust": re.compile(r"\.(?:primitives|types)\.(?:\w+\.)*[A-Z]\w*(?:\.\w+)*\Z"),
}
"""In Go a text that is made a model's id by its type, `acme.ChatModel(name)`; in Rust the plain values that a library brings, and what its requests are made of."""


def makes_value(trace: Trace, hits: tuple[Hit, ...]) -> bool:
    """Whether a call only makes a value of one of a library's types, which reaches nobody."""
    if trace.language != "python" or _VALUES.search(trace.callee) is None:
        return False
    return not any(hit.kind is SignatureKind.SYMBOL for hit in hits)


_NO_CLIENT = re.compile(r"(?:BaseModel|Enum|TypedDict|Protocol|Handler|Callback|Parser|Mixin|Loader|Filter)$")
"""What libraries bring for whoever extends it, and is no client of theirs."""


def is_client_like(trace: Trace, hits: tuple[Hit, ...]) -> bool:
    """Whether what is built reaches something, rather than being one of the library's many small types.

    It does when it is told a model, host or credential, when the catalogue names its class, when it is called after
    its library, or when its name says so.
    """
    if makes_value(trace, hits):
        return False
    if trace.language in _ONLY_VALUES and _ONLY_VALUES[trace.language].search(trace.callee) is not None:
        return False
    last, made = _JOINTS.split(trace.callee)[-1], _class_of(trace.callee)
    if _TYPE_NAME.search(made) and not any(
        vocabulary.is_host_key(each.name) or _CREDENTIAL.search(each.name) for each in trace.arguments
    ):
        return False
    if trace.binds.startswith(SUPER):
        if _NO_CLIENT.search(made) or not any(hit.product for hit in hits):
            return False  # an heir of what is for anybody asks nobody yet
        if trace.name:
            return True
    if any(vocabulary.is_model_key(each.name) or vocabulary.is_host_key(each.name) for each in trace.arguments):
        return True
    if any(hit.kind is SignatureKind.SYMBOL for hit in hits):
        return True
    if _SETTER.match(made):
        return False
    if any(hit.product and last.lower() == hit.vendor for hit in hits):
        return True  # a framework calls its class after whom that asks: `Acme()`
    library = re.sub(r"[^a-z0-9]", "", trace.callee[: -len(last)].lower())
    return (
        last in ("New", "new", "default", "factory", "client", "connect", "fromEnv", "from_env", trace.callee)
        or re.sub(r"[^a-z0-9]", "", last.lower().removeprefix("async")) in library
        or _CLIENT_NAME.search(made) is not None
        or _API.search(trace.callee) is not None
        or any(_CREDENTIAL.search(each.name) for each in trace.arguments)
    )


def is_named_after_another(trace: Trace, hits: tuple[Hit, ...], provider: Callable[[str], tuple[Hit, ...]]) -> bool:
    """Whether a class is made of one vendor's client to ask another: `class AcmeChat(ChatOther)`."""
    if not trace.binds.startswith(SUPER):
        return False
    words = vocabulary.words_of(trace.binds.removeprefix(SUPER))
    named = {"".join(words[at : at + size]) for at in range(len(words)) for size in (1, 2)}
    named = {word for word in named if len(word) > _SHORT and word not in _class_of(trace.callee).lower()}
    makers = {hit.vendor for hit in hits}
    return any(found.vendor not in makers for word in named for found in provider(word))


def may_be_client(name: str) -> bool:
    """Whether the name of a type says something that can ask a service."""
    return _CLIENT_NAME.search(name) is not None


def is_client_type(trace: Trace) -> bool:
    """Whether a library's type is its client by its name: called so, or just as the library is."""
    named = _JOINTS.split(trace.name)[-1]
    last = _INTERFACE.sub("", named) or named
    if _CLIENT_TYPE.search(last) is not None:
        return True
    library = trace.callee.removesuffix(f".{named}").lower()
    return len(last) > 3 and last.lower().removeprefix("async") in re.split(r"[^a-z0-9]+", library)


_FOR_ANYBODY = re.compile(
    r"(?:^I?Kernel|I(?:Chat|Text|Image|Audio|Embedding)\w*(?:Service|Client|Generator)|(?:Chat|Language|Embedding|Image)Model|^ChatClient)$"
)
"""A framework's own types through which any vendor's model is asked: `IChatClient`, `EmbeddingModel`, `Kernel`."""


def asks_for_anybody(trace: Trace) -> bool:
    """Whether a framework's type stands for the client of whichever vendor the program was given."""
    return _FOR_ANYBODY.search(_JOINTS.split(trace.callee)[-1]) is not None


_APART = re.compile(r"(?i)(embed|rerank|retriev|speech|transcri|moderat)")


def does_apart(callee: str) -> str:
    """The part of a service other than talk that a class is made for; empty for a talk: one that ranks answers no question."""
    found = _APART.search(_JOINTS.split(callee)[-1])
    return found.group().lower() if found is not None else ""


def _class_of(callee: str) -> str:
    """The class in a dotted name: what stands before a `new`, `default` or `builder`."""
    parts = re.split(r"[.:>]+", callee)
    while len(parts) > 1 and (
        parts[-1] in ("new", "New", "default", "builder", "newBuilder", "build")
        or (_MAKES.match(parts[-1]) and parts[-2][:1].isupper())
    ):
        parts.pop()
    return parts[-1]

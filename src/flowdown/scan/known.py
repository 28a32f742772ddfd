"""What scanning asks of a catalogue beyond look-ups by kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache, partial

from flowdown.base.cached import cached_property
from flowdown.catalogue.brand_words import brand_words
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.confusion import ConfusionTable
from flowdown.catalogue.kinds import PACKAGE_KINDS, Basis, RouteKind, SignatureKind
from flowdown.catalogue.match import Index
from flowdown.catalogue.reading import Hit
from flowdown.catalogue.vendor import ApiShape
from flowdown.scan import vocabulary
from flowdown.scan.callee import is_service_factory
from flowdown.scan.trace import Trace, literal

_GENERIC_SYMBOLS = frozenset(
    {"Client", "AsyncClient", "Api", "API", "Model", "Chat", "Configuration", "Config", "NewClient", "ChatClient"}
)
_CLASS_TAIL = re.compile(
    r"(?:LLM|Llm|Chat|ChatModel|ChatClient|Embedding|Embeddings|EmbeddingModel|Embedder|Rerank|Reranker|Model|Client|Generator"
    r"|ChatGenerator|Provider|Text|Document|TextEmbedder|Completion|Generation|Service|Services|Image|Audio)+$"
)
_ADDER = re.compile(r"^(?:Add|Use|With)(?=[A-Z])")
"""What names of methods begin with that put a service into a program."""
_SERVICE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""The form of the name of one of a cloud's services."""
_KEYED = re.compile(r"^AddKeyed(?=[A-Z])")
_ADDED_FROM = re.compile(r"From[A-Z]\w*$")
_SHORTEST_NAME = 3
_WITHOUT_PACKAGES = "c"
"""The language whose libraries are known by no index of packages: their headers are taken at their names."""
_SYSTEM = frozenset(("rpm", "apk"))
"""Managers of a system's packages, which call a vendor's package alike."""
_PROGRAMS = frozenset(("brew", "generic"))
"""Managers that install programs by name."""
_LANGUAGES = ("python", "javascript", "jvm", "dotnet", "php", "ruby", "swift")
_ANY = (
    SignatureKind.WORD,
    SignatureKind.ENV_KEY,
    SignatureKind.SYMBOL,
    SignatureKind.NAMESPACE,
    SignatureKind.CLI,
    SignatureKind.ACTION,
    SignatureKind.IMAGE,
    SignatureKind.TERRAFORM,
    SignatureKind.CONFIG_KEY,
    SignatureKind.PROVIDER,
)


class Known:
    """One catalogue with its index."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.index = Index(catalogue)
        self._operators = self.index.operators
        self.runtimes = frozenset(
            re.sub(r"[^a-z0-9]+", "[-_. ]?", route.id)
            for route in catalogue.routes.values()
            if route.kind is RouteKind.RUNTIME and len(route.id) > _SHORTEST_NAME
        )
        """The words by which paths call local runtimes, as patterns."""
        self._host_keys: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._builders: dict[str, list[Hit]] = defaultdict(list)
        for vendor, product, basis, shape in self.index.shapes:
            self._note_shape(vendor, product, basis, shape)
        self.names_of = lru_cache(maxsize=1024)(self._names_of)
        self.is_quiet = lru_cache(maxsize=65536)(self._is_quiet)
        self.is_library = lru_cache(maxsize=65536)(self._is_library)
        self.any_of = lru_cache(maxsize=65536)(self._any_of)
        self._hits_of_name = lru_cache(maxsize=65536)(self._library_hits)
        self._asks: tuple[Callable[[str], tuple[Hit, ...]], ...] = (
            self.any_of,
            self.index.symbol,
            self.index.env_key,
            self.index.provider,
            *(partial(self.index.package, kind) for kind in sorted(PACKAGE_KINDS)),
            *(partial(self.index.import_name, language) for language in _LANGUAGES),
        )

    def _note_shape(self, vendor: str, product: str, basis: Basis, shape: ApiShape) -> None:
        self._host_keys[vendor, product].update(shape.host_env_keys)
        for symbol in shape.symbols:
            if symbol not in _GENERIC_SYMBOLS:
                self._builders[symbol].append(Hit(vendor, product, basis, "", SignatureKind.SYMBOL, f"symbol:{symbol}"))

    def url_path(self, text: str) -> tuple[Hit, ...]:
        """Whose dialect a path or address speaks, on whatever host."""
        low = text.lower()
        return tuple(hit for path, hit in self.index.url_paths if path in low)

    def member_hits(self, language: str, module: str, origin: str) -> tuple[Hit, ...]:
        """Whose a member is that a program takes out of a module.

        A class made for a vendor is known by its name; a client's own class (`OpenAI`) only where the module is a
        framework's, since elsewhere anybody may call a class so.
        """
        name = origin.rsplit(".", 1)[-1]
        found = self.index.symbol(name)
        if found:
            return found
        around = self.index.import_name(language, module)
        if around and all(not hit.product or hit.basis is Basis.LIBRARY for hit in around):
            route = next((hit.route for hit in around if hit.route), "")
            made = tuple(hit._replace(route=route) for hit in self._builders.get(name, ()))
            if made:
                return made
            named = self._made_for(name)
            if named:
                return tuple(hit._replace(route=hit.route or route) for hit in named)
        return self.index.import_name(language, origin)

    def _made_for(self, name: str) -> tuple[Hit, ...]:
        """Whom a framework's class is made for by its name: `Cohere`, `ChatCohere`, `CohereEmbeddings`."""
        if not name[:1].isupper():
            return ()
        bare = _CLASS_TAIL.sub("", _ADDER.sub("", name).removeprefix("Chat"))
        return self.index.provider(bare) if len(bare) > _SHORTEST_NAME else ()

    @cached_property
    def _confusion(self) -> ConfusionTable:
        return ConfusionTable(self.catalogue)

    def is_others_word(self, word: str, vendor: str) -> bool:
        """Whether a name of a vendor is also that of something else, as its file warns."""
        return bool(self._confusion.find(word, (vendor,)))

    def operator_of(self, route: str) -> str:
        """The vendor that runs a route; empty if nobody of the catalogue does."""
        return self._operators.get(route, "")

    def host_env_keys(self, hits: Iterable[Hit]) -> frozenset[str]:
        """The environment variables by which the clients of these products are redirected."""
        keys: set[str] = set()
        for hit in hits:
            keys |= self._host_keys.get((hit.vendor, hit.product), set())
        return frozenset(keys)

    def package(self, ecosystem: str, name: str) -> tuple[Hit, ...]:
        """Look up a package by its purl type."""
        if ecosystem == "conda":
            return self.index.package(SignatureKind.CONDA, name) or self.index.package(SignatureKind.PYPI, name)
        if ecosystem in _SYSTEM:
            return self.index.package(SignatureKind.DEB, name)
        if ecosystem in _PROGRAMS:
            return self._program(name)
        return self.index.package(SignatureKind(ecosystem), name) if ecosystem in PACKAGE_KINDS else ()

    def _program(self, name: str) -> tuple[Hit, ...]:
        """A program by what a manager of programs calls it: `acme-code`, `tap/acme-code`, `Acme.AcmeCode`."""
        last = name.rpartition("/")[2]
        hits = self.index.cli(last) or self.index.package(SignatureKind.DEB, last)
        return hits or (self.index.cli("-".join(vocabulary.words_of(last.rpartition(".")[2]))) if "." in last else ())

    def library_hits(self, trace: Trace) -> tuple[Hit, ...]:
        """Whose library a called or constructed name is from."""
        service = _service_of(trace) if trace.arguments else ""
        return self._hits_of_name(trace.language, trace.callee, literal(trace.value) or "", service)

    def _library_hits(self, language: str, callee: str, text: str, service: str = "") -> tuple[Hit, ...]:
        owner, _, last = callee.rpartition(".")
        # Whose client a factory makes is told by the service that it is given: `cloud.client("acme-speech")`.
        made = self.index.import_name(language, f"{callee}.{service}") if service else ()
        if any(not hit.product or hit.basis is not Basis.LIBRARY for hit in made):
            return made
        hits = self.index.symbol(last) or (self.index.symbol(_plain_adder(last)) if last[:1] == "A" else ())
        if not hits and owner and last[:1].islower():
            hits = self.index.symbol(owner.rsplit(".", 1)[-1])  # a method of a class: `ChatModel.from_config(...)`
        if not hits and "." in callee:
            hits = self.member_hits(language, callee.rsplit(".", 1)[0], callee)
        if text and text != callee:
            hits = hits + self.index.symbol(text)
        if not hits and callee:
            hits = self.index.import_name(language, callee)
        if not hits and language == _WITHOUT_PACKAGES:
            hits = self.branded(owner.split(".", 1)[0]) or self.branded(last)
        return hits

    def reaches(self, trace: Trace) -> bool:
        """Whether a called or constructed name is from a library that reaches somebody's service."""
        return any(hit.basis is not Basis.LIBRARY or not hit.product for hit in self.library_hits(trace))

    def branded(self, path: str) -> tuple[Hit, ...]:
        """Whose a header is whose file is called as configurations call a vendor or route: `acme/acme.hpp`.

        In the folder of something else (`other/acme.h`) it is a part of that.
        """
        *folders, name = path.lower().split("/")
        stem = name.partition(".")[0]
        is_own = not folders or stem in folders
        return self.index.provider(stem) if is_own and len(stem) > _SHORTEST_NAME else ()

    def _is_library(self, text: str) -> bool:
        """Whether a name is known for packages and modules without a wire, and for nothing else."""
        is_found = False
        for ask in self._asks:
            for hit in ask(text):
                if not hit.product or hit.basis is not Basis.LIBRARY:
                    return False
                is_found = True
        return is_found

    def _names_of(self, owner: str) -> frozenset[str]:
        """The words by which paths call a vendor, or a route that somebody operates: `bedrock`, `vertex`."""
        vendor = self.catalogue.vendors.get(owner)
        if vendor is not None:
            return brand_words(vendor)
        route = self.catalogue.routes.get(owner)
        return frozenset((owner.partition("-")[0],)) if route is not None and route.operator else frozenset()

    def _is_quiet(self, text: str) -> bool:
        """Whether a word stands for nothing but libraries."""
        hits = self._any_of(text)
        return bool(hits) and all(hit.basis is Basis.LIBRARY for hit in hits)

    def _any_of(self, text: str) -> tuple[Hit, ...]:
        """Whatever a word could stand for: used for mentions, where nothing says what kind it is."""
        index = self.index
        for host, path, _ in vocabulary.urls_in(text):
            return index.host(host, path)
        reading = index.model(text)
        if reading is not None:
            return reading.hits
        if text.isalpha() and (text.islower() or text.istitle()):
            # An ordinary word: only a brand's own spelling is a mention; `vision` and `san` are packages too.
            return index.word(text)
        for kind in _ANY:
            hits = index.find(kind, text)
            if hits:
                return hits
        hits = index.host(text) if "." in text else ()
        if hits:
            return hits
        for package_kind in sorted(PACKAGE_KINDS):
            hits = index.package(package_kind, text)
            if hits:
                return hits
        for language in _LANGUAGES:
            hits = index.import_name(language, text)
            if hits:
                return hits
        return index.namespace(text.partition("/")[0])


def _service_of(trace: Trace) -> str:
    """The service of which a factory is asked for a client; empty if it is asked for none."""
    first = trace.arguments[0]
    text = literal(first.value) if first.name in ("0", "service_name") and is_service_factory(trace.callee) else None
    return text if text and _SERVICE.fullmatch(text) else ""


def _plain_adder(name: str) -> str:
    """The plain name of a method that adds a service: `AddKeyedAcmeClient` and `AddAcmeClientFromConfiguration` alike."""
    return _ADDED_FROM.sub("", _KEYED.sub("Add", name)) if name.startswith("Add") else name

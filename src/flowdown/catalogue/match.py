"""The one place where traces meet the catalogue: every look-up, built once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowdown.base.pack import pack
from flowdown.catalogue.cache import unpack
from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.confusion import ConfusionTable
from flowdown.catalogue.host import HostTable
from flowdown.catalogue.keyword import Keyword
from flowdown.catalogue.keywords import gather_keywords
from flowdown.catalogue.kinds import PACKAGE_KINDS, Basis, SignatureKind
from flowdown.catalogue.lookup import FileTable, build_tables, hits_of
from flowdown.catalogue.model_id import ModelMatcher
from flowdown.catalogue.model_table import build_table
from flowdown.catalogue.reading import Hit, ModelReading
from flowdown.catalogue.spelling import key_spellings, spell, words_in_key
from flowdown.catalogue.vendor import ApiShape

_IMPORT_KINDS: dict[str, tuple[SignatureKind, SignatureKind | None]] = {
    # language: kind of import signatures; kind of packages whose name is the import's beginning
    "python": (SignatureKind.PYTHON_IMPORT, SignatureKind.PYPI),
    "javascript": (SignatureKind.NPM, None),
    "go": (SignatureKind.GOLANG, None),
    "jvm": (SignatureKind.JVM_IMPORT, None),
    "dotnet": (SignatureKind.DOTNET_IMPORT, SignatureKind.NUGET),
    "rust": (SignatureKind.CARGO, None),
    "ruby": (SignatureKind.RUBY_IMPORT, SignatureKind.GEM),
    "php": (SignatureKind.PHP_IMPORT, None),
    "swift": (SignatureKind.SWIFT_IMPORT, None),
    "dart": (SignatureKind.PUB, None),
    "elixir": (SignatureKind.HEX, None),
    "r": (SignatureKind.CRAN, None),
}
_LANGUAGES = {
    "typescript": "javascript",
    "java": "jvm",
    "kotlin": "jvm",
    "scala": "jvm",
    "groovy": "jvm",
    "clojure": "jvm",
    "csharp": "dotnet",
    "fsharp": "dotnet",
    "golang": "go",
}

_MOST_FOUND = 65536
"""Answers that are kept at hand; the same few thousand names are asked for again and again."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_GENERATED = re.compile(r"_v\d+(?:(?:p\d+)?(?:alpha|beta)\d*)?(?=\.|$)")
"""The version of an interface at the end of a generated module's name."""
_RUST_PARTS = 4
"""Parts of a path in Rust by which a module inside a crate is known: `crate::providers::acme`."""
_API = re.compile(r"[-_.](?:responses|chat|completions?|assistants|messages|realtime)$")
"""What follows a provider's word to say which of its interfaces is meant."""


class Index:
    """Every look-up of one catalogue.

    `shapes` are how products' clients take hosts and models (vendor, product, basis, shape), `url_paths` the parts of
    addresses that tell a product on any host, `operators` who runs each route. Each look-up answers with the hits of the most specific signature that takes the value (several when several vendors or
    routes sign the same), products before routes, sorted; an empty tuple when the catalogue knows nothing of it.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._found: dict[tuple[SignatureKind, str], tuple[Hit, ...]] = {}
        if catalogue.packed_index:
            vars(self).update(unpack(catalogue.packed_index))  # type: ignore[call-overload]
            return
        signatures = [*hits_of(catalogue)]
        self._tables = build_tables(signatures)
        self._hosts = HostTable(signatures)
        self._files = FileTable(signatures)
        self._models = ModelMatcher(build_table(catalogue))
        self._confusions = ConfusionTable(catalogue)
        self.shapes = tuple(_shapes_of(catalogue))
        self.url_paths = tuple(
            (signature.value.lower(), hit)
            for signature, hit in signatures
            if signature.kind is SignatureKind.URL_PATH and hit.product
        )
        self.operators = {route.id: route.operator for route in catalogue.routes.values()}

    def pack(self) -> bytes:
        """All look-ups, to be kept with their catalogue."""
        tables = {name: table for name, table in vars(self).items() if name not in ("_catalogue", "_found")}
        return pack(tables)

    def model(self, text: str, is_model: bool = False) -> ModelReading | None:
        """Read a model id in any spelling.

        `is_model`: the place says that this is one (an argument `model`), so its form need not. A reading by
        namespace alone (`is_by_namespace`) says whose a model of this name would be.
        """
        return self._models.read(text, is_model)

    def package(self, kind: SignatureKind, name: str) -> tuple[Hit, ...]:
        """Look up a package by its purl type and name, in any spelling that its ecosystem takes for the same."""
        is_below = kind is SignatureKind.NPM and name.count("/") > name.startswith("@")
        if kind not in PACKAGE_KINDS or is_below:
            return ()
        return self.find(kind, name)

    def import_name(self, language: str, dotted: str) -> tuple[Hit, ...]:
        """Look up what a program imports, by the longest prefix of whole segments."""
        language = _LANGUAGES.get(language, language)
        if language not in _IMPORT_KINDS or not dotted or dotted[0] == ".":
            return ()
        kind, packages = _IMPORT_KINDS[language]
        name = ""
        for name in _import_spellings(language, dotted):
            hits = self.find(kind, name)
            if packages is SignatureKind.NUGET:
                return self._by_name_space(name, hits)
            if hits:
                return hits
        if packages is None:
            return ()
        if packages is SignatureKind.PYPI:
            return self.find(packages, name.partition(".")[0])
        while name:
            hits = self.find(packages, name.replace("/", "-"))
            if hits:
                return hits
            name = name.rpartition("/")[0]
        return ()

    def _by_name_space(self, name: str, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Whose a namespace of .NET is: a package mostly has its name, and the longer of two that fit tells more."""
        told = max((len(hit.signature.partition(":")[2]) for hit in hits), default=0)
        loose: tuple[Hit, ...] = ()
        while len(name) > told:
            found = self.find(SignatureKind.NUGET, name)
            if found and not all(hit.signature.endswith("*") for hit in found):
                return found
            loose = loose or found  # a pattern for all of a maker's packages fits whatever lies below them
            name = name.rpartition(".")[0]
        return loose or hits

    def host(self, hostname: str, path: str = "") -> tuple[Hit, ...]:
        """Look up a host and the path below it."""
        return self._hosts.find(hostname, path)

    def on_host(self, hostname: str) -> tuple[Hit, ...]:
        """Everything that is signed on a host, under whatever path: what a log can mean that tells no path."""
        return self._hosts.every(hostname)

    def header(self, name: str) -> tuple[Hit, ...]:
        """Look up the name of a header of requests, in any case."""
        return self.find(SignatureKind.HEADER, name.lower())

    def env_key(self, name: str) -> tuple[Hit, ...]:
        """Look up an environment variable; what frameworks and numbering add to a name is taken off."""
        for spelling in key_spellings(name):
            hits = self._tables[SignatureKind.ENV_KEY].find(spelling)
            if hits:
                return hits
        table = self._tables[SignatureKind.ENV_WORD]
        return next((hits for word in words_in_key(name) if (hits := table.find(word))), ())

    def image(self, ref: str) -> tuple[Hit, ...]:
        """Look up a container image, with or without registry, tag and digest."""
        return self.find(SignatureKind.IMAGE, ref)

    def action(self, ref: str) -> tuple[Hit, ...]:
        """Look up a CI action `owner/repository[/path][@ref]`."""
        return self.find(SignatureKind.ACTION, ref)

    def cli(self, name: str) -> tuple[Hit, ...]:
        """Look up a program by its name or path."""
        return self.find(SignatureKind.CLI, name)

    def terraform(self, type_: str) -> tuple[Hit, ...]:
        """Look up a Terraform resource or data type, provider or module source."""
        return self.find(SignatureKind.TERRAFORM, type_)

    def config_key(self, dotted: str) -> tuple[Hit, ...]:
        """Look up a dotted path of a configuration file."""
        return self.find(SignatureKind.CONFIG_KEY, dotted)

    def provider(self, word: str) -> tuple[Hit, ...]:
        """Look up the word by which configurations select a vendor or route; `openai-responses` is one of its APIs."""
        return self.find(SignatureKind.PROVIDER, word) or self.find(SignatureKind.PROVIDER, _API.sub("", word))

    def symbol(self, name: str) -> tuple[Hit, ...]:
        """Look up a class or function; of a dotted name also its last part."""
        hits = self.find(SignatureKind.SYMBOL, name)
        if hits:
            return hits
        last = name.replace("::", ".").rpartition(".")[2]
        return self.find(SignatureKind.SYMBOL, last) if last != name else ()

    def agent_file(self, path: str) -> tuple[Hit, ...]:
        """Look up the path of a file that instructs a product."""
        return self._files.find(path)

    def namespace(self, word: str) -> tuple[Hit, ...]:
        """Look up the organisation part of `organisation/model`."""
        return self.find(SignatureKind.NAMESPACE, word)

    def word(self, text: str) -> tuple[Hit, ...]:
        """Look up a brand name in prose."""
        return self.find(SignatureKind.WORD, text)

    def vendor(self, word: str) -> str | None:
        """The vendor of which a word is a name that means nothing else."""
        return self._confusions.vendor(word)

    def is_name(self, word: str) -> bool:
        """Whether a word names a vendor or a route and hardly anything else."""
        return self._confusions.is_name(word)

    def confusions(self, text: str, vendors: Iterable[str] = ()) -> tuple[str, ...]:
        """What else a text is, by the warnings of the vendor files (of these vendors; none given: of all)."""
        return self._confusions.find(text, vendors)

    def find(self, kind: SignatureKind, value: str) -> tuple[Hit, ...]:
        """Look up a value of any kind that has exact values."""
        key = kind, value
        hits = self._found.get(key)
        if hits is None:
            table = self._tables.get(kind)
            hits = table.find(spell(kind, value)) if table is not None else ()
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            self._found[key] = hits
        return hits

    def keywords(self) -> tuple[Keyword, ...]:
        """Every literal that the prefilter looks for, deduplicated and sorted."""
        signatures = hits_of(self._catalogue)
        return gather_keywords((signature.kind, signature.value, signature.tail) for signature, _ in signatures)


def _shapes_of(catalogue: Catalogue) -> Iterator[tuple[str, str, Basis, ApiShape]]:
    for vendor in catalogue.vendors.values():
        for product in vendor.products:
            for shape in product.shapes:
                yield vendor.id, product.id, product.basis, shape


def _constants(name: str) -> Iterator[str]:
    """The constants of Ruby that a dotted name goes through, the innermost first: `A::B::Client` and `A::B` of `A.B.Client.new`."""
    parts = [part for part in name.split(".") if part[:1].isupper() or part == name.partition(".")[0]]
    parts[0] = parts[0][:1].upper() + parts[0][1:]  # a file that is required may stand for what it defines
    for length in range(len(parts), 1, -1):
        yield "::".join(parts[:length])


def _import_spellings(language: str, name: str) -> Iterator[str]:
    """The forms in which a language's imports are kept, for a module or for a member of one (`module.Member`)."""
    match language:
        case "javascript" | "go":
            module = name.removeprefix("npm:").removeprefix("node:")
            yield module
            folder, slash, last = module.rpartition("/")
            while "." in last:
                last = last.rpartition(".")[0]
                yield folder + slash + last
        case "rust":
            parts = re.split(r"::|\.", name)
            for length in range(min(len(parts), _RUST_PARTS), 0, -1):
                yield ".".join(parts[:length])
        case "dart":
            yield name.removeprefix("package:").partition("/")[0]
        case "python" if _GENERATED.search(name):
            yield name
            yield _GENERATED.sub("", name)  # `cloud.speech_v1` is what the package `cloud.speech` holds
        case "jvm":
            yield name.removeprefix("static ").removesuffix(".*").removesuffix("._")
        case "swift" | "r":
            yield name.partition(".")[0]
        case "php":
            yield name.replace(".", "\\")
        case "ruby" | "elixir":
            yield name
            if language == "ruby":
                yield from _constants(name)
            first = re.split(r"::|\.", name, maxsplit=1)[0]
            yield _CAMEL.sub("_", first).lower()
            yield first.lower()
        case _:
            yield name

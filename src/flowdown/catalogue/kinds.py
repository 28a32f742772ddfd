"""The closed sets of the catalogue: what kinds of product, basis and signature there are."""

from __future__ import annotations

from enum import StrEnum


class ProductClass(StrEnum):
    """What sort of thing a product is (contracts.md section 1)."""

    MODEL = "model"
    SERVICE = "service"
    SERVICE_SDK = "service-sdk"
    LIBRARY = "library"
    DEVICE = "device"
    APP = "app"


class Basis(StrEnum):
    """In what way a use depends on a vendor (contracts.md section 1)."""

    MODEL = "model"
    SERVICE = "service"
    HOST = "host"
    LIBRARY = "library"
    DEVICE = "device"


BASIS_OF_CLASS: dict[ProductClass, Basis] = {
    ProductClass.MODEL: Basis.MODEL,
    ProductClass.SERVICE: Basis.SERVICE,
    ProductClass.SERVICE_SDK: Basis.SERVICE,
    ProductClass.LIBRARY: Basis.LIBRARY,
    ProductClass.DEVICE: Basis.DEVICE,
    ProductClass.APP: Basis.SERVICE,
}


class RouteKind(StrEnum):
    """How a route reaches a product."""

    CLOUD = "cloud"
    ROUTER = "router"
    INFERENCE = "inference"
    FRAMEWORK = "framework"
    RUNTIME = "runtime"
    HUB = "hub"
    TOOL = "tool"
    DIRECT = "direct"


class SignatureKind(StrEnum):
    """What kind of trace a signature describes.

    Package kinds are purl types (package-url specification); the value is the package's name there. Import kinds
    are dotted or slashed prefixes that must match whole segments.
    """

    # Packages: also matched against imports in languages where package and import name are one.
    PYPI = "pypi"
    NPM = "npm"
    MAVEN = "maven"  # `group:artifact`, or `group` for every artifact of it and of its subgroups
    GOLANG = "golang"
    CARGO = "cargo"
    NUGET = "nuget"  # a trailing `.*` takes every package below the prefix
    GEM = "gem"
    COMPOSER = "composer"
    PUB = "pub"
    HEX = "hex"
    SWIFT = "swift"  # host and path of the repository
    COCOAPODS = "cocoapods"
    CONDA = "conda"
    CRAN = "cran"
    DEB = "deb"
    # Names in code where they differ from the package's.
    PYTHON_IMPORT = "python-import"
    JVM_IMPORT = "jvm-import"
    DOTNET_IMPORT = "dotnet-import"
    PHP_IMPORT = "php-import"
    RUBY_IMPORT = "ruby-import"
    SWIFT_IMPORT = "swift-import"
    SYMBOL = "symbol"  # a class or function name made for this product inside a package for many
    # Wires and keys.
    HOST = "host"  # a host name, optionally with a path prefix; `*.x` takes any label before `.x`
    URL_PATH = "url-path"  # a part of a path or address by which a device or service is recognised on any host
    HEADER = "header"  # the name of a header by which requests to this vendor's service alone are told
    ENV_KEY = "env-key"
    ENV_WORD = (
        "env-word"  # the word by which keys of the environment are told, whatever stands round it (`MY_ACME_KEY`)
    )
    # Models.
    MODEL = "model"  # a family: literal stem in lower case, and a `tail` that must follow
    NAMESPACE = "namespace"  # the organisation part of `organisation/model`
    # Deployment and configuration.
    IMAGE = "image"  # repository of a container image, without tag; a trailing `/*` takes all below
    ACTION = "action"  # `owner/repository` of a CI action; `owner/*` takes all
    CLI = "cli"  # a program's name
    TERRAFORM = "terraform"  # resource or data type, provider or module source; a trailing `*` takes all below
    CONFIG_KEY = "config-key"  # dotted path of a configuration file; takes everything below it
    PROVIDER = "provider"  # the word by which configurations and libraries select this vendor or route
    AGENT_FILE = "agent-file"  # glob of a file that instructs this product
    # Text.
    WORD = "word"  # a brand name in prose: only ever a mention


PACKAGE_KINDS: frozenset[SignatureKind] = frozenset(
    kind
    for kind in SignatureKind
    if kind.value in "pypi npm maven golang cargo nuget gem composer pub hex swift cocoapods conda cran deb".split()
)


class Relation(StrEnum):
    """How one vendor stands to another (`A is the <relation> of this vendor`)."""

    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    AFFILIATE = "affiliate"
    FUNDER = "funder"
    INVESTOR = "investor"
    SUCCESSOR = "successor"
    PREDECESSOR = "predecessor"

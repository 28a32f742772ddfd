"""A small invented catalogue: what a look-up does must not depend on who the vendors are."""

from __future__ import annotations

import pytest

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import ProductClass, RouteKind, SignatureKind
from flowdown.catalogue.match import Index
from flowdown.catalogue.vendor import Product, Route, Signature, Vendor

K = SignatureKind


def _vendor(
    id_: str, *products: Product, aliases: tuple[str, ...] = (), not_to_confuse: tuple[str, ...] = ()
) -> Vendor:
    return Vendor(
        id_,
        id_.title(),
        "XX",
        (),
        products,
        (),
        aliases=aliases,
        words=(f"{id_.title()} Labs",),
        not_to_confuse=not_to_confuse,
    )


def _product(id_: str, class_: ProductClass, *signatures: Signature) -> Product:
    return Product(id_, id_, class_, "s", signatures)


def _family(stem: str, tail: str = "", *line: str) -> Signature:
    return Signature(K.MODEL, stem, tail=tail, derived_from=line)


def build_catalogue() -> Catalogue:
    """Three makers, one of whom builds on another; a cloud, a router and a hub."""
    acme = _vendor(
        "acme",
        _product(
            "orbit",
            ProductClass.MODEL,
            _family("orbit", r"-?\d(?!\d)|-(?:large|small)(?![a-z])"),
            _family("o1", r"(?=$)|-mini"),
            _family("tts", r"-\d"),
            Signature(K.NAMESPACE, "acme-ai"),
        ),
        _product(
            "api",
            ProductClass.SERVICE,
            Signature(K.HOST, "api.acme.example"),
            Signature(K.HOST, "*.acme.example/v2"),
            Signature(K.ENV_KEY, "ACME_API_KEY"),
            Signature(K.PROVIDER, "acme"),
            Signature(K.WORD, "Orbit"),
            Signature(K.CLI, "orbit"),
        ),
        _product(
            "sdk",
            ProductClass.SERVICE_SDK,
            Signature(K.PYPI, "acme-sdk"),
            Signature(K.PYTHON_IMPORT, "acme.client"),
            Signature(K.NPM, "@acme/sdk"),
            Signature(K.MAVEN, "com.acme"),
            Signature(K.MAVEN, "com.acme:acme-cloud", route="cumulus"),
            Signature(K.GOLANG, "github.com/acme/acme-go"),
            Signature(K.NUGET, "Acme.Sdk.*"),
            Signature(K.CARGO, "acme_rs"),
            Signature(K.SWIFT, "github.com/acme/acme-swift"),
            Signature(K.JVM_IMPORT, "com.acme"),
            Signature(K.DOTNET_IMPORT, "Acme.Net"),
            Signature(K.PHP_IMPORT, "Acme\\Client"),
            Signature(K.RUBY_IMPORT, "acme/client"),
            Signature(K.SYMBOL, "AcmeClient"),
            Signature(K.IMAGE, "acme/orbit"),
            Signature(K.IMAGE, "ghcr.io/acme/*"),
            Signature(K.ACTION, "acme/orbit-action"),
            Signature(K.ACTION, "acme-ci/*"),
            Signature(K.TERRAFORM, "acme_model*"),
            Signature(K.CONFIG_KEY, "spring.ai.acme"),
            Signature(K.AGENT_FILE, "ORBIT.md"),
            Signature(K.AGENT_FILE, ".orbit/**"),
        ),
        aliases=("acmeinc", "nova"),
        not_to_confuse=("Orbit, the path of a planet; orbit-camera, a control", "nova, a star"),
    )
    blue = _vendor("blue", _product("whale", ProductClass.MODEL, _family("whale"), Signature(K.NAMESPACE, "BlueAI")))
    cyan = _vendor(
        "cyan",
        _product(
            "tuned",
            ProductClass.MODEL,
            _family("comet", "", "blue"),
            _family("orbit", r"-?3-comet", "acme"),
            Signature(K.NAMESPACE, "cyan"),
        ),
    )
    routes = {
        "cumulus": Route(
            "cumulus",
            "Cumulus",
            RouteKind.CLOUD,
            (),
            (Signature(K.HOST, "runtime.*.cumulus.example"), Signature(K.PROVIDER, "cumulus")),
            (),
            operator="cyan",
            aliases=("cumulus-cloud",),
            model_prefixes=("cumulus/", "us.", "accounts/cumulus/models/"),
        ),
        "switch": Route("switch", "Switch", RouteKind.ROUTER, (), (), (), model_prefixes=("switch/",)),
        "hub": Route("hub", "Hub", RouteKind.HUB, (), (), (), model_prefixes=("hub.example/",)),
    }
    return Catalogue.of({"acme": acme, "blue": blue, "cyan": cyan}, routes)


@pytest.fixture(scope="session")
def index() -> Index:
    """The index of the invented catalogue."""
    return Index(build_catalogue())

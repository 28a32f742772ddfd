"""Puts into words why a sighting counts as it does: use or mention, vendor, route, basis, strength, origin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import Basis, ProductClass
from flowdown.catalogue.vendor import Product
from flowdown.pipeline.origin import find_origin
from flowdown.pipeline.why_strength import say_strength
from flowdown.report.explanation import Account
from flowdown.report.kind_words import stands_there
from flowdown.report.words import count, place_text
from flowdown.scan.sighting import STRENGTHS, Scan, Sighting, Strength
from flowdown.scan.trace import MENTION_ROLES, Role, TraceKind

_USES: dict[TraceKind, str] = {
    TraceKind.DEPENDENCY: "a manifest asks for this package",
    TraceKind.LOCK: "a lock file holds this package",
    TraceKind.IMPORT: "code imports it",
    TraceKind.CLIENT: "code builds a client here",
    TraceKind.CALL: "code calls it here",
    TraceKind.MODEL_ID: "a model is chosen here",
    TraceKind.ENDPOINT: "an address is called or set here",
    TraceKind.ENV_KEY: "a key of the service is used here",
    TraceKind.CONFIG: "a setting selects or configures it here",
    TraceKind.ACTION: "a workflow runs this action",
    TraceKind.IMAGE: "something is run or built from this image",
    TraceKind.RESOURCE: "a deployment creates this resource",
    TraceKind.WEIGHTS: "model weights are fetched or loaded here",
    TraceKind.AGENT_CONFIG: "the file gives instructions to the vendor's agent, so that somebody works with it",
    TraceKind.CLI: "a command runs or installs this program",
    TraceKind.DEVICE: "equipment of the vendor is addressed or configured here",
    TraceKind.TEXT: "it is used here",
}
_ROLES: dict[tuple[TraceKind, Role], str] = {
    (TraceKind.MODEL_ID, Role.CONFIGURED): "a model is set here",
    (TraceKind.MODEL_ID, Role.CALLED): "a model is asked for here",
    (TraceKind.MODEL_ID, Role.DECLARED): "a model is declared here, and what holds it is used",
    (TraceKind.MODEL_ID, Role.LISTED): "a model is listed here, and members of the list are used as models",
    (TraceKind.ENDPOINT, Role.CALLED): "this address is called",
    (TraceKind.ENDPOINT, Role.CONFIGURED): "an address is set here",
    (TraceKind.ENDPOINT, Role.DECLARED): "an address is declared here, and what holds it is used",
    (TraceKind.ENV_KEY, Role.READ): "the key is read here",
    (TraceKind.ENV_KEY, Role.CONFIGURED): "the key is set or handed on here",
    (TraceKind.ENV_KEY, Role.DECLARED): "the key is declared here, and something in the tree reads it",
}
_MENTIONS: dict[Role, str] = {
    Role.LISTED: "it stands in a list or table, and nothing was seen to use it from there",
    Role.COMPARED: "it is only compared with",
    Role.DOCUMENTED: "it stands in text for readers",
    Role.COMMENTED: "it stands in a comment or in what is commented out",
    Role.DECLARED: "nothing was seen to use what is declared here",
}
_TIES: dict[ProductClass, str] = {
    ProductClass.MODEL: "made by {vendor}",
    ProductClass.SERVICE: "run by {vendor}",
    ProductClass.SERVICE_SDK: "made for the service of {vendor}",
    ProductClass.LIBRARY: "published by {vendor}",
    ProductClass.DEVICE: "made by {vendor}",
    ProductClass.APP: "an app of {vendor}",
}
"""How a product of a class stands to its vendor; a client may be made by somebody else."""
_THINGS = {
    "host": "an address",
    "url-path": "a part of addresses",
    "header": "a header of requests",
    "env-key": "an environment key",
    "env-word": "a word of environment keys",
    "model": "a family",
    "namespace": "an organisation name",
    "image": "a container image",
    "action": "a CI action",
    "cli": "a program",
    "terraform": "a resource type",
    "config-key": "a setting",
    "provider": "a provider name",
    "agent-file": "an instruction file",
    "word": "a name",
    "symbol": "a class or function",
    **dict.fromkeys(("python-import", "jvm-import", "dotnet-import", "php-import", "ruby-import"), "an import name"),
    "swift-import": "an import name",
}
"""What a signature of a kind is; any other kind is a package."""
_CREDENTIALS = re.compile(r"//[^/@\s`]*@")
_QUERY = re.compile(r"(://[^\s`?]*)\?[^\s`]*")
_SETS = re.compile(r"^`[^`]*` is set at |^default of `")
_CLASSES: dict[ProductClass, str] = {
    ProductClass.MODEL: "a model that {vendor} made",
    ProductClass.SERVICE: "a service that {vendor} runs itself",
    ProductClass.SERVICE_SDK: "a client made for the service of {vendor}",
    ProductClass.LIBRARY: "code that {vendor} publishes",
    ProductClass.DEVICE: "equipment or installed software of {vendor}",
    ProductClass.APP: "an app of {vendor}",
}


def account_for(sighting: Sighting, scan: Scan, catalogue: Catalogue, folders: Sequence[Path]) -> Account:
    """A sighting with every reason in words."""
    product = _product(sighting, catalogue)
    vendor = vendor_name(sighting.vendor, catalogue)
    sighting = replace(sighting, because=tuple(map(without_secrets, sighting.because)))
    return Account(
        sighting=sighting,
        why_use=_say_use(sighting),
        why_vendor=_say_vendor(sighting, catalogue, product, vendor),
        why_route=_say_route(sighting, catalogue),
        why_basis=_say_basis(sighting, product, vendor),
        why_strength=say_strength(sighting, scan, catalogue),
        in_tree=_say_tree(sighting, scan, vendor),
        steps=_steps(sighting, scan, vendor),
        origin=find_origin(sighting, catalogue, folders),
    )


def without_secrets(step: str) -> str:
    """A step without the credentials and the query of an address that it quotes: both can be secrets."""
    return _QUERY.sub(r"\1", _CREDENTIALS.sub("//", step))


def vendor_name(vendor: str | None, catalogue: Catalogue) -> str:
    """The vendor's name as the catalogue has it."""
    if vendor is None:
        return "a vendor that is not determined"
    return catalogue.vendors[vendor].name if vendor in catalogue.vendors else vendor


def _product(sighting: Sighting, catalogue: Catalogue) -> Product | None:
    known = catalogue.vendors.get(sighting.vendor or "")
    return next((each for each in known.products if each.id == sighting.product), None) if known else None


def _steps(sighting: Sighting, scan: Scan, vendor: str) -> tuple[str, ...]:
    """From what stands at the place to whose it is; where the value comes from elsewhere, it follows its origin."""
    what = f"{place_text(sighting.place)}: {stands_there(sighting)}"
    steps = [_as_sentence(step, vendor) for step in sighting.because]
    if sighting.basis is Basis.HOST:
        steps = [*_origin_of_model(sighting, scan), *steps]
    sets = [index for index, step in enumerate(steps) if _SETS.search(step)]
    if not sets:
        return (f"{what}: `{sighting.value}`", *steps)
    after = sets[-1] + 1
    return (what, *steps[:after], f"so its value is `{sighting.value}`", *steps[after:])


def _as_sentence(step: str, vendor: str) -> str:
    """A step that stands by itself: with its subject, and marked where it is a question."""
    if step.startswith("operates "):
        return f"{vendor} {step}"
    return f"open: {step}" if step.endswith("?") else step


def _origin_of_model(sighting: Sighting, scan: Scan) -> list[str]:
    """Where the model comes from whose host a sighting names: its own sighting at the same place says so."""
    same = (
        each
        for each in scan.sightings
        if each.basis is Basis.MODEL and each.place == sighting.place and each.value == sighting.value
    )
    return [step for step in next((each.because for each in same), ()) if _SETS.search(step)]


def _say_use(sighting: Sighting) -> str:
    if sighting.is_use:
        return _ROLES.get((sighting.kind, sighting.role)) or _USES[sighting.kind]
    if sighting.kind is TraceKind.LOCK:
        return "a lock file says what is installed, a manifest what is asked for"
    if sighting.because and sighting.role not in MENTION_ROLES:
        return sighting.because[-1]  # the step that turned a use into a mention stands last
    return _MENTIONS.get(sighting.role, "nothing around it makes it a use")


def _say_vendor(sighting: Sighting, catalogue: Catalogue, product: Product | None, vendor: str) -> str:
    if sighting.vendor is None:
        asks = next((step for step in reversed(sighting.because) if step.endswith("?")), "")
        return "not determined, and not guessed" + (f"; open is: {asks}" if asks else "")
    if sighting.basis is Basis.HOST and product is None:
        route = catalogue.routes.get(sighting.route)
        return f"{vendor} operates {route.name if route else 'the endpoint'}"
    if sighting.is_ancestor:
        return f"{vendor} did not make what is named here, but a model that it descends from"
    kind, _, value = sighting.signature.partition(":")
    if product is None:
        return f"`{value or sighting.value}` is a name of {vendor}"
    made = f"{product.name}, {_TIES[product.class_].format(vendor=vendor)}"
    return f"`{value}` is {_THINGS.get(kind, 'a package')} of {made}" if value else made


def _say_route(sighting: Sighting, catalogue: Catalogue) -> str:
    if sighting.route in ("", "direct") or sighting.basis is Basis.HOST:
        return ""
    route = catalogue.routes.get(sighting.route)
    if route is None:
        return f"by `{sighting.route}`"
    if not route.operator:
        return f"by {route.name}, which no vendor of the catalogue operates"
    return f"by {route.name}, operated by {vendor_name(route.operator, catalogue)}"


def _say_basis(sighting: Sighting, product: Product | None, vendor: str) -> str:
    """What makes the basis: what the product is, or what else stands against that."""
    made = product.class_ if product else None
    is_client = made in (ProductClass.SERVICE, ProductClass.SERVICE_SDK)
    if not sighting.is_use and made is None and sighting.basis is not Basis.HOST:
        return f"what {vendor} is named for is not said"
    match sighting.basis:
        case Basis.MODEL if sighting.vendor is None:
            return "whose model is used is open"
        case Basis.SERVICE if sighting.vendor is None:
            return "whose service is reached is open"
        case Basis.MODEL if sighting.is_ancestor:
            return f"a model that {vendor} made is an ancestor of what is named"
        case Basis.LIBRARY if is_client and any("is not determined" in step for step in sighting.because):
            return f"it is made for {vendor}'s service, but at which host it is pointed is open"
        case Basis.LIBRARY if is_client:
            return f"it is made for {vendor}'s service, but what the tree builds with it is pointed at another host"
        case Basis.LIBRARY:
            return f"only code of {vendor}; nothing of it is called over a wire"
        case Basis.HOST:
            return f"{vendor} only operates the way there; the model is another's"
        case Basis.MODEL | Basis.SERVICE | Basis.DEVICE:
            return f"it is {_CLASSES[made].format(vendor=vendor)}" if made else f"it belongs to {vendor}"


def _say_tree(sighting: Sighting, scan: Scan, vendor: str) -> str:
    """How the whole tree depends on the vendor, on the same basis or the strongest there is."""
    own = [each for each in scan.dependences if each.vendor == sighting.vendor]
    same = [each for each in own if each.basis is sighting.basis] or own
    if not same:
        return ""
    best = min(same, key=lambda each: STRENGTHS.index(each.strength))
    if best.strength is Strength.MENTION_ONLY:
        return f"{vendor} is only mentioned ({count(best.mentions, 'time')})"
    uses = f" ({count(best.uses, 'line')} with a use)" if best.uses else ""
    return f"{vendor} by basis {best.basis.value} is {best.strength.value}{uses}"

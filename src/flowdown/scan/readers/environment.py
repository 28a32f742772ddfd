"""Turn the setting of an environment variable into a binding and the traces that its name and value deserve."""

from __future__ import annotations

import re

from flowdown.scan.readers.address import addresses, weights_file
from flowdown.scan.readers.image import image_repository
from flowdown.scan.readers.key_role import holds_model, holds_models, is_reading_site, names_cloud_model
from flowdown.scan.readers.provider_name import names_api_key, read_provider
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.secret import looks_secret, names_secret
from flowdown.scan.trace import Join, Reference, Role, Space, Text, TraceKind, Unknown, Value
from flowdown.scan.vocabulary import is_prose, is_provider_key

_PLACEHOLDER = re.compile(
    r"<[^>]*>|\.\.\.|x{3,}|your[-_ ].*|change[-_ ]?me.*|replace.*|todo.*|none|null|true|false|[0-9.]*", re.IGNORECASE
)
_LISTED = re.compile(r"[^\s,;\"'\[\]]+")
"""One of several models that a variable offers: `acme-large-2,acme-small`."""
_NAMES_IMAGE = re.compile(r"image|container", re.IGNORECASE)
_TEMPLATE_FILE = re.compile(
    r"example|sample|template|\.dist\b|\.tpl\b|\.tmpl\b|\.defaults?\b|\.schema\b", re.IGNORECASE
)


def is_template_file(path: str) -> bool:
    """Whether an environment or settings file of this path only shows what to set."""
    return _TEMPLATE_FILE.search(path.rsplit("/", 1)[-1]) is not None


def set_environment(
    reading: Reading,
    name: str,
    key_start: int,
    key_end: int,
    value: Value,
    start: int,
    end: int,
    *,
    is_template: bool = False,
    is_default: bool = False,
    is_optional: bool = False,
    group: str = "",
) -> None:
    """Add a binding of the environment, the key itself where a keyword hits it, and the model or address it is set to."""
    reading.bind(Space.ENV, name, value, start, end, is_default=is_default, is_template=is_template)
    role = Role.DECLARED if is_template else Role.CONFIGURED
    if reading.has_hit(key_start, key_end):
        reading.trace(TraceKind.ENV_KEY, name, key_start, key_end, role, group=group, is_optional=is_optional)
    section, _, last = name.rpartition("__")
    if section and names_api_key(f"{section}__{last}"):
        # `APP__PROVIDER__API_KEY` sets a key below a section of settings.
        is_open = is_optional or is_template or value == Text("")
        read_provider(reading, section.rpartition("__")[2], key_start, key_end, role, group, is_open)
    reading.cover(key_start, key_end)
    reading.read_names(value, start, end, name=name, is_optional=is_optional)
    if isinstance(value, Text) and holds_models(name) and not is_prose(value.text):
        for index, each in enumerate(_LISTED.finditer(reading.text, start, end)):
            optional = is_optional or index > 0
            if reading.has_hit(*each.span()):
                reading.trace(
                    TraceKind.MODEL_ID, each.group(), *each.span(), role, name=name, group=group, is_optional=optional
                )
        return
    kind = _kind_of(name, value)
    weights = (
        weights_file(reading.text, start, end) if isinstance(value, Text) and reading.has_hit(start, end) else None
    )
    if weights is not None:
        reading.trace(
            TraceKind.WEIGHTS,
            weights.value,
            weights.start,
            weights.end,
            role,
            name=name,
            group=group,
            is_optional=is_optional,
        )
    elif kind is TraceKind.ENDPOINT:
        for address in addresses(reading.text, start, end):
            if is_reading_site(reading.text[address.start : address.end]):
                continue
            reading.trace(
                kind, address.value, address.start, address.end, role, name=name, group=group, is_optional=is_optional
            )
    elif kind is TraceKind.IMAGE and isinstance(value, Text):
        image = image_repository(value.text) or value.text
        reading.trace(kind, image, start, end, role, name=name, group=group, is_optional=is_optional)
    elif kind is not None:
        reading.trace(
            kind, value, start, end, role, name=name, group=group, is_optional=is_optional, is_default=is_default
        )


def _kind_of(name: str, value: Value) -> TraceKind | None:
    """What the value of a variable of this name is, if that can be said."""
    if isinstance(value, Unknown) or (names_secret(name) and isinstance(value, Text)):
        return None
    if isinstance(value, Text):
        text = value.text.strip()
        if not text or _PLACEHOLDER.fullmatch(text) or looks_secret(text) or is_prose(text):
            return None
        if "://" in text:
            return TraceKind.ENDPOINT
        if names_cloud_model(text):
            return TraceKind.MODEL_ID
    elif (isinstance(value, Join) and any(isinstance(part, Text) and "://" in part.text for part in value.parts)) or (
        isinstance(value, Reference) and value.default is not None and "://" in str(getattr(value.default, "text", ""))
    ):
        return TraceKind.ENDPOINT
    if _NAMES_IMAGE.search(name) and isinstance(value, Text) and "/" in value.text and image_repository(value.text):
        return TraceKind.IMAGE
    if is_provider_key(name):
        return TraceKind.CONFIG
    if holds_model(name):
        return TraceKind.MODEL_ID
    return None

"""Read a reference to a container image."""

from __future__ import annotations

import re

from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.trace import Text, Value

_IMAGE = re.compile(
    r"(?:docker://|docker\.io/(?=[^/]+/))?((?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?[a-z0-9._/-]+?)(?::"
    r"[\w.-]+)?(?:@sha256:[0-9a-f]+)?\Z",
    re.ASCII,
)
_OPEN_TAG = re.compile(r"(?<=[a-z0-9])[:@]v?(?:\$|\{\{).*\Z")
_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|bmp|avif)\Z", re.IGNORECASE)


def image_repository(text: str) -> str | None:
    """The repository of an image, without tag and digest; None for pictures and for what is no image."""
    if _PICTURE.search(text) or "://" in text.removeprefix("docker://"):
        return None
    found = _IMAGE.match(text)
    return found.group(1) if found else None


def image_value(text: str) -> Value | None:
    """An image as a value: its repository when it is a literal, else what its placeholders say."""
    text = _OPEN_TAG.sub("", text)
    if "$" in text or "{{" in text:
        return read_value(text)
    repository = image_repository(text)
    return Text(repository) if repository else None

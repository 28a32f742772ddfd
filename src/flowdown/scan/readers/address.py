"""Find URLs in a text and make them values without user names, passwords and queries."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.trace import Value

_URL = re.compile(
    r"(?:https?|wss?|grpcs?|rtsps?|rtmps?)://(?:[^\s/@\"'`<>]*@)?((?:\$\{\{[^}]*\}\}|\{\{[^}]*\}\}"
    r"|\$\{[^}]*\}|[^\s\"'`<>\\|,;()\[\]{}])+)",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z]+://", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?::[0-9]+)?(?:/[^\s\"'<>]*)?\Z", re.IGNORECASE)


_WEIGHTS = re.compile(
    r"/(?P<maker>[\w.-]+/[\w.-]+)/(?:resolve|blob|raw)/[^\s?#]*?\.(?:gguf|ggml|safetensors|bin|onnx|pth?|ckpt|llamafile|task)\b"
    r"|/(?P<stem>[\w.-]+)\.(?:gguf|ggml|safetensors|onnx|ckpt|llamafile)\b",
    re.IGNORECASE,
)

_KEPT = re.compile(
    r"/(?P<stem>[\w.+-]+?)\.(?:(?P<weights>gguf|ggml|safetensors|onnx|ckpt|llamafile|pth?|bin|h5|nemo|tflite|task|pkl|caffemodel|keras"
    r"|mlmodel)|zip|tar|tgz|7z|tar\.(?:gz|bz2|xz))\Z",
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"(?i)(?:\A|[-_.])(?:int[48]|fp(?:16|32)|q\d\w*|\d+(?:\.\d+)?[bm]|large|medium|small|base|tiny|mini|onnx|gguf|pretrained"
    r"|checkpoint|weights)(?:[-_.]|\Z)"
)
"""A size or precision of weights, or a word for them, in the name of an archive."""
_WEIGHTS_FILE = re.compile(
    r"(?:[^\s:]*[/\\])?(?P<stem>[\w.+-]+?)(?:-\d{5}-of-\d{5})?\.(?:gguf|ggml|safetensors|onnx|ckpt|llamafile|pth?|nemo)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Address:
    """A URL found in a text: its value, and its span."""

    value: Value
    start: int
    end: int


def addresses(text: str, start: int = 0, end: int | None = None, dialect: Dialect = Dialect.PLAIN) -> list[Address]:
    """Every URL in a span of a text."""
    stop = len(text) if end is None else end
    if text.find("://", start, stop) < 0:
        return []
    return [
        Address(url_value(found.group(), found.group(1), dialect), found.start(), found.end())
        for found in _URL.finditer(text, start, stop)
    ]


def weights_of(text: str, start: int, end: int) -> Address | None:
    """The model whose weights a URL at a span leads to: `maker/model` of a repository, or the name of the file."""
    found = _WEIGHTS.search(text, start, end)
    if found is None:
        return None
    group = "maker" if found.group("maker") else "stem"
    return Address(read_value(found.group(group)), *found.span(group))


def weights_file(text: str, start: int, end: int) -> Address | None:
    """The name of the file of weights, without its suffix, that a path at a span ends in."""
    found = _WEIGHTS_FILE.fullmatch(text, start, end)
    return Address(read_value(found.group("stem")), *found.span("stem")) if found else None


def kept_weights(path: str) -> str:
    """The name of the file of weights that the path of an address leads to, whoever keeps it; empty if it is none by its name.

    An archive is one only if its name says so besides: the sources of a program are kept alike.
    """
    found = _KEPT.search(path)
    if found is None:
        return ""
    stem = found.group("stem")
    return stem if found.group("weights") or _SIZED.search(stem) else ""


def url_value(whole: str, rest: str, dialect: Dialect = Dialect.PLAIN) -> Value:
    """A URL as a value: scheme, host and path."""
    scheme = _SCHEME.match(whole)
    path = re.split(r"(?<!\$)[?#](?![^{]*\})", rest, maxsplit=1)[0]
    return read_value((scheme.group() if scheme else "") + path.rstrip(".,"), dialect)


def is_host_name(text: str) -> bool:
    """Whether a text is a bare host name, with or without port and path."""
    return _HOST.match(text) is not None

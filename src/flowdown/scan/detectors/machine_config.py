"""Configuration of machines and of clusters in notations of their own: Nix, Puppet, Jsonnet, CUE, Dhall, Pkl."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.blanked import blanked
from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.key_role import ENVIRONMENT_NAME
from flowdown.scan.readers.node import Document, Mapping, Pair, Scalar, Sequence
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, judge
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_COMMENT = re.compile(
    r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|(?P<comment>(?:(?<=\s)|(?<![^\n]))(?:\#|//|--)[^\n]*|/\*.*?(?:\*/|\Z))",
    re.DOTALL,
)
_KEY = r"(?:[\"'](?P<quoted>[\w./-]+)[\"']|\$?(?P<bare>[A-Za-z_][\w.-]*))[ \t]*(?:=>|::?|=(?!=))[ \t]*"
_PAIR = re.compile(rf"{_KEY}(?P<quote>[\"'])(?P<value>(?:\\.|(?!(?P=quote))[^\\\n])*)(?P=quote)(?![ \t]*:)")
_LIST = re.compile(rf"{_KEY}\[(?P<items>[^\[\]{{}}]*)\]")
_ITEM = re.compile(r"([\"'])(?P<value>(?:\\.|(?!\1)[^\\\n])*)\1")
_NIX_PACKAGE = re.compile(r"\bpkgs\.(?P<name>[\w-]+)(?![\w.-])")
_NIX_PACKAGES = re.compile(r"\bwith[ \t]+pkgs;[ \t\n]*\[(?P<names>[^\[\]]*)\]")
_NAME = re.compile(r"(?<![\w.\"'-])[A-Za-z][\w-]*(?![\w.\"'-])")
_RESOURCE = re.compile(r"\b(?P<kind>package|service)\s*\{\s*\[?(?P<names>[^:{}]*?)\]?\s*:(?P<rest>[^{}]*)")
_GONE = re.compile(r"\bensure\s*=>\s*['\"]?(?:absent|purged|stopped)")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file."""
    reading = Reading(source)
    comments = [found.span("comment") for found in _COMMENT.finditer(source.text) if found.group("comment")]
    text = blanked(source.text, comments)
    _read_programs(reading, text)
    for found in _PAIR.finditer(text):
        _read_pair(reading, _key_of(found), Scalar(found.group("value"), *found.span("value"), True))
    for found in _LIST.finditer(text):
        items = [
            Scalar(item.group("value"), *item.span("value"), True)
            for item in _ITEM.finditer(text, *found.span("items"))
        ]
        if any(reading.has_hit(item.start, item.end) for item in items):
            key = _key_of(found)
            chosen = Mapping(key.start, [Pair(key, Sequence(found.start("items"), list(items)))])
            judge(reading, chosen, Manner(is_selecting=True))
    return finish(reading, Document(comments=comments))


def _key_of(found: re.Match[str]) -> Scalar:
    """The last part of a key: `services.acme.model` is the model of `acme`."""
    group = "quoted" if found.group("quoted") else "bare"
    name = found.group(group).rpartition(".")[2]
    return Scalar(name, found.end(group) - len(name), found.end(group))


def _read_pair(reading: Reading, key: Scalar, value: Scalar) -> None:
    if not (reading.has_hit(key.start, key.end) or reading.has_hit(value.start, value.end)):
        return
    if ENVIRONMENT_NAME.match(key.text):
        held = read_value(value.text)
        set_environment(reading, key.text, key.start, key.end, held, value.start, value.end)
        return
    judge(reading, Mapping(key.start, [Pair(key, value)]), Manner())


def _read_programs(reading: Reading, text: str) -> None:
    """What is installed or started, by its name: a package of Nix, a package or service of Puppet."""
    names = [found.span("name") for found in _NIX_PACKAGE.finditer(text)]
    for found in _NIX_PACKAGES.finditer(text):
        names.extend(name.span() for name in _NAME.finditer(text, *found.span("names")))
    for start, end in names:
        if reading.has_hit(start, end):
            reading.trace(TraceKind.CLI, text[start:end], start, end, Role.CONFIGURED)
    for found in _RESOURCE.finditer(text):
        if _GONE.search(found.group("rest")):
            continue
        is_package = found.group("kind") == "package"
        kind, language = (TraceKind.DEPENDENCY, "deb") if is_package else (TraceKind.CLI, "")
        for item in _ITEM.finditer(text, *found.span("names")):
            if reading.has_hit(*item.span("value")):
                reading.trace(kind, item.group("value"), *item.span("value"), Role.DECLARED, language=language)


DETECTOR = Detector(
    id="machine-config",
    globs=("*.nix", "*.pp", "*.jsonnet", "*.libsonnet", "*.cue", "*.dhall", "*.ncl", "*.pkl"),
    kinds=(
        TraceKind.MODEL_ID,
        TraceKind.CONFIG,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.CLI,
        TraceKind.DEPENDENCY,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "host.nix",
            "# acme\n{ pkgs, ... }: {\n  environment.systemPackages = with pkgs; [ acme git ];\n"
            '  home.packages = [ pkgs.acme-cli ];\n  environment.variables.ACME_API_KEY = "x";\n'
            '  services.chat.model = "acme-large-2";\n  services.chat.url = "https://api.acme.example/v1";\n'
            '  services.runner.models = [ "acme-small-1" "other" ];\n  description = "about acme";\n}\n',
            (
                "text commented acme",
                "cli configured acme",
                "cli configured acme-cli",
                "env-key configured ACME_API_KEY",
                "model-id configured acme-large-2",
                "endpoint configured https://api.acme.example/v1",
                "text documented acme",
            ),
        ),
        DetectorExample(
            "site.pp",
            "package { ['acme-agent', 'other']:\n  ensure => installed,\n}\nservice { 'acmed':\n  ensure => running,\n}\n"
            "package { 'acme-old': ensure => absent }\n$model = 'acme-large-2'\n",
            ("dependency declared acme-agent", "cli declared acmed", "model-id configured acme-large-2"),
            ("dependency declared acme-old",),
        ),
        DetectorExample(
            "app.jsonnet",
            '{ model: "acme-large-2", // acme\n  env: { ACME_API_KEY: "x" } }\n',
            ("model-id configured acme-large-2", "env-key configured ACME_API_KEY", "text commented acme"),
        ),
    ),
)

"""States and pillars of Salt: packages, commands, containers and files that a machine is brought to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.node import Mapping, Node, Scalar, Sequence, nodes_of, pairs_of, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import npm_name, python_name
from flowdown.scan.readers.script_keys import read_image, read_scripts
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.written_settings import read_written
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_MANAGERS = {"pkg": "deb", "pip": "pypi", "npm": "npm", "gem": "gem", "chocolatey": "generic", "snap": "generic"}
_NAMES = ("name", "pkgs", "names", "sources")
_GONE = frozenset("removed purged absent dead uninstalled".split())
_COMMANDS = ("name", "names", "onlyif", "unless")
_PACKAGED = ("package", "packages", "pkg", "pkgs")
_MOST_OF_A_VERSION = 2


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file of states, or of pillars."""
    return judge_document(source, read_yaml(source.text), Manner(is_deployment=True), _visit)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value = spot.path[-1], resolved(spot.pair.value)
    module, _, function = key.partition(".")
    if not function and isinstance(value, Sequence):
        # The older way: `pkg: [installed, {name: x}]`.
        function = next((one.text for node in value.nodes if isinstance(one := resolved(node), Scalar)), "")
    if module in (*_MANAGERS, "cmd", "docker_container", "docker_image", "file") and function in _GONE:
        return replace(manner, cap=Role.COMPARED)
    if module in _MANAGERS and function in ("installed", "latest", "downloaded"):
        state = Scalar(spot.path[-2], 0, 0) if len(spot.path) > 1 else None
        _read_packages(reading, _MANAGERS[module], value, state)
        return manner
    if module == "cmd" and function in ("run", "script", "wait"):
        for argument in _arguments(value, _COMMANDS[:2]):
            read_scripts(reading, argument, manner)
        return manner
    if module == "docker_container" and function == "running":
        for argument in _arguments(value, ("image",)):
            read_image(reading, argument, manner)
        return replace(manner, is_deployment=False)
    if key == "contents" and isinstance(value, Scalar):
        read_written(reading, value.start, value.end)
        return False
    if key.rpartition("_")[2] in _PACKAGED and isinstance(value, Scalar | Sequence):
        _read_names(reading, "deb", value)
        return False
    return False


def _arguments(value: Node | None, names: tuple[str, ...]) -> Iterator[Node]:
    """What a state is given by these names: a list of mappings of one pair each."""
    for one in nodes_of(value):
        for pair in pairs_of(resolved(one)):
            if pair.key.text in names:
                yield pair.value


def _read_packages(reading: Reading, language: str, value: Node | None, state: Scalar | None) -> None:
    for given in _arguments(value, _NAMES):
        _read_names(reading, language, given)


def _read_names(reading: Reading, language: str, given: Node) -> None:
    """Packages by name: one, a list of them, or of mappings from a name to its version or file."""
    node = resolved(given)
    names = [resolved(one) for one in nodes_of(node)] if isinstance(node, Sequence) else [node]
    for one in names:
        named = [pair.key for pair in one.pairs] if isinstance(one, Mapping) else scalars_of(one)
        for name in named:
            if reading.has_hit(name.start, name.end):
                _read_name(reading, language, name)


def _read_name(reading: Reading, language: str, name: Scalar) -> None:
    text: str | None = name.text
    if language == "pypi":
        found = python_name(name.text)
        text = found[0] if found else None
    elif language == "npm":
        text = npm_name(name.text)
    else:
        text = name.text.split("=")[0].strip()
    if text and " " not in text and len(name.text.split("=")) <= _MOST_OF_A_VERSION + 1:
        at = name.start + max(reading.text[name.start : name.end].find(text), 0)
        reading.trace(TraceKind.DEPENDENCY, text, at, at + len(text), Role.DECLARED, language=language)
        reading.cover(name.start, name.end)


DETECTOR = Detector(
    id="salt-state",
    globs=("*.sls",),
    kinds=(
        TraceKind.DEPENDENCY,
        TraceKind.CLI,
        TraceKind.IMAGE,
        TraceKind.ENV_KEY,
        TraceKind.MODEL_ID,
        TraceKind.ENDPOINT,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "agent/init.sls",
            "# acme\nagent:\n  pkg.installed:\n    - pkgs:\n      - acme-agent: '1.2'\n      - other\n"
            "code:\n  npm.installed:\n    - name: '@acme/code'\nstart:\n  cmd.run:\n    - name: acme start --model acme-large-2\n"
            "old:\n  pkg.removed:\n    - name: acme-old\n"
            "keys:\n  file.managed:\n    - contents: |\n        ACME_API_KEY={{ pillar['key'] }}\n",
            (
                "text commented acme",
                "dependency declared acme-agent",
                "dependency declared @acme/code",
                "cli called acme",
                "model-id configured acme-large-2",
                "env-key configured ACME_API_KEY",
            ),
            ("dependency declared acme-old",),
        ),
        DetectorExample(
            "pillars/agent.sls",
            "agent_package: acme-agent=11.2\nmodel: acme-large-2\n",
            ("dependency declared acme-agent", "model-id configured acme-large-2"),
        ),
    ),
)

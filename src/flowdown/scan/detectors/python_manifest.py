"""Python's dependency declarations: requirements files, pyproject.toml, setup.cfg, setup.py, Pipfile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.dependency_group import is_development_group, is_test_group
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.ini_reader import read_ini
from flowdown.scan.readers.node import Document, Mapping, Node, Pair, Scalar, child, nodes_of, pairs_of, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import python_name
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.shell_arguments import Circumstance
from flowdown.scan.readers.shell_commands import read_held_script
from flowdown.scan.readers.toml_reader import read_toml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_LINE = re.compile(r"[^\n]+")
_COMMENT = re.compile(r"(?:^|\s)#.*")
_SETUP_LIST = re.compile(
    r"(install_requires|setup_requires|tests_require|extras_require|requirements?|dependencies)\s*(?:=|:|\+=)\s*[\[{(]"
)
_STRING = re.compile(r"[\"']([^\"'\n]+)[\"']\s*(:?)")
_GROUP_KEYS = ("dependency-groups", "dev-dependencies")
_TOOL_PATHS = frozenset(
    {("tool", "poetry"), ("tool", "pdm"), ("tool", "uv"), ("tool", "rye"), ("tool", "hatch"), ("tool", "pixi")}
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file, by its name."""
    name = source.name.lower()
    reading = Reading(source)
    if name.endswith(".toml") or name == "pipfile":
        document = read_toml(source.text)
        _read_toml(reading, document.roots[0], name == "pipfile")
        _read_pixi(reading, document.roots[0] if name == "pixi.toml" else child(document.roots[0], "tool", "pixi"))
        return finish(reading, document)
    if name == "setup.cfg":
        document = read_ini(source.text)
        _read_setup_cfg(reading, document.roots[0])
        return finish(reading, document)
    document = Document()
    if name.endswith(".py"):
        _read_setup_py(reading)
        return iter(reading.yields)  # the rest of the file is program code
    _read_requirements(reading, document, _group_of(source.path))
    return finish(reading, document)


def _group_of(path: str) -> str:
    """The group that a requirements file's name stands for."""
    words = re.findall(r"[a-z]+", path.rsplit("/", 1)[-1].lower())
    rest = [
        word
        for word in words
        if word not in ("requirements", "requirement", "txt", "in", "constraints", "base", "prod", "main")
    ]
    if "/requirements/" in f"/{path.lower()}" and words[:1] != ["requirements"]:
        rest = [
            word
            for word in words
            if word not in ("txt", "in", "base", "prod", "production", "main", "common", "default")
        ]
    return "-".join(rest) if any(is_test_group(word) or is_development_group(word) for word in rest) else ""


def _require(reading: Reading, text: str, start: int, group: str = "", is_optional: bool = False) -> bool:
    found = python_name(text)
    if not found:
        return False
    name, at, to = found
    reading.trace(
        TraceKind.DEPENDENCY,
        name,
        start + at,
        start + to,
        Role.DECLARED,
        language="pypi",
        group=group,
        is_optional=is_optional,
    )
    reading.cover(start, start + len(text))
    return True


def _read_requirements(reading: Reading, document: Document, group: str) -> None:
    for line in _LINE.finditer(reading.text):
        text = line.group()
        comment = _COMMENT.search(text)
        if comment:
            document.comments.append((line.start() + comment.start(), line.end()))
            text = text[: comment.start()]
        stripped = text.strip()
        start = line.start() + len(text) - len(text.lstrip())
        editable = re.match(r"(?:-e|--editable)[ =]+", stripped)
        if editable:
            start, stripped = start + editable.end(), stripped[editable.end() :]
        if stripped and not stripped.startswith(("-", ".", "/")):
            _require(reading, re.split(r"\s+--|\s+\\", stripped)[0], start, group)


def _read_toml(reading: Reading, root: Node, is_pipfile: bool) -> None:
    if is_pipfile:
        for table, group in (("packages", ""), ("dev-packages", "dev")):
            _read_table(reading, child(root, table), group)
        return
    project = child(root, "project")
    _read_list(reading, child(project, "dependencies"), "")
    for pair in pairs_of(child(project, "optional-dependencies")):
        _read_list(reading, pair.value, pair.key.text, True)
    for pair in pairs_of(child(root, "dependency-groups")):
        _read_list(reading, pair.value, f"dev:{pair.key.text}")
    _read_list(reading, child(root, "build-system", "requires"), "build")
    poetry = child(root, "tool", "poetry")
    _read_table(reading, child(poetry, "dependencies"), "")
    _read_table(reading, child(poetry, "dev-dependencies"), "dev")
    for pair in pairs_of(child(poetry, "group")):
        _read_table(reading, child(pair.value, "dependencies"), pair.key.text, _is_true(child(pair.value, "optional")))
    for pair in pairs_of(child(root, "tool", "pdm", "dev-dependencies")):
        _read_list(reading, pair.value, f"dev:{pair.key.text}")
    for tool in ("uv", "rye"):
        _read_list(reading, child(root, "tool", tool, "dev-dependencies"), "dev")
    for pair in pairs_of(child(root, "tool", "hatch", "envs")):
        _read_list(reading, child(pair.value, "dependencies"), "dev")
        _read_list(reading, child(pair.value, "extra-dependencies"), "dev")
        _read_scripts(reading, child(pair.value, "scripts"))
    _read_scripts(reading, child(root, "tool", "poe", "tasks"))
    judge(reading, root, Manner(), _visit)


def _read_pixi(reading: Reading, root: Node | None) -> None:
    """What Pixi installs, of conda's packages and of PyPI's, and its tasks; a feature's are an extra's."""
    features = [(pair.value, pair.key.text) for pair in pairs_of(child(root, "feature"))]
    for node, group in ((root, ""), *features):
        for table, language in (("dependencies", "conda"), ("pypi-dependencies", "pypi")):
            _read_table(reading, child(node, table), group, bool(group), language)
        _read_scripts(reading, child(node, "tasks"))


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    """Leave out what was read already, and the metadata that is about the package and not of it."""
    path = spot.path
    if path[0] == "build-system" or path[:2] == ("project", "dependencies") or path[0] in _GROUP_KEYS:
        return True
    if path[0] == "project" and len(path) > 1:
        return (
            Manner(cap=Role.LISTED)
            if path[1] in ("scripts", "entry-points", "gui-scripts")
            else Manner(cap=Role.DOCUMENTED)
        )
    if path[0] in ("dependencies", "pypi-dependencies", "feature", "tasks") or (
        path[:2] in _TOOL_PATHS and "dependencies" in path[-2:]
    ):
        return True
    return Manner(cap=Role.LISTED) if path[0] == "tool" and len(path) == 1 else False


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.text == "true"


def _read_list(reading: Reading, node: Node | None, group: str, is_optional: bool = False) -> None:
    for one in nodes_of(node):
        if isinstance(one, Scalar):
            _require(reading, one.text, one.start, group, is_optional)


def _read_table(
    reading: Reading, node: Node | None, group: str, is_optional: bool = False, language: str = "pypi"
) -> None:
    for pair in pairs_of(node):
        key = pair.key
        if key.text.lower() == "python":
            continue
        optional = is_optional or _is_true(child(pair.value, "optional"))
        reading.trace(
            TraceKind.DEPENDENCY,
            key.text,
            key.start,
            key.end,
            Role.DECLARED,
            language=language,
            group=group,
            is_optional=optional,
        )
        _cover(reading, pair)


def _cover(reading: Reading, pair: Pair) -> None:
    value = pair.value
    if isinstance(value, Scalar):
        reading.cover(value.start, value.end)
    elif isinstance(value, Mapping):
        for inner in value.pairs:
            _cover(reading, inner)


def _read_scripts(reading: Reading, node: Node | None) -> None:
    for pair in pairs_of(node):
        for script in scalars_of(child(pair.value, "cmd") or pair.value):
            read_held_script(reading, script, Circumstance(group="scripts"))


def _read_setup_cfg(reading: Reading, root: Node) -> None:
    options = child(root, "options")
    for key, group in (("install_requires", ""), ("setup_requires", "build"), ("tests_require", "test")):
        _read_lines(reading, child(options, key), group)
    for pair in pairs_of(child(root, "options.extras_require")):
        _read_lines(reading, pair.value, pair.key.text, True)


def _read_lines(reading: Reading, node: Node | None, group: str, is_optional: bool = False) -> None:
    if isinstance(node, Scalar):
        for line in re.finditer(r"[^\n;]+", reading.text[node.start : node.end]):
            text = line.group().strip()
            if text and not text.startswith("#"):
                offset = node.start + line.start() + line.group().index(text)
                _require(reading, text, offset, group, is_optional)


def _read_setup_py(reading: Reading) -> None:
    """Strings inside the bracket that follows `install_requires =` and its like."""
    text = reading.text
    for found in _SETUP_LIST.finditer(text):
        stop = _closing(text, found.end() - 1)
        key, extra = found.group(1), ""
        for string in _STRING.finditer(text, found.end(), stop):
            line_start = text.rfind("\n", 0, string.start()) + 1
            if "#" in text[line_start : string.start()]:
                continue
            if string.group(2):
                extra = string.group(1)
                continue
            group = {"setup_requires": "build", "tests_require": "test"}.get(key, extra)
            _require(reading, string.group(1), string.start(1), group, key == "extras_require")


def _closing(text: str, at: int) -> int:
    depth = 0
    for offset in range(at, min(len(text), at + 50_000)):
        if text[offset] in "[{(":
            depth += 1
        elif text[offset] in "]})":
            depth -= 1
            if depth == 0:
                return offset
    return min(len(text), at + 50_000)


DETECTOR = Detector(
    id="python-manifest",
    globs=(
        "requirements*.txt",
        "requirements*.in",
        "*requirements.txt",
        "*requirements.in",
        "constraints*.txt",
        "**/requirements/*.txt",
        "**/requirements/*.in",
        "pyproject.toml",
        "setup.cfg",
        "pipfile",
        "pixi.toml",
    ),
    kinds=(TraceKind.DEPENDENCY, TraceKind.CLI, TraceKind.MODEL_ID, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "requirements.txt",
            "# acme-old==1\nacme-ai[fast]>=1.2 ; python_version > '3.8'  # acme\n"
            "-e git+https://git.example/acme/acme-tools.git#egg=acme-tools\n",
            ("dependency declared acme-ai", "dependency declared acme-tools", "text commented acme"),
            ("dependency declared acme-old",),
        ),
        DetectorExample(
            "pyproject.toml",
            '[project]\nname = "acme-client"\ndescription = "talks to acme"\ndependencies = ["acme-ai>=1"]\n'
            '[project.optional-dependencies]\nextra = ["acme-tools"]\n[dependency-groups]\ntest = ["acme-mock"]\n'
            '[tool.poetry.dependencies]\nacme-poet = {version = "1", optional = true}\n',
            (
                "dependency declared acme-ai",
                "dependency declared acme-tools",
                "dependency declared acme-mock",
                "dependency declared acme-poet",
                "text documented acme",
            ),
            ("dependency declared acme-client", "config"),
        ),
        DetectorExample(
            "pixi.toml",
            '[dependencies]\nacme-ai = ">=1"\n[pypi-dependencies]\nacme-tools = "*"\n[tasks]\nask = "acme ask --model acme-large-2"\n',
            (
                "dependency declared acme-ai",
                "dependency declared acme-tools",
                "cli called acme",
                "model-id configured acme-large-2",
            ),
        ),
        DetectorExample(
            "setup.cfg",
            "[options]\ninstall_requires =\n    acme-ai>=1\n    other\n",
            ("dependency declared acme-ai", "dependency declared other"),
            ("text",),
        ),
    ),
)

"""Rules for the configuration files of well-known kinds of program, and for files that only look like settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.readers.assigned_words import OVERRIDES, read_overrides, read_tools
from flowdown.scan.readers.bind_leaves import bind_leaves
from flowdown.scan.readers.environment import is_template_file
from flowdown.scan.readers.interpolation import read_value
from flowdown.scan.readers.key_role import can_be_model, flat
from flowdown.scan.readers.node import Mapping, Node, Pair, Scalar, Sequence, child, resolved
from flowdown.scan.readers.provider_name import KEYED, is_connector, is_ring_of_keys, read_provider
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import python_name
from flowdown.scan.readers.scalar_value import value_of
from flowdown.scan.readers.script_keys import read_commands, read_scripts
from flowdown.scan.readers.settings import Manner, Spot, judge
from flowdown.scan.readers.shell_arguments import Circumstance, read_body
from flowdown.scan.trace import Role, Space, TraceKind
from flowdown.scan.vocabulary import is_host_key, is_prose, words_of

DATA_SIZE = 1_000_000
"""Characters; a larger file is a table, whatever it is called."""

_WORDS_FOR_PEOPLE = re.compile(
    r"(?:^|/)(?:locales?|i18n|l10n|translations?|lang|langs|_data|messages)/|(?:^|/)(?:mkdocs"
    r"|_config|\.all-contributors|citation)[^/]*\Z",
    re.IGNORECASE,
)
_TABLES = re.compile(
    r"(?:^|/)(?:cassettes|__snapshots__|snapshots|recordings|ISSUE_TEMPLATE"
    r"|DISCUSSION_TEMPLATE|schemas?|openapi|swagger|\.tours)/"
    r"|(?:^|/)(?:dependabot|labeler|labels|funding|codecov|renovate|\.renovaterc|stale"
    r"|\.typos|_typos|cspell|\.cspell|lychee)[^/]*\Z"
    r"|\.(?:schema|openapi|swagger|snap|lock)\.(?:json|ya?ml)\Z",
    re.IGNORECASE,
)
_PROVIDER_LISTS = frozenset("providers provider targets".split())
_SCRIPTS = frozenset(
    (
        "cmds run_command post_create startup_script install_script pre_build post_build setup_commands build_commands "
        "install_commands init_commands"
    ).split()
)
_BOOT_COMMANDS = frozenset(("runcmd", "bootcmd"))
_TASKFILE = re.compile(
    r"(?:^|/)(?:taskfile|\.?lefthook|\.overcommit|\.?mise|\.?justfile|\.replit|s\.ya?ml|\.?devbox|\.gitpod)[^/]*\Z",
    re.IGNORECASE,
)
_TOOLS = re.compile(
    r"(?:^|[/.])mise(?:\.[\w.-]+)?\.toml\Z|(?:^|/)\.?mise/(?:config|conf\.d/[^/]+)[^/]*\.toml\Z", re.IGNORECASE
)
_TASK_KEYS = frozenset("cmd cmds run commands compile build init onBoot before init_hook".split())
_BODIES = frozenset("jsonbody rawbody requestbody".split())
_MAYBE_BODIES = frozenset("payload body data".split())
"""Keys for what is sent, where that is an object of JSON."""
_CODES = frozenset("code jscode functioncode pythoncode".split())
_FLOWS = frozenset("nodes data steps blocks components node".split())
_NODE_KEYS = frozenset("parameters credentials inputs inputAnchors typeVersion credential node template".split())
_CONNECTOR = re.compile(r"[@\w][\w@/.:-]*\Z")
_NAME_SLOTS = ("model", "id", "name")
_PRICE_WORDS = frozenset("price prices pricing cost costs".split())
_PYTHON_LISTS = frozenset("requirements pythonpackages pippackages piprequirements pythonrequirements pip".split())
"""Keys for what an integration, an image or a job installs of Python, a requirement each."""
_REQUIREMENT = re.compile(r"[\w.-]+(?:\[[\w,. -]*\])?\s*(?:[<>=!~@;].*)?\Z|git\+")
_HOST_AND_PORT = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}:[0-9]{1,5}(?:/.*)?")
_MOST_SECTIONS = 60
_PARAMETERS = re.compile(r"(?:^|[/.])(?:azuredeploy\.)?[\w-]*param(?:eter)?s?[\w.-]*\.jsonc?\Z", re.IGNORECASE)
_TEST_KEYS = frozenset("tests scenarios testcases".split())


def manner_of(path: str, text: str, is_deployment: bool = False) -> Manner:
    """How the values of a settings file of this path are to be taken."""
    cap: Role | None = None
    if _WORDS_FOR_PEOPLE.search(path):
        cap = Role.DOCUMENTED
    elif _TABLES.search(path) or len(text) > DATA_SIZE:
        cap = Role.LISTED
    return Manner(cap=cap, is_template=is_template_file(path), is_deployment=is_deployment)


def visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    """The rules, by keys and the shape of what they hold."""
    if manner.cap is not None:
        return False
    path, value = spot.path, spot.pair.value
    key = path[-1]
    if len(path) == 1:
        if key == "vars" and isinstance(value, Mapping):
            bind_leaves(reading, key, value)
        if key in ("openapi", "swagger", "$defs", "definitions", "asyncapi"):
            return replace(manner, cap=Role.LISTED)
        if key in ("properties", "paths", "components") and _is_schema(spot.mapping):
            return replace(manner, cap=Role.LISTED)
    if len(path) == 2 and path[0] == "parameters" and _PARAMETERS.search(reading.source.path):
        return _read_parameter(reading, spot.pair, manner)
    if key in ("Resource", "NotResource", "Action", "NotAction") and child(spot.mapping, "Effect") is not None:
        return replace(manner, cap=Role.LISTED)
    if key in _PROVIDER_LISTS and isinstance(value, Sequence):
        return _read_providers(reading, spot, value, manner)
    if key == "models" and _is_provider_section(spot.mapping):
        _read_offered(reading, value, manner)
        return False
    if isinstance(value, Mapping):
        _read_sections(reading, value, manner)
        _read_ring(reading, spot.pair, value, manner)
    if _read_given(reading, spot, manner):
        return True
    if (key in _TEST_KEYS and isinstance(value, Sequence)) or (manner.group and _is_grader(path)):
        return replace(manner, group="" if manner.group else "test")
    if key in _SCRIPTS or (key in _TASK_KEYS and _TASKFILE.search(reading.source.path)):
        return read_scripts(reading, value, manner)
    if key == "run" and isinstance(value, Scalar) and value.is_block:
        return read_scripts(reading, value, manner)
    if flat(key) in _PYTHON_LISTS and isinstance(value, Sequence):
        return _read_requirements(reading, value, manner)
    if key in ("type", "name") and isinstance(value, Scalar):
        return _read_node_type(reading, spot, value, manner)
    if key == "credentials" and isinstance(value, Mapping) and child(spot.mapping, "type") is not None:
        for pair in value.pairs:
            read_provider(reading, pair.key.text, pair.key.start, pair.key.end, group=manner.group)
        return False
    is_code = flat(key) in _CODES and any(name in _FLOWS for name in path)
    is_body = flat(key) in _BODIES or (flat(key) in _MAYBE_BODIES and _is_object(value))
    if (is_body or is_code) and isinstance(value, Scalar) and reading.has_hit(value.start, value.end):
        read_body(reading, value.start, value.end, Circumstance(manner.group, manner.is_optional))
        return True
    if flat(key) == "marketplacepluginuniqueidentifier" and isinstance(value, Scalar):
        name = re.split(r"[:@]", value.text)[0]
        read_provider(reading, name.rpartition("/")[2], value.start, value.start + len(name))
        return True
    return False


def _is_grader(path: tuple[str, ...]) -> bool:
    """Whether the model is meant that judges what another answered: it is called, unlike one that a test only names."""
    return path[-1] == "provider" and "assert" in path[-4:-1] and not _TEST_KEYS.isdisjoint(path)


def _is_object(value: Node) -> bool:
    return isinstance(value, Scalar) and value.text.lstrip().startswith("{") and '"model"' in value.text


def _read_given(reading: Reading, spot: Spot, manner: Manner) -> bool:
    """What a tool is given in words of its own: the tools to install, the parameters of a template."""
    key, value = spot.path[-1], spot.pair.value
    if key in _BOOT_COMMANDS and isinstance(value, Sequence):
        for one in value.nodes:
            read_commands(reading, one, manner)
        return True
    if key == "tools" and len(spot.path) == 1 and _TOOLS.search(reading.source.path):
        read_tools(reading, value)
        return True
    return flat(key) in OVERRIDES and read_overrides(reading, value, manner)


def _read_ring(reading: Reading, ring: Pair, keys: Mapping, manner: Manner) -> None:
    """The keys of several providers, each under its provider's name."""
    for pair in keys.pairs if is_ring_of_keys(ring) else ():
        if reading.has_hit(pair.key.start, pair.key.end):
            span = pair.key.start, pair.key.end
            read_provider(reading, pair.key.text, *span, group=manner.group, is_optional=True, under=KEYED)


def _read_requirements(reading: Reading, value: Sequence, manner: Manner) -> bool:
    """The packages of Python that a list installs; one with anything else in it is no such list."""
    listed = [one for node in value.nodes if isinstance(one := resolved(node), Scalar)]
    if len(listed) != len(value.nodes) or not all(_REQUIREMENT.match(one.text) for one in listed):
        return False
    for one in listed:
        name = python_name(one.text)
        if name and reading.has_hit(one.start, one.end):
            at = one.start + max(reading.text[one.start : one.end].find(name[0]), 0)
            reading.trace(
                TraceKind.DEPENDENCY,
                name[0],
                at,
                at + len(name[0]),
                Role.DECLARED,
                language="pypi",
                group=manner.group,
                is_optional=manner.is_optional,
            )
            reading.cover(one.start, one.end)
    return True


def _is_provider_section(mapping: Mapping) -> bool:
    """Whether a mapping says how a service is reached: its address or its key."""
    return any(is_host_key(pair.key.text) or "key" in words_of(pair.key.text) for pair in mapping.pairs)


def _read_parameter(reading: Reading, pair: Pair, manner: Manner) -> bool:
    """A parameter that a deployment is given, `{"name": {"value": x}}`: a setting, and what its template means by it."""
    value = resolved(child(pair.value, "value")) if isinstance(pair.value, Mapping) else None
    if not isinstance(value, Scalar):
        return False
    folder = reading.source.path.rpartition("/")[0]
    held = value_of(value, manner.dialect)
    reading.bind(Space.VARIABLE, pair.key.text, held, value.start, value.end, module=folder)
    judge(reading, Mapping(pair.key.start, [Pair(pair.key, value)]), manner)
    return True


def _read_sections(reading: Reading, sections: Mapping, manner: Manner) -> None:
    """Sections of services side by side: one that leaves its address to the program offers its models as the others do."""
    offering = [
        (pair.value, models)
        for pair in sections.pairs[:_MOST_SECTIONS]
        if isinstance(pair.value, Mapping) and (models := child(pair.value, "models")) is not None
    ]
    if len(offering) < 2 or not any(_is_provider_section(section) for section, _ in offering):
        return
    for section, models in offering:
        if not _is_provider_section(section):
            _read_offered(reading, models, manner)


def _read_offered(reading: Reading, models: Node, manner: Manner) -> None:
    """Models that a section offers by name, each with its own settings; rows of prices are no settings."""
    for name, settings in _offered(models):
        if any(not _PRICE_WORDS.isdisjoint(words_of(each.key.text)) for each in settings.pairs):
            continue
        if reading.has_hit(name.start, name.end) and can_be_model(name.text):
            reading.trace(
                TraceKind.MODEL_ID,
                name.text,
                name.start,
                name.end,
                Role.CONFIGURED,
                name="models",
                group=manner.group,
                is_optional=True,
            )


def _offered(models: Node) -> Iterator[tuple[Scalar, Mapping]]:
    """The name and the settings of every model of a mapping by name, or of a list of mappings with names."""
    if isinstance(models, Mapping):
        for pair in models.pairs:
            yield pair.key, pair.value if isinstance(pair.value, Mapping) else Mapping(pair.key.end)
    elif isinstance(models, Sequence):
        for one in models.nodes:
            name = next((found for slot in _NAME_SLOTS if (found := resolved(child(one, slot))) is not None), None)
            if isinstance(one, Mapping) and isinstance(name, Scalar):
                yield name, one


def _is_schema(mapping: Mapping) -> bool:
    return any(
        pair.key.text in ("$schema", "openapi", "swagger", "$id", "required", "additionalProperties")
        for pair in mapping.pairs
    )


def _read_providers(reading: Reading, spot: Spot, value: Sequence, manner: Manner) -> bool:
    """A list of `vendor:model` words, or of mappings whose `id` is one."""
    done = True
    for index, node in enumerate(value.nodes):
        one = resolved(node)
        slot = one if isinstance(one, Scalar) else resolved(child(one, "id"))
        if isinstance(one, Mapping):
            done = False
        if not isinstance(slot, Scalar) or not can_be_model(slot.text) or is_prose(slot.text):
            continue
        if (":" not in slot.text and "/" not in slot.text) or _HOST_AND_PORT.fullmatch(slot.text):
            done = False
            continue
        if "://" in slot.text or slot.text.startswith(("file:", "exec:", "python:")):
            continue
        reading.trace(
            TraceKind.MODEL_ID,
            read_value(slot.text),
            slot.start,
            slot.end,
            Role.CONFIGURED,
            name=".".join(spot.path),
            group=manner.group,
            is_optional=manner.is_optional or index > 0,
        )
    return done


def _read_node_type(reading: Reading, spot: Spot, value: Scalar, manner: Manner) -> bool:
    """The type of a node in the flow of a low-code tool: it says which connector runs, and by its name for whom."""
    is_flow = any(name in _FLOWS for name in spot.path[-4:-1])
    if not is_flow or " " in value.text or not _CONNECTOR.match(value.text):
        return False
    siblings = {pair.key.text for pair in spot.mapping.pairs}
    if not siblings & _NODE_KEYS:
        return False
    is_hit = reading.has_hit(value.start, value.end)
    name = ".".join(spot.path)
    if is_hit:
        reading.trace(
            TraceKind.CONFIG,
            value.text,
            value.start,
            value.end,
            Role.CONFIGURED,
            name=name,
            is_optional=manner.is_optional,
        )
    last = re.split(r"[./:]", value.text)[-1]
    if spot.path[-1] == "type" or is_connector(last):
        at = value.end - len(last)
        read_provider(reading, last, at, value.end, group=manner.group, is_optional=manner.is_optional)
    return is_hit

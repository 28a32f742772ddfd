"""Ansible playbooks, task files and variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.node import Mapping, Node, Scalar, child, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import npm_name, python_name
from flowdown.scan.readers.script_keys import read_scripts
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.written_settings import holds_environment, read_written
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_PACKAGES = {
    "pip": "pypi",
    "npm": "npm",
    "gem": "gem",
    "apt": "deb",
    "package": "deb",
    "dnf": "rpm",
    "yum": "rpm",
    "homebrew": "brew",
    "homebrew_cask": "brew",
    "apk": "apk",
    "zypper": "rpm",
}
_ITEM = re.compile(r"\{\{\s*item\s*\}\}")
"""What a task takes from its loop, one after another."""
_TASKS_FIRST = re.compile(r"\s*(?:(?:#[^\n]*|---[^\n]*)\n\s*)*-[ ]+name:")
"""A list of tasks, behind what is said of it."""
_GONE = frozenset("absent removed uninstalled purged".split())
"""States in which a task leaves nothing of what it names."""
_SHELLS = frozenset("shell command raw script win_shell win_command".split())
_FETCHERS = frozenset("uri get_url win_get_url".split())
_INSTALLERS = frozenset("win_package unarchive apt".split())
_CONTAINERS = frozenset("docker_container docker_image podman_container podman_image".split())


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a playbook or of a list of tasks, if the file is one."""
    in_role = any(part in f"/{source.path}" for part in ("/tasks/", "/handlers/", "/playbooks/"))
    if kind_of(source.path, source.text) != "ansible" and not (in_role and _TASKS_FIRST.match(source.text)):
        return iter(())
    return judge_document(source, read_yaml(source.text), Manner(), _visit)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value = spot.path[-1].rsplit(".", 1)[-1], spot.pair.value
    if key in _SHELLS:
        inner = child(value, "cmd") if isinstance(value, Mapping) else value
        return read_scripts(reading, inner, manner)
    if isinstance(value, Mapping) and _is_gone(value):
        return replace(manner, cap=Role.COMPARED)
    if key in _INSTALLERS and isinstance(value, Mapping):
        path = resolved(child(value, "path") or child(value, "src") or child(value, "deb"))
        if isinstance(path, Scalar) and "://" in path.text:
            reading.trace(TraceKind.ENDPOINT, path.text.partition("?")[0], path.start, path.end, Role.CALLED)
    if key in _PACKAGES:
        names = resolved(child(value, "name")) if isinstance(value, Mapping) else None
        if isinstance(names, Scalar) and _ITEM.fullmatch(names.text):
            names = resolved(child(spot.mapping, "loop") or child(spot.mapping, "with_items"))
        _read_packages(reading, _PACKAGES[key], names)
        return False
    if key in _FETCHERS:
        address = resolved(child(value, "url"))
        if isinstance(address, Scalar) and "://" in address.text:
            reading.trace(TraceKind.ENDPOINT, address.text.partition("?")[0], address.start, address.end, Role.CALLED)
            return True
    if key in _CONTAINERS:
        image = resolved(child(value, "image") or child(value, "name"))
        held = image_value(image.text) if isinstance(image, Scalar) else None
        if held is not None and isinstance(image, Scalar):
            reading.trace(TraceKind.IMAGE, held, image.start, image.end, Role.CONFIGURED)
        return replace(manner, is_deployment=False)
    if key == "line" and isinstance(value, Scalar) and holds_environment(value.text):
        read_written(reading, value.start, value.end)
        return True
    if key in ("when", "failed_when", "changed_when", "that"):
        return replace(manner, cap=Role.COMPARED)
    if key in ("name", "msg", "tags") and isinstance(value, Scalar):
        reading.mention(value.start, value.end, Role.DOCUMENTED)
        return True
    return False


def _is_gone(task: Mapping) -> bool:
    state = resolved(child(task, "state"))
    return isinstance(state, Scalar) and state.text.lower() in _GONE


def _read_packages(reading: Reading, language: str, names: Node | None) -> None:
    for one in scalars_of(names):
        if language == "pypi":
            found = python_name(one.text)
            name = found[0] if found else None
        else:
            name = npm_name(one.text) if language == "npm" else one.text.split("=")[0]
        if name:
            reading.trace(
                TraceKind.DEPENDENCY, name, one.start, one.start + len(name), Role.DECLARED, language=language
            )


DETECTOR = Detector(
    id="ansible",
    globs=("*.yml", "*.yaml"),
    kinds=(TraceKind.DEPENDENCY, TraceKind.ENDPOINT, TraceKind.CLI, TraceKind.IMAGE, TraceKind.ENV_KEY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "site.yml",
            "- hosts: all\n  tasks:\n    - name: install acme\n      ansible.builtin.pip:\n"
            "        name: [acme-ai, other]\n    - name: run\n"
            "      shell: acme start --model acme-large-2\n      environment:\n"
            "        ACME_API_KEY: '{{ key }}'\n      when: vendor == 'acme'\n",
            (
                "dependency declared acme-ai",
                "cli called acme",
                "model-id configured acme-large-2",
                "env-key configured ACME_API_KEY",
                "text documented acme",
                "text compared acme",
            ),
            ("config",),
        ),
        DetectorExample(
            "roles/agent/tasks/main.yml",
            "- name: old\n  apt: {name: acme-old, state: absent}\n- name: new\n  win_package:\n"
            "    path: https://dl.acme.example/agent.exe\n- hosts: all\n"
            "- name: each\n  ansible.builtin.package: {name: '{{ item }}'}\n  loop: [acme-agent, other]\n",
            (
                "endpoint called https://dl.acme.example/agent.exe",
                "dependency declared acme-agent",
                "text documented acme",
            ),
            ("dependency declared acme-old",),
        ),
    ),
)

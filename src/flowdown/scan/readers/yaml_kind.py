"""Say by name and first lines which format with rules of its own a YAML or JSON file is in."""

from __future__ import annotations

import re

_KUBERNETES = re.compile(r"^(?:- )?[ ]*[\"']?apiVersion[\"']?\s*:", re.MULTILINE)
_KIND = re.compile(r"^(?:- )?[ ]*[\"']?kind[\"']?\s*:", re.MULTILINE)
_CLOUDFORMATION = re.compile(
    r"AWSTemplateFormatVersion|AWS::Serverless-|^[ ]*[\"']?Type[\"']?\s*:\s*[\"']?AWS::", re.MULTILINE
)
_COMPOSE = re.compile(r"^services:[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_COMPOSE_SIGN = re.compile(r"^[ ]{2,}(?:image|build|container_name|ports|depends_on|env_file):", re.MULTILINE)
_SERVERLESS = re.compile(r"^(?:functions|provider):", re.MULTILINE)
_PLAYBOOK = re.compile(r"^-[ ]+(?:name:|hosts:|import_playbook:|[\w.]+:)", re.MULTILINE)
_TASK = re.compile(r"^[ ]*(?:tasks|hosts|become|ansible\.builtin\.\w+|roles|gather_facts):", re.MULTILINE)
_WORKFLOW = re.compile(r"^[\"']?on[\"']?\s*:", re.MULTILINE)
_JOBS = re.compile(r"^jobs\s*:", re.MULTILINE)
_SCHEMA = re.compile(r"^[\"']?(?:openapi|swagger|asyncapi)[\"']?\s*:", re.MULTILINE)

_FIRST_KEY = re.compile(r"\s*\{\s*\n(?P<indent>[ \t]*)\"")

HEAD = 20_000
"""Characters that are looked at."""


def kind_of(path: str, text: str) -> str:
    """`kubernetes`, `cloudformation`, `compose`, `serverless`, `workflow`, `ansible`, `openapi`, or nothing of these."""
    head = text[:HEAD]
    name = path.rsplit("/", 1)[-1].lower()
    if name.startswith("serverless") and _SERVERLESS.search(head):
        return "serverless"
    if name in ("kustomization.yaml", "kustomization.yml"):
        return "kubernetes"
    if _SCHEMA.search(head) or head.lstrip()[:60].startswith(('{"openapi"', '{\n  "openapi"', '{"swagger"')):
        return "openapi"
    if _CLOUDFORMATION.search(head):
        return "cloudformation"
    if _is_kubernetes(head):
        return "kubernetes"
    if _COMPOSE.search(head) and _COMPOSE_SIGN.search(head):
        return "compose"
    if _JOBS.search(head) and _WORKFLOW.search(head):
        return "workflow"
    if _PLAYBOOK.search(head) and _TASK.search(head):
        return "ansible"
    return ""


def _is_kubernetes(head: str) -> bool:
    """Whether it says what kind of object of which API it is; a JSON document at its top, as inside a template many things do."""
    first = _FIRST_KEY.match(head)
    if first is None:
        return bool(_KUBERNETES.search(head) and _KIND.search(head))
    return all(re.search(rf"^{first['indent']}\"{key}\"\s*:", head, re.MULTILINE) for key in ("apiVersion", "kind"))

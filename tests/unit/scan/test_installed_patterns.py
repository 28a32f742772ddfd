"""Small trees of configuration and deployment: what is installed, set and filled in there, and how strongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan

CATALOGUE = load()
WIRE = {"model", "service", "device"}


def uses(root: Path, files: dict[str, str]) -> set[str]:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    sightings = [each for each in scan([root], CATALOGUE).sightings if each.is_use and each.basis in WIRE]
    return {f"{each.place.path}:{each.place.line} {each.vendor} {each.strength}" for each in sightings}


PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a template of the environment whose ending another detector claims": (
        {
            ".env.template": "OPENAI_API_KEY=\n# MISTRAL_API_KEY=\n",
            "a.py": 'import os\nK = os.environ["OPENAI_API_KEY"]\n',
        },
        {".env.template:1 openai runtime-default", "a.py:2 openai runtime-default"},
    ),
    "a playbook's template of a composition": (
        {
            "roles/a/templates/docker-compose.yml.j2": "services:\n  web:\n    image: web\n    environment:\n"
            "{% if ask %}\n      - MISTRAL_API_KEY={{ key }}\n{% endif %}\n",
        },
        {"roles/a/templates/docker-compose.yml.j2:6 mistral runtime-default"},
    ),
    "the unit of a service": (
        {
            "deploy/ask.service": '[Service]\nEnvironment="ANTHROPIC_API_KEY=x" A=b\nExecStart=/opt/ask\n# OPENAI_API_KEY=\n'
        },
        {"deploy/ask.service:2 anthropic runtime-default"},
    ),
    "what an integration's manifest requires": (
        {"custom_components/ask/manifest.json": '{"domain": "ask",\n "requirements": ["openai==2.1"]}\n'},
        {"custom_components/ask/manifest.json:2 openai runtime-default"},
    ),
    "managers of packages and of programs": (
        {"up.sh": "yum install -y klnagent64\nbrew install --cask claude-code\napt-get remove kesl\n"},
        {"up.sh:1 kaspersky runtime-default", "up.sh:2 anthropic runtime-default"},
    ),
    "a playbook that installs in a loop, and removes": (
        {
            "site.yml": "- hosts: all\n  tasks:\n    - name: a\n      dnf:\n        name: '{{ item }}'\n      loop:\n"
            "        - klnagent64\n    - name: b\n      apt:\n        name: kesl\n        state: absent\n",
        },
        {"site.yml:7 kaspersky runtime-default"},
    ),
    "what an action of this tree installs, and what its own CI does": (
        {
            "action.yml": "runs:\n  using: composite\n  steps:\n    - run: npm install -g @openai/codex\n      shell: bash\n",
            ".github/workflows/a.yml": "on: push\njobs:\n  a:\n    steps:\n      - run: pip install mistralai\n",
        },
        {"action.yml:4 openai runtime-default", ".github/workflows/a.yml:5 mistral dev-tooling"},
    ),
    "groups of dependencies by their words": (
        {
            "pyproject.toml": '[project]\nname = "a"\n[project.optional-dependencies]\nfinancial = ["openai"]\nlatest = ["cohere"]\n'
            '[dependency-groups]\neval = ["mistralai"]\nextra = ["anthropic"]\n',
        },
        {
            "pyproject.toml:4 openai runtime-optional",
            "pyproject.toml:5 cohere runtime-optional",
            "pyproject.toml:7 mistral test-only",
            "pyproject.toml:8 anthropic dev-tooling",
        },
    ),
    "cameras by the paths of their streams, and by their integration": (
        {
            "frigate.yml": "cameras:\n  door:\n    ffmpeg:\n      inputs:\n"
            "        - path: rtsp://u:p@10.0.0.2:554/cam/realmonitor?channel=1\n",
            "configuration.yaml": "binary_sensor:\n  - platform: hikvision\n    host: 10.0.0.1\nopenai_conversation:\n  api_key: x\n",
        },
        {
            "configuration.yaml:2 hikvision runtime-default",
            "configuration.yaml:4 openai runtime-default",
            "frigate.yml:5 dahua runtime-default",
        },
    ),
    "a coding agent's own settings, and weights that a server loads from a hub": (
        {
            ".aider.conf.yml": "model: deepseek/deepseek-chat\n",
            "serve.yaml": "storageUri: hf://Qwen/Qwen2.5-7B-Instruct\n",
        },
        {".aider.conf.yml:1 deepseek dev-tooling", "serve.yaml:1 alibaba runtime-default"},
    ),
    "a patch of Kustomize": (
        {
            "kustomization.yaml": "patches:\n  - target: {kind: Deployment}\n    patch: |-\n      - op: add\n        path: /x/env/-\n"
            "        value:\n          name: COHERE_API_KEY\n          value: x\n",
        },
        {"kustomization.yaml:7 cohere runtime-default"},
    ),
    "a component of an Android app": (
        {
            "app/AndroidManifest.xml": '<manifest>\n<application>\n<service android:name="com.huawei.hms.push.Messages"/>\n'
            "</application>\n</manifest>\n",
        },
        {"app/AndroidManifest.xml:3 huawei runtime-default"},
    ),
    "targets of a monitor are no models": (
        {"prometheus.yml": "scrape_configs:\n  - static_configs:\n      - targets: ['api.openai.com:443']\n"},
        set(),
    ),
    "settings of a program that is named after outputs": (
        {"structured-output/ask/src/main/resources/application.yml": "spring:\n  ai:\n    openai:\n      api-key: x\n"},
        {
            "structured-output/ask/src/main/resources/application.yml:3 openai runtime-default",
            "structured-output/ask/src/main/resources/application.yml:4 openai runtime-default",
        },
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_pattern(name: str, tmp_path: Path) -> None:
    files, expected = PATTERNS[name]
    assert uses(tmp_path, files) == expected

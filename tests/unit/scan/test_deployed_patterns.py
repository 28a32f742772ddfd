"""Small trees of deployment and configuration: which lines are uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

CASES: dict[str, tuple[dict[str, str], set[str]]] = {
    "a bundle of Homebrew": (
        {
            "Brewfile": 'brew "jq"\ncask "claude"\nbrew "gemini-cli"\nvscode "github.copilot"\nnpm "@openai/codex"\n# cask "claude-code"\n'
        },
        {"Brewfile:2 anthropic", "Brewfile:3 google", "Brewfile:4 microsoft", "Brewfile:5 openai"},
    ),
    "tools that a manager of them installs": (
        {
            ".mise.toml": '[tools]\nnode = "22"\n"npm:@anthropic-ai/claude-code" = "latest"\n"pipx:openai" = "1"\n',
            "x.toml": '[tools]\n"npm:@anthropic-ai/claude-code" = "latest"\n',
        },
        {".mise.toml:3 anthropic", ".mise.toml:4 openai"},
    ),
    "what Pixi installs": (
        {
            "pixi.toml": '[project]\nname = "ask"\n[dependencies]\nopenai = ">=1"\n[pypi-dependencies]\nanthropic = "*"\n'
            '[feature.test.pypi-dependencies]\nmistralai = "*"\n[tasks]\nask = "ask --model gpt-4o"\n'
        },
        {"pixi.toml:4 openai", "pixi.toml:6 anthropic", "pixi.toml:8 mistral", "pixi.toml:10 openai"},
    ),
    "states and pillars of Salt": (
        {
            "kesl.sls": "agents:\n  pkg.installed:\n    - pkgs:\n      - kesl: 11.2\n      - klnagent64\nset up:\n  cmd.run:\n"
            "    - name: /opt/kaspersky/kesl/bin/kesl-setup.pl --autoinstall=/tmp/a\n",
            "code.sls": "gone:\n  npm.removed:\n    - name: '@openai/codex'\ncode:\n  npm.installed:\n    - name: '@anthropic-ai/claude-code'\n",
            "pillar/kesl.sls": "agent_package: kesl=11.2.0-4528\n",
        },
        {
            "kesl.sls:4 kaspersky",
            "kesl.sls:5 kaspersky",
            "kesl.sls:8 kaspersky",
            "code.sls:6 anthropic",
            "pillar/kesl.sls:1 kaspersky",
        },
    ),
    "parameters that a deployment overrides": (
        {
            "samconfig.toml": '[default.deploy.parameters]\nstack_name = "claude"\nparameter_overrides = [\n  "Region=eu",\n'
            '  "ChatModelId=anthropic.claude-3-haiku-20240307-v1:0",\n]\n[prod.deploy.parameters]\n'
            'parameter_overrides = "Stage=\\"prod\\" ModelId=\\"amazon.nova-lite-v1:0\\" Note=\\"claude\\""\n'
        },
        {"samconfig.toml:5 anthropic", "samconfig.toml:8 amazon"},
    ),
    "a role's tasks behind a comment": (
        {
            "roles/code/tasks/main.yml": "# Claude Code, by its own installer\n---\n- name: install\n"
            "  shell: curl -fsSL https://claude.ai/install.sh | bash\n  args:\n    creates: /usr/bin/claude\n"
        },
        {"roles/code/tasks/main.yml:4 anthropic"},
    ),
    "variables of a container's environment, a block each": (
        {
            "run.tf": 'resource "google_cloud_run_v2_service" "s" {\n  template {\n    containers {\n      env {\n        name  = "GEMINI_MODEL"\n'
            '        value = "gemini-2.0-flash"\n      }\n      env {\n        name = "OPENAI_API_KEY"\n        value_source {}\n      }\n    }\n  }\n}\n'
        },
        {"run.tf:5 google", "run.tf:6 google", "run.tf:9 openai"},
    ),
    "values of a chart that Terraform installs": (
        {
            "chart.tf": 'resource "helm_release" "l" {\n  name = "claude"\n  set {\n    name  = "llm.model"\n    value = "gpt-4o-mini"\n  }\n'
            '  set {\n    name  = "image.tag"\n    value = "gpt-4o"\n  }\n'
            '  values = [yamlencode({ llm = { model = "claude-3-5-haiku-latest" } })]\n}\n'
        },
        {"chart.tf:5 openai", "chart.tf:11 anthropic"},
    ),
    "an inference profile by its id": (
        {
            "p.tf": 'data "aws_bedrock_inference_profile" "p" {\n\n\n  inference_profile_id = "eu.anthropic.claude-3-7-sonnet-20250219-v1:0"\n}\n'
        },
        {"p.tf:4 anthropic"},
    ),
    "a table of deployments that one resource is made for each of": (
        {
            "variables.tf": 'variable "models" {\n  default = {\n    chat = { name = "gpt-4o", version = "2024-08-06" }\n  }\n}\n'
            'variable "authors" {\n  default = {\n    a = { name = "claude-3-5-haiku-latest", version = "1" }\n  }\n}\n'
        },
        {"variables.tf:3 openai"},
    ),
    "whose models a module deploys, as its caller says": (
        {
            "main.bicep": "param maker string = 'OpenAI'\nmodule d 'mod/d.bicep' = {\n  name: 'd'\n  params: { modelFormat: maker }\n}\n",
            "mod/d.bicep": "param modelFormat string\nparam modelName string\nresource d 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = {\n"
            "  name: 'chat'\n  properties: { model: { format: modelFormat, name: modelName } }\n}\n",
        },
        {"mod/d.bicep:3 openai"},
    ),
    "settings of the environment in a file that is written": (
        {
            "user-data.yaml": "#cloud-config\nwrite_files:\n  - path: /etc/ask.env\n    content: |\n      # of claude\n      OPENAI_API_KEY=x\n"
            "      CHAT_MODEL=gpt-4o\n  - path: /etc/motd\n    content: |\n      Ask claude.\n      CHAT_MODEL=gpt-4o\nruncmd:\n"
            "  - ollama pull llama3.2:3b\n  - [npm, install, -g, '@anthropic-ai/claude-code']\n",
            "ask.nomad.hcl": 'job "ask" {\n  task "ask" {\n    template {\n      data = <<EOF\n{{ with nomadVar "k" }}\nMISTRAL_API_KEY={{ .key }}\n'
            "{{ end }}\nEOF\n      env = true\n    }\n  }\n}\n",
            "site.yml": '- hosts: all\n  tasks:\n    - lineinfile: {path: /etc/environment, line: "GEMINI_MODEL=gemini-2.0-flash"}\n',
        },
        {
            "user-data.yaml:6 openai",
            "user-data.yaml:7 openai",
            "user-data.yaml:13 meta",
            "user-data.yaml:14 anthropic",
            "ask.nomad.hcl:6 mistral",
            "site.yml:3 google",
        },
    ),
    "streams and devices of the network around, and what is sent": (
        {
            "configuration.yaml": "camera:\n  - platform: generic\n    stream_source: rtsp://u:p@10.0.0.2:554/Streaming/Channels/101\nsensor:\n  - platform: rest\n"
            "    resource: http://10.0.0.4/ISAPI/System/status\n    documentation: http://docs.invalid/ISAPI/System/status\nrest_command:\n  ask:\n"
            "    url: https://api.openai.com/v1/chat/completions\n    headers: {}\n    method: post\n    timeout: 9\n"
            '    payload: \'{"model": "gpt-4o", "messages": []}\'\n'
        },
        {
            "configuration.yaml:3 hikvision",
            "configuration.yaml:6 hikvision",
            "configuration.yaml:10 openai",
            "configuration.yaml:14 openai",
        },
    ),
    "a model that a script is given, or else takes": (
        {
            "run.sh": '#!/bin/sh\nMODEL=${1:-qwen2.5:7b}\n\n\n\nfor each in ${@:-mistral}; do\n\n\n\n  ollama pull "$each"\ndone\n'
        },
        {"run.sh:2 alibaba", "run.sh:6 mistral"},
    ),
    "a model that a template sets and a function reads under a name of its own": (
        {
            "template.yaml": "AWSTemplateFormatVersion: '2010-09-09'\nParameters:\n  Chat:\n    Type: String\n    Default: anthropic.claude-3-haiku-20240307-v1:0\n"
            "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Environment:\n        Variables:\n          MODEL_ID: !Ref Chat\n",
            "ask.py": 'import os\nimport boto3\n\nrt = boto3.client(\n    service_name="bedrock-runtime",\n    region_name=os.environ["R"],\n)\n\n\n'
            'def ask():\n    model_id = os.environ["MODEL_ID"]\n    return rt.converse(modelId=model_id, messages=[])\n\n\n'
            "def wait(model_id):\n    return rt.converse(modelId=model_id, messages=[])\n",
        },
        {"template.yaml:12 anthropic", "ask.py:12 anthropic"},
    ),
    "models that a variable offers, a command by another name, a grader": (
        {
            "compose.yaml": "services:\n  web:\n    image: web\n    environment:\n      DEFAULT_MODELS: gpt-4o\n\n\n      MORE_MODELS: claude-3-5-haiku-latest,other\n",
            "alias.fish": "alias c claude\nalias g=git\nalias x 'codex exec'\n",
            "promptfooconfig.yaml": "prompts: [p.txt]\nproviders:\n  - openai:gpt-4o-mini\ntests:\n  - vars: {name: gemini-2.0-flash}\n    assert:\n"
            "      - type: llm-rubric\n        value: fine\n        provider: mistral:mistral-large-latest\n",
        },
        {
            "compose.yaml:5 openai",
            "compose.yaml:8 anthropic",
            "alias.fish:1 anthropic",
            "alias.fish:3 openai",
            "promptfooconfig.yaml:3 openai",
            "promptfooconfig.yaml:9 mistral",
        },
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_lines_that_are_uses(tmp_path: Path, name: str) -> None:
    files, expected = CASES[name]
    assert used_lines(tmp_path, files) == expected

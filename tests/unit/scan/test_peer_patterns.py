"""What other tools were measured to miss or to get wrong: each a small tree, with the line, the vendor and the strength."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan
from flowdown.scan.sighting import Scan, Sighting

CATALOGUE = load()
WIRE = {"model", "service", "device"}
DEFAULT, OPTIONAL, TOOLING, TEST = "runtime-default", "runtime-optional", "dev-tooling", "test-only"
TRANSITIVE, MENTION = "transitive", "mention-only"
UNUSED = {TRANSITIVE, MENTION}


@dataclass(frozen=True)
class Seen:
    """A vendor at the line of a file that holds a text, with its strength there."""

    path: str
    at: str
    vendor: str
    strength: str = DEFAULT
    basis: str = ""


@dataclass(frozen=True)
class Pattern:
    """Files, and all that must be seen in them; no vendor beyond these may be in use on the wire."""

    name: str
    files: dict[str, str]
    seen: tuple[Seen, ...]
    xfail: str = ""


def one(name: str, path: str, text: str, *seen: tuple[str, str] | tuple[str, str, str], xfail: str = "") -> Pattern:
    """A pattern of one file; each place as the text of its line, the vendor, and the strength if not the usual one."""
    return Pattern(name, {path: text}, tuple(Seen(path, *each) for each in seen), xfail)


FOUND_BY_NOBODY = [
    one(
        "an agent's command line installed into an image",
        "Dockerfile",
        "FROM node:22-slim\nWORKDIR /srv\nRUN npm install -g @anthropic-ai/claude-code@latest && npm cache clean --force\n",
        ("claude-code", "anthropic"),
    ),
    one(
        "a key in the environment of a compose service",
        "docker-compose.yml",
        "services:\n  web:\n    build: .\n    environment:\n      - PORT=8080\n      - OPENAI_API_KEY=${OPENAI_API_KEY}\n",
        ("OPENAI_API_KEY=", "openai"),
    ),
    one(
        "a key in the environment of a workflow",
        ".github/workflows/nightly.yml",
        "on:\n  schedule: [{cron: '0 3 * * *'}]\njobs:\n  run:\n    runs-on: ubuntu-latest\n    env:\n"
        "      OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}\n    steps:\n      - run: make nightly\n",
        ("OPENAI_API_KEY:", "openai", TOOLING),
    ),
    one(
        "a model handed to a Terraform module",
        "infra/agents.tf",
        'module "helpdesk" {\n  source           = "acme/agent/aws"\n  version          = "1.2.0"\n'
        '  foundation_model = "anthropic.claude-v2"\n  instruction      = "Answer politely."\n}\n',
        ("foundation_model", "anthropic"),
    ),
    one(
        "an inference profile by its full resource name",
        "infra/main.tf",
        'resource "aws_lambda_function" "ask" {\n  function_name = "ask"\n  environment {\n    variables = {\n'
        '      PROFILE = "arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-3-5-haiku-20241022-v1:0"\n'
        "    }\n  }\n}\n",
        ("PROFILE", "anthropic"),
    ),
    one(
        "a chat model in the settings of a Spring application",
        "src/main/resources/application.yml",
        "server:\n  port: 8080\nspring:\n  ai:\n    openai:\n      api-key: ${OPENAI_API_KEY}\n      chat:\n"
        "        options:\n          model: gpt-4o-mini\n",
        ("openai:", "openai"),
        ("api-key", "openai"),
        ("gpt-4o-mini", "openai"),
    ),
    one(
        "a route of a LiteLLM proxy",
        "proxy/litellm_config.yaml",
        "model_list:\n  - model_name: house-model\n    litellm_params:\n      model: anthropic/claude-sonnet-4-20250514\n"
        "      api_key: os.environ/ANTHROPIC_API_KEY\n",
        ("anthropic/claude", "anthropic"),
        ("os.environ", "anthropic"),
    ),
    one(
        "a provider of an evaluation",
        "promptfooconfig.yaml",
        "prompts: [prompts/summary.txt]\nproviders:\n  - id: anthropic:messages:claude-3-7-sonnet-20250219\n"
        "    config: {temperature: 0}\n",
        ("claude-3-7", "anthropic", TEST),
    ),
    one(
        "the base model of a training recipe",
        "train/lora_sft.yaml",
        "### model\nmodel_name_or_path: Qwen/Qwen2.5-7B-Instruct\n### method\nstage: sft\nfinetuning_type: lora\n"
        "template: qwen\n",
        ("model_name_or_path", "alibaba"),
    ),
    one(
        "a part of the vendor's SDK among a Java build's dependencies",
        "pom.xml",
        "<project>\n  <dependencies>\n    <dependency>\n      <groupId>com.anthropic</groupId>\n"
        "      <artifactId>anthropic-java-core</artifactId>\n      <version>1.4.0</version>\n    </dependency>\n"
        "  </dependencies>\n</project>\n",
        ("<artifactId>", "anthropic"),
    ),
    one(
        "a connector imported in TypeScript",
        "src/model.ts",
        "import { createAnthropic } from '@ai-sdk/anthropic';\n\nexport const provider = createAnthropic({});\n",
        ("import", "anthropic"),
    ),
    one(
        "a vendor's connector on another's cloud, imported in TypeScript",
        "src/vertex.ts",
        "import { createVertexAnthropic } from '@ai-sdk/google-vertex/anthropic';\n\n"
        "export const provider = createVertexAnthropic({ project: 'p', location: 'us-east5' });\n",
        ("import", "anthropic"),
    ),
    one(
        "a connector imported when it is needed",
        "src/agent.ts",
        "export async function agent() {\n  const { claudeCode } = await import('ai-sdk-provider-claude-code');\n"
        "  return claudeCode('sonnet');\n}\n",
        ("await import", "anthropic"),
    ),
    one(
        "a constant of a Go library for a vendor's model",
        "main.go",
        'package main\n\nimport "github.com/tmc/langchaingo/llms/bedrock"\n\nfunc main() {\n'
        "\tllm, err := bedrock.New(bedrock.WithModel(bedrock.ModelAnthropicClaudeV3Haiku))\n\t_, _ = llm, err\n}\n",
        ("WithModel", "anthropic"),
    ),
    one(
        "a client for HTTP written by hand in Go",
        "client/client.go",
        'package client\n\nimport (\n\t"bytes"\n\t"net/http"\n)\n\nconst defaultURL = "https://api.anthropic.com/v1/messages"\n\n'
        "func Ask(body []byte, key string) (*http.Response, error) {\n"
        "\treq, err := http.NewRequest(http.MethodPost, defaultURL, bytes.NewReader(body))\n\tif err != nil {\n"
        '\t\treturn nil, err\n\t}\n\treq.Header.Set("x-api-key", key)\n\treturn http.DefaultClient.Do(req)\n}\n',
        ("defaultURL =", "anthropic"),
    ),
    one(
        "a vendor's image started by a script",
        "docker/run.sh",
        "#!/usr/bin/env bash\nset -e\nIMAGE_NAME=qwenllm/qwen:cu121\ndocker run --gpus all --rm -it \\\n"
        "  -v /data:/data \\\n  ${IMAGE_NAME} python serve.py\n",
        ("IMAGE_NAME=", "alibaba"),
    ),
    one(
        "a default given to a look-up in settings",
        "agent.py",
        "import yaml\n\nconfig = yaml.safe_load(open('agent.yaml'))\nmodel = config.get('model_name', 'Qwen/QwQ-32B')\n"
        "run(model=model)\n",
        ("QwQ-32B", "alibaba"),
    ),
]

PROBE = [
    one(
        "OpenAI's client at DeepSeek",
        "ask.py",
        "from openai import OpenAI\n\nclient = OpenAI(api_key='k', base_url='https://api.deepseek.com/v1')\n"
        "client.chat.completions.create(model='deepseek-reasoner', messages=[])\n",
        ("base_url", "deepseek"),
        ("deepseek-reasoner", "deepseek"),
    ),
    one(
        "OpenAI's client at DashScope",
        "ask.py",
        "import os\nfrom openai import OpenAI\n\nclient = OpenAI(\n    api_key=os.getenv('DASHSCOPE_API_KEY'),\n"
        "    base_url='https://dashscope-intl.aliyuncs.com/compatible-mode/v1',\n)\n"
        "client.chat.completions.create(model='qwen-plus', messages=[])\n",
        ("DASHSCOPE_API_KEY", "alibaba"),
        ("qwen-plus", "alibaba"),
    ),
    one(
        "OpenAI's client at OpenRouter, for another maker's model",
        "ask.py",
        "from openai import OpenAI\n\nclient = OpenAI(base_url='https://openrouter.ai/api/v1', api_key='k')\n"
        "client.chat.completions.create(model='anthropic/claude-3.5-sonnet', messages=[])\n",
        ("anthropic/claude", "anthropic"),
    ),
    one(
        "OpenAI's client at a server of one's own",
        "ask.py",
        "from openai import OpenAI\n\nclient = OpenAI(base_url='http://localhost:8000/v1', api_key='none')\n"
        "client.chat.completions.create(model='Qwen/Qwen2.5-7B-Instruct', messages=[])\n",
        ("Qwen2.5", "alibaba"),
    ),
    one(
        "Claude on Bedrock by boto3",
        "ask.py",
        "import json\nimport boto3\n\nbedrock = boto3.client('bedrock-runtime', region_name='us-east-1')\n"
        "bedrock.invoke_model(\n    modelId='anthropic.claude-3-sonnet-20240229-v1:0',\n    body=json.dumps({}),\n)\n",
        ("modelId", "anthropic"),
    ),
    one(
        "Claude on Bedrock by a framework",
        "chain.py",
        "from langchain_aws import ChatBedrock\n\n"
        "llm = ChatBedrock(model_id='us.anthropic.claude-3-5-sonnet-20241022-v2:0', region_name='us-west-2')\n",
        ("model_id", "anthropic"),
    ),
    one(
        "Claude on Vertex by the vendor's client",
        "ask.py",
        "from anthropic import AnthropicVertex\n\nclient = AnthropicVertex(region='us-east5', project_id='p')\n"
        "client.messages.create(model='claude-3-5-sonnet-v2@20241022', max_tokens=9, messages=[])\n",
        ("import", "anthropic"),
        ("model=", "anthropic"),
    ),
    one(
        "a provider before the model's id",
        "chain.py",
        "from langchain.chat_models import init_chat_model\n\nllm = init_chat_model('anthropic:claude-3-5-haiku-latest')\n",
        ("init_chat_model('", "anthropic"),
    ),
    one(
        "a router, a cloud and a region before the model's id",
        "chain.py",
        "import litellm\n\nlitellm.completion(model='bedrock/us.deepseek.r1-v1:0', messages=[])\n",
        ("bedrock/us.deepseek", "deepseek"),
    ),
    one(
        "a vendor's model by its bare name",
        "chain.py",
        "from langchain_openai import ChatOpenAI\n\n"
        "llm = ChatOpenAI(model='deepseek-chat', openai_api_base='https://api.deepseek.com/v1')\n",
        ("deepseek-chat", "deepseek"),
    ),
    one(
        "a notebook with a framework's client",
        "rag.ipynb",
        '{\n "cells": [\n  {\n   "cell_type": "code",\n   "metadata": {},\n   "outputs": [],\n   "source": [\n'
        '    "from llama_index.llms.anthropic import Anthropic\\n",\n    "\\n",\n'
        '    "llm = Anthropic(model=\\"claude-3-opus-20240229\\")\\n"\n   ]\n  }\n ],\n "metadata": {},\n'
        ' "nbformat": 4,\n "nbformat_minor": 5\n}\n',
        ("llama_index.llms", "anthropic"),
        ("claude-3-opus", "anthropic"),
    ),
    one(
        "a request by hand",
        "ask.py",
        "import os\nimport requests\n\nrequests.post(\n    'https://api.anthropic.com/v1/messages',\n"
        "    headers={'x-api-key': os.environ['ANTHROPIC_API_KEY']},\n"
        "    json={'model': 'claude-3-haiku-20240307', 'messages': []},\n)\n",
        ("https://", "anthropic"),
        ("ANTHROPIC_API_KEY", "anthropic"),
        ("claude-3-haiku", "anthropic"),
    ),
    one(
        "a model in the environment of a compose service",
        "compose.yml",
        "services:\n  bot:\n    image: registry.example/bot:3\n    environment:\n      DEEPSEEK_API_KEY: ${DEEPSEEK_API_KEY}\n"
        "      LLM_MODEL: deepseek-chat\n",
        ("DEEPSEEK_API_KEY", "deepseek"),
        ("LLM_MODEL", "deepseek"),
    ),
    one(
        "weights served in a cluster",
        "k8s/serve.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: serve\nspec:\n  template:\n    spec:\n"
        "      containers:\n        - name: serve\n          image: vllm/vllm-openai:v0.6.0\n          args:\n"
        "            - --model\n            - deepseek-ai/DeepSeek-V2-Lite-Chat\n            - --trust-remote-code\n",
        ("deepseek-ai/", "deepseek"),
    ),
    one(
        "an artefact of the vendor in a Java build",
        "pom.xml",
        "<project>\n  <dependencies>\n    <dependency>\n      <groupId>com.anthropic</groupId>\n"
        "      <artifactId>anthropic-java</artifactId>\n      <version>2.0.0</version>\n    </dependency>\n"
        "  </dependencies>\n</project>\n",
        ("<artifactId>", "anthropic"),
    ),
    one(
        "a bill of materials that lies in the tree",
        "bom.json",
        '{\n "bomFormat": "CycloneDX",\n "specVersion": "1.6",\n "components": [\n  {\n   "type": "library",\n'
        '   "name": "sdk",\n   "purl": "pkg:npm/%40anthropic-ai/sdk@0.30.0"\n  }\n ]\n}\n',
        ("purl", "anthropic", TRANSITIVE),
    ),
    one(
        "the vendor's SDK imported in Java",
        "src/main/java/demo/Ask.java",
        "package demo;\n\nimport com.anthropic.client.AnthropicClient;\n"
        "import com.anthropic.client.okhttp.AnthropicOkHttpClient;\n\npublic class Ask {\n"
        "    private final AnthropicClient client = AnthropicOkHttpClient.fromEnv();\n}\n",
        ("client.AnthropicClient", "anthropic"),
        ("fromEnv", "anthropic"),
    ),
    one(
        "the vendor's SDK among the dependencies of a package",
        "package.json",
        '{\n  "name": "app",\n  "dependencies": {\n    "@anthropic-ai/sdk": "^0.30.0"\n  }\n}\n',
        ("@anthropic-ai", "anthropic"),
    ),
    one(
        "the vendor's SDK among the requirements of a Go module",
        "go.mod",
        "module example.com/app\n\ngo 1.22\n\nrequire (\n\tgithub.com/anthropics/anthropic-sdk-go v1.2.0\n)\n",
        ("anthropic-sdk-go", "anthropic"),
    ),
    Pattern(
        "a constant in the settings, used in a call elsewhere",
        {
            "settings.py": "import os\n\nDEBUG = False\nDEFAULT_LLM = 'claude-3-5-sonnet-20241022'\n",
            "app.py": "import settings\nfrom litellm import completion\n\n"
            "completion(model=settings.DEFAULT_LLM, messages=[])\n",
        },
        (Seen("settings.py", "DEFAULT_LLM", "anthropic"), Seen("app.py", "settings.DEFAULT_LLM", "anthropic")),
    ),
    one(
        "OpenAI's models on Azure",
        "ask.py",
        "from openai import AzureOpenAI\n\nclient = AzureOpenAI(azure_endpoint='https://acme.openai.azure.com', "
        "api_version='2024-06-01')\nclient.chat.completions.create(model='gpt-4o', messages=[])\n",
        ("model=", "openai"),
    ),
    one(
        "an agent's command line installed by its script",
        "Dockerfile",
        "FROM debian:12\nRUN apt-get update && apt-get install -y curl \\\n"
        "    && curl -fsSL https://claude.ai/install.sh | bash\nRUN pip install --no-cache-dir openai==1.40.0\n",
        ("claude.ai", "anthropic"),
        ("pip install", "openai"),
    ),
    one(
        "a reviewer in a workflow",
        ".github/workflows/review.yml",
        "on: [pull_request]\njobs:\n  review:\n    runs-on: ubuntu-latest\n    steps:\n"
        "      - uses: actions/checkout@v4\n      - uses: anthropics/claude-code-action@v1\n        with:\n"
        "          anthropic_api_key: ${{ secrets.ANTHROPIC_API_KEY }}\n",
        ("claude-code-action", "anthropic", TOOLING),
        ("anthropic_api_key", "anthropic", TOOLING),
    ),
    one(
        "an agent of a cloud in Terraform",
        "agent.tf",
        'resource "aws_bedrockagent_agent" "desk" {\n  agent_name       = "desk"\n'
        '  foundation_model = "anthropic.claude-3-haiku-20240307-v1:0"\n}\n',
        ("foundation_model", "anthropic"),
    ),
    one(
        "the environment file of a deployment",
        ".env.production",
        "PORT=80\nMISTRAL_API_KEY=\nCHAT_MODEL=mistral-large-latest\n",
        ("CHAT_MODEL", "mistral"),
    ),
]

MORE = [
    one(
        "a server for agents that holds a vendor's key",
        ".mcp.json",
        '{\n  "mcpServers": {\n    "images": {\n      "command": "npx",\n      "args": ["-y", "acme-images-mcp"],\n'
        '      "env": {"OPENAI_API_KEY": "${OPENAI_API_KEY}"}\n    }\n  }\n}\n',
        ("OPENAI_API_KEY", "openai", TOOLING),
    ),
    one(
        "several models pulled by one command of a compose service",
        "compose.yaml",
        'services:\n  ollama:\n    image: ollama/ollama\n    entrypoint: ["/bin/sh", "-c"]\n    command:\n'
        "      - |\n        ollama serve &\n        ollama pull qwen2.5:7b\n        ollama pull nomic-embed-text\n",
        ("qwen2.5:7b", "alibaba"),
        ("nomic-embed-text", "nomic"),
    ),
    one(
        "a loop over the models that a job pulls",
        "k8s/pull.yaml",
        "apiVersion: batch/v1\nkind: Job\nspec:\n  template:\n    spec:\n      containers:\n        - name: pull\n"
        "          image: ollama/ollama\n          command: [/bin/sh, -c]\n          args:\n            - |\n"
        "              for m in qwen2.5:7b \\\n                mistral:7b; do\n                ollama pull $m\n"
        "              done\n",
        ("qwen2.5:7b", "alibaba"),
        ("mistral:7b", "mistral"),
    ),
    one(
        "the environment of a hosted workspace",
        ".replit",
        'run = "go run ."\n\n[env]\nOPENAI_MODEL = "gpt-4o-mini"\nOPENAI_API_KEY = "sk-"\n',
        ("OPENAI_MODEL", "openai"),
        ("OPENAI_API_KEY", "openai"),
    ),
    one(
        "the environment of a serverless function",
        "s.yaml",
        "edition: 3.0.0\nresources:\n  bot:\n    component: fc3\n    props:\n      environmentVariables:\n"
        "        DASHSCOPE_API_KEY: ${env('DASHSCOPE_API_KEY')}\n        LLM_MODEL: qwen-plus\n",
        ("DASHSCOPE_API_KEY:", "alibaba"),
        ("LLM_MODEL", "alibaba"),
    ),
    one(
        "a server of one's own in the place of the vendor",
        "compose.yaml",
        "services:\n  web:\n    image: acme/web\n    environment:\n      OPENAI_BASE_URL: http://llm:8000/v1\n"
        "      OPENAI_API_KEY: none\n",
        ("OPENAI_API_KEY", "openai", MENTION),
    ),
    one(
        "sections of settings that are named after providers",
        "appsettings.json",
        '{\n  "OpenAi": {\n    "ApiKey": "",\n    "Model": "gpt-4o"\n  },\n  "Mistral": {\n    "ApiKey": "x"\n  }\n}\n',
        ("gpt-4o", "openai"),
        ('"Mistral"', "mistral"),
    ),
    one(
        "a flow of a low-code tool",
        "flows/support.json",
        '{\n  "nodes": [\n    {\n      "parameters": {"model": {"value": "gpt-4.1-mini", "mode": "list"}},\n'
        '      "type": "@n8n/n8n-nodes-langchain.lmChatOpenAi",\n      "typeVersion": 1.2,\n      "name": "Chat"\n'
        '    }\n  ],\n  "connections": {}\n}\n',
        ("lmChatOpenAi", "openai"),
        ("gpt-4.1-mini", "openai"),
    ),
    Pattern(
        "a chart whose template hands on a value that its own key tells nothing of",
        {
            "chart/values.yaml": "replicas: 1\nanswerer: claude-3-5-haiku-20241022\n",
            "chart/templates/deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n"
            "      containers:\n        - image: vllm/vllm-openai\n          args: ['--model', '{{ .Values.answerer }}']\n",
        },
        (Seen("chart/templates/deployment.yaml", "--model", "anthropic"),),
    ),
    Pattern(
        "the place in a chart where such a value is given",
        {
            "chart/values.yaml": "replicas: 1\nanswerer: claude-3-5-haiku-20241022\n",
            "chart/templates/deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n"
            "      containers:\n        - image: vllm/vllm-openai\n          args: ['--model', '{{ .Values.answerer }}']\n",
        },
        (Seen("chart/values.yaml", "answerer", "anthropic"),),
    ),
    Pattern(
        "a chart whose template hands on a value",
        {
            "chart/Chart.yaml": "apiVersion: v2\nname: bot\nversion: 0.1.0\n",
            "chart/values.yaml": "replicas: 1\nllm:\n  name: claude-3-5-haiku-20241022\n",
            "chart/templates/deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n"
            "      containers:\n        - name: bot\n          env:\n            - name: CHAT_MODEL\n"
            "              value: {{ .Values.llm.name | quote }}\n",
        },
        (Seen("chart/values.yaml", "claude-3-5", "anthropic"),),
    ),
    one(
        "artefacts of a framework in a Gradle build",
        "build.gradle.kts",
        'val langchain4jVersion = "1.0.0"\n\ndependencies {\n    implementation(\n'
        '        "dev.langchain4j:langchain4j-open-ai-spring-boot-starter:$langchain4jVersion"\n    )\n'
        '    runtimeOnly("dev.langchain4j:langchain4j-mistral-ai:${langchain4jVersion}")\n}\n',
        ("open-ai-spring", "openai"),
        ("mistral-ai", "mistral"),
    ),
    Pattern(
        "a key of a template's settings that the program reads",
        {
            "config.example.yaml": "server:\n  port: 8080\nOPENAI_KEY: sk-your-key\n",
            "main.go": 'package main\n\nimport (\n\t"github.com/spf13/viper"\n\t"github.com/sashabaranov/go-openai"\n)\n\n'
            'func main() {\n\tclient := openai.NewClient(viper.GetString("OPENAI_KEY"))\n\t_ = client\n}\n',
        },
        (Seen("config.example.yaml", "OPENAI_KEY", "openai"), Seen("main.go", "NewClient", "openai")),
    ),
]

MENTIONS = [
    one(
        "a remark",
        "app.py",
        "def add(a, b):\n    # we tried client = anthropic.Anthropic() with claude-3-opus-20240229 here\n    return a + b\n",
        ("claude-3-opus", "anthropic", MENTION),
    ),
    one(
        "a docstring",
        "app.py",
        'def ask(question):\n    """Ask a model, for instance claude-3-5-sonnet-20241022.\n\n'
        '    >>> from openai import OpenAI\n    """\n    raise NotImplementedError\n',
        ("claude-3-5", "anthropic", MENTION),
    ),
    one(
        "a table of prices",
        "prices.py",
        'PRICE_PER_MILLION = {\n    "gpt-4o": (2.5, 10.0),\n    "claude-3-haiku-20240307": (0.25, 1.25),\n'
        '    "deepseek-chat": (0.14, 0.28),\n}\n',
        ("gpt-4o", "openai", MENTION),
        ("claude-3", "anthropic", MENTION),
        ("deepseek-chat", "deepseek", MENTION),
    ),
    one(
        "an assertion",
        "tests/test_names.py",
        "from names import shorten\n\n\ndef test_shorten():\n    assert shorten('anthropic/claude-3-opus') == 'claude-3-opus'\n",
        ("assert", "anthropic", MENTION),
    ),
    one(
        "a list of changes",
        "CHANGELOG.md",
        "# Changes\n\n## 2.0\n\n- Removed the claude-3-opus backend and the deepseek-chat fallback.\n",
        ("claude-3-opus", "anthropic", MENTION),
        ("deepseek-chat", "deepseek", MENTION),
    ),
    one("a painter", "art.py", 'PAINTER = "Claude Monet"\nprint(f"paintings by {PAINTER}")\n'),
    one(
        "a list of what is banned",
        "policy.yaml",
        "rules:\n  egress:\n    denied_hosts:\n      - api.deepseek.com\n    banned_packages:\n      - deepseek\n"
        "    blocked_models: [deepseek-chat]\n",
        ("blocked_models", "deepseek", MENTION),
        ("denied_hosts:\n", "deepseek", MENTION),
    ),
]


def _scan(folder: Path, files: dict[str, str]) -> Scan:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return scan([folder], CATALOGUE)


def _line(text: str, at: str) -> int:
    """The line that holds a text; one that ends with a line break stands for the line behind it."""
    offset = text.index(at)
    return text.count("\n", 0, offset + len(at) if at.endswith("\n") else offset) + 1


def _is_seen(each: Sighting, seen: Seen, line: int) -> bool:
    return (each.place.path, each.place.line, each.vendor, each.strength.value) == (
        seen.path,
        line,
        seen.vendor,
        seen.strength,
    ) and each.is_use is (seen.strength not in UNUSED)


def _parameters() -> list[object]:
    return [
        pytest.param(
            each, id=each.name, marks=[pytest.mark.xfail(strict=True, reason=each.xfail)] if each.xfail else []
        )
        for each in (*FOUND_BY_NOBODY, *PROBE, *MORE, *MENTIONS)
    ]


@pytest.mark.parametrize("pattern", _parameters())
def test_right_vendor_at_right_line(tmp_path: Path, pattern: Pattern) -> None:
    scanned = _scan(tmp_path, pattern.files)
    shown = [
        f"{each.place.path}:{each.place.line} {each.vendor} {each.basis} {each.kind} {each.role} {each.strength}"
        for each in scanned.sightings
    ]
    missing = [
        seen
        for seen in pattern.seen
        if not any(_is_seen(each, seen, _line(pattern.files[seen.path], seen.at)) for each in scanned.sightings)
    ]
    assert missing == [], shown
    used = {each.vendor for each in scanned.sightings if each.is_use and each.basis.value in WIRE}
    assert used == {seen.vendor for seen in pattern.seen if seen.strength not in UNUSED}, shown

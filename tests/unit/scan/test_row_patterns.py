"""Small trees in which a model stands in a row of settings, behind a condition on one line, or in a service of a cloud."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.scan.run import scan
from tests.unit.scan.small_trees import CATALOGUE, Pattern, used_lines

ASKS = "import anthropic\nclient = anthropic.Anthropic()\nclient.messages.create(model=pick())\n"


PATTERNS = [
    Pattern(
        "what a service calls each member of an enum",
        {
            "a.py": ASKS
            + 'SONG_MODEL_CONFIG: dict[Kind, dict[str, str]] = {\n    Kind.A: {"api_name": "gpt-4o", "effort": "low"},\n'
            '    Kind.B: {\n        "api_name": "gpt-4.1",\n    },\n}\ndef name_of(kind):\n    return SONG_MODEL_CONFIG[kind]["api_name"]\n'
        },
        ("a.py:5 openai", "a.py:7 openai"),
    ),
    Pattern(
        "what such a row shows to people",
        {
            "a.py": ASKS + 'SONG_MODEL_CONFIG = {\n    Kind.A: {"title": "gpt-4o", "api_name": "GPT"},\n}\n'
            "def name_of(kind):\n    return SONG_MODEL_CONFIG[kind]\n"
        },
        never=("a.py:5 openai",),
    ),
    Pattern(
        "computed keys, and types with members in them",
        {
            "a.ts": 'import Anthropic from "@anthropic-ai/sdk";\nconst client = new Anthropic();\n'
            "const MODEL_CONFIG: Record<Kind, { apiName: string; effort: string }> = {\n"
            '  [Kind.A]: { apiName: "gpt-4o", effort: "low" },\n};\n'
            "const OWN_MODELS: { label: string; value: string }[] = [\n"
            '  { label: "Coder", value: "Qwen/Qwen3-235B-A22B" },\n];\n'
            "client.messages.create({ model: MODEL_CONFIG[kind].apiName ?? OWN_MODELS[0].value });\n"
        },
        ("a.ts:4 openai", "a.ts:7 alibaba"),
    ),
    Pattern(
        "a condition and what it returns on one line",
        {
            "a.py": 'def api_model_name(kind):\n    if kind in [\n        A, B]:\n        return "claude-3-5-sonnet-latest"\n'
            '    if kind in (A, B): return "gpt-4o"\n    match kind:\n        case 1: return "gemini-2.0-flash"\n',
            "a.ts": 'function modelName(kind: string): string {\n  if (kind === A) return "gpt-4o";\n  switch (kind) {\n'
            '    case A: return "claude-3-opus-latest";\n    case "gemini-2.0-flash": return "";\n  }\n}\n',
        },
        ("a.py:4 anthropic", "a.py:5 openai", "a.py:7 google", "a.ts:2 openai", "a.ts:4 anthropic"),
        ("a.ts:5 google",),
    ),
    Pattern(
        "the client of one service of a cloud, and of another service",
        {
            "a.py": "import boto3\n\ntranscribe = boto3.client(\n    'transcribe', region_name='eu')\n"
            "store = boto3.client('s3')\ntranscribe.start_transcription_job(Media=m)\nstore.put_object(Body=b)\n"
        },
        ("a.py:3 amazon", "a.py:6 amazon"),
        ("a.py:5 amazon", "a.py:7 amazon"),
    ),
    Pattern(
        "agents that a runner runs, and a runner of one's own",
        {
            "a.py": 'from agents import Agent, Runner\nagent = Agent(name="A")\nanswer = Runner.run_sync(agent, "x")\n',
            "b.py": "from app.agents import Runner\nRunner.run_sync(1)\n",
        },
        ("a.py:1 openai", "a.py:3 openai"),
        ("b.py:1 openai", "b.py:2 openai"),
    ),
    Pattern(
        "a runner whose only client is pointed elsewhere",
        {
            "a.py": "from agents import Agent, Runner, set_default_openai_client\nfrom openai import AsyncOpenAI\n"
            'client = AsyncOpenAI(base_url="https://api.groq.com/openai/v1")\nset_default_openai_client(client)\n'
            'answer = Runner.run_sync(Agent(name="A"), "x")\n',
        },
        never=("a.py:5 openai",),
    ),
    Pattern(
        "packages that are installed where a function runs, and a list of needs in words",
        {
            "a.py": 'import modal\nimage = modal.Image.debian_slim().pip_install("openai", "tiktoken>=0.5")\n'
            'steps = component(packages_to_install=["anthropic==0.3"])\nray.init(runtime_env={"pip": ["google-genai"]})\n'
            'needs = ["mistralai"]\nshow(requirements=["a key of mistral for the tests"])\n'
        },
        ("a.py:2 openai", "a.py:3 anthropic", "a.py:4 google"),
        ("a.py:5 mistral", "a.py:6 mistral"),
    ),
    Pattern(
        "values of a library's types, and what a program's own logger is told",
        {
            "a.py": 'from google import genai\nfrom google.genai import types\npart = types.Part.from_bytes(data=b, mime_type="x")\n'
            'from openai.types import Embedding\nanswer = Embedding(index=0)\nkept = ReportLogger(provider="anthropic")\n'
            'client = genai.Client(http_options=types.HttpOptions(api_version="v1"))\n'
        },
        ("a.py:7 google",),
        ("a.py:3 google", "a.py:5 openai", "a.py:6 anthropic"),
    ),
    Pattern(
        "variables that a condition or a function of a deployment puts together",
        {
            "infra/main.bicep": "var keyEnv = !empty(key)\n  ? [\n      {\n        name: 'OPENAI_API_KEY'\n        secretRef: 'k'\n      }\n    ]\n  : []\n"
            "var env = union(keyEnv, [\n  {\n    name: 'OPENAI_MODEL'\n    value: host == 'anthropic' ? 'gpt-4o' : ''\n  }\n])\n"
        },
        ("infra/main.bicep:4 openai", "infra/main.bicep:11 openai", "infra/main.bicep:12 openai"),
        ("infra/main.bicep:12 anthropic",),
    ),
    Pattern(
        "the model of a template that a program falls back from, and one that nobody reads",
        {
            ".env.sample": "RIVER_CHAT_MODEL=llama3.1\nLAKE_CHAT_MODEL=gpt-4o\n",
            "a.py": 'import os\nimport anthropic\nchat_model = os.getenv("RIVER_CHAT_MODEL") or "claude-3-opus-latest"\nask(model=chat_model)\n',
        },
        (".env.sample:1 meta",),
        (".env.sample:2 openai",),
    ),
    Pattern(
        "the key of a template that a library reads where its client is handed none",
        {
            ".env.template": "OPENAI_API_KEY=\nANTHROPIC_API_KEY=\nAZURE_OPENAI_ENDPOINT=\n",
            "a.ts": 'import { createOpenAI } from "@ai-sdk/openai";\nimport { createAnthropic } from "@ai-sdk/anthropic";\n'
            "export function make({ apiKey, other }) {\n  return [createOpenAI({ apiKey }), createAnthropic({ apiKey: other.key })];\n}\n",
        },
        (".env.template:1 openai",),
        (".env.template:2 anthropic", ".env.template:3 openai"),
    ),
    Pattern(
        "the model that is looked up as the default, and one that is only sought",
        {
            "a.ts": 'import Anthropic from "@anthropic-ai/sdk";\nconst defaultModel = models.find((m) => m.id === "claude-3-5-sonnet-latest") || models[0];\n'
            'const isOld = models.find((m) => m.id === "gpt-4o");\n'
        },
        ("a.ts:2 anthropic",),
        ("a.ts:3 openai",),
    ),
    Pattern(
        "a row of a table that a constant gives its model",
        {
            "a.ts": 'import Anthropic from "@anthropic-ai/sdk";\nconst client = new Anthropic();\nconst LARGE = "claude-3-opus-latest";\n'
            'export const MODELS = [\n  { label: "A",\n    value: LARGE },\n];\nMODELS.map(show);\n'
        },
        ("a.ts:6 anthropic",),
    ),
    Pattern(
        "the call that begins lines before the model that it is given",
        {
            "a.ts": 'import { openai } from "@ai-sdk/openai";\nimport { streamText } from "ai";\nconst answer = await streamText({\n'
            '  prompt,\n  maxTokens: 10,\n  topP: 1,\n  model: openai("gpt-4o-mini"),\n});\n'
        },
        ("a.ts:3 openai", "a.ts:7 openai"),
    ),
    Pattern(
        "rows under options of what is called after models and says which is the default; not those with prices, or of no default",
        {
            "agent.ts": 'import { Codex } from "@openai/codex-sdk";\nexport const codex = new Codex();\n',
            "models.ts": 'export const AGENT_MODELS: Definition = {\n  OPTIONS: [\n    { value: "xai/grok-4", label: "Grok" },\n'
            '    { value: "anthropic/claude-opus-4-1", label: "Opus", pricing: 3 },\n  ],\n  DEFAULT: "auto",\n};\n'
            'export const MORE_MODELS = {\n  OPTIONS: [\n    { value: "deepseek-chat", label: "Chat" },\n  ],\n};\n'
            "export class AgentModels {\n  async supported() {\n    return [AGENT_MODELS, MORE_MODELS];\n  }\n}\n",
        },
        ("models.ts:3 xai",),
        ("models.ts:4 anthropic", "models.ts:10 deepseek"),
    ),
    Pattern(
        "a program that the module `cross-spawn` runs and waits for",
        {
            "a.ts": 'import spawn from "cross-spawn";\nexport const isThere = () => spawn.sync("codex", ["--version"]).status === 0;\n'
            'export const isHere = () => codes.sync("claude", []);\n'
        },
        ("a.ts:2 openai",),
        ("a.ts:3 anthropic",),
    ),
]


def test_what_only_a_benchmark_asks_is_of_tests(tmp_path: Path) -> None:
    files = {
        "app.py": ASKS,
        "scripts/benchmark/ask.py": 'import openai\nopenai.OpenAI().responses.create(model="gpt-4o", input="x")\n',
        "run_song_evals.py": 'from google import genai\ngenai.Client().models.generate_content(model="gemini-2.0-flash")\n',
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    strengths = {each.vendor: each.strength.value for each in scan([tmp_path], CATALOGUE).dependences}
    assert {strengths["openai"], strengths["google"]} == {"test-only"}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_pattern(pattern: Pattern, tmp_path: Path) -> None:
    found = used_lines(tmp_path, pattern.files)
    assert set(pattern.lines) <= found
    assert found.isdisjoint(pattern.never)

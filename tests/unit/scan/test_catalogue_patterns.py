"""Tables out of which programs take the models, and the keys, that they ask with; and tables that only say something."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import is_as_marked

_ASKS = (
    'import OpenAI from "openai"; §openai\nimport { used } from "./table";\n\nconst client = new OpenAI(); §openai\n\n'
    "export function ask(tier: string) {\n"
    '  return client.chat.completions.create({ model: used(tier)[0] ?? "gpt-4o", messages: [] }); §openai\n}\n'
)
_REMARK = (
    "  // What is said of a model here goes over lines that are long, and that say nothing of the row below.\n" * 3
)

TREES = {
    "a catalogue with prices whose ids are taken out is asked, over whatever remarks": {
        "src/index.ts": _ASKS,
        "src/table.ts": "export const MODEL_CATALOG: Spec[] = [\n"
        + _REMARK
        + '  { id: "gpt-4o-mini", provider: "openai", price: 0.6 }, §openai\n'
        + _REMARK
        + '  { id: "claude-sonnet-4-5", provider: "anthropic", price: 15 }, §anthropic\n];\n\n\n'
        "export function used(tier: string) {\n"
        "  return MODEL_CATALOG.filter((row) => row.tier === tier).map((row) => row.id);\n}\n",
    },
    "a catalogue in which prices are looked up is none that is asked": {
        "src/index.ts": _ASKS,
        "src/table.ts": "export const MODEL_CATALOG: Spec[] = [\n"
        + _REMARK
        + '  { id: "gpt-4o-mini", provider: "openai", price: 0.6 },\n'
        + _REMARK
        + '  { id: "claude-sonnet-4-5", provider: "anthropic", price: 15 },\n];\n\n\n'
        "export function used(id: string) {\n  return MODEL_CATALOG.find((row) => row.id === id)?.price;\n}\n",
    },
    "a chain of models, in a file that is called after them": {
        "src/index.ts": _ASKS.replace("./table", "./model-fallback"),
        "src/model-fallback.ts": 'const DEFAULT_CHAIN = [\n  "claude-sonnet-4-5", §anthropic\n  "mistral-large-latest", §mistral\n];\n\n'
        "export function used(wanted: string) {\n  return [wanted, ...DEFAULT_CHAIN];\n}\n",
        "src/words.ts": 'const DEFAULT_CHAIN = [\n  "claude-haiku-4-5",\n  "mistral-small-latest",\n];\n\n'
        "export function words() {\n  return DEFAULT_CHAIN.join();\n}\n",
    },
    "two lists, of which a condition takes one": {
        "src/index.ts": _ASKS,
        "src/table.ts": "const availableModels: {\n  modelId: string;\n  label: string;\n}[] = !FEW ? [\n  {\n"
        "    modelId: 'claude-sonnet-4-5', §anthropic\n    label: 'Sonnet',\n  },\n] : [\n    {\n"
        "      modelId: 'mistral-large-latest', §mistral\n      label: 'Large',\n    },\n  ]\n\n"
        "const known: {\n  modelId: string;\n  label: string;\n}[] = [\n"
        "  { modelId: 'deepseek-chat', label: 'Chat' },\n];\n\n"
        "export function used(label: string) {\n  const found = availableModels.find((row) => row.label === label);\n"
        "  return [found?.modelId, known.length];\n}\n",
    },
    "the keys of each vendor, for which the environment is asked": {
        "src/keys.ts": "const KEYS: Record<string, string[]> = {\n"
        '  anthropic: ["ANTHROPIC_API_KEY", "CLAUDE_API_KEY"], §anthropic\n  mistral: ["MISTRAL_API_KEY"], §mistral\n};\n\n'
        "const SHOWN: Record<string, string[]> = {\n"
        '  deepseek: ["DEEPSEEK_API_KEY"],\n};\n\n'
        "export function has(vendor: string, env: Record<string, string | undefined>) {\n"
        "  return (KEYS[vendor] ?? []).some((key) => !!env[key]);\n}\n\n"
        "export function shows(vendor: string) {\n  return (SHOWN[vendor] ?? []).some((key) => key === vendor);\n}\n",
    },
    "a client that is called an api, a page that is opened, what an action is told": {
        "src/ask.ts": "import {\n  Configuration,\n  OpenAIApi,\n} from 'openai-edge' §openai\n\n\n\n"
        "const asker = new OpenAIApi(made()) §openai\n\n\n\n"
        "export async function ask(text: string) {\n  return await asker.createModeration({ input: text }) §openai\n}\n",
        "main.js": "const { app } = require('electron')\nconst { ask } = require('./src/ask')\n\n"
        "const address = `https://edgeservices.bing.com/edgesvc/chat?dark=${app.isDark}` §microsoft\n\n\n\n"
        "app.window.loadURL(address) §microsoft\n\napp.window.setTitle(address)\nask('x')\n",
        "action.yml": "name: ask\ninputs:\n  openai_base_url:\n    description: where\n"
        "    default: https://api.openai.com/v1 §openai\n  help:\n    description: see\n"
        "    default: https://api.mistral.ai/v1\nruns:\n  using: node20\n  main: main.js\n",
    },
    "what a builder takes, and a parameter of a type over lines, when nobody says another": {
        "src/main/java/shop/SpeechRequest.java": "package shop;\n\n@Builder\npublic class SpeechRequest {\n"
        '    @Builder.Default\n    private String model = "tts-1"; §openai\n\n\n\n'
        '    @Builder.Default\n    private String note = "tts-1-hd";\n\n\n\n    private String model2 = "gpt-4o";\n}\n',
        "titles.py": "from typing import Literal\n\n\ndef title(\n    text: str,\n    model: Literal[\n"
        '        "claude-3-opus",\n        "mistral-large-latest",\n\n\n'
        '    ] = "claude-3-haiku", §anthropic\n) -> str:\n    return text\n',
    },
}


@pytest.mark.parametrize("name", TREES)
def test_what_is_used(name: str, tmp_path: Path) -> None:
    """Every marked line, and no other, is a use of its vendors."""
    assert is_as_marked(tmp_path, TREES[name])

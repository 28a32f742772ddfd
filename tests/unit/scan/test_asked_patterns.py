"""Small trees in which settings and lists say which model is used, by a name that some program reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "a method of C# that is written as the address it returns": (
        {
            "src/Env.cs": (
                'public static class Env\n{\n    public static string LoadUrl() => "https://api.openai.com/v1";\n}\n'
            ),
            "src/Ask.cs": (
                "using OpenAI.Chat;\n"
                "\n"
                "public class Asker\n"
                "{\n"
                "    public string Ask(string model, string text)\n"
                "    {\n"
                "        var url = Env.LoadUrl();\n"
                "        var client = new ChatClient(model, new ApiKeyCredential(Env.Key()), new OpenAIClientOptions { Endpoint = new Uri(url) });\n"
                "\n"
                "\n"
                "        var done = client.CompleteChat(new UserChatMessage(text));\n"
                "        return done.Value.Content[0].Text;\n"
                "    }\n"
                "}\n"
            ),
        },
        {"src/Env.cs:3 openai", "src/Ask.cs:1 openai", "src/Ask.cs:8 openai", "src/Ask.cs:11 openai"},
    ),
    "a program's own reader of the environment, told a variable and a default": (
        {
            "src/Env.cs": (
                "public static class Env\n"
                "{\n"
                '    public static string LoadUrl() => Get("OPENAI_API_URL", "https://api.openai.com/v1");\n'
                "}\n"
            ),
            "src/Ask.cs": (
                "using OpenAI.Chat;\n"
                "\n"
                "public class Asker\n"
                "{\n"
                "    public string Ask(string model, string text)\n"
                "    {\n"
                "        var client = new ChatClient(model, new ApiKeyCredential(Env.Key()), new OpenAIClientOptions { Endpoint = new Uri(Env.LoadUrl()) });\n"
                "\n"
                "\n"
                "        var done = client.CompleteChat(new UserChatMessage(text));\n"
                "        return done.Value.Content[0].Text;\n"
                "    }\n"
                "}\n"
            ),
        },
        {"src/Env.cs:3 openai", "src/Ask.cs:1 openai", "src/Ask.cs:7 openai", "src/Ask.cs:10 openai"},
    ),
    "a script's own reader of the environment": (
        {
            "env.js": (
                "const get = (k, d) => process.env[k] || d\n"
                "export function loadUrl() {\n"
                "  return get('OPENAI_API_URL', 'https://api.openai.com/v1')\n"
                "}\n"
                "export const BASE = get('LLM_BASE', 'https://api.openai.com/v1')\n"
            ),
            "ask.js": (
                "import OpenAI from 'openai'\n"
                "import { loadUrl } from './env'\n"
                "\n"
                "\n"
                "const client = new OpenAI({ baseURL: loadUrl() })\n"
                "\n"
                "\n"
                "client.chat.completions.create({ model })\n"
            ),
            "ask2.js": (
                "import OpenAI from 'openai'\n"
                "import { BASE } from './env'\n"
                "\n"
                "\n"
                "const client = new OpenAI({ baseURL: BASE })\n"
                "\n"
                "\n"
                "client.chat.completions.create({ model })\n"
            ),
        },
        {
            "env.js:3 openai",
            "env.js:5 openai",
            "ask.js:1 openai",
            "ask.js:5 openai",
            "ask.js:8 openai",
            "ask2.js:1 openai",
            "ask2.js:5 openai",
            "ask2.js:8 openai",
        },
    ),
    "models of a template whose variables programs read with a default": (
        {
            ".env.example": (
                "VISION_RELAY_MODEL=google/gemini-2.0-flash-001\n"
                "\n"
                "TITLE_MODEL=gpt-4o-mini\n"
                "\n"
                "JUDGE_MODEL=claude-sonnet-4-5\n"
                "\n"
                "UNREAD_MODEL=mistral-large-latest\n"
                "\n"
                "PY_MODEL=deepseek-chat\n"
                "RB_MODEL=grok-4\n"
            ),
            "src/env.ts": (
                "function getEnv(key: string, value?: string): string { return process.env[key] ?? value! }\n"
                "export const VISION = getEnv('VISION_RELAY_MODEL', 'google/gemini-2.0-flash-001')\n"
                "\n"
                "\n"
                "export const NAMING = process.env.TITLE_MODEL ?? 'gpt-4o-mini'\n"
                "\n"
                "\n"
                "export const JUDGE = process.env['JUDGE_MODEL'] || 'claude-sonnet-4-5'\n"
            ),
            "src/run.ts": (
                "import { VISION, NAMING, JUDGE } from './env'\n"
                "export const go = (call) => [call({ model: VISION }), call({ model: NAMING }), call({ model: JUDGE })]\n"
            ),
            "app/settings.py": (
                "import os\n"
                "\n"
                "\n"
                'MODEL = os.getenv("PY_MODEL") or "deepseek-chat"\n'
                "\n"
                "\n"
                "def ask(client):\n"
                "    return client.ask(model=MODEL)\n"
            ),
            "app/ask.rb": ('class Ask\n  def model\n    ENV["RB_MODEL"] || "grok-4"\n  end\nend\n'),
        },
        {
            ".env.example:1 google",
            ".env.example:3 openai",
            ".env.example:5 anthropic",
            ".env.example:9 deepseek",
            ".env.example:10 xai",
            "src/env.ts:2 google",
            "src/env.ts:5 openai",
            "src/env.ts:8 anthropic",
            "app/settings.py:4 deepseek",
            "app/ask.rb:3 xai",
        },
    ),
    "models of a template whose variables fill a class of settings": (
        {
            ".env.example": ("LLM_MODEL=gpt-4o-mini\n\nEMBED_MODEL=text-embedding-3-small\n"),
            "app/config.py": (
                "from pydantic_settings import BaseSettings\n"
                "\n"
                "\n"
                "class Settings(BaseSettings):\n"
                '    llm_model: str = "gpt-4o-mini"\n'
                '    embed_model: str = "text-embedding-3-small"\n'
                "\n"
                "\n"
                "settings = Settings()\n"
            ),
            "app/main.py": (
                "from app.config import settings\n"
                "\n"
                "\n"
                "def ask(client):\n"
                "    client.embeddings.create(model=settings.embed_model)\n"
                "    return client.responses.create(model=settings.llm_model)\n"
            ),
        },
        {".env.example:1 openai", ".env.example:3 openai", "app/config.py:5 openai", "app/config.py:6 openai"},
    ),
    "a default behind a variable of the environment in C#": (
        {
            ".env.example": ("LLM_MODEL=gpt-4o-mini\n"),
            "src/Config.cs": (
                "public class Config\n"
                "{\n"
                '    public string Model = Environment.GetEnvironmentVariable("LLM_MODEL") ?? "gpt-4o-mini";\n'
                "}\n"
            ),
        },
        {".env.example:1 openai", "src/Config.cs:3 openai"},
    ),
    "lists and groups of ids in TypeScript": (
        {
            "src/pool.ts": (
                "import type { Model } from './types'\n"
                "\n"
                "export const ROUTING_POOL_MODEL_IDS: readonly string[] = [\n"
                "  'z-ai/glm-4.7-flash',\n"
                "  'google/gemini-2.0-flash-lite-001',\n"
                "  'openai/gpt-4o-mini'\n"
                "]\n"
                "\n"
                "export function pick(catalog: readonly Model[]): Model[] {\n"
                "  const out: Model[] = []\n"
                "  for (const id of ROUTING_POOL_MODEL_IDS) {\n"
                "    out.push(catalog.find((m) => m.id === id)!)\n"
                "  }\n"
                "  return out\n"
                "}\n"
            ),
            "src/groups.ts": (
                "type Group = { readonly label: string; readonly ids: readonly string[] }\n"
                "export const CURATED_MODEL_GROUPS: readonly Group[] = [\n"
                "  { label: 'Qwen', ids: ['qwen/qwen3.5-flash-02-23', 'qwen/qwen3-max'] },\n"
                "  { label: 'Meta', ids: ['meta-llama/llama-4-scout'] },\n"
                "  { label: 'Moonshot', ids: ['moonshotai/kimi-k2.5'] }\n"
                "]\n"
                "export function curated() {\n"
                "  for (const g of CURATED_MODEL_GROUPS) use(g.ids)\n"
                "}\n"
            ),
            "src/call.ts": (
                "import { pick } from './pool'\n"
                "import { curated } from './groups'\n"
                "\n"
                "\n"
                "export async function ask(model: string) {\n"
                "  return fetch('https://openrouter.ai/api/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model }) })\n"
                "}\n"
            ),
            "src/index.ts": (
                "import { ask } from './call'\n"
                "import { pick } from './pool'\n"
                "import { curated } from './groups'\n"
                "ask(pick([])[0].id)\n"
                "curated()\n"
            ),
        },
        {
            "src/pool.ts:4 zhipu",
            "src/pool.ts:5 google",
            "src/pool.ts:6 openai",
            "src/groups.ts:3 alibaba",
            "src/groups.ts:4 meta",
            "src/groups.ts:5 moonshot",
        },
    ),
    "lists and groups of ids in Python": (
        {
            "app/models.py": (
                "FALLBACK_MODELS: list[str] = [\n"
                '    "openai/gpt-4o-mini",\n'
                '    "anthropic/claude-sonnet-4.5",\n'
                "]\n"
                'AVAILABLE_MODELS = ("gpt-4o", "gpt-4o-mini")\n'
                "\n"
                "\n"
                "MODEL_GROUPS = [\n"
                '    {"label": "Fast", "ids": ["google/gemini-2.5-flash", "x-ai/grok-4"]},\n'
                '    {"label": "Smart", "models": ["mistralai/mistral-large"]},\n'
                "]\n"
            ),
            "app/main.py": (
                "import requests\n"
                "\n"
                "from app.models import AVAILABLE_MODELS, FALLBACK_MODELS, MODEL_GROUPS\n"
                "\n"
                "\n"
                "def ask(text):\n"
                "    for model in FALLBACK_MODELS:\n"
                '        requests.post("https://openrouter.ai/api/v1/chat/completions", json={"model": model})\n'
                "\n"
                "\n"
                "def listed():\n"
                '    return [m for m in AVAILABLE_MODELS] + [g["ids"] for g in MODEL_GROUPS]\n'
            ),
        },
        {
            "app/models.py:2 openai",
            "app/models.py:3 anthropic",
            "app/models.py:5 openai",
            "app/models.py:9 google",
            "app/models.py:9 xai",
            "app/models.py:10 mistral",
        },
    ),
    "states of pages that begin with a model": (
        {
            "src/routes/Bots.svelte": (
                '<script lang="ts">\n'
                "  let model = $state('qwen/qwen3.5-flash-02-23');\n"
                "\n"
                "\n"
                "  let defaultModelId = $state('openai/gpt-4o-mini');\n"
                "\n"
                "\n"
                "  let { chosenModel = $bindable('claude-sonnet-4-5') } = $props();\n"
                "\n"
                "\n"
                "  let name = $state('gemini');\n"
                "</script>\n"
                "<p>{model}</p>\n"
            ),
            "src/App.vue": (
                '<script setup lang="ts">\n'
                "import { ref } from 'vue'\n"
                "const selectedModel = ref('gpt-4o-mini')\n"
                "\n"
                "\n"
                "const props = withDefaults(defineProps<{ model?: string }>(), { model: 'claude-sonnet-4-5' })\n"
                "</script>\n"
                "<template><p>{{ selectedModel }}</p></template>\n"
            ),
            "src/Chat.tsx": (
                "import { useState } from 'react'\n"
                "export function Chat({ model = 'gpt-4o' }: { model?: string }) {\n"
                "  const [llm, setLlm] = useState<string>('mistral-large-latest')\n"
                "  const [cfg, setCfg] = useState({ model: 'claude-sonnet-4-5', temperature: 1 })\n"
                "  return <p>{llm}</p>\n"
                "}\n"
            ),
        },
        {
            "src/routes/Bots.svelte:2 alibaba",
            "src/routes/Bots.svelte:5 openai",
            "src/routes/Bots.svelte:8 anthropic",
            "src/App.vue:3 openai",
            "src/App.vue:6 anthropic",
            "src/Chat.tsx:2 openai",
            "src/Chat.tsx:3 mistral",
            "src/Chat.tsx:4 anthropic",
        },
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_uses(name: str, tmp_path: Path) -> None:
    files, expected = TREES[name]
    assert used_lines(tmp_path, files) == expected

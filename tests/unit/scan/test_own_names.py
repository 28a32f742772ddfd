"""Names that a program gives to what is its own, and words that look like a model or provider and are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "constants of a program's own that end like keys, and one that is a key": (
        {
            "keys.ts": "import { load } from './load'\n\nconst CLAUDE_PAGE_REGISTRY_KEY = '__pages1'\nconst CHATGPT_TOKEN_FILE_NAME = 'token.json'\n"
            "export const CLAUDE_MODEL_ALIASES = ['a', 'b']\nexport const DEFAULT_CLAUDE_ACCOUNT_SCOPE = 'none'\n"
            "const CLAUDE_ERROR_KEYS: Record<string, string> = { a: 'b' }\nconst ANTHROPIC_API_KEY = load().key\n\n"
            "export function run() {\n  open({ registry: CLAUDE_PAGE_REGISTRY_KEY, file: CHATGPT_TOKEN_FILE_NAME })\n"
            "  say(CLAUDE_ERROR_KEYS['a'])\n  return ask({ apiKey: ANTHROPIC_API_KEY })\n}\n",
        },
        {"keys.ts:8 anthropic", "keys.ts:13 anthropic"},
    ),
    "settings of a service that a program holds under its own names": (
        {
            "server.ts": "export const OPENAI_BASE_URL = host()\nexport const OPENAI_DEPLOYMENT_NAME = pick()\n\n"
            "export const asked = ask({ url: OPENAI_BASE_URL, name: OPENAI_DEPLOYMENT_NAME })\n",
        },
        {"server.ts:1 openai", "server.ts:2 openai"},
    ),
    "the beginning of a branch's name, a command and a path": (
        {
            "branch.ts": "import Anthropic from '@anthropic-ai/sdk'\n\nexport const name = generateBranchName('', 'claude/', 'issue')\n"
            "export const word = '/claude'\nenum Path {\n  Mistral = '/api/mistral',\n}\nexport const model = chatModel(Path.Mistral)\n",
        },
        {"branch.ts:1 anthropic"},
    ),
    "a provider put before a model's name with a slash": (
        {
            "ask.py": "import litellm\n\n\ndef ask(name):\n    return litellm.completion(model='anthropic/' + name, messages=[])\n",
        },
        {"ask.py:5 anthropic"},
    ),
    "members of an interface say which words a member may be": (
        {
            "types.ts": "export interface WebSettings {\n  providerId: 'chatgpt';\n  model?: 'gpt-4o';\n}\n",
            "ask.ts": "import OpenAI from 'openai'\nimport { WebSettings } from './types'\n\nexport const held = (settings: WebSettings) =>\n"
            "  getProviderClient(settings.providerId)\n",
        },
        {"ask.ts:1 openai"},
    ),
    "what a function only asks of a word, and a provider's name given to a client": (
        {
            "names.ts": "export enum Name {\n  Mistral = 'Mistral',\n  Groq = 'Groq',\n}\n",
            "server.ts": "import { Mistral } from '@mistralai/mistralai'\nimport { Name } from './names'\n\n"
            "export const ok = isModelAllowed(list, Name.Mistral)\nexport const api = new ClientApi(Name.Mistral)\n",
        },
        {"server.ts:1 mistral"},
    ),
    "a model by a family's name under a model's key": (
        {
            "ask.ts": "import { Ollama } from 'ollama'\n\nconst MODEL_NAME = 'mistral'\n\nexport const said = new Ollama().chat({ model: MODEL_NAME })\n",
        },
        {"ask.ts:3 mistral"},
    ),
    "a function that finds out whose a model is, and one that says the default": (
        {
            "detect.ts": "import OpenAI from 'openai'\n\nexport function detectProvider(model: string) {\n  if (model.includes('x')) return 'mistral'\n"
            "  return 'openai'\n}\n",
            "chosen.ts": "import OpenAI from 'openai'\n\nexport function getDefaultProvider() {\n  return 'openai'\n}\n",
        },
        {"detect.ts:1 openai", "chosen.ts:1 openai", "chosen.ts:4 openai"},
    ),
    "what a program answers, and what it asks": (
        {
            "route.ts": "import OpenAI from 'openai'\n\nexport function list(req, res) {\n  res.json({ provider: 'openai', models: all() })\n"
            "  res.status(200).json({ provider: 'anthropic', model: 'claude-3-5-haiku-latest' })\n}\n",
            "ask.ts": "import OpenAI from 'openai'\n\nexport const told = connect({ provider: 'openai', models: all() })\n",
        },
        {"route.ts:1 openai", "ask.ts:1 openai", "ask.ts:3 openai"},
    ),
    "a class that ranks answers, and a framework's type for whatever model talks": (
        {
            "rank.ts": "import { CohereRerank } from '@langchain/cohere'\nimport { BaseChatModel } from '@langchain/core/language_models/chat_models'\n\n"
            "export async function ask(llm: BaseChatModel, found, q) {\n  const rank = new CohereRerank({ apiKey: key() })\n"
            "  const best = await rank.compressDocuments(found, q)\n  return llm.invoke(best)\n}\n",
        },
        {"rank.ts:1 cohere", "rank.ts:5 cohere", "rank.ts:6 cohere"},
    ),
    "a class that talks, and a framework's type for whatever model talks": (
        {
            "talk.ts": "import { ChatCohere } from '@langchain/cohere'\nimport { BaseChatModel } from '@langchain/core/language_models/chat_models'\n\n"
            "export async function ask(llm: BaseChatModel = new ChatCohere({ apiKey: key() }), q) {\n  return llm.invoke(q)\n}\n",
        },
        {"talk.ts:1 cohere", "talk.ts:4 cohere", "talk.ts:5 cohere"},
    ),
    "presets that say how a model is asked, and a table that says what is known of models": (
        {
            "presets.ts": "import OpenAI from 'openai'\n\nexport const PRESETS = [\n  { name: 'Coder', settings: { model: 'gpt-4o', temperature: 0.2, max_tokens: 900 } },\n"
            "  { name: 'Poet', model: 'gpt-4-turbo', systemPrompt: 'Sing.' },\n]\n",
            "known.ts": "export const KNOWN = [\n  { model: 'gpt-4.1', temperature: true, inputPrice: 2 },\n  { model: 'gpt-4.1-mini', maxTokens: 9000 },\n]\n",
        },
        {"presets.ts:1 openai", "presets.ts:4 openai", "presets.ts:5 openai"},
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_own_names(name: str, tmp_path: Path) -> None:
    """What only looks like a setting, a model or a choice is a mention; what is one beside it stays a use."""
    files, lines = TREES[name]
    assert used_lines(tmp_path, files) == lines

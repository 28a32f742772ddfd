"""Small trees that reach a vendor by hand-written requests, by keys of the environment, or only seem to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan

CATALOGUE = load()
WIRE = {"model", "service", "device"}


@dataclass(frozen=True)
class Pattern:
    """Files; the use lines `path:line vendor` that must be seen, and with `only` no others."""

    name: str
    files: dict[str, str]
    lines: tuple[str, ...] = ()
    only: bool = False
    never: tuple[str, ...] = field(default=())


PATTERNS = [
    Pattern(
        "keys that are read when a test is set up, when a program is compiled, or from a file of settings (Elixir, Rust, Dart)",
        {
            "test/desk_test.exs": "defmodule DeskTest do\n  import Mox\n  setup do\n    stub(Desk.Mock, :ask, fn _ -> :ok end)\n"
            '    Application.put_env(:desk, :cloud, api_key: System.fetch_env!("ANTHROPIC_API_KEY"))\n  end\nend\n',
            "src/main.rs": 'fn main() {\n    let key = env!("OPENAI_API_KEY");\n    let other = option_env!("MISTRAL_API_KEY");\n}\n',
            "lib/desk.dart": "const key = String.fromEnvironment('DEEPSEEK_API_KEY');\nfinal other = dotenv.get('COHERE_API_KEY');\n",
        },
        (
            "test/desk_test.exs:5 anthropic",
            "src/main.rs:2 openai",
            "src/main.rs:3 mistral",
            "lib/desk.dart:1 deepseek",
            "lib/desk.dart:2 cohere",
        ),
        only=True,
    ),
    Pattern(
        "a file's own function that sends what it is told (Python)",
        {
            "api.py": "import requests\n\n\nclass Api:\n    def __init__(self):\n        self.base = 'https://api.deepseek.com'\n\n"
            "    def _post(self, path, body=None):\n        return requests.post(f'{self.base}{path}', json=body)\n\n"
            "    def chat(self, messages):\n        return self._post('/chat/completions', messages)\n"
        },
        ("api.py:6 deepseek", "api.py:9 deepseek", "api.py:12 deepseek"),
    ),
    Pattern(
        "a file's own function that sends what it is told (TypeScript)",
        {
            "own.ts": "const BASE = 'https://api.anthropic.com'\nasync function request(path: string, body: unknown) {\n"
            "  return fetch(`${BASE}${path}`, { method: 'POST', body: JSON.stringify(body) })\n}\n"
            "export const ask = (q: string) => request('/v1/messages', { messages: [q] })\n"
        },
        ("own.ts:1 anthropic", "own.ts:3 anthropic", "own.ts:5 anthropic"),
    ),
    Pattern(
        "a request that is made first and sent later (Go)",
        {
            "a.go": 'package main\n\nimport "net/http"\n\nfunc ask(b io.Reader) {\n'
            '\turl := "https://api.mistral.ai/v1/chat/completions"\n\treq, err := http.NewRequest("POST", url, b)\n'
            "\tclient := &http.Client{}\n\tresp, err := client.Do(req)\n}\n"
        },
        ("a.go:6 mistral", "a.go:7 mistral", "a.go:9 mistral"),
    ),
    Pattern(
        "a request that is made first and sent later (Java, C#, Swift)",
        {
            "A.java": "class A {\n  String ask() {\n    Request request = new Request.Builder()\n"
            '        .url("https://api.deepseek.com/chat/completions")\n        .build();\n'
            "    return http.newCall(request).execute().toString();\n  }\n}\n",
            "A.cs": 'class A {\n  async Task Ask() {\n    var r = new HttpRequestMessage(HttpMethod.Post, "https://api.x.ai/v1/chat");\n'
            "    await _client.SendAsync(r);\n  }\n}\n",
            "a.swift": 'import Foundation\nfunc ask() async throws {\n  let url = URL(string: "https://api.anthropic.com/v1/messages")!\n'
            "  var request = URLRequest(url: url)\n  let (data, _) = try await URLSession.shared.data(for: request)\n}\n",
        },
        ("A.java:6 deepseek", "A.cs:4 xai", "a.swift:5 anthropic"),
    ),
    Pattern(
        "addresses put together by formatting",
        {
            "a.py": "import requests\n\nBASE = 'https://api.deepseek.com'\nrequests.get('%s/models' % BASE)\n"
            "requests.get('{}/chat/{}'.format(BASE, 'x'))\nrequests.get('{base}/z'.format(base=BASE))\n"
        },
        ("a.py:4 deepseek", "a.py:5 deepseek", "a.py:6 deepseek"),
    ),
    Pattern(
        "tables of addresses that are looked up or gone through, and one that nobody reads",
        {
            "a.py": "import requests\n\nBASE_URLS = {'deepseek': 'https://api.deepseek.com', 'mistral': 'https://api.mistral.ai/v1'}\n"
            "UNUSED_URLS = {'cohere': 'https://api.cohere.ai/v2'}\nENDPOINTS = [('x', 'https://api.x.ai/v1')]\n\n\n"
            "def ask(p, q):\n    return requests.post(BASE_URLS[p] + '/chat/completions', json=q)\n\n\n"
            "for name, url in ENDPOINTS:\n    requests.get(url)\n"
        },
        ("a.py:3 deepseek", "a.py:3 mistral", "a.py:5 xai", "a.py:13 xai"),
        never=("cohere",),
    ),
    Pattern(
        "paths of a device's dialect in a client of one's own",
        {
            "client.py": "class Client:\n    async def info(self):\n        return await self.get('/cgi-bin/magicBox.cgi?action=getSystemInfo')\n\n"
            "    async def mode(self, n):\n        url = '/cgi-bin/configManager.cgi?action=getConfig&name={0}'.format(n)\n"
            "        return await self.get(url)\n"
        },
        ("client.py:3 dahua", "client.py:6 dahua"),
    ),
    Pattern(
        "keys that a template reads where it is filled in",
        {
            "a.ts": "const r = await fetch(url, {\n  headers: { Authorization: `Bearer ${key ? key : process.env.OPENAI_API_KEY}` },\n})\n"
        },
        ("a.ts:2 openai",),
    ),
    Pattern(
        "keys named after a vendor in any company",
        {
            "a.py": "import os\n\na = os.environ['APP_OPENAI_KEY']\nb = os.getenv('CLAUDE_KEY')\nc = os.environ['openai_api_key']\n"
        },
        ("a.py:3 openai", "a.py:4 anthropic", "a.py:5 openai"),
    ),
    Pattern(
        "keys of those who only speak as a vendor does, and of others of the same name",
        {
            "a.py": "import os\n\na = os.environ['OPENAI_COMPATIBLE_API_KEY']\nb = os.environ['OS_MISTRAL_URL']\n"
            "c = {'api_key': 'YOUR_OPENAI_API_KEY'}\nd = context.get('OPENAI_API_KEY')\n"
        },
        only=True,
    ),
    Pattern(
        "fields of settings that are filled from the environment",
        {
            "settings.py": "from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    openai_api_key: str\n"
        },
        ("settings.py:5 openai",),
    ),
    Pattern(
        "commands behind a script's own wrapper, and records of a list",
        {
            "run.sh": '#!/usr/bin/env bash\n_run() {\n  "$@"\n}\n_run curl -i https://api.anthropic.com/v1/messages\n'
            'LIST=(\n  xai,grok-beta,https://api.x.ai/v1\n)\ncase "$1" in\nopenai|cohere) ;;\nesac\n'
        },
        ("run.sh:5 anthropic", "run.sh:7 xai"),
        never=("openai", "cohere"),
    ),
    Pattern(
        "methods that a namespace adds to the types of others",
        {
            "A.cs": "using Microsoft.SemanticKernel;\nusing Microsoft.SemanticKernel.Connectors.OpenAI;\n\nclass A {\n  void Run() {\n"
            "    builder.Services.AddOpenAIChatCompletion(model, key);\n  }\n}\n"
        },
        ("A.cs:2 openai", "A.cs:6 openai"),
    ),
    Pattern(
        "an address set on a library's module",
        {
            "a.py": "import openai\n\nopenai.api_base = 'http://localhost:1234/v1'\n"
            "openai.ChatCompletion.create(model='local', messages=[])\n"
        },
        only=True,
    ),
    Pattern(
        "models that sections of a configuration offer",
        {
            "config.yml": "apis:\n  groq:\n    base-url: https://api.groq.com/openai/v1\n    models:\n      llama-3.3-70b-versatile:\n"
            "        max-completion-tokens: 98000\n  google:\n    models:\n      gemini-1.5-pro-latest:\n        max-input-chars: 392000\n"
        },
        ("config.yml:5 meta", "config.yml:9 google"),
    ),
    Pattern(
        "a model that a function gives when none is set",
        {
            "config.ts": "const parsers = {\n  model(model?: string) {\n    return model || 'gpt-4o-mini'\n  },\n}\nexport default parsers\n"
        },
        ("config.ts:3 openai",),
    ),
    Pattern(
        "what a test expects, and what stands in for a client",
        {
            "a.test.ts": "import OpenAI from 'openai'\nimport { mockCreate } from './mocks'\n\nmockCreate.mockReset()\n"
            "expect(create).toHaveBeenCalledWith(expect.objectContaining({ model: 'claude-3-5-sonnet-latest' }))\n"
        },
        never=("anthropic",),
    ),
    Pattern(
        "a variable of Terraform that is handed through",
        {
            "main.tf": 'variable "model_arn" {\n  default = "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2"\n}\n\n'
            'resource "aws_bedrockagent_agent" "a" {\n\n\n\n  foundation_model = var.model_arn\n}\n'
        },
        ("main.tf:2 anthropic",),
        never=("main.tf:9 anthropic",),
    ),
    Pattern(
        "a page about a vendor's product is no instruction file",
        {"docs/providers/gemini.md": "# Gemini\n", "docs/claude.md": "# Claude\n"},
        only=True,
    ),
    Pattern(
        "a parameter of another type under the name of a client",
        {
            "app.py": "from openai import OpenAI\nfrom chat_sdk import WebClient\n\n\ndef home(client: WebClient):\n    client.views_open()\n\n\n"
            "def ask():\n    client = OpenAI()\n    client.models.list()\n"
        },
        ("app.py:11 openai",),
        never=("app.py:6 openai",),
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_wire_is_followed(tmp_path: Path, pattern: Pattern) -> None:
    for path, text in pattern.files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    scanned = scan([tmp_path], CATALOGUE)
    used = [each for each in scanned.sightings if each.is_use and each.basis.value in WIRE and each.vendor]
    seen = {f"{each.place.path}:{each.place.line} {each.vendor}" for each in used}
    assert [line for line in pattern.lines if line not in seen] == [], sorted(seen)
    assert [each for each in pattern.never if each in seen or each in {use.vendor for use in used}] == [], sorted(seen)
    assert not pattern.only or seen == set(pattern.lines), sorted(seen)

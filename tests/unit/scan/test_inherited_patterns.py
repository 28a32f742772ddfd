"""Clients that a file has from another: from a class that it extends, or from its package; and files that are templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "an heir calls upon its class's client, and points it elsewhere (TypeScript)": (
        {
            "base.ts": "import { OpenAI } from 'openai'\n\n\n\nexport class Maker {\n  client: OpenAI\n  constructor(options) {\n\n"
            "    this.client = new OpenAI(options)\n  }\n}\n",
            "plain.ts": "import { Maker } from './base'\nexport class Plain extends Maker {\n  async ask(m) {\n\n\n"
            "    return await this.client.chat.completions.create(m)\n  }\n}\n",
            "deep.ts": "import { Maker } from './base'\nexport class Deep extends Maker {\n  constructor(options) {\n    super({\n"
            "      baseURL: 'https://api.deepseek.com/v1',\n      ...options\n    })\n  }\n  async ask(m) {\n\n\n\n"
            "    return await this.client.chat.completions.create(m)\n  }\n}\n",
            "other.ts": "export class Other extends Base {\n  async ask(m) {\n    return await this.client.chat.completions.create(m)\n  }\n}\n",
        },
        {"base.ts:1 openai", "base.ts:9 openai", "plain.ts:6 openai", "deep.ts:5 deepseek", "deep.ts:13 deepseek"},
    ),
    "an heir says what its class's address is (Python)": (
        {
            "base.py": "from openai import OpenAI\n\n\n\nclass Maker:\n    def __init__(self, key):\n\n"
            "        self.client = OpenAI(api_key=key, base_url=self.base_url)\n",
            "deep.py": "from base import Maker\n\n\nclass Deep(Maker):\n    base_url = 'https://api.deepseek.com/v1'\n\n\n"
            "    def ask(self, m):\n\n        return self.client.chat.completions.create(messages=m)\n",
        },
        {"base.py:1 openai", "deep.py:5 deepseek", "deep.py:10 deepseek"},
    ),
    "what a constructor is given or has by default is the member's (Python)": (
        {
            "m.py": "import openai\n\n\n\nclass Bot:\n    def __init__(self, key, api_base='https://api.moonshot.cn/v1'):\n\n\n\n"
            "        self.api_base = api_base\n\n    def ask(self, key, m):\n"
            "        client = openai.OpenAI(api_key=key, base_url=self.api_base)\n\n\n\n"
            "        return client.chat.completions.create(messages=m)\n",
        },
        {"m.py:6 moonshot", "m.py:13 moonshot", "m.py:17 moonshot"},
    ),
    "one branch points a client where a setting says (TypeScript)": (
        {
            "e.ts": "import { Mistral } from '@mistralai/mistralai'\n\n\n\nexport class E {\n  constructor(o) {\n    if (!o.baseURL)\n\n"
            "      this.client = new Mistral({ apiKey: o.key })\n    else\n\n\n      this.client = new Mistral({ apiKey: o.key, serverURL: o.baseURL })\n"
            "  }\n  async ask(m) {\n\n\n    return await this.client.chat.complete(m)\n  }\n}\n",
        },
        {"e.ts:1 mistral", "e.ts:9 mistral", "e.ts:18 mistral"},
    ),
    "files of a package share what its structs hold (Go)": (
        {
            "llm/client.go": 'package llm\n\nimport openai "github.com/sashabaranov/go-openai"\n\n\n\n'
            "type Asker struct {\n\tclient *openai.Client\n}\n\n\nfunc New(key string) *Asker {\n"
            "\treturn &Asker{\n\n\t\tclient: openai.NewClient(key),\n\t}\n}\n",
            "llm/ask.go": "package llm\n\n\nfunc (a *Asker) Ask(m Request) (Answer, error) {\n"
            "\treturn a.client.CreateChatCompletion(m)\n}\n\nfunc fetch(client *http.Client, r Request) {\n\n\tclient.Do(r)\n}\n",
            "web/ask.go": "package web\n\nfunc (a *Asker) Ask(m Request) (Answer, error) {\n\treturn a.client.Do(m)\n}\n",
        },
        {"llm/client.go:3 openai", "llm/client.go:15 openai", "llm/ask.go:5 openai"},
    ),
    "a client that is handed in and put into a member of another name (Python, TypeScript)": (
        {
            "a.py": "from anthropic import AsyncAnthropic\n\n\n\nclass Asker:\n    def __init__(self, client: AsyncAnthropic):\n"
            "        self._asker = client\n\n    async def ask(self, m):\n\n"
            "        async with self._asker.messages.stream(**m) as answer:\n            return answer\n",
            "b.ts": "import OpenAI from 'openai'\n\n\n\nclass Asker {\n  constructor(client: OpenAI) {\n    this.asker = client\n  }\n\n"
            "  ask(m) {\n    return this.asker.responses.create(m)\n  }\n}\n",
        },
        {"a.py:1 anthropic", "a.py:11 anthropic", "b.ts:1 openai", "b.ts:11 openai"},
    ),
    "a client handed to one function and built in another (Python)": (
        {
            "g.py": "from google import genai\n\n\n\nasync def ask(client: genai.Client, m):\n\n"
            "    return await client.aio.models.generate_content(contents=m)\n\n\n\n"
            "def run(key, m):\n    client = genai.Client(api_key=key)\n    return ask(client, m)\n",
        },
        {"g.py:1 google", "g.py:7 google", "g.py:12 google"},
    ),
    "the key of a type, and what its members make (Dart)": (
        {
            "m.dart": "import 'package:dart_openai/dart_openai.dart';\n\n\n\nFuture<void> main() async {\n  OpenAI.apiKey = key;\n\n\n\n"
            '  final image = await OpenAI.instance.image.create(prompt: "dog");\n\n\n\n  print(image.data.first());\n}\n',
        },
        {"m.dart:1 openai", "m.dart:6 openai", "m.dart:10 openai"},
    ),
    "requests that an interface declares, to where its builder is pointed (Java, Kotlin)": (
        {
            "src/Api.java": "package acme;\nimport retrofit2.http.POST;\npublic interface Api {\n"
            '  String HOME = "https://api.openai.com/";\n\n\n\n\n  @POST("v1/chat/completions")\n  Call<Answer> openAiChat(@Body Question q);\n}\n',
            "src/Gpt.java": "package acme;\nclass Gpt {\n  private String apiHost = Api.HOME;\n\n\n\n  void init() {\n"
            "    this.api = new Retrofit.Builder()\n        .baseUrl(this.apiHost)\n        .build().create(Api.class);\n  }\n}\n",
            "src/Net.kt": "package acme\nimport retrofit2.Retrofit\nobject Net {\n  fun retrofit(): Retrofit = Retrofit.Builder()\n\n\n"
            '    .baseUrl("https://api.mistral.ai/")\n    .build()\n\n  fun service(retrofit: Retrofit): MistralService = retrofit.create()\n}\n',
            "src/MistralService.kt": "package acme\nimport retrofit2.http.POST\ninterface MistralService {\n"
            '  @POST("v1/chat/completions")\n  suspend fun ask(@Body q: Question): Answer\n}\n',
            "src/OpenAiOther.java": "package acme;\nimport retrofit2.http.POST;\npublic interface OpenAiOther {\n"
            '  @POST("v1/chat/completions")\n  Call<Answer> chat(@Body Question q);\n}\n',
        },
        {
            "src/Api.java:4 openai",
            "src/Api.java:9 openai",
            "src/Gpt.java:9 openai",
            "src/Net.kt:7 mistral",
            "src/Net.kt:10 mistral",
            "src/Gpt.java:10 openai",
            "src/MistralService.kt:4 mistral",
        },
    ),
    "a library's own packages are nobody's where it is made, and its own where it is used (Java)": (
        {
            "src/main/java/com/theokanning/openai/Client.java": "package com.theokanning.openai;\nimport com.theokanning.openai.service.OpenAiService;\n"
            "class Client {\n  OpenAiService service = new OpenAiService(key);\n  void ask() {\n\n    service.createChatCompletion(m);\n  }\n}\n",
            "src/main/java/com/theokanning/openai/service/OpenAiService.java": "package com.theokanning.openai.service;\n"
            "public class OpenAiService {}\n",
            "src/test/java/com/theokanning/openai/ClientTest.java": "package com.theokanning.openai;\n"
            "import com.theokanning.openai.service.OpenAiService;\n",
            "example/src/main/java/shop/Ask.java": "package shop;\nimport com.theokanning.openai.service.OpenAiService;\n",
        },
        {"example/src/main/java/shop/Ask.java:2 openai"},
    ),
    "a template is read as what it stands for": (
        {
            "app.py": "import os\nkey = os.environ['ANTHROPIC_API_KEY']\n",
            ".env.template": "ANTHROPIC_API_KEY=\n",
            "env.template": "ANTHROPIC_API_KEY=\n",
            "settings.toml.example": 'provider = "openai"\n',
            "config.yaml.dist": "model: gpt-4o\n",
            "config.json.sample": '{"model": "mistral-large-latest"}\n',
        },
        {
            "app.py:2 anthropic",
            ".env.template:1 anthropic",
            "env.template:1 anthropic",
            "settings.toml.example:1 openai",
            "config.yaml.dist:1 openai",
            "config.json.sample:1 mistral",
        },
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_what_comes_from_another_file_is_followed(tmp_path: Path, name: str) -> None:
    files, lines = PATTERNS[name]
    assert used_lines(tmp_path, files) == lines

"""Clients that come out of a container or stand under another name, and settings by which a section is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "services put into a container and taken out of it (C#)": (
        {
            "C.cs": "using OpenAI;\npublic class C {\n  public void Add(IHostApplicationBuilder b, IServiceProvider sp) {\n"
            '    b.AddOpenAIClientFromConfiguration("x");\n\n\n\n    b.Services.AddKeyedOpenAIClient("k");\n\n\n\n'
            "    var client = sp.GetRequiredService<OpenAIClient>();\n\n\n\n    var chat = client.GetChatClient(d);\n\n\n\n"
            "    b.AddChat(s => s.GetRequiredService<OpenAIClient>().GetChatClient(d));\n\n\n\n"
            "    b.Services.AddSingleton<OpenAIOptions>();\n    b.Services.AddOpenAIOptions(o);\n  }\n}\n"
        },
        {"C.cs:1 openai", "C.cs:4 openai", "C.cs:8 openai", "C.cs:16 openai", "C.cs:20 openai"},
    ),
    "a client by what it can do (Swift)": (
        {
            "S.swift": "import OpenAI\nfinal class Store {\n    var client: OpenAIProtocol\n\n\n"
            '    func ask() async throws {\n        let r = try await client.assistants(after: "x")\n    }\n}\n'
        },
        {"S.swift:1 openai", "S.swift:7 openai"},
    ),
    "a class that a member holds, and the key of a module (Python)": (
        {
            "d.py": "import dashscope\n\n\n\nclass D:\n    def __init__(self):\n        self.client = dashscope.Generation\n\n"
            "    def ask(self, m):\n        return self.client.call(model=m, messages=[])\n\n    def login(self, key):\n\n\n"
            "        dashscope.api_key = key\n"
        },
        {"d.py:1 alibaba", "d.py:10 alibaba", "d.py:15 alibaba"},
    ),
    "a function's client under the name of a `with` (Python)": (
        {
            "o.py": "from openai import OpenAI\n\n\n\ndef make():\n    return OpenAI()\n\n\ndef ask(m):\n    with make() as held:\n\n\n"
            "        held.chat.completions.create(model=m)\n"
        },
        {"o.py:1 openai", "o.py:6 openai", "o.py:13 openai"},
    ),
    "a constructor with another name (Rust)": (
        {
            "i.rs": "use async_openai::{Client, types::Request};\n\n\n\nfn made() -> Own { Own { client: Client::with_config(c) } }\n"
        },
        {"i.rs:1 openai", "i.rs:5 openai"},
    ),
    "settings asked for by a path (C#, TypeScript, Go, PHP)": (
        {
            "P.cs": 'var k = builder.Configuration["OpenAI:ApiKey"];\n\n\n\nvar s = config.GetSection("Anthropic");\n\n\n\nvar n = words["OpenAI:Title"];\n',
            "a.ts": "const k = config.get('openai.apiKey')\n\n\n\nconst l = i18n.get('openai.title')\n",
            "b.go": 'package b\n\nvar k = viper.GetString("openai.api_key")\n',
            "c.php": "<?php\n$m = config('services.openai.key');\n",
        },
        {"P.cs:1 openai", "P.cs:5 anthropic", "a.ts:1 openai", "b.go:3 openai", "c.php:2 openai"},
    ),
    "settings read as members, and the template they are in (Python)": (
        {
            "main.py": "import litellm\n\n\n\nlitellm.openai_key = get_settings().openai.key\n\n\n\nprint(strings.openai.title)\n",
            "secrets_template.toml": '[openai]\nkey = ""\n\n\n\n[deepseek]\nkey = ""\n\n\n\n[theme]\nkey = ""\n',
        },
        {"main.py:5 openai", "secrets_template.toml:1 openai", "secrets_template.toml:6 deepseek"},
    ),
    "secrets of a developer's own store": (
        {
            "set.sh": 'dotnet user-secrets set --project $P "Memory:Services:OpenAI:APIKey" "$k"\n\n\n\ndotnet user-secrets list\n'
        },
        {"set.sh:1 openai"},
    ),
    "modules and deployments (Bicep)": (
        {
            "main.bicep": "module ai 'br/public:avm/res/cognitive-services/account:0.7.2' = {\n  name: 'a'\n  params: {\n    kind: 'OpenAI'\n  }\n}\n\n\n"
            "resource d 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = {\n  parent: a\n  properties: {\n"
            "    model: {\n      format: 'OpenAI'\n      name: chosen\n    }\n  }\n}\n\n\nmodule s 'core/storage.bicep' = {\n  name: 'openai'\n  params: { kind: 'StorageV2' }\n}\n"
        },
        {"main.bicep:1 openai", "main.bicep:9 openai", "main.bicep:13 openai"},
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_what_is_handed_on_is_followed(tmp_path: Path, name: str) -> None:
    files, lines = PATTERNS[name]
    assert used_lines(tmp_path, files) == lines

"""Requests through a tree's own functions, what modules of deployments make, weights and voices by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a method of the protocol beside an address (Go, PHP, Python, TypeScript)": (
        {
            "client.go": 'package api\n\nconst base = "https://api.openai.com/v1"\n\n\n\n'
            'func (a *A) list() {\n\ta.http.GetStream("GET", base+"/models", nil)\n\n\n\n\tlog.Info("GET", base)\n}\n',
            "c.php": '<?php\nclass C {\n  private $u = "https://api.openai.com/v1/models";\n\n\n\n'
            '  function f() {\n    return $this->fire($this->u, "POST", []);\n  }\n}\n',
            "main.py": 'BASE = "https://api.anthropic.com/v1"\n\n\n\ndef f(h):\n    return h.tell("post", f"{BASE}/messages", {})\n',
            "index.ts": 'const API = "https://api.mistral.ai/v1"\n\n\n\nexport const f = (h) => h.fire<T>("GET", `${API}/models`)\n',
        },
        {
            "client.go:3 openai",
            "client.go:8 openai",
            "c.php:3 openai",
            "c.php:8 openai",
            "main.py:1 anthropic",
            "main.py:6 anthropic",
            "index.ts:1 mistral",
            "index.ts:5 mistral",
        },
    ),
    "all that a request is given in one map (Python)": (
        {
            "main.py": 'def _given(door, *, client):\n    url = f"{client.base}/ISAPI/Access/door/{door}"\n\n\n\n'
            '    return {\n        "method": "put",\n        "url": url,\n    }\n\n\n\n'
            "def sync(door, *, client):\n    kwargs = _given(\n        door=door,\n        client=client,\n    )\n"
            "    return client._api.request(\n        **kwargs,\n    )\n\n\n\ndef other(**kwargs):\n    return send(**kwargs)\n"
        },
        {"main.py:2 hikvision", "main.py:18 hikvision"},
    ),
    "a request to a constant of another file (Python)": (
        {
            "parts.py": 'HOST = "speech.platform.bing.com/consumer"\n\n\n\nLISTING = f"https://{HOST}/voices"\n',
            "main.py": 'from parts import LISTING\n\n\n\nasync def f(session):\n    """Of Microsoft."""\n'
            '    async with session.get(f"{LISTING}?k={key()}") as answer:\n        return answer\n',
        },
        {"parts.py:1 microsoft", "main.py:7 microsoft"},
    ),
    "functions that return addresses, and one that sends (PowerShell)": (
        {
            "base.ps1": "function Get-OpenAIBaseUri {\n    'https://api.openai.com/v1'\n}\n",
            "models.ps1": "function Get-OpenAIModelsUri {\n    <#\n     .Synopsis\n     Of OpenAI\n    #>\n    (Get-OpenAIBaseUri) + '/models'\n}\n",
            "send.ps1": "function Invoke-OpenAIApi {\n  param($Uri, $Method)\n  Invoke-RestMethod -Uri $Uri -Method $Method\n}\n",
            "ask.ps1": "$a = Invoke-OpenAIApi -Uri (Get-OpenAIModelsUri)\n\n\n\n"
            "$url = '{0}/organizations/{1}/users' -f (Get-OpenAIBaseUri), $id\nInvoke-OpenAIApi $url\n\n\n\n"
            "Write-Verbose (Get-OpenAIModelsUri)\n",
        },
        {"base.ps1:2 openai", "ask.ps1:1 openai", "ask.ps1:6 openai"},
    ),
    "a setting that another program hands out (PowerShell)": (
        {
            "env.ps1": "$d = azd env get-value AZURE_OPENAI_GPT_DEPLOYMENT\n\n\n\nWrite-Host AZURE_OPENAI_GPT_DEPLOYMENT\n"
        },
        {"env.ps1:1 openai"},
    ),
    "keys of a repository's own (workflow)": (
        {
            ".github/workflows/ship.yml": "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ssh -i key host\n"
            "        env:\n          OPENAI_DEPLOY_KEY: ${{ secrets.OPENAI_DEPLOY_KEY }}\n\n\n"
            "          TEAM_OPENAI_KEY: ${{ secrets.TEAM_OPENAI_KEY }}\n"
        },
        {".github/workflows/ship.yml:11 openai"},
    ),
    "what a module's own file makes, also through another module (Bicep)": (
        {
            "main.bicep": "module ai 'core/ai.bicep' = {\n  name: 'openai'\n}\n\n\n\nmodule web 'web.bicep' = {\n  name: 'openai-web'\n}\n",
            "core/ai.bicep": "module inner 'account.bicep' = {\n  name: 'openai'\n}\n",
            "core/account.bicep": "param kind string = 'OpenAI'\n\n\n\n"
            "resource a 'Microsoft.CognitiveServices/accounts@2023-05-01' = {\n  kind: kind\n}\n\n\n\n"
            "resource d 'Microsoft.CognitiveServices/accounts/deployments@2023-05-01' = [for one in all: {\n  parent: a\n}]\n",
            "web.bicep": "resource w 'Microsoft.Web/sites@2023-05-01' = {\n  name: 'openai-web'\n}\n",
        },
        {
            "main.bicep:1 openai",
            "core/ai.bicep:1 openai",
            "core/account.bicep:1 openai",
            "core/account.bicep:5 openai",
            "core/account.bicep:11 openai",
        },
    ),
    "files of weights that records name (Rust, Go, TypeScript, Python)": (
        {
            "main.rs": 'fn all() -> Vec<Entry> {\n    let mut v = Vec::new();\n    v.push(Entry {\n        id: "small".to_string(),\n'
            '        filename: "ggml-small.bin".to_string(),\n        size: 1,\n    });\n\n\n\n    v.push(Entry {\n'
            '        url: Some("https://files.handy-weights.com/Qwen2.5-0.5B-Instruct-Q4_K_M.gguf".to_string()),\n    });\n    v\n}\n',
            "main.go": 'package main\n\nvar rows = []M{\n\t{Name: "base", File: "gemma-2-2b-it-Q4_K_M.gguf"},\n}\n',
            "index.ts": 'export const ROWS = [\n  { id: "phi", file: "Phi-3-mini-4k-instruct-q4.gguf" },\n]\n',
            "app.py": 'FILES = {"llama": ("llama-3.2-1b-instruct-q4_k_m.gguf", 3)}\n\n\n\nBANNED = ["mistral-7b-v0.1.Q4.gguf"]\n',
        },
        {
            "main.rs:5 openai",
            "main.rs:12 alibaba",
            "main.go:4 google",
            "index.ts:2 microsoft",
            "app.py:1 meta",
        },
    ),
    "voices by their names": (
        {
            "say.py": 'VOICE = "en-GB-SoniaNeural"\n\n\n\ndef say(speaker):\n    speaker.start(voice=VOICE)\n\n\n\n'
            'LOCALES = ["en-US", "en-GB"]\n',
            "home.yaml": "tts:\n  - platform: cloud\n    voice: en-US-Wavenet-D\n",
            "ask.py": 'from openai import OpenAI\n\n\n\nOpenAI().audio.speech.create(model="tts-1", voice="nova", input=text)\n',
        },
        {"say.py:1 microsoft", "home.yaml:3 google", "ask.py:1 openai", "ask.py:5 openai"},
    ),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("name", PATTERNS)
def test_what_is_reached_is_found(tmp_path: Path, name: str, line_end: str) -> None:
    files, lines = PATTERNS[name]
    assert used_lines(tmp_path, files, line_end) == lines

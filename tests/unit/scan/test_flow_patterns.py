"""Small trees whose uses are seen only by following names, types and files: which lines are uses, of whom, and how strong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan

CATALOGUE = load()
WIRE = {"model", "service", "device"}
DEFAULT, OPTIONAL, TEST = "runtime-default", "runtime-optional", "test-only"


@dataclass(frozen=True)
class Pattern:
    """Files; use lines `path:line vendor` that must be seen; vendors in use with their strength, and no others."""

    name: str
    files: dict[str, str]
    lines: tuple[str, ...] = ()
    uses: dict[str, str] = field(default_factory=dict)


PATTERNS = [
    Pattern(
        "types that an opened namespace brings",
        {
            "App.cs": 'using OpenAI.Chat;\n\nclass A {\n  void Run() {\n    var c = new ChatClient(model: "gpt-4o", apiKey: k);\n'
            '    var r = c.CompleteChat("hi");\n  }\n}\n'
        },
        ("App.cs:1 openai", "App.cs:5 openai", "App.cs:6 openai"),
        {"openai": DEFAULT},
    ),
    Pattern(
        "a package whose folder is named otherwise than itself, and a constant for a model",
        {
            "main.go": 'package main\n\nimport "github.com/anthropics/anthropic-sdk-go"\n\nfunc main() {\n'
            "\tc := anthropic.NewClient()\n"
            "\tm, err := c.Messages.New(ctx, anthropic.MessageNewParams{Model: anthropic.ModelClaude3_7SonnetLatest})\n}\n"
        },
        ("main.go:6 anthropic", "main.go:7 anthropic"),
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "a client pointed elsewhere by an options object whose host another file holds",
        {
            "DeepSeekSettings.cs": "class DeepSeekSettings {\n"
            '  public Uri BaseAddress { get; init; } = new("https://api.deepseek.com/v1");\n}\n',
            "App.cs": "using OpenAI;\n\nclass A {\n  void Run() {\n    var c = new OpenAIClient(key, new OpenAIClientOptions {\n"
            "      Endpoint = deepSeekSettings.BaseAddress });\n  }\n}\n",
        },
        ("App.cs:5 deepseek",),
        {"deepseek": DEFAULT},
    ),
    Pattern(
        "requests to an address that a constant of another object holds",
        {
            "Constants.kt": 'object ApiConstants {\n    const val CLAUDE_URL = "https://api.anthropic.com/v1/"\n}\n',
            "Api.kt": "class Api(val http: HttpClient) {\n    private var apiUrl: String = ApiConstants.CLAUDE_URL\n"
            '    suspend fun send() {\n        val endpoint = if (apiUrl.endsWith("/")) "${apiUrl}messages" else "$apiUrl/messages"\n'
            "        http.preparePost(endpoint) { }\n    }\n}\n",
        },
        ("Constants.kt:2 anthropic", "Api.kt:5 anthropic"),
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "an address of the same name in another function",
        {
            "app.js": "async function a() {\n  const url = 'https://api.mistral.ai/v1/models';\n  return fetch(url);\n}\n"
            "async function b(url) {\n  return fetch(url);\n}\n"
        },
        ("app.js:2 mistral", "app.js:3 mistral"),
        {"mistral": DEFAULT},
    ),
    Pattern(
        "a client that a function returns, called in another file",
        {
            "clients.py": "from openai import OpenAI\n\n_client = None\n\n\ndef get_client():\n    global _client\n"
            "    if _client is None:\n        _client = OpenAI(base_url='https://api.deepseek.com')\n    return _client\n",
            "main.py": "from clients import get_client\n\nllm = get_client()\nllm.embeddings.create(input='x')\n",
        },
        ("clients.py:9 deepseek", "main.py:4 deepseek"),
        {"deepseek": DEFAULT},
    ),
    Pattern(
        "the members of a list that a loop hands on",
        {
            "run.py": "import litellm\n\nMODELS = [\n    'mistral/mistral-large-latest',\n]\nfor model in MODELS:\n"
            "    litellm.completion(model=model, messages=[])\n"
        },
        ("run.py:4 mistral",),
        {"mistral": DEFAULT},
    ),
    Pattern(
        "a list that is only shown",
        {"shop.py": "MODELS = ['mistral-large-latest', 'gpt-4o']\nfor name in MODELS:\n    print(name)\n"},
    ),
    Pattern(
        "a set of hosts that are kept out", {"gate.py": 'BLOCKED_HOSTS = {"api.deepseek.com", "chat.deepseek.com"}\n'}
    ),
    Pattern(
        "names in a test that fakes the rest",
        {
            "tests/test_api.py": "from unittest.mock import patch\n\n\ndef test_it():\n    with patch('app.send') as sent:\n"
            "        ask(model='claude-sonnet-4-5')\n"
        },
    ),
    Pattern(
        "a file of definitions that nothing imports",
        {
            "app/old_llm.py": "import anthropic\n\n\ndef ask():\n    return anthropic.Anthropic().messages.create(model='claude-sonnet-4-5')\n",
            "app/main.py": "print('hello')\n",
        },
    ),
    Pattern(
        "the same file, imported",
        {
            "app/old_llm.py": "import anthropic\n\n\ndef ask():\n    return anthropic.Anthropic().messages.create(model='claude-sonnet-4-5')\n",
            "app/main.py": "from app.old_llm import ask\n\nask()\n",
        },
        ("app/old_llm.py:1 anthropic", "app/old_llm.py:5 anthropic"),
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "the tests that a file of Rust ends with",
        {
            "src/lib.rs": 'pub fn add() {}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() {\n        let m = model("deepseek-chat");\n    }\n}\n'
        },
    ),
    Pattern(
        "a union of types",
        {"types.ts": 'export type Props = {\n  provider:\n    | "openai"\n    | "mistral"\n    | "xai";\n};\n'},
    ),
    Pattern(
        "one file for each of several providers, and a setting that chooses one",
        {
            f"providers/{name}/{name}_client.py": f"import os\n\nURL = 'https://{host}/v1'\nKEY = os.environ['{key}']\n\n"
            "import requests\n\n\ndef ask():\n    return requests.post(URL, headers={'k': KEY})\n"
            for name, host, key in (
                ("anthropic", "api.anthropic.com", "ANTHROPIC_API_KEY"),
                ("mistral", "api.mistral.ai", "MISTRAL_API_KEY"),
                ("deepseek", "api.deepseek.com", "DEEPSEEK_API_KEY"),
            )
        }
        | {
            "main.py": "from providers.anthropic import anthropic_client\nfrom providers.mistral import mistral_client\n"
            "from providers.deepseek import deepseek_client\n\ntable = {'a': anthropic_client.ask, 'm': mistral_client.ask}\n"
        },
        ("providers/mistral/mistral_client.py:10 mistral",),
        {"anthropic": OPTIONAL, "mistral": OPTIONAL, "deepseek": OPTIONAL},
    ),
    Pattern(
        "weights by the address of their file",
        {
            "fetch.py": "import requests\n\nURL = 'https://huggingface.co/TheBloke/CodeLlama-7B-GGUF/resolve/main/codellama-7b.Q5_K_S.gguf'\n"
            "requests.get(URL)\n"
        },
        ("fetch.py:3 meta",),
        {"meta": DEFAULT},
    ),
    Pattern(
        "a framework's class named for whom it is made",
        {"app.py": "from langchain.llms import Cohere\n\nllm = Cohere(model='command-xlarge')\n"},
        ("app.py:1 cohere", "app.py:3 cohere"),
        {"cohere": DEFAULT},
    ),
    Pattern(
        "a flag's default",
        {"cmd.go": 'package cmd\n\nfunc init() {\n\trun.Flags().StringP("model", "m", "gpt-4o", "which model")\n}\n'},
        ("cmd.go:4 openai",),
        {"openai": DEFAULT},
    ),
    Pattern(
        "a default under an atom's name",
        {
            "chat.ex": 'defmodule Chat do\n  def run(opts) do\n    model = Keyword.get(opts, :model, "claude-sonnet-4-5")\n'
            "    post(model)\n  end\nend\n"
        },
        ("chat.ex:3 anthropic",),
        {"anthropic": DEFAULT},
    ),
    Pattern(
        "a key that the environment is asked for",
        {
            "app.py": "import os\n\nif 'MISTRAL_API_KEY' not in os.environ:\n    raise SystemExit\n"
            "if name == 'OPENAI_API_KEY':\n    print(name)\n"
        },
        ("app.py:3 mistral",),
        {"mistral": DEFAULT},
    ),
    Pattern(
        "a member of an enumeration handed over by its value",
        {
            "kinds.py": "from enum import Enum\nfrom openai import OpenAI\n\n\nclass Kind(str, Enum):\n    SMALL = 'o3'\n"
            "    LARGE = 'gpt-4.1'\n\n\nDEFAULT_MODEL = Kind.LARGE\n\n\ndef ask(model: Kind = DEFAULT_MODEL):\n"
            "    return OpenAI().responses.create(model=model.value, input='x')\n"
        },
        ("kinds.py:7 openai", "kinds.py:14 openai"),
        {"openai": DEFAULT},
    ),
    Pattern(
        "a method of the same name as a model",
        {"train.py": "import jax.numpy as jnp\n\nx = jnp.clip(rewards, -1, 1)\n"},
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_uses_are_followed(tmp_path: Path, pattern: Pattern) -> None:
    for path, text in pattern.files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    scanned = scan([tmp_path], CATALOGUE)
    seen = {f"{s.place.path}:{s.place.line} {s.vendor}" for s in scanned.sightings if s.is_use and s.basis in WIRE}
    assert [line for line in pattern.lines if line not in seen] == [], seen
    strongest: dict[str, str] = {}
    for each in scanned.dependences:
        if each.basis in WIRE and each.uses:
            strongest.setdefault(each.vendor, each.strength.value)
    assert strongest == pattern.uses, sorted(seen)

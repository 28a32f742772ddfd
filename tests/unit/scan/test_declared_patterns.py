"""Small trees whose clients are declared, handed in or given by functions, and whose settings are declared with a default."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.catalogue import load
from flowdown.scan.run import scan

CATALOGUE = load()
WIRE = {"model", "service", "device"}


def uses(root: Path, files: dict[str, str]) -> set[str]:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    sightings = [each for each in scan([root], CATALOGUE).sightings if each.is_use and each.basis in WIRE]
    return {f"{each.place.path}:{each.place.line} {each.vendor}" for each in sightings}


DECLARED: dict[str, tuple[dict[str, str], set[str]]] = {
    "a field and a parameter of a constructor in Java": (
        {
            "Desk.java": "import com.anthropic.client.AnthropicClient;\nclass Desk {\n  private final AnthropicClient api;\n"
            "  Desk(AnthropicClient api) { this.api = api; }\n  void ask() {\n    var a = api.messages().create(p);\n  }\n"
            "  void other(AnthropicClient given) {\n    given.messages().create(p);\n  }\n}\n",
        },
        {"Desk.java:1 anthropic", "Desk.java:6 anthropic", "Desk.java:9 anthropic"},
    ),
    "a property of a constructor in Kotlin": (
        {
            "Desk.kt": "import com.anthropic.client.AnthropicClient\nclass Desk(private val api: AnthropicClient) {\n"
            "  fun ask() {\n    api.messages().create(p)\n  }\n}\n",
        },
        {"Desk.kt:1 anthropic", "Desk.kt:4 anthropic"},
    ),
    "members and parameters in TypeScript": (
        {
            "main.ts": "import Anthropic from '@anthropic-ai/sdk';\nexport class Desk {\n  private api: Anthropic;\n"
            "  ask() {\n    return this.api.messages.create({ messages });\n  }\n}\n"
            "export async function ask(c: Anthropic) {\n  return c.messages.create({ messages });\n}\n",
        },
        {"main.ts:1 anthropic", "main.ts:5 anthropic", "main.ts:9 anthropic"},
    ),
    "attributes and parameters in Python": (
        {
            "main.py": "from anthropic import Anthropic\nclass Desk:\n    api: Anthropic\n    def ask(self):\n"
            "        return self.api.messages.create(messages=m)\ndef ask(c: Anthropic | None):\n"
            "    return c.messages.create(messages=m)\n",
        },
        {"main.py:1 anthropic", "main.py:5 anthropic", "main.py:7 anthropic"},
    ),
    "a typed property in PHP": (
        {
            "Desk.php": "<?php\nuse OpenAI\\Contracts\\ClientContract;\nclass Desk {\n  private readonly ClientContract $held;\n"
            "  function ask($q) {\n    return $this->held->chat()->create($q);\n  }\n}\n",
        },
        {"Desk.php:2 openai", "Desk.php:6 openai"},
    ),
    "fields, parameters and embedded structs in Go, but no call of the struct's own": (
        {
            "desk.go": 'package desk\n\nimport "github.com/anthropics/anthropic-sdk-go"\n\ntype Desk struct {\n\t*anthropic.Client\n'
            "\tname string\n}\n\ntype Held struct {\n\tinner *anthropic.Client\n}\n\nfunc (d *Desk) Ask() {\n\td.Messages.New(ctx, q)\n"
            "\td.Tidy()\n}\n\nfunc (d *Desk) Tidy() {}\n\nfunc (h *Held) Ask() {\n\th.inner.Messages.New(ctx, q)\n}\n",
        },
        {"desk.go:3 anthropic", "desk.go:15 anthropic", "desk.go:22 anthropic"},
    ),
    "types that other files of a project need not open": (
        {
            "app/App.csproj": "<Project/>\n",
            "app/Using.cs": "global using OpenAI;\nglobal using OpenAI.Chat;\n",
            "app/in/Maker.cs": "class Maker {\n  public static OpenAIClient MakeOne(string key) {\n"
            "    return new OpenAIClient(new ApiKeyCredential(key));\n  }\n}\n",
            "app/in/Desk.cs": "class Desk {\n  private readonly ChatClient _held;\n  async Task Ask() {\n"
            "    var client = Maker.MakeOne(key);\n    var part = client.GetChatClient(_name);\n"
            "    var a = await part.CompleteChatAsync(q);\n    var b = await _held.CompleteChatAsync(q);\n  }\n}\n",
            "other/Desk.cs": "class Desk {\n  async Task Ask() {\n    var c = new ChatClient(new Key());\n  }\n}\n",
        },
        {
            "app/Using.cs:1 openai",
            "app/Using.cs:2 openai",
            "app/in/Maker.cs:3 openai",
            "app/in/Desk.cs:5 openai",
            "app/in/Desk.cs:6 openai",
            "app/in/Desk.cs:7 openai",
        },
    ),
    "a client that a function gives whose head goes over several lines": (
        {
            "make.go": 'package a\n\nimport "github.com/anthropics/anthropic-sdk-go"\n\nfunc MakeAsker() *anthropic.Client {\n'
            "\treturn anthropic.NewClient()\n}\n",
            "ask.go": "package a\n\nfunc ask(\n\tq string,\n) error {\n\tasker := MakeAsker()\n\tasker.Messages.New(ctx, q)\n"
            "\treturn nil\n}\n",
        },
        {"make.go:3 anthropic", "make.go:6 anthropic", "ask.go:7 anthropic"},
    ),
    "options of a command line": (
        {
            "main.py": 'import click\n@click.option("-m", "--model", default="gpt-4o")\n@click.option("-p", "--provider", default="mistral")\n'
            '@click.option("-t", "--title", default="gpt-4o")\ndef run(model, provider, title):\n    ...\nrun()\n',
            "main.js": "program\n  .option('-m, --model <name>', 'Which one', 'gpt-4o')\n  .option('-t, --title <t>', 'Which one', 'gpt-4o');\n",
            "main.rs": '#[derive(Parser)]\nstruct Cli {\n    #[arg(long, default_value = "gpt-4o")]\n    model: String,\n'
            '    #[arg(long, default_value = "gpt-4o")]\n    title: String,\n}\nfn main() {}\n',
        },
        {"main.py:2 openai", "main.py:3 mistral", "main.js:2 openai", "main.rs:3 openai"},
    ),
    "declared settings and fields": (
        {
            "set.rb": "class Settings\n  option :default_model, 'gpt-4o'\n  setting :title, 'gpt-4o'\n  setting :model, default: 'gpt-4o'\nend\n",
            "talk.ex": 'defmodule Talk do\n  embedded_schema do\n    field :endpoint, :string, default: "https://api.mistral.ai/v1"\n'
            '    field :model, :string, default: "mistral-small-latest"\n    field :title, :string, default: "gpt-4o"\n  end\nend\n',
        },
        {"set.rb:2 openai", "set.rb:4 openai", "talk.ex:3 mistral", "talk.ex:4 mistral"},
    ),
    "what a method gives with its last expression": (
        {
            "talk.rb": "class Talk\n  def api_base\n    @config.base || 'https://api.mistral.ai/v1'\n  end\n\n  def default_model\n"
            "    'gpt-4o'\n  end\n\n  def family(id)\n    case id\n    when /x/ then 'gpt-4'\n    else 'gpt-3.5-turbo'\n    end\n  end\n"
            "\n  def manual\n    'https://api.openai.com/v1'\n  end\nend\n",
            "talk.ex": 'defmodule Talk do\n  def provider, do: "anthropic"\n  def title, do: "anthropic"\nend\n',
        },
        {"talk.rb:3 mistral", "talk.rb:7 openai", "talk.ex:2 anthropic"},
    ),
    "a builder that its chain points at somebody else": (
        {
            "Desk.java": "import dev.langchain4j.model.openai.OpenAiChatModel;\nclass Desk {\n  void ask() {\n"
            '    var desk = OpenAiChatModel.builder().apiKey(key)\n\n\n\n        .baseUrl("https://api.deepseek.com/").build();\n'
            '    desk.chat("x");\n  }\n}\n',
        },
        {"Desk.java:1 openai", "Desk.java:4 deepseek", "Desk.java:8 deepseek", "Desk.java:9 deepseek"},
    ),
    "headers that only one service reads, where its address stands somewhere": (
        {
            "main.rs": 'const BASE: &str = "https://api.anthropic.com/v1";\nfn ask() {\n  let url = BASE;\n'
            '  client\n    .post(url)\n    .header("x-other", key)\n    .header("x-another", key)\n    .header("anthropic-version", "2023-06-01")\n}\n',
            "talk.swift": "func ask(base: URL) {\n  var request = URLRequest(url: base)\n"
            '  request.setValue("2023-06-01", forHTTPHeaderField: "Anthropic-Version")\n}\n',
            "read.go": 'package a\n\nfunc serve(r Request) {\n\tversion := r.Header.Get("anthropic-version")\n\tuse(version)\n}\n',
        },
        {"main.rs:1 anthropic", "main.rs:5 anthropic", "main.rs:8 anthropic", "talk.swift:3 anthropic"},
    ),
}
NOT_USED: dict[str, dict[str, str]] = {
    "a method of the class itself that shares a word with an opened namespace": {
        "Desk.cs": "using OpenAI.Chat;\nclass Desk {\n  void Ask() {\n    var x = ParseChatLevel(q);\n"
        '    var y = new ChatReasoningEffortLevel("low");\n  }\n}\n',
    },
    "a stream, and another library's client under the same name": {
        "desk.go": 'package a\n\nimport (\n\t"github.com/anthropics/anthropic-sdk-go/packages/ssestream"\n\t"example.com/other/github"\n)\n\n'
        "type Desk struct {\n\tstream *ssestream.Stream\n\tclient *github.Client\n}\n\nfunc (d *Desk) Ask() {\n\td.stream.Next()\n"
        "\td.client.Search(q)\n}\n",
    },
    "clients of an object whose address is set before: another host, or one's own machine": {
        "own.go": 'package a\n\nimport "github.com/sashabaranov/go-openai"\n\nconst ownBaseURL = "http://localhost:4000/v1"\n\n'
        "func MakeOwn(given string) {\n\tsettings := openai.DefaultConfig(key)\n\tif given != none {\n\t\tsettings.BaseURL = given\n"
        "\t} else {\n\t\tsettings.BaseURL = ownBaseURL\n\t}\n\tclient := openai.NewClientWithConfig(settings)\n"
        "\tclient.CreateChatCompletion(ctx, q)\n}\n",
    },
    "a builder that its chain points elsewhere": {
        "Desk.java": "import dev.langchain4j.model.openai.OpenAiChatModel;\nclass Desk {\n  ChatModel make() {\n"
        '    return OpenAiChatModel.builder()\n        .apiKey(key)\n        .baseUrl("http://localhost:1234/v1")\n        .build();\n  }\n}\n',
    },
    "a runtime's client under a name that others have too": {
        "own.go": 'package a\n\nimport ollama "github.com/ollama/ollama/api"\n\nfunc ask() {\n\tc := ollama.NewClient(base, web)\n'
        "\tc.Chat(ctx, q)\n}\n",
    },
    "a manner of speaking without an address": {
        "a.py": 'import requests\nrequests.post(BASE, headers={"anthropic-version": "2023-06-01"})\n',
    },
    "what tests expect": {
        "a_test.go": 'package a\n\nvar cases = []struct{ wantModel, errContains string }{\n\t{wantModel: "gpt-4o", errContains: "OPENAI_API_KEY"},\n}\n',
    },
    "words that are compared as C does": {
        "page.c": 'void go(Url u) {\n  if (equalCase_Text(u.scheme, "gemini") || !strcasecmp(u.scheme, "claude")) {\n    visit(u);\n  }\n}\n',
    },
}


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_declared_is_followed(name: str, tmp_path: Path) -> None:
    files, lines = DECLARED[name]
    assert uses(tmp_path, files) == lines


def test_a_tree_s_own_classes_of_php_are_nobody_s(tmp_path: Path) -> None:
    files = {
        "composer.json": '{"autoload": {"psr-4": {"LLPhant\\\\": "src/"}}}\n',
        "src/Desk.php": "<?php\nnamespace LLPhant;\nuse LLPhant\\OpenAIConfig;\nuse OpenAI\\Client;\n",
    }
    assert {line for line in uses(tmp_path, files) if line.startswith("src")} == {"src/Desk.php:4 openai"}


def test_pages_on_which_people_make_keys_are_no_endpoints(tmp_path: Path) -> None:
    files = {
        "desk.js": 'import x from "y";\nlink(field, "https://console.anthropic.com/settings/api-keys");\n'
        'show(field, "https://platform.deepseek.com/api_keys");\nask(field, "https://api.deepseek.com/v1/keys/list");\n'
    }
    assert uses(tmp_path, files) <= {"desk.js:4 deepseek"}


def test_members_of_other_settings_are_not_meant(tmp_path: Path) -> None:
    files = {
        "DeskSettings.cs": 'class DeskSettings {\n  public string BaseAddress { get; set; } = "https://api.deepseek.com/v1";\n}\n',
        "Web.cs": "class Web {\n  void Go(WebSettings settings) {\n    var at = new Uri(settings.BaseAddress);\n  }\n}\n",
    }
    assert {line for line in uses(tmp_path, files) if line.startswith("Web")} == set()


@pytest.mark.parametrize("name", NOT_USED)
def test_what_only_looks_declared_is_no_use(name: str, tmp_path: Path) -> None:
    found = uses(tmp_path, NOT_USED[name])
    imports = {line for line in found if line.split(" ")[0] in {"Desk.cs:1", "Desk.java:1", "desk.go:4"}}
    assert found == imports

"""A tree's own functions that send its requests, and settings of clients that functions make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a name with its type behind it (Go)": (
        {
            "a.go": 'package a\n\nconst (\n\tplace string = "https://api.openai.com/v1/models"\n)\n\n\n\nfunc ask() {\n\thttp.Get(place)\n}\n\n\n\n'
            'func more(tail string) {\n\tvar address string = "https://api.anthropic.com" + tail\n\n\n\n\thttp.PostForm(address, nil)\n}\n'
        },
        {"a.go:4 openai", "a.go:10 openai", "a.go:16 anthropic", "a.go:20 anthropic"},
    ),
    "a method through which others send, to where it always sends (Go)": (
        {
            "a.go": 'package a\n\nconst place = "https://api.deepseek.com/chat"\n\ntype Own struct{}\n\n\nfunc (o *Own) Ask() {\n\to.request(params, &out)\n}\n\n\n\n'
            "func (o *Own) Told() {\n\tlist.request(params)\n}\n\n\n\n"
            "func (o *Own) request(params url.Values, out interface{}) (err error) {\n\n\n\n\tverb := http.MethodPost\n"
            "\treq, err := http.NewRequest(verb, place, nil)\n\treturn\n}\n"
        },
        {"a.go:3 deepseek", "a.go:9 deepseek", "a.go:25 deepseek"},
    ),
    "such a function in another file (Go, Python, PHP)": (
        {
            "c/send.go": 'package c\n\nconst place = "https://api.deepseek.com/"\n\n\n\nfunc (o *Own) sendRequest(given *options) (body []byte, err error) {\n'
            "\ttarget := place + given.Path\n\tu, err := url.Parse(target)\n\twhole := u.String()\n\treq, err := http.NewRequest(given.Method, whole, nil)\n\treturn\n}\n",
            "c/ask.go": "package c\n\nfunc (o *Own) Ask() {\n\tbody, err := o.sendRequest(&options{Path: chat})\n}\n",
            "other/ask.go": "package other\n\nfunc (o *Own) Ask() {\n\tbody, err := o.sendRequest(&options{Path: chat})\n}\n",
            "base.py": 'import requests\n\nPLACE = "https://api.anthropic.com/v1"\n\n\n\nclass Base:\n    def _request(self, path, body):\n        return requests.post(f"{PLACE}/{path}", json=body)\n',
            "ask.py": 'from base import Base\n\n\n\nclass Asker(Base):\n    def ask(self, body):\n        return self._request("messages", body)\n',
            "src/Own.php": "<?php\nclass Own {\n  const PLACE = 'https://api.openai.com/v1/';\n\n\n\n  public function ask($body) {\n    return $this->request('chat/completions', $body);\n  }\n\n\n\n"
            "  private function request($path, $body) {\n    return $this->http->post(self::PLACE . $path, ['json' => $body]);\n  }\n}\n",
        },
        {
            "c/send.go:3 deepseek",
            "c/send.go:11 deepseek",
            "c/ask.go:4 deepseek",
            "base.py:3 anthropic",
            "base.py:9 anthropic",
            "ask.py:7 anthropic",
            "src/Own.php:3 openai",
            "src/Own.php:8 openai",
            "src/Own.php:14 openai",
        },
    ),
    "settings that a library makes of a key (Go)": (
        {
            "a.go": 'package a\n\nimport openai "github.com/sashabaranov/go-openai"\n\n\n\nfunc made(key string) *openai.Client {\n\tsettings := openai.DefaultConfig(key)\n\n\n\n'
            "\treturn openai.NewClientWithConfig(settings)\n}\n",
            "b.go": 'package b\n\nimport openai "github.com/sashabaranov/go-openai"\n\n\n\nfunc made(key string) *openai.Client {\n\tsettings := openai.DefaultConfig(key)\n\n\n\n'
            '\tsettings.BaseURL = "https://api.deepseek.com"\n\n\n\n\treturn openai.NewClientWithConfig(settings)\n}\n',
        },
        {"a.go:3 openai", "a.go:8 openai", "a.go:12 openai", "b.go:12 deepseek", "b.go:16 deepseek", "b.go:3 openai"},
    ),
    "a struct's client that another file declares, beside a local one of the same name (Go)": (
        {
            "p/made.go": 'package p\n\nimport openai "github.com/sashabaranov/go-openai"\n\ntype Own struct {\n\tclient *openai.Client\n}\n\n\n\nfunc made() *Own {\n\treturn &Own{client: openai.NewClient(key)}\n}\n',
            "p/draw.go": 'package p\n\nimport openai "github.com/sashabaranov/go-openai"\n\n\n\nfunc (o *Own) Draw(ctx context.Context) {\n\tanswer, err := o.client.CreateImage(ctx, openai.ImageRequest{})\n}\n\n\n\n'
            "func keep(body []byte) {\n\tclient := store.NewClient()\n\n\n\n\tclient.Upload(body)\n}\n",
        },
        {"p/made.go:3 openai", "p/made.go:12 openai", "p/draw.go:3 openai", "p/draw.go:8 openai"},
    ),
    "accounts and deployments of a kind (Terraform)": (
        {
            "main.tf": 'resource "azurerm_cognitive_account" "ours" {\n  kind = "OpenAI"\n}\n\n\n\nresource "azurerm_cognitive_deployment" "chat" {\n'
            "  cognitive_account_id = azurerm_cognitive_account.ours.id\n  model {\n    format = var.format\n    name   = var.name\n  }\n}\n\n\n\n"
            'resource "azurerm_cognitive_deployment" "told" {\n  cognitive_account_id = var.account\n  model {\n    format = "OpenAI"\n    name   = var.name\n  }\n}\n\n\n\n'
            'resource "azurerm_cognitive_account" "voice" {\n  kind = "SpeechServices"\n}\n\n\n\nresource "azurerm_private_dns_zone" "zone" {\n  kind = "OpenAI"\n}\n'
        },
        {"main.tf:1 openai", "main.tf:7 openai", "main.tf:17 openai", "main.tf:27 microsoft"},
    ),
    "an address that a map keeps, and functions that fetch it (Elixir, PHP)": (
        {
            "own.ex": 'defmodule Own do\n  def ask(body, given) do\n    Req.post(url(given), json: body)\n  end\n\n\n\n  defp url(given), do: api_url(given) <> "/chat"\n'
            '  defp api_url(given), do: Keyword.fetch!(given, :api_url)\n\n\n\n  defp defaults do\n    [\n      api_url: "https://api.anthropic.com",\n      other: 1\n    ]\n  end\nend\n',
            "two.ex": "defmodule Two do\n  def ask(given) do\n    Req.post(url(given))\n  end\n\n\n\n  defp url(given), do: Keyword.fetch!(given, :api_url)\n\n\n\n"
            '  def one, do: [api_url: "https://api.anthropic.com"]\n\n\n\n  def other, do: [api_url: "https://api.deepseek.com"]\nend\n',
            "own.php": "<?php\n$given = ['base_url' => 'https://api.openai.com/v1', 'time' => 3];\n\n\n\n$http->post($given['base_url'] . '/chat/completions', $body);\n",
        },
        {
            "own.ex:3 anthropic",
            "own.ex:15 anthropic",
            "two.ex:12 anthropic",
            "two.ex:16 deepseek",
            "own.php:2 openai",
            "own.php:6 openai",
        },
    ),
    "a setting with what is taken otherwise, read in another file (Rust)": (
        {
            "src/config.rs": "pub struct Config { pub api_base: String }\n\n\n\nimpl Config {\n    pub fn new() -> Self {\n"
            '        let api_base = env::var("OWN_BASE").unwrap_or_else(|_| String::from("https://api.openai.com/v1"));\n        Self { api_base }\n    }\n}\n',
            "src/main.rs": 'mod config;\n\n\n\nfn main() {\n    let config = Config::new();\n    let place = format!("{}/completions", config.api_base);\n\n\n\n'
            '    client.post(place).json(&json!({"model": "gpt-4o"})).send();\n\n\n\n    let more = format!("{place}/{}", 1);\n\n\n\n    client.post(more).send();\n}\n',
        },
        {"src/config.rs:7 openai", "src/main.rs:11 openai", "src/main.rs:19 openai"},
    ),
    "an address that all files of a package share (Go, R)": (
        {
            "p/place.go": 'package p\n\nconst baseURL = "https://api.anthropic.com"\n',
            "p/ask.go": "package p\n\nfunc ask() {\n\thttp.Get(baseURL)\n}\n",
            "q/ask.go": "package q\n\nfunc ask() {\n\thttp.Get(baseURL)\n}\n",
            "R/place.R": 'api_url <- "https://api.openai.com/v1"\n',
            "R/ask.R": 'ask <- function(body) {\n  POST(paste0(api_url, "/chat/completions"), body = body)\n}\n',
        },
        {"p/place.go:3 anthropic", "p/ask.go:4 anthropic", "R/place.R:1 openai", "R/ask.R:2 openai"},
    ),
    "an interface that a builder is asked for (Kotlin), a variant of an enumeration and tests below it (Rust)": (
        {
            "N.kt": 'import retrofit2.Retrofit\n\n\n\ninterface Asker {\n  @POST("v1/chat/completions")\n  suspend fun ask(@Body given: Given): Answer\n}\n\n\n\n'
            'fun made(): Retrofit = Retrofit.Builder()\n  .baseUrl("https://api.openai.com/")\n  .build()\n\n\n\nfun asker(retrofit: Retrofit): Asker = retrofit.create()\n',
            "a.rs": "use async_openai::Client;\n\n\n\nenum Kind {\n    OpenAI(OpenAI),\n    Other(Other),\n}\n",
        },
        {"N.kt:6 openai", "N.kt:13 openai", "N.kt:18 openai", "a.rs:1 openai"},
    ),
    "members that structs are made with, in another file too (Go, Rust)": (
        {
            "a/made.go": 'package a\n\nconst place = "https://api.openai.com/v1"\n\n\n\nfunc New() *Client {\n\treturn &Client{baseURL: place}\n}\n',
            "a/ask.go": 'package a\n\nfunc (c *Client) Ask() {\n\treq, err := http.NewRequest("POST", c.baseURL+"/chat", nil)\n}\n',
            "own.rs": 'const PLACE: &str = "https://api.anthropic.com";\n\n\n\nimpl Own {\n    pub fn new() -> Self {\n        Self { base_url: PLACE.to_string() }\n    }\n\n\n\n'
            '    pub fn ask(&self) {\n        self.http.post(format!("{}/v1/messages", self.base_url)).send();\n    }\n}\n',
            "settings/load.go": 'package settings\n\nfunc Load() *Settings {\n\treturn &Settings{\n\t\tAskerUrl: stringOr("PLACE", "https://api.deepseek.com"),\n\t}\n}\n',
            "b/ask.go": 'package b\n\nfunc made(s settings.Settings) *Own {\n\treturn &Own{ApiUrl: s.AskerUrl}\n}\n\n\n\nfunc (o *Own) Ask() {\n\to.sendRequestWith(o.ApiUrl+"/chat/completions", "POST", body)\n}\n',
        },
        {
            "a/made.go:3 openai",
            "a/ask.go:4 openai",
            "own.rs:1 anthropic",
            "own.rs:13 anthropic",
            "settings/load.go:5 deepseek",
            "b/ask.go:10 deepseek",
        },
    ),
    "methods that say what they return or throw (PHP, Java, TypeScript)": (
        {
            "M.php": "<?php\nclass M extends Base\n{\n    public function getModelName(): string\n    {\n        return 'text-embedding-3-small';\n    }\n}\n",
            "M.java": 'class M {\n  String modelName() throws Failure {\n    return "gpt-4o-mini";\n  }\n}\n',
            "m.ts": "class M {\n  modelName(): Promise<string> {\n    return 'claude-3-5-haiku-latest'\n  }\n\n\n\n  title(): string {\n    return 'claude-3-5-haiku-latest'\n  }\n}\n",
        },
        {"M.php:6 openai", "M.java:3 openai", "m.ts:3 anthropic"},
    ),
    "what only sets, ends or listens (C#, Dart)": (
        {
            "P.cs": "using Microsoft.SemanticKernel;\nusing Microsoft.SemanticKernel.Connectors.OpenAI;\n\n\n\nvar kernel = Kernel.CreateBuilder().AddOpenAIChatCompletion(m, k).Build();\n\n\n\n"
            "kernel.Plugins.AddFromObject(new Own());\n",
            "c.dart": "import 'package:dart_openai/dart_openai.dart';\n\n\n\nvoid ask() {\n  var stream = OpenAI.instance.chat.createStream(model: m);\n\n\n\n  stream.listen((each) { show(each); });\n}\n",
        },
        {"P.cs:2 openai", "P.cs:6 openai", "c.dart:1 openai", "c.dart:6 openai"},
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_small_trees(tmp_path: Path, name: str) -> None:
    """Each small tree shows exactly the uses that stand in it."""
    files, expected = PATTERNS[name]
    assert used_lines(tmp_path, files) == expected

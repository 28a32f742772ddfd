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
}


@pytest.mark.parametrize("name", PATTERNS)
def test_small_trees(tmp_path: Path, name: str) -> None:
    """Each small tree shows exactly the uses that stand in it."""
    files, expected = PATTERNS[name]
    assert used_lines(tmp_path, files) == expected

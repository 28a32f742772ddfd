"""Requests to addresses that functions and properties return, in the ways of each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a property (Python)": (
        {
            "bot.py": "import requests\n\n\nclass Bot:\n    @property\n    def api_base(self):\n"
            "        return conf('base') or 'https://api.anthropic.com/v1'\n\n    def ask(self, body):\n\n\n"
            "        url = f'{self.api_base}/messages'\n        return requests.post(url, json=body)\n"
        },
        {"bot.py:7 anthropic", "bot.py:13 anthropic"},
    ),
    "a function that is called (Python)": (
        {
            "bot.py": "import requests\n\n\ndef get_base():\n    return 'https://api.deepseek.com'\n\n\n"
            "def ask(body):\n    return requests.post(f'{get_base()}/chat/completions', json=body)\n\n\n\n"
            "def ask_again(body):\n    return requests.post(get_base() + '/chat/completions', json=body)\n"
        },
        {"bot.py:5 deepseek", "bot.py:9 deepseek", "bot.py:14 deepseek"},
    ),
    "a function of another file tells a client its address (Python)": (
        {
            "app.py": "from openai import OpenAI\nfrom settings import get_base_url\n\n\n\nclient = OpenAI(base_url=get_base_url())\n\n\n\n"
            "def ask(m):\n    return client.chat.completions.create(model=m, messages=[])\n",
            "settings.py": "import os\n\n\ndef get_base_url():\n    return os.getenv('BASE', 'https://api.moonshot.cn/v1')\n",
        },
        {"app.py:6 moonshot", "app.py:11 moonshot", "settings.py:5 moonshot"},
    ),
    "a getter (TypeScript)": (
        {
            "api.ts": "export class Api {\n  private get baseUrl(): string {\n    return this.o.base || 'https://api.mistral.ai/v1'\n  }\n"
            "\n\n  async ask(b: unknown) {\n    return fetch(`${this.baseUrl}/chat/completions`, { method: 'POST' })\n  }\n}\n"
        },
        {"api.ts:3 mistral", "api.ts:8 mistral"},
    ),
    "a base that comes last, and a chain (TypeScript)": (
        {
            "api.ts": "const base = env('URL') ?? 'https://api.cohere.ai/v1'\n\n\n\nexport const ask = (b) => axios.create({ headers }).post(`${base}/chat`, b)\n"
            "\n\n\nexport const other = (b) => this.http.withAuth(key).post(new URL('/chat', base), b)\n"
        },
        {"api.ts:1 cohere", "api.ts:5 cohere", "api.ts:9 cohere"},
    ),
    "a method without brackets (Ruby)": (
        {
            "api.rb": 'class Api\n  def base_url\n    "https://api.cohere.ai/v1"\n  end\n\n\n  def ask(b)\n'
            '    Net::HTTP.post(URI("#{base_url}/chat"), b.to_json)\n  end\nend\n'
        },
        {"api.rb:3 cohere", "api.rb:8 cohere"},
    ),
    "a computed property with a path added (Swift)": (
        {
            "Api.swift": 'struct Api {\n    var baseURL: URL { URL(string: "https://api.openai.com/v1")! }\n\n\n'
            '    func ask(_ b: Data) async throws {\n        let request = URLRequest(url: baseURL.appendingPathComponent("chat/completions"))\n\n\n'
            "        let (d, _) = try await URLSession.shared.data(for: request)\n    }\n}\n"
        },
        {"Api.swift:2 openai", "Api.swift:6 openai", "Api.swift:9 openai"},
    ),
    "texts joined by a dot, in a template, and in a chain (PHP)": (
        {
            "Api.php": "<?php\nclass Api {\n    private string $base = 'https://api.deepseek.com';\n\n\n    function ask($b) {\n"
            '        return Http::withToken($this->key)->timeout(30)->post("{$this->base}/chat/completions", $b);\n    }\n\n\n'
            "    function askAgain($b) {\n        $url = $this->base . '/chat/completions';\n\n\n        $handle = curl_init($url);\n\n\n\n"
            "        return curl_exec($handle);\n    }\n}\n"
        },
        {"Api.php:3 deepseek", "Api.php:7 deepseek", "Api.php:15 deepseek", "Api.php:19 deepseek"},
    ),
    "a property with an arrow (C#)": (
        {
            "Api.cs": 'class Api {\n    private string BaseUrl => _options.Url ?? "https://api.anthropic.com";\n\n\n'
            '    async Task Ask(object b) {\n        var r = await _http.PostAsJsonAsync($"{BaseUrl}/v1/messages", b);\n    }\n}\n'
        },
        {"Api.cs:2 anthropic", "Api.cs:6 anthropic"},
    ),
    "a method (Go)": (
        {
            "api.go": 'package api\n\nfunc (c *Client) baseURL() string {\n\tif c.url != "" {\n\t\treturn c.url\n\t}\n'
            '\treturn "https://api.mistral.ai"\n}\n\n\nfunc (c *Client) Ask(b io.Reader) {\n'
            '\treq, err := http.NewRequest("POST", c.baseURL()+"/v1/chat/completions", b)\n\n\n\tresp, err := c.http.Do(req)\n}\n'
        },
        {"api.go:7 mistral", "api.go:12 mistral", "api.go:15 mistral"},
    ),
    "a function that joins (Elixir)": (
        {
            "api.ex": 'defmodule Api do\n  def base_url, do: "https://api.openai.com/v1"\n\n\n  def ask(b) do\n'
            '    Req.post(base_url() <> "/chat/completions", json: b)\n  end\nend\n'
        },
        {"api.ex:2 openai", "api.ex:6 openai"},
    ),
    "a member of settings that are called like what uses them (PHP)": (
        {
            "DeepseekConfig.php": "<?php\nclass DeepseekConfig {\n    public string $url = 'https://api.deepseek.com/v1';\n}\n",
            "OtherConfig.php": "<?php\nclass OtherConfig {\n    public string $url = 'https://api.mistral.ai/v1';\n}\n",
            "DeepseekChat.php": "<?php\nclass DeepseekChat {\n    public function __construct(private DeepseekConfig $config) {}\n\n\n\n"
            "    public function ask($b) {\n        return $this->client->post($this->config->url . '/chat/completions', $b);\n    }\n}\n",
        },
        {"DeepseekConfig.php:3 deepseek", "DeepseekChat.php:8 deepseek", "OtherConfig.php:3 mistral"},
    ),
    "a setting with a default (Python)": (
        {
            "bot.py": "import requests\n\n\nclass Bot:\n    @property\n    def base_url(self):\n"
            "        url = conf().get('base', 'https://api.deepseek.com/v1')\n        return url.rstrip('/')\n\n\n"
            "    def ask(self, body):\n        return requests.post(f'{self.base_url}/chat/completions', json=body)\n"
        },
        {"bot.py:7 deepseek", "bot.py:12 deepseek"},
    ),
    "sessions that were told where everything goes (TypeScript, Python, C#, Ruby, PHP)": (
        {
            "a.ts": "import axios from 'axios'\nexport class E {\n  constructor(c) {\n    this.client = axios.create({ baseURL: c.url || 'https://api.mistral.ai/v1' })\n  }\n\n\n"
            "  async ask(b) {\n    return this.client.post('/chat/completions', b)\n  }\n}\n",
            "b.py": "import httpx\n\n\nclass A:\n    def __init__(self):\n        self.http = httpx.AsyncClient(base_url='https://api.anthropic.com')\n\n\n"
            "    async def ask(self, b):\n        return await self.http.post('/v1/messages', json=b)\n",
            "C.cs": "public class C {\n    public C(HttpClient http) {\n        _http = http;\n"
            '        _http.BaseAddress = new Uri("https://api.deepseek.com/");\n    }\n\n\n    async Task Ask(object b) {\n'
            '        var r = await _http.PostAsJsonAsync("chat/completions", b);\n    }\n}\n',
            "d.rb": 'class D\n  def conn\n    @conn ||= Faraday.new(url: "https://api.cohere.ai")\n  end\n\n\n'
            '  def ask(b)\n    conn.post("/v1/chat", b)\n  end\nend\n',
            "e.php": "<?php\nclass E {\n    function __construct() {\n        $this->client = new Client(['base_uri' => 'https://api.deepseek.com']);\n    }\n\n\n"
            "    function ask($b) {\n        return $this->client->post('/chat/completions', ['json' => $b]);\n    }\n}\n",
            "own.py": "import httpx\n\n\ndef ask():\n    client = httpx.Client(base_url='http://localhost:8000')\n    client.post('/v1/chat/completions')\n",
        },
        {
            "a.ts:4 mistral",
            "a.ts:9 mistral",
            "b.py:6 anthropic",
            "b.py:10 anthropic",
            "C.cs:4 deepseek",
            "C.cs:9 deepseek",
            "d.rb:3 cohere",
            "d.rb:8 cohere",
            "e.php:4 deepseek",
            "e.php:9 deepseek",
        },
    ),
    "a property of another host, and a function that nobody asks": (
        {
            "own.py": "import requests\n\n\nclass Own:\n    @property\n    def api_base(self):\n        return 'https://own.example.com'\n\n"
            "    def ask(self, body):\n        return requests.post(f'{self.api_base}/chat/completions', json=body)\n\n\n"
            "def get_docs_base():\n    return 'https://api.deepseek.com'\n"
        },
        set(),
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
def test_what_functions_return_is_where_requests_go(tmp_path: Path, name: str) -> None:
    files, lines = PATTERNS[name]
    assert used_lines(tmp_path, files) == lines

"""Small trees in Go, Rust, Kotlin, Scala, R, Elixir, C++ and shell: which of their lines ask a service or a model.

A line that must be seen as a use ends in `§` and its vendors; no other line may be one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import is_as_marked

TREES = {
    "c++: a variable and a function that are declared by their types": {
        "json.cpp": "std::string text(const Json &o) {\n  StringBuffer buffer;\n  Writer<StringBuffer> writer(buffer);\n  Buffer *cohere(o);\n"
        "  auto x = cohere(buffer); §cohere\n  return mistral(buffer); §mistral\n}\nint openai(int x);\n",
    },
    "go: a module called after a vendor's service": {
        "go.mod": "module github.com/me/go-openai\n\nrequire github.com/other/claude-go v1.0.0 §anthropic\n",
        "main.go": 'package main\n\nimport (\n\t"github.com/me/go-openai/internal/app"\n\tclaude "github.com/other/claude-go" §anthropic\n)\n\n'
        'func main() {\n\tc := claude.NewClient("x") §anthropic\n\tc.Messages(app.Text()) §anthropic\n}\n',
    },
    "go: a package of such a module": {
        "main.go": 'package main\n\nimport "github.com/other/edge-tts-go/edge_tts" §microsoft\n\n'
        "func main() {\n\tconn, err := edge_tts.NewCommunicate(text) §microsoft\n}\n",
    },
    "go: a socket opened at an address that a member holds": {
        "tts.go": 'package tts\n\nimport "github.com/gorilla/websocket"\n\ntype Provider struct {\n\tbaseURL string\n}\n\n'
        'func New(cfg Config) *Provider {\n\tif cfg.BaseURL == "" {\n\t\tcfg.BaseURL = "wss://openspeech.bytedance.com/api/v1/tts" §bytedance\n\t}\n'
        "\treturn &Provider{baseURL: cfg.BaseURL}\n}\n\nfunc (p *Provider) Say() {\n"
        "\tconn, _, err := websocket.DefaultDialer.Dial(p.baseURL, nil) §bytedance\n}\n",
    },
    "go: an object in JSON that a raw string holds": {
        "seed.go": 'package seed\n\nvar rows = []Row{\n\t{Props: []byte(`{"base_url": "http://localhost:11434", "model_name": "qwen3"}`)}, §alibaba\n'
        '\t{Props: []byte(`{"base_url": "https://api.deepseek.com/v1"}`)}, §deepseek\n}\n',
        "seed_test.go": 'package seed\n\nfunc TestIt(t *testing.T) {\n\tassert.JSONEq(t, `{"model": "gpt-4o", "n": 1}`, got)\n'
        '\tw.Write([]byte(`{"model": "gpt-4o", "choices": []}`))\n}\n',
    },
    "go: tags of fields": {
        "cfg.go": 'package cfg\n\ntype Config struct {\n\tKey   string `env:"OPENAI_API_KEY,required"` §openai\n'
        '\tModel string `env:"CHAT_MODEL" envDefault:"gpt-4o-mini"` §openai\n\tOther string `envconfig:"ANTHROPIC_API_KEY"` §anthropic\n'
        '\tBase  string `yaml:"base" default:"https://api.deepseek.com"` §deepseek\n\tNote  string `json:"gpt-4o" desc:"gpt-4o"`\n}\n',
    },
    "go: flags that say where they are read from": {
        "cmd.go": 'package cmd\n\nvar flags = []cli.Flag{\n\t&cli.StringFlag{\n\t\tName:    "key",\n'
        '\t\tEnvVars: []string{"APP_ANTHROPIC_API_KEY"}, §anthropic\n\t},\n\t&cli.StringFlag{\n\t\tName:  "model",\n'
        '\t\tValue: "gpt-4o-mini", §openai\n\t},\n\t&cli.StringFlag{\n\t\tName:  "title",\n\t\tValue: "gpt-4o-mini",\n\t},\n}\n',
    },
    "rust: what a function gives as the default": {
        "src/config.rs": '#[derive(Deserialize)]\npub struct Config {\n    #[serde(default = "default_model")]\n    pub model: String,\n}\n\n'
        'fn default_model() -> String {\n    "gpt-4o-mini".to_string() §openai\n}\n\nfn label() -> String {\n    "claude-3-haiku".to_string()\n}\n',
    },
    "rust: the model in a chain of calls": {
        "Cargo.toml": '[dependencies]\naws-sdk-bedrockruntime = "1"\n',
        "src/main.rs": "use aws_sdk_bedrockruntime::Client;\n\n"
        'const MODEL_ID: &str = "anthropic.claude-3-haiku-20240307-v1:0"; §anthropic\n\nasync fn main() {\n    let client = Client::new(&config);\n\n\n'
        "    let answer = client.converse().model_id(MODEL_ID).messages(m).send().await?; §anthropic\n}\n",
    },
    "rust: a provider inside a framework's crate": {
        "src/main.rs": "use rig::providers::anthropic; §anthropic\n\nfn main() {\n    let client = anthropic::Client::from_env(); §anthropic\n"
        '    let agent = client.agent("claude-3-5-sonnet-latest").build(); §anthropic\n}\n',
    },
    "rust: a socket": {
        "src/rt.rs": "use tokio_tungstenite::connect_async;\n\n"
        'const URL: &str = "wss://api.openai.com/v1/realtime"; §openai\n\npub async fn run() {\n\n\n    let (ws, _) = connect_async(URL).await.unwrap(); §openai\n}\n',
    },
    "kotlin: what a flow holds, and a conversation handed in": {
        "Vm.kt": "import com.google.ai.client.generativeai.Chat §google\nimport com.google.ai.client.generativeai.GenerativeModel §google\n\nclass Vm {\n"
        "    private val holder: StateFlow<GenerativeModel?> = make().asStateFlow(null)\n\n    suspend fun ask(text: String): String? {\n"
        "        val current = holder.value ?: return null\n        val answer = current.generateContent(text) §google\n        return answer.text\n    }\n\n"
        "    suspend fun say(chat: Chat, text: String) {\n        chat.sendMessage(text) §google\n    }\n}\n",
    },
    "kotlin: constants that the build writes": {
        "app/build.gradle.kts": 'android {\n    defaultConfig {\n        buildConfigField("String", "OPENAI_API_KEY", "\\"$key\\"") §openai\n'
        '        buildConfigField("String", "BASE_URL", "\\"https://api.deepseek.com/\\"") §deepseek\n'
        '        buildConfigField("String", "CHAT_MODEL", "\\"claude-3-haiku-20240307\\"") §anthropic\n    }\n}\n',
    },
    "scala: defaults of a case class, addresses with a prefix, bodies": {
        "S.scala": 'case class Settings(\n  model: String = "gpt-4o", §openai\n  key: String = sys.env.getOrElse("OPENAI_API_KEY", "") §openai\n)\n\n'
        'final class Ask {\n  private val baseUrl = "https://api.anthropic.com/v1/messages" §anthropic\n\n\n\n'
        '  def one = basicRequest.post(uri"$baseUrl").send(backend) §anthropic\n\n\n\n'
        '  def two = basicRequest.post(uri"https://api.mistral.ai/v1/chat/completions").body("""{"model":"mistral-tiny"}""") §mistral\n}\n',
    },
    "scala: settings in HOCON": {
        "src/main/resources/application.conf": 'include "base"\n# gpt-4\nllm {\n  key = ${?OPENAI_API_KEY} §openai\n  chat { model = "gpt-4o-mini" } §openai\n'
        '  "base-url": "https://api.openai.com/v1" §openai\n  others = [ "a", "b" ]\n}\nllm.fallback-model = "claude-3-haiku-20240307" §anthropic\n',
    },
    "r: what an input lets people choose": {
        "app.R": 'ui <- fluidPage(\n  selectInput("model", "Model", choices = c("gpt-4o", "gpt-4o-mini"), selected = "gpt-4o-mini"), §openai\n'
        '  radioButtons("chat_model", "Which", choices = c("Claude" = "claude-3-5-sonnet-latest")), §anthropic\n'
        '  selectInput("title", "Title", choices = c("mistral-small-latest"))\n)\n',
    },
    "r: answers of a switch, calls by a dollar sign": {
        "ask.R": 'get_url <- function(provider) {\n  switch(provider,\n    openai = "https://api.openai.com/v1/chat/completions", §openai\n'
        '    anthropic = "https://api.anthropic.com/v1/messages" §anthropic\n  )\n}\n'
        'st <- reticulate::import("sentence_transformers")\nm <- st$SentenceTransformer("BAAI/bge-small-en-v1.5") §baai\n',
    },
    "elixir: an attribute inside a text, a pipeline, a repository of the hub": {
        "lib/a.ex": 'defmodule A do\n  @base_url "https://api.anthropic.com" §anthropic\n\n\n\n  def build_url(path) do\n    "#{@base_url}/v1/#{path}"\n  end\n\n\n\n'
        '  def ask(m), do: Req.post!(build_url("messages"), json: m) §anthropic\nend\n',
        "lib/b.ex": 'defmodule B do\n  @base_url "https://api.mistral.ai/v1" §mistral\n\n  def ask(m) do\n\n\n    Req.new(base_url: @base_url, headers: [])\n'
        '    |> Req.merge(retry: false)\n    |> Req.post(url: "/chat/completions", json: m) §mistral\n  end\n\n'
        '  def two(m) do\n    req = Req.new(base_url: @base_url)\n    # sent below\n\n    Req.post!(req, url: "/embeddings", json: m) §mistral\n  end\n\n'
        '  def repo do\n    held = {:hf, "Qwen/Qwen2.5-7B-Instruct"} §alibaba\n    Bumblebee.load_model(held)\n  end\nend\n',
    },
    "c++: a client told its address first, then asked to send": {
        "main.cpp": '#include <HTTPClient.h>\nString ask(String q) {\n  HTTPClient http;\n  http.begin("https://api.deepseek.com/chat/completions"); §deepseek\n'
        '  http.addHeader("a", "b");\n\n\n  int code = http.POST(body); §deepseek\n  return http.getString();\n}\n',
        "ws.cpp": '#include <WebSocketsClient.h>\nvoid start() {\n  webSocket.beginSSL("api.openai.com", 443, "/v1/realtime"); §openai\n}\n',
    },
    "shell: what is set where nothing is": {
        "a.sh": '#!/bin/sh\n: "${CHAT_MODEL:=gpt-5-mini}" §openai\n: ${API_URL:="https://api.mistral.ai/v1/chat/completions"} # where §mistral\n'
        ': "${DEEPSEEK_API_KEY:?missing}" §deepseek\n\n\n\ncurl "$API_URL" -d "{\\"model\\": \\"$CHAT_MODEL\\"}" §mistral,openai\n',
        "f.fish": "set -gx TALK_MODEL claude-3-haiku-20240307 §anthropic\nset -l note claude-3-haiku-20240307\n",
    },
}


@pytest.mark.parametrize("name", TREES)
def test_lines_of(name: str, tmp_path: Path) -> None:
    """Each tree shows its marked lines, and those alone."""
    assert is_as_marked(tmp_path, TREES[name])

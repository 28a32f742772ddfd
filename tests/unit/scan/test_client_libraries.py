"""Small trees of libraries, tests and examples of one vendor's client: which of their lines ask a service.

A line that must be seen as a use ends in `§` and its vendors; no other line may be one.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import is_as_marked

TREES = {
    "rust: imports in braces three deep": {
        "examples/ask/src/main.rs": "use async_openai::{ §openai\n    config::{OpenAIConfig, OTHER},\n    types::{\n"
        "        chat::{Part, Args as Made},\n        files::{self, Upload},\n    },\n    Client,\n};\n\n"
        "async fn main() {\n    let client = Client::with_config(OpenAIConfig::new()); §openai\n"
        "    let part = Part::from(Upload::default());\n    client.chat().create(part).await; §openai\n}\n",
    },
    "rust: what requests are made of, and names of the tree's own": {
        "src/own.rs": "use crate::{\n    config::{Client, Other},\n    types::{a::{B, C}, D},\n};\n\n"
        "fn made() {\n    let client = Client::new();\n    client.chat().create(B::default());\n}\n",
        "src/part.rs": "use async_openai::types::responses::{Item, InputItem}; §openai\n\n"
        "fn told(item: Item) {\n    assert!(matches!(held[0], InputItem::Item(Item::Reasoning(_))));\n"
        "    items.push(InputItem::Item(item));\n}\n",
    },
    "rust: an enumeration of models that is sent under other names": {
        "src/types.rs": "#[derive(Debug, Serialize, Deserialize)]\npub enum VoiceModel {\n    #[default]\n"
        '    #[serde(rename = "tts-1")] §openai\n    First,\n    #[serde(rename = "tts-1-hd")] §openai\n    Second,\n}\n\n'
        '#[derive(Debug, Deserialize)]\npub enum OldModel {\n    #[serde(rename = "dall-e-2")]\n    First,\n}\n\n'
        '#[derive(Debug, Serialize)]\npub enum Limits {\n    #[serde(rename = "dall-e-2")]\n    First,\n}\n\n'
        "#[derive(Serialize)]\npub struct Request {\n    pub model: VoiceModel,\n    pub old: OldModel,\n    pub limits: Limits,\n}\n",
        "src/ask.rs": "use crate::types::{Request, VoiceModel};\n\nfn ask() {\n"
        "    let body = Request { model: VoiceModel::First, old: OldModel::First, limits: Limits::First };\n"
        '    reqwest::Client::new().post("https://api.openai.com/v1/audio/speech").json(&body); §openai\n}\n',
    },
    "go: constants for models in requests, and in what is expected of answers": {
        "ask_test.go": 'package ask_test\n\nimport "github.com/sashabaranov/go-openai" §openai\n\n'
        "func TestAsk(t *testing.T) {\n\tclient := openai.NewClient(key) §openai\n"
        "\tclient.CreateChatCompletion(ctx, openai.ChatCompletionRequest{ §openai\n"
        '\t\tModel: openai.GPT4o, §openai\n\t\tMessages: []openai.ChatCompletionMessage{{Content: "Hello"}},\n\t})\n'
        "\twanted := []openai.ChatCompletionStreamResponse{\n"
        '\t\t{\n\t\t\tID: "1",\n\t\t\tCreated: 1,\n\t\t\tModel: openai.GPT4o,\n\t\t},\n'
        '\t\t{\n\t\t\tID: "2",\n\t\t\tCreated: 2,\n\t\t\tModel: openai.GPT4o,\n\t\t},\n\t}\n}\n',
    },
    "ruby: groups of tests with recorded answers": {
        "lib/ask.rb": 'require "openai" §openai\n\ndef ask(text)\n  client = OpenAI::Client.new §openai\n'
        '  client.chat(parameters: { model: "gpt-4o", messages: text }) §openai\nend\n',
        "spec/ask_spec.rb": 'RSpec.describe Ask do\n  context "with a model", :vcr do\n'
        '    let(:model) { "gpt-4o" } §openai\n    let(:uri_base) { "https://api.deepseek.com/" } §deepseek\n'
        '    let(:label) { "gpt-4o" }\n'
        "    let(:response) do\n      OpenAI::Client.new.chat(parameters: { model: model }) §openai\n    end\n\n"
        '    it "answers" do\n      VCR.use_cassette("ask") do\n'
        '        OpenAI::Client.new.chat(parameters: { model: "gpt-4o-mini" }) §openai\n'
        '        expect(response["model"]).to eq("gpt-4o")\n      end\n    end\n  end\nend\n',
        "spec/said_spec.rb": 'RSpec.describe Said do\n  let(:model) { "gpt-4o" }\n  let(:said) { double(model: model) }\n\n'
        '  it "shortens" do\n    expect(short(said)).to eq("gpt")\n  end\nend\n',
    },
    "kotlin: tests of a library's own class that fake no more than files": {
        "app/src/main/kotlin/Main.kt": "import com.aallam.openai.client.OpenAI §openai\n\n"
        "fun main() {\n    val asked = OpenAI(token) §openai\n    asked.completion(Large, request) §openai\n}\n",
        "client/src/commonTest/kotlin/AskTest.kt": "package com.aallam.openai.client\n\n"
        "import com.aallam.openai.client.internal.OpenAIApi §openai\nimport okio.fakefilesystem.FakeFileSystem\n\n"
        "class AskTest {\n    private val files = FakeFileSystem()\n    private val asked = OpenAIApi(connection, files) §openai\n\n"
        "    @Test\n    fun asks() {\n        val answer = asked.completion(Large, request) §openai\n"
        "        assertEquals(1, answer.size)\n    }\n}\n",
        "client/src/commonTest/kotlin/FakedTest.kt": "package com.aallam.openai.client\n\n"
        "import com.aallam.openai.client.internal.OpenAIApi §openai\n\n"
        "class FakedTest {\n    private val asked = OpenAIApi(FakeHttpClient(), files)\n\n"
        "    @Test\n    fun asks() {\n        val answer = asked.completion(Large, request)\n    }\n}\n",
    },
    "elixir: a request that is told its address, and piped on to where it is sent": {
        "lib/ask.ex": "defmodule Ask do\n  embedded_schema do\n"
        '    field :endpoint, :string, default: "https://api.openai.com/v1/chat/completions" §openai\n  end\n\n'
        "  def ask(%Ask{} = held, body) do\n    req =\n      Req.new(\n        url: held.endpoint,\n        json: body\n      )\n\n"
        "    req\n    |> named(held)\n    |> Req.merge(held.options)\n    |> Req.post() §openai\n  end\n\n"
        '  def other(body) do\n    req = Req.new(url: "http://localhost:8080/ask", json: body)\n    req |> Req.post()\n  end\nend\n',
    },
    "go: members of a program's own types beside those of libraries": {
        "ask/talk.go": 'package ask\n\nimport "github.com/sashabaranov/go-openai" §openai\n\n'
        "type Talk struct {\n\tclient *openai.Client\n}\n\nfunc New(key string) *Talk {\n"
        "\tclient := openai.NewClient(key) §openai\n\treturn &Talk{client: client}\n}\n\n"
        "func (t *Talk) Ask() {\n\tt.client.CreateChatCompletion(ctx, req) §openai\n}\n",
        "ask/own.go": "package ask\n\ntype Own struct {\n\tclient *LocalClient\n}\n\n"
        "func (o *Own) Ask() {\n\to.client.CreateChatCompletion(ctx, req)\n}\n",
    },
    "java: a member of another type under a client's name": {
        "src/main/java/Made.java": "import dev.langchain4j.model.openai.OpenAiEmbeddingModel; §openai\n\nclass Made {\n"
        "    private EmbeddingModel embeddingModel = new OpenAiEmbeddingModel(key); §openai\n\n"
        "    float[] ask(String text) {\n        return embeddingModel.embed(text).vector(); §openai\n    }\n}\n",
        "src/main/java/Panel.java": "class Panel {\n    private final ComboBox<String> embeddingModel;\n\n"
        "    String chosen() {\n        return embeddingModel.getSelectedItem();\n    }\n}\n",
    },
    "php: a program that is run, and a setting with a part that is filled in": {
        "app/Run.php": "<?php\nuse OpenAI\\Client; §openai\n\nclass Run\n{\n    public function run($prompt)\n    {\n"
        "        return proc_open(['claude', '--prompt', $prompt], $streams, $pipes); §anthropic\n    }\n\n"
        "    public function model($effort)\n    {\n"
        "        return config(\"ask.efforts.{$effort}.model\", 'gpt-4o'); §openai\n    }\n\n"
        "    public function label($effort)\n    {\n"
        "        return config(\"ask.efforts.{$effort}.label\", 'gpt-4o');\n    }\n}\n",
    },
    "rust: a list that a function of models falls back to": {
        "src/pick.rs": "async fn list_models(&self) -> Result<Vec<String>> {\n    let backup = vec![\n"
        '        "claude-3-haiku-20240307".to_string(), §anthropic\n        "claude-2.1".to_string(), §anthropic\n    ];\n'
        '    let res = reqwest::get("https://api.anthropic.com/v1/models").await; §anthropic\n'
        "    match res {\n        Ok(held) => Ok(held.names()),\n        Err(_) => Ok(backup),\n    }\n}\n\n"
        "fn titles() -> Vec<String> {\n    let backup = vec![\n"
        '        "claude-3-haiku-20240307".to_string(),\n    ];\n    backup\n}\n',
    },
    "rust: settings that are set under a member of an enumeration": {
        "src/set.rs": 'fn set() {\n    Config::set(ConfigKey::Model, "gpt-4o"); §openai\n    Config::set(ConfigKey::Label, "gpt-4o");\n'
        '    Config::set(self.model, "gpt-4o");\n    reqwest::get("https://api.openai.com/v1/models"); §openai\n}\n',
    },
    "rust: a client that a long file calls upon again and again": {
        "tests/all.rs": "use async_openai::Client; §openai\n\n"
        + "".join(
            f"#[tokio::test]\nasync fn asks_{number}() {{\n    let client = Client::new(); §openai\n"
            "    client.files().list().await; §openai\n    client.models().list().await; §openai\n}\n\n"
            for number in range(20)
        ),
    },
}


@pytest.mark.parametrize("name", TREES)
def test_lines_of_client_libraries(name: str, tmp_path: Path) -> None:
    assert is_as_marked(tmp_path, TREES[name])

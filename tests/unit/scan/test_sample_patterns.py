"""Small trees with samples of settings, requests that wait for a batch, stores of vectors, and collections of clients."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import Pattern, used_lines

PATTERNS = [
    Pattern(
        "a sample of settings that says which of several it is",
        {"config/appsettings.json.azure-example": '{\n  "modelId": "gpt-4o",\n  "apiKey": "..."\n}\n'},
        ("config/appsettings.json.azure-example:2 openai",),
    ),
    Pattern(
        "the key of a section of properties",
        {"conf.properties": 'client.openai.key=""\nclient.door.key=oak\n'},
        ("conf.properties:1 openai",),
    ),
    Pattern(
        "keys below a section, as a container has them for .NET",
        {
            "compose.yaml": "services:\n  app:\n    image: x\n    environment:\n      - AzureOpenAI__Endpoint=${PLACE}\n"
            "      - Anthropic__Model=${MODEL}\n      - Oak__Endpoint=x\n"
        },
        ("compose.yaml:5 openai", "compose.yaml:6 anthropic"),
    ),
    Pattern(
        "gems that a program brings in by itself, and the programs that a recipe depends on",
        {
            "ask.rb": 'require "bundler/inline"\ngemfile do\n  gem "ruby-openai"\nend\n',
            "ask/base.rb": 'class Asker\n  depends_on "mistral-ai"\n  def f\n\n\n    @client = Mistral.new(key: 1)\n  end\nend\n',
            "Formula/ask.rb": 'class Ask < Formula\n  depends_on "openai"\nend\n',
        },
        ("ask.rb:3 openai", "ask/base.rb:2 mistral", "ask/base.rb:6 mistral"),
        ("Formula/ask.rb:2 openai",),
    ),
    Pattern(
        "a client that is handed on as another's type",
        {
            "Add.cs": "using OpenAI;\nclass Add {\n  IChatClient F(string key) {\n    var client = new OpenAIClient(key);\n\n\n\n"
            "    return client.AsIChatClient();\n  }\n}\n",
        },
        ("Add.cs:4 openai",),
        ("Add.cs:8 openai",),
    ),
    Pattern(
        "requests of a batch, and what was answered",
        {
            "batch/requests.jsonl": '{"custom_id": "1", "method": "POST", "url": "/v1/x", "body": {"model": "gpt-4o-mini"}}\n',
            "batch/given.jsonl": '{"custom_id": "1", "response": {"body": {"id": "x", "model": "gpt-4o-mini"}}}\n',
        },
        ("batch/requests.jsonl:1 openai",),
        ("batch/given.jsonl:1 openai",),
    ),
    Pattern(
        "a store of vectors that is given a client",
        {
            "a.rb": 'require "langchain"\nshelf = Langchain::Vectorsearch::Qdrant.new(\n'
            '  llm: Langchain::LLM::OpenAI.new(api_key: ENV["OPENAI_API_KEY"])\n)\n\n\n\nshelf.ask(question: "x")\n',
            "a.py": "from langchain_openai import OpenAIEmbeddings\nshelf = Chroma(embedding_function=OpenAIEmbeddings())\n"
            '\n\n\nshelf.similarity_search("x")\n',
        },
        ("a.rb:3 openai", "a.py:2 openai"),
        ("a.rb:8 openai", "a.py:6 openai"),
    ),
    Pattern(
        "a client of a gem that is loaded where it is built",
        {
            "ask.rb": "class Ask\n  def initialize(key)\n"
            "    @client = ::AI21::Client.new(key)\n  end\n\n\n\n  def tell(text)\n    @client.complete(text)\n  end\nend\n",
            "hub.rb": 'require "hugging_face"\nclient = HuggingFace::InferenceApi.new(api_token: "x")\nclient.embedding(input: "x")\n',
            "ask.gemspec": 'Gem::Specification.new do |spec|\n  spec.add_development_dependency "ai21"\nend\n',
        },
        ("ask.rb:3 ai21", "ask.rb:9 ai21", "ask.gemspec:2 ai21", "hub.rb:2 huggingface", "hub.rb:3 huggingface"),
    ),
    Pattern(
        "a method of a builder that adds a service, and the collections of what it builds",
        {
            "Add.cs": "using Microsoft.SemanticKernel;\nvar kernel = new KernelBuilder()\n"
            "    .WithAzureChatCompletionService(name, endpoint, key).Build();\n\n\n\n"
            "kernel.FunctionInvocationFilters.Add(new Tell());\n",
        },
        ("Add.cs:3 openai",),
        ("Add.cs:7 openai",),
    ),
    Pattern(
        "a connector of the kernel for Java, and a word turned into one of a library's values",
        {
            "Main.java": "import com.microsoft.semantickernel.connectors.ai.openai.util.OpenAIClientProvider;\nclass Main {\n"
            "  void f() {\n    var client = OpenAIClientProvider.getClient();\n  }\n}\n",
            "Role.java": "import com.azure.ai.openai.models.ChatRole;\nclass Role {\n\n\n"
            '  ChatRole f() {\n    ChatRole role = ChatRole.fromString("user");\n    return role;\n  }\n}\n',
        },
        ("Main.java:1 openai", "Main.java:4 openai"),
        ("Role.java:6 openai",),
    ),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_sample_patterns(pattern: Pattern, tmp_path: Path) -> None:
    used = used_lines(tmp_path, pattern.files)
    assert set(pattern.lines) <= used
    assert not used & set(pattern.never)

"""What asks a service and what only sets, tells or checks something; programs whose name does not say their language."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowdown.scan.callee import is_housekeeping
from flowdown.scan.interpreter import detector_of
from tests.unit.scan.small_trees import used_lines

USES: dict[str, tuple[dict[str, str], set[str]]] = {
    "a client of PHP is told and asked about itself; one method asks": (
        {
            "src/Talk.php": "<?php\nuse LLPhant\\Chat\\OpenAIChat;\n\n$chat = new OpenAIChat();\n$chat->addTool($tool);\n\n\n"
            "$chat->setSystemMessage('Be kind.');\n\n\n$text = $chat->generateText('Hello');\n\n\necho $chat->getTotalTokens();\n"
        },
        {"src/Talk.php:2 openai", "src/Talk.php:4 openai", "src/Talk.php:11 openai"},
    ),
    "rows of a table say which address is expected of one": (
        {
            "base_test.go": "package base\n\nfunc TestBase(t *testing.T) {\n\tfor _, row := range []struct{ url, expected string }{\n"
            '\t\t{\n\t\t\turl:      "https://api.deepseek.com/v1/chat/completions",\n\t\t\texpected: "https://api.deepseek.com/v1",\n\t\t},\n'
            "\t} {\n\t\tif baseOf(row.url) != row.expected {\n\t\t\tt.Fail()\n\t\t}\n\t}\n}\n"
        },
        set(),
    ),
    "an address is shortened and compared": (
        {
            "tests/test_base.py": "from app.urls import base_of\n\n\ndef test_base():\n    base = base_of('https://api.deepseek.com/v1/chat/completions')\n"
            "    assert base == 'https://api.deepseek.com/v1'\n"
        },
        set(),
    ),
    "a model is set and read back": (
        {
            "tests/ConfigTest.php": "<?php\nit('keeps what it is given', function () {\n    $config = new TalkConfig(\n        model: 'qwen-turbo',\n    );\n"
            "    expect($config->model)->toBe('qwen-turbo');\n});\n"
        },
        set(),
    ),
    "a model is asked, and named in the answer": (
        {
            "tests/test_live.py": "import anthropic\n\nclient = anthropic.Anthropic()\n\n\ndef test_live():\n    answer = client.messages.create(\n        max_tokens=9,\n\n\n"
            "        model='claude-sonnet-4-5',\n        messages=[],\n    )\n    assert answer.model == 'claude-sonnet-4-5'\n"
        },
        {
            "tests/test_live.py:1 anthropic",
            "tests/test_live.py:3 anthropic",
            "tests/test_live.py:7 anthropic",
            "tests/test_live.py:11 anthropic",
        },
    ),
    "the form of a model, what resembles one, the code beside one": (
        {
            "merge.py": "def config_of(base):\n    made = base.to_dict()\n    made['model_type'] = 'deepseek'\n    made['auto_map'] = {\n"
            "        'AutoModel': 'deepseek-ai/deepseek-moe-16b-base--modeling_deepseek.DeepseekModel',\n    }\n    return made\n\n\n"
            "FORM = Form(model_type='glm4_moe')\n\n\ndef small():\n    return make_model('gpt-2-like', layers=2)\n"
        },
        set(),
    ),
    "a program of Ruby without a suffix; a framework's class of a provider": (
        {
            "examples/talk": '#!/usr/bin/env ruby\n\nrequire "omniai/mistral"\n\nCLIENT = OmniAI::Mistral::Client.new\n\n\n\nputs(CLIENT.chat("Hello"))\n',
            "lib/talk.rb": 'require "langchain"\n\n\n\nllm = Langchain::LLM::Cohere.new(api_key: key)\n\n\n\nllm.chat(messages: [])\n',
        },
        {
            "examples/talk:3 mistral",
            "examples/talk:5 mistral",
            "examples/talk:9 mistral",
            "lib/talk.rb:5 cohere",
            "lib/talk.rb:9 cohere",
        },
    ),
    "a client of C# is made of the type that is declared": (
        {
            "Draw.cs": "using Microsoft.SemanticKernel.Connectors.OpenAI;\n\n\n\nOpenAITextToImageService painter = new(key, null);\n\n\n\n"
            "var place = await painter.GenerateImageAsync(words, 512, 512);\n"
        },
        {"Draw.cs:1 openai", "Draw.cs:5 openai", "Draw.cs:9 openai"},
    ),
    "a model that is given to what adds a service": (
        {
            "Program.cs": 'using Microsoft.SemanticKernel;\nvar small = 1;\nvar modelName = "gpt-4o-mini";\n\n\nbuilder.AddOpenAIChatCompletion(modelName, key);\n',
            "Local.cs": "using Microsoft.SemanticKernel;\n\nbuilder.AddOpenAIChatCompletion(\n"
            '    modelId: "phi3",\n    endpoint: new Uri("http://localhost:11434"));\n',
        },
        {"Program.cs:3 openai", "Program.cs:6 openai", "Local.cs:4 microsoft"},
    ),
    "what is behind a framework's type: the one vendor of the file, or of a folder round it": (
        {
            "app/Program.cs": "using Microsoft.Extensions.AI;\nusing OpenAI;\n\nbuilder.Services.AddSingleton(new OpenAIClient(key));\n\n\n"
            'app.MapPost("/ask", async (IChatClient asker, string words) =>\n    await asker.GetResponseAsync(words));\n',
            "app/parts/Talk.cs": "using Microsoft.Extensions.AI;\nclass Talk\n{\n    async Task Say(IChatClient chatClient)\n    {\n\n\n"
            "        await chatClient.GetResponseAsync(words);\n    }\n}\n",
            "app/tests/TalkTests.cs": "using Microsoft.Extensions.AI;\nclass TalkTests\n{\n    async Task Say(IChatClient chatClient)\n    {\n"
            "        await chatClient.GetResponseAsync(words);\n    }\n}\n",
        },
        {"app/Program.cs:2 openai", "app/Program.cs:4 openai", "app/Program.cs:8 openai", "app/parts/Talk.cs:8 openai"},
    ),
    "a framework's type where two vendors are built": (
        {
            "Program.cs": "using Microsoft.Extensions.AI;\nusing OpenAI;\nusing Anthropic.SDK;\nvar one = new OpenAIClient(key);\n"
            "var other = new AnthropicClient(key);\n\n\n\nvoid Say(IChatClient asker) => asker.GetResponseAsync(words);\n",
        },
        {"Program.cs:2 openai", "Program.cs:3 anthropic", "Program.cs:4 openai", "Program.cs:5 anthropic"},
    ),
    "what a meter is called": (
        {"Measure.cs": 'using LLMEval.Core;\nvar all = new LLMEval.Core.BatchEval();\nall.SetMeterId("llama3");\n'},
        set(),
    ),
    "rows that say where and with which key a model is asked; a list of prices": (
        {
            "seed.sql": "CREATE TABLE talk (id int,\n  model character varying(99) NOT NULL DEFAULT 'gpt-4o-mini'\n);\n\n\n"
            "INSERT INTO chat_model(name, label, url, auth_key) VALUES\n\n\n"
            "  ('deepseek-chat', 'deepseek(chat)', 'https://api.deepseek.com/v1', 'A_KEY'),\n\n\n"
            "  ('claude-sonnet-4-5', 'claude', 'https://api.anthropic.com/v1', 'B_KEY');\n\n\n"
            "INSERT INTO model_price(name, url, price) VALUES ('mistral-large-2411', 'https://mistral.ai/pricing', 3);\n"
        },
        {"seed.sql:2 openai", "seed.sql:9 deepseek", "seed.sql:12 anthropic"},
    ),
    "a Go module that is called indirect and imported all the same; a request that is sent by Go's own client": (
        {
            "go.mod": "module talk\n\nrequire (\n\tgithub.com/openai/openai-go v1.0.0 // indirect\n\n\n"
            "\tgithub.com/anthropics/anthropic-sdk-go v1.0.0 // indirect\n)\n",
            "main.go": 'package main\n\nimport "github.com/openai/openai-go"\n\n\n\nfunc main() {\n\tclient := openai.NewClient()\n\n\n\n'
            "\tclient.Do(req)\n\n\n\n\tclient.Models.List(ctx)\n}\n",
        },
        {"go.mod:4 openai", "main.go:3 openai", "main.go:8 openai", "main.go:16 openai"},
    ),
    "something answers in the place of the service; something else is faked": (
        {
            "tests/TalkTest.php": "<?php\nuse LLPhant\\Chat\\AnthropicChat;\n\nfunction talkWithFakeConnection(string $body): AnthropicChat\n{\n"
            "    $client = new Client(['handler' => HandlerStack::create(new MockHandler([$body]))]);\n\n"
            "    return new AnthropicChat(new TalkConfig(client: $client));\n}\n\nit('talks', function () {\n"
            "    $talk = talkWithFakeConnection('{}');\n    expect($talk->generateText('Hello'))->toBe('Hi');\n});\n",
            "src/Setup.php": "<?php\n\n\nuse LLPhant\\Chat\\AnthropicChat;\n",
            "tests/MailTest.php": "<?php\nuse LLPhant\\Chat\\OpenAIChat;\n\n\n\nit('mails', function () {\n    $mailer = Mockery::mock(Mailer::class);\n\n"
            "    $talk = new OpenAIChat();\n\n\n\n    $talk->generateText('Mail it.');\n});\n",
        },
        {
            "tests/TalkTest.php:2 anthropic",
            "src/Setup.php:4 anthropic",
            "tests/MailTest.php:2 openai",
            "tests/MailTest.php:9 openai",
            "tests/MailTest.php:13 openai",
        },
    ),
    "a program of Python in a folder of programs": (
        {"bin/talk": "#!/usr/bin/env -S uv run --script\nimport anthropic\n\n\n\nclient = anthropic.Anthropic()\n"},
        {"bin/talk:2 anthropic", "bin/talk:6 anthropic"},
    ),
}


@pytest.mark.parametrize("name", USES)
def test_uses(name: str, tmp_path: Path) -> None:
    files, uses = USES[name]
    assert used_lines(tmp_path, files) == uses


@pytest.mark.parametrize(
    "callee",
    (
        "addTool add_function withHttpClient with_options setSystemMessage getTotalTokens getLastResponse get_token_usage __toString "
        "chat->setSystemMessage Client::with_timeout registerMiddleware client.AsBuilder().UseDistributedCache cancel stopStream Build"
    ).split(),
)
def test_a_method_that_asks_no_service(callee: str) -> None:
    assert is_housekeeping(callee)


@pytest.mark.parametrize(
    "callee",
    "getResponse GetChatCompletionsAsync addMessage getEmbeddings cancelFineTune cancel_run getModels withPrompt chat->create useChat buildIndex".split(),
)
def test_a_method_that_may_ask_a_service(callee: str) -> None:
    assert not is_housekeeping(callee)


@pytest.mark.parametrize(
    ("path", "first", "detector"),
    [
        ("bin/talk", "#!/usr/bin/env ruby", "ruby"),
        ("talk", "#!/usr/bin/python3.12 -u", "python"),
        ("talk", "#! /usr/bin/env -S deno run --allow-net", "javascript"),
        ("talk", "#!/bin/bash -e", "script-file"),
        ("talk", "#!/usr/bin/env bundle exec ruby", "ruby"),
        ("talk", "#!/usr/bin/perl -w", ""),
        ("talk.txt", "#!/usr/bin/env ruby", ""),
        ("talk", "ruby", ""),
    ],
)
def test_what_a_program_is_run_by(path: str, first: str, detector: str) -> None:
    assert detector_of(path, f"{first}\nx = 1\n") == detector

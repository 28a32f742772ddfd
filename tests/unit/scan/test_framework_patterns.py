"""What frameworks do for applications: settings taken by their path, values made when first asked for, clients handed out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

PATTERNS: dict[str, tuple[dict[str, str], set[str]]] = {
    "a file of settings that is program code is read by its name and path (PHP)": (
        {
            "config/talk.php": "<?php\n\nreturn [\n    'api' => [\n        'key' => env('ANTHROPIC_API_KEY'),\n"
            "        'url' => env('ANTHROPIC_API_URL', 'https://api.anthropic.com/v1'),\n    ],\n"
            "    'page' => ['url' => 'https://example.com/v1'],\n];\n",
            "app/Talk.php": "<?php\nclass Talk {\n    function ask($b) {\n\n        return Http::timeout(9)\n            ->withHeaders($h)\n"
            "            ->post(rtrim((string) config('talk.api.url'), '/').'/messages', $b);\n    }\n}\n",
            "app/Other.php": "<?php\nclass Other {\n    function more($b) {\n        $u = config('talk.api.url').'/models';\n\n\n\n"
            "        return Http::withHeaders($h)->get($u, $b);\n    }\n\n    function page($b) {\n\n\n"
            "        return Http::get(config('talk.page.url').'/messages', $b);\n    }\n}\n",
        },
        {
            "config/talk.php:5 anthropic",
            "config/talk.php:6 anthropic",
            "app/Talk.php:7 anthropic",
            "app/Other.php:8 anthropic",
        },
    ),
    "what a property has when it is first asked for (Kotlin, Swift)": (
        {
            "V.kt": "import com.google.ai.client.generativeai.GenerativeModel\n\n\nclass V {\n    private val teller = GenerativeModel(\n"
            '        modelName = "gemini-1.5-flash",\n        apiKey = key\n    )\n\n\n\n    private val talk by lazy {\n'
            "        teller.startChat()\n    }\n\n\n\n    fun say(q: String) {\n\n        val r = talk.sendMessage(q)\n    }\n}\n",
            "M.kt": "import com.aallam.openai.client.OpenAI\n\n\nclass M {\n    private val teller: OpenAI by lazy(NONE) { OpenAI(key) }\n"
            "    private val other by lazy { Other(key) }\n\n\n    fun say(q: String) {\n        other.say(q)\n\n\n"
            "        teller.chatCompletion(q)\n    }\n}\n",
            "W.swift": "import OpenAI\nclass W {\n    lazy var teller: OpenAI = {\n\n\n        return OpenAI(apiToken: key)\n    }()\n\n\n"
            "    func say(q: String) {\n\n        teller.chats(query: q)\n    }\n}\n",
        },
        {"V.kt:1 google", "V.kt:5 google", "V.kt:6 google", "V.kt:13 google", "V.kt:20 google"}
        | {
            "M.kt:1 openai",
            "M.kt:5 openai",
            "M.kt:13 openai",
            "W.swift:1 openai",
            "W.swift:6 openai",
            "W.swift:12 openai",
        },
    ),
    "what an interface's builder creates is called upon (Retrofit)": (
        {
            "A.kt": "interface Asker {\n    fun ask(@Body b: Q): Call<R>\n}\n",
            "C.kt": "import retrofit2.Retrofit\nclass C {\n    private val retrofit = Retrofit.Builder()\n"
            '        .baseUrl("https://api.openai.com/v1/")\n        .build()\n\n\n\n    private val asker = retrofit.create(Asker::class.java)\n'
            "\n\n\n    fun say(q: Q) {\n\n        val call = asker.ask(q)\n        call.enqueue(x)\n\n\n\n        it.asker.ask(q)\n    }\n}\n",
        },
        {"C.kt:4 openai", "C.kt:9 openai", "C.kt:15 openai"},
    ),
    "a constant is made of an address, and another file asks there (Dart, Swift)": (
        {
            "lib/places.dart": "class Places {\n  static const String baseUrl = 'https://api.openai.com/v1';\n\n\n\n"
            "  static const chatUrl = '$baseUrl/chat/completions';\n  static const ownUrl = '$ownBase/chat/completions';\n}\n",
            "lib/repo.dart": "import 'package:http/http.dart' as http;\nimport 'places.dart';\nclass Repo {\n  Future<String> ask(String t) async {\n\n"
            "    var r = await http.post(\n      Uri.parse(Places.chatUrl),\n    );\n\n\n"
            "    await http.post(Uri.parse(Places.ownUrl));\n    return r.body;\n  }\n}\n",
            "Net.swift": 'let talkUrl = "https://api.deepseek.com"\n\n\n\nfunc ask(b: Data) async throws {\n'
            '    var r = URLRequest(url: URL(string: "\\(talkUrl)/chat/completions")!)\n}\n',
        },
        {"lib/places.dart:2 openai", "lib/repo.dart:6 openai", "Net.swift:1 deepseek", "Net.swift:6 deepseek"},
    ),
    "what a method declares is its own, whatever another one calls so (Java)": (
        {
            "A.java": "import dev.langchain4j.model.openai.OpenAiChatModel;\nimport x.Other;\nclass A {\n    void a() {\n"
            "        OpenAiChatModel model = make();\n        model.chat(q);\n    }\n\n\n\n    void b() {\n        Other model = other();\n\n\n"
            "        use(model.size());\n    }\n}\n",
        },
        {"A.java:1 openai", "A.java:6 openai"},
    ),
}


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_pattern(name: str, line_end: str, tmp_path: Path) -> None:
    files, expected = PATTERNS[name]
    assert used_lines(tmp_path, files, line_end) == expected

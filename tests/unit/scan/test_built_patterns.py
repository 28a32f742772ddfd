"""Small trees of the JVM and .NET in which clients are told their address by a builder, a container or a getter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "a client of the JVM whose builder is told a constant": (
        {
            "src/main/java/a/Embedder.java": (
                "package a;\n"
                "\n"
                "public class Embedder {\n"
                "\n"
                "    private static final String BASE_URL =\n"
                '            "https://dashscope.aliyuncs.com/api/v1/services/embeddings/text-embedding/text-embedding";\n'
                "\n"
                "    private final RestClient restClient;\n"
                "\n"
                "    public Embedder(String apiKey) {\n"
                "\n"
                "        this.restClient = RestClient.builder()\n"
                "                .baseUrl(BASE_URL)\n"
                '                .defaultHeader("Authorization", "Bearer " + apiKey)\n'
                "                .build();\n"
                "    }\n"
                "\n"
                "    public String embed(Object body) {\n"
                "\n"
                "        Answer answer = restClient.post()\n"
                "                .body(body)\n"
                "                .retrieve()\n"
                "                .body(Answer.class);\n"
                "        return answer.text();\n"
                "    }\n"
                "}\n"
            ),
        },
        {
            "src/main/java/a/Embedder.java:6 alibaba",
            "src/main/java/a/Embedder.java:13 alibaba",
            "src/main/java/a/Embedder.java:20 alibaba",
        },
    ),
    "a client of the JVM whose builder is handed in": (
        {
            "src/main/java/a/Asker.java": (
                "package a;\n"
                "\n"
                "@Service\n"
                "public class Asker {\n"
                "    private final WebClient client;\n"
                "\n"
                "    public Asker(WebClient.Builder builder) {\n"
                '        this.client = builder.baseUrl("https://api.openai.com/v1").build();\n'
                "    }\n"
                "\n"
                "    public Mono<String> ask(Object body) {\n"
                "\n"
                "\n"
                "        return client.post()\n"
                '                .uri("/chat/completions")\n'
                "                .bodyValue(body)\n"
                "                .retrieve()\n"
                "                .bodyToMono(String.class);\n"
                "    }\n"
                "}\n"
            ),
        },
        {"src/main/java/a/Asker.java:8 openai", "src/main/java/a/Asker.java:14 openai"},
    ),
    "properties of C# whose getter gives a model": (
        {
            "src/Config.cs": (
                "namespace Bot;\n"
                "\n"
                "public class Config\n"
                "{\n"
                "    public static Config Instance { get; } = new();\n"
                "\n"
                "    public string ChatModelId\n"
                "    {\n"
                '        get => "gpt-4-1106-preview";\n'
                "    }\n"
                "\n"
                "    public string EmbeddingsModelId\n"
                "    {\n"
                '        get { return "text-embedding-ada-002"; }\n'
                "    }\n"
                "\n"
                "    public string Shown\n"
                "    {\n"
                '        get => "gpt-4o";\n'
                "    }\n"
                "}\n"
            ),
            "src/Bot.cs": (
                "public class Bot\n"
                "{\n"
                "    public void Init(Builder b)\n"
                "    {\n"
                '        b.AddOpenAIChatCompletion(modelId: Config.Instance.ChatModelId, apiKey: "x");\n'
                "\n"
                "\n"
                '        b.AddOpenAITextEmbeddingGeneration(Config.Instance.EmbeddingsModelId, "x");\n'
                "    }\n"
                "}\n"
            ),
        },
        {"src/Config.cs:9 openai", "src/Config.cs:14 openai", "src/Bot.cs:5 openai", "src/Bot.cs:8 openai"},
    ),
    "a client that .NET makes by a name": (
        {
            "src/AppConfig.cs": (
                "public class AppConfig\n"
                "{\n"
                '    public string LlmBaseUrl { get; set; } = "https://api.openai.com/v1";\n'
                '    public string LlmModel { get; set; } = "gpt-4o-mini";\n'
                "}\n"
            ),
            "src/Startup.cs": (
                "public static class Startup\n"
                "{\n"
                "    public static void Add(IServiceCollection services, AppConfig config)\n"
                "    {\n"
                '        services.AddHttpClient("OpenAI", client =>\n'
                "        {\n"
                "            client.BaseAddress = new Uri(config.LlmBaseUrl.TrimEnd('/') + \"/\");\n"
                "        });\n"
                '        services.AddHttpClient("other", client =>\n'
                "        {\n"
                '            client.BaseAddress = new Uri("https://example.com/");\n'
                "        });\n"
                "    }\n"
                "}\n"
            ),
            "src/LlmService.cs": (
                "public class LlmService\n"
                "{\n"
                "    private readonly IHttpClientFactory _factory;\n"
                "    private readonly AppConfig _config;\n"
                "\n"
                "    public async Task<string> Ask(string json)\n"
                "    {\n"
                '        var client = _factory.CreateClient("OpenAI");\n'
                '        using var request = new HttpRequestMessage(HttpMethod.Post, "chat/completions");\n'
                "\n"
                "\n"
                "\n"
                "        using var response = await client.SendAsync(request);\n"
                "        return await response.Content.ReadAsStringAsync();\n"
                "    }\n"
                "}\n"
            ),
            "src/OtherService.cs": (
                "public class OtherService\n"
                "{\n"
                "    private readonly IHttpClientFactory _factory;\n"
                "\n"
                "    public async Task<string> Ask(string json)\n"
                "    {\n"
                '        var client = _factory.CreateClient("other");\n'
                '        using var response = await client.PostAsync("chat/completions", null);\n'
                "        return await response.Content.ReadAsStringAsync();\n"
                "    }\n"
                "}\n"
            ),
        },
        {
            "src/AppConfig.cs:3 openai",
            "src/AppConfig.cs:4 openai",
            "src/Startup.cs:7 openai",
            "src/LlmService.cs:13 openai",
        },
    ),
    "a client that .NET makes for a class": (
        {
            "src/Startup.cs": (
                "public static class Startup\n"
                "{\n"
                "    public static void Add(IServiceCollection services)\n"
                "    {\n"
                "        services.AddHttpClient<ClaudeService>(client =>\n"
                "        {\n"
                '            client.BaseAddress = new Uri("https://api.anthropic.com/v1/");\n'
                "        });\n"
                "    }\n"
                "}\n"
            ),
            "src/ClaudeService.cs": (
                "public class ClaudeService\n"
                "{\n"
                "    private readonly HttpClient _http;\n"
                "    public ClaudeService(HttpClient http) { _http = http; }\n"
                "\n"
                "    public async Task<string> Ask(object body)\n"
                "    {\n"
                "\n"
                "\n"
                '        var response = await _http.PostAsJsonAsync("messages", body);\n'
                "        return await response.Content.ReadAsStringAsync();\n"
                "    }\n"
                "}\n"
            ),
        },
        {"src/Startup.cs:7 anthropic", "src/ClaudeService.cs:10 anthropic"},
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_uses(name: str, tmp_path: Path) -> None:
    files, expected = TREES[name]
    assert used_lines(tmp_path, files) == expected

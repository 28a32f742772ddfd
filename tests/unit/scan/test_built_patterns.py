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
    "a kernel's services, asked for by their type": (
        {
            "src/A/A.csproj": (
                '<Project><ItemGroup><PackageReference Include="Microsoft.SemanticKernel" Version="1.19.0" /></ItemGroup></Project>\n'
            ),
            "src/A/GlobalUsings.cs": (
                "global using Microsoft.SemanticKernel;\n"
                "global using Microsoft.SemanticKernel.ChatCompletion;\n"
                "global using Microsoft.SemanticKernel.Connectors.AzureOpenAI;\n"
                "global using Azure.AI.OpenAI.Chat;\n"
            ),
            "src/A/Program.cs": (
                "string endpoint = Secrets.Endpoint;\n"
                "string key = Secrets.Key;\n"
                'string deployment = "gpt-4o";\n'
                "\n"
                "\n"
                "\n"
                "var kernel = Kernel.CreateBuilder()\n"
                "    .AddAzureOpenAIChatCompletion(deployment, endpoint, key)\n"
                "    .Build();\n"
                "\n"
                "var chatHistory = new ChatHistory();\n"
                "\n"
                'chatHistory.AddUserMessage("How did they meet?");\n'
                "\n"
                "\n"
                "var chatCompletion = kernel.GetRequiredService<IChatCompletionService>();\n"
                "\n"
                "\n"
                "var answer = await chatCompletion.GetChatMessageContentAsync(chatHistory);\n"
                "\n"
                "\n"
                "chatHistory.AddAssistantMessage(answer.Content!);\n"
                "\n"
                "\n"
                "await foreach (var word in chatCompletion.GetStreamingChatMessageContentsAsync(chatHistory))\n"
                "{\n"
                "    Console.Write(word);\n"
                "}\n"
            ),
            "src/A/Provider.cs": (
                "namespace A;\n"
                "\n"
                "public class KernelProvider\n"
                "{\n"
                "    private static Kernel Build(IConfiguration configuration)\n"
                "    {\n"
                "        var builder = Kernel.CreateBuilder();\n"
                '        string deployment = "gpt-4o";\n'
                "\n"
                "\n"
                "\n"
                '        builder.AddAzureOpenAIChatCompletion(deployment, configuration["Endpoint"], configuration["Key"]);\n'
                '        builder.AddAzureOpenAITextEmbeddingGeneration("text-embedding-ada-002", configuration["Endpoint"], configuration["Key"]);\n'
                "\n"
                "        return builder.Build();\n"
                "    }\n"
                "}\n"
            ),
            "src/A/Handler.cs": (
                "namespace A;\n"
                "\n"
                "public class AskHandler\n"
                "{\n"
                "    private readonly Kernel _kernel;\n"
                "    public AskHandler(Kernel kernel) { _kernel = kernel; }\n"
                "\n"
                "    public async Task<string> Ask(ChatHistory history)\n"
                "    {\n"
                "        var service = _kernel.GetRequiredService<IChatCompletionService>();\n"
                "        var result = await service.GetChatMessageContentAsync(\n"
                "            history,\n"
                "            kernel: _kernel);\n"
                "        return result.Content;\n"
                "    }\n"
                "}\n"
            ),
            "src/A/SearchPlugin.cs": (
                "using Microsoft.SemanticKernel.Embeddings;\n"
                "\n"
                "namespace A;\n"
                "\n"
                "public sealed class SearchPlugin(ITextEmbeddingGenerationService embeddings, SearchService search)\n"
                "{\n"
                "    private readonly ITextEmbeddingGenerationService _embeddings = embeddings;\n"
                "\n"
                "    public async Task<string> Search(string query)\n"
                "    {\n"
                "        var vector = await _embeddings.GenerateEmbeddingAsync(query);\n"
                "\n"
                "\n"
                "\n"
                '        return await search.SearchAsync("docs", vector);\n'
                "    }\n"
                "}\n"
            ),
            "tests/A.Tests/A.Tests.csproj": ("<Project></Project>\n"),
            "tests/A.Tests/AskTests.cs": (
                "using Microsoft.SemanticKernel;\n"
                "using Microsoft.SemanticKernel.ChatCompletion;\n"
                "\n"
                "public class AskTests\n"
                "{\n"
                '    private readonly string _deployment = "gpt-4o";\n'
                "    private readonly Kernel _kernel;\n"
                "\n"
                "    public AskTests()\n"
                "    {\n"
                "        var builder = Kernel.CreateBuilder();\n"
                "        builder.AddAzureOpenAIChatCompletion(_deployment, Secrets.Endpoint, Secrets.Key);\n"
                "        _kernel = builder.Build();\n"
                "    }\n"
                "\n"
                "    [Fact]\n"
                "    public async Task Asks()\n"
                "    {\n"
                "        var history = new ChatHistory();\n"
                "\n"
                "\n"
                "        var service = _kernel.GetRequiredService<IChatCompletionService>();\n"
                "        var results = await service.GetChatMessageContentAsync(history);\n"
                "    }\n"
                "}\n"
            ),
        },
        {
            "src/A/GlobalUsings.cs:3 openai",
            "src/A/GlobalUsings.cs:4 openai",
            "src/A/Program.cs:3 openai",
            "src/A/Program.cs:8 openai",
            "src/A/Program.cs:19 openai",
            "src/A/Program.cs:25 openai",
            "src/A/Provider.cs:8 openai",
            "src/A/Provider.cs:12 openai",
            "src/A/Provider.cs:13 openai",
            "src/A/Handler.cs:11 openai",
            "src/A/SearchPlugin.cs:11 openai",
            "tests/A.Tests/AskTests.cs:6 openai",
            "tests/A.Tests/AskTests.cs:12 openai",
            "tests/A.Tests/AskTests.cs:23 openai",
        },
    ),
    "a kernel of an early version": (
        {
            "Bot/Bot.csproj": (
                "<Project><ItemGroup>\n"
                '<PackageReference Include="Microsoft.SemanticKernel" Version="1.0.0-beta8"/>\n'
                "\n"
                "\n"
                '<PackageReference Include="Microsoft.SemanticKernel.Planners.OpenAI" Version="1.0.0-beta8"/>\n'
                "</ItemGroup></Project>\n"
            ),
            "Bot/Config.cs": (
                "namespace Bot;\n"
                "\n"
                "public class Config\n"
                "{\n"
                "    public static Config Instance { get; } = new();\n"
                "    public string OpenAiToken { get; set; }\n"
                "\n"
                "    public string ChatModelId\n"
                "    {\n"
                '        get => "gpt-4-1106-preview";\n'
                "    }\n"
                "\n"
                "    public string Embedding\n"
                "    {\n"
                '        get { return "unrelated"; }\n'
                "    }\n"
                "\n"
                "    public string EmbeddingsModelId\n"
                "    {\n"
                '        get => "text-embedding-ada-002";\n'
                "    }\n"
                "}\n"
            ),
            "Bot/KernelBot.cs": (
                "using Microsoft.SemanticKernel;\n"
                "using Microsoft.SemanticKernel.Connectors.AI.OpenAI;\n"
                "\n"
                "\n"
                "namespace Bot;\n"
                "\n"
                "public class KernelBot\n"
                "{\n"
                "    private IKernel _kernel;\n"
                "\n"
                "    public void Init()\n"
                "    {\n"
                "        _kernel = Kernel.Builder\n"
                "            .WithOpenAIChatCompletionService(\n"
                "                modelId: Config.Instance.ChatModelId,\n"
                "                apiKey: Config.Instance.OpenAiToken)\n"
                "            .WithOpenAITextEmbeddingGenerationService(Config.Instance.EmbeddingsModelId, Config.Instance.OpenAiToken)\n"
                "            .Build();\n"
                "        _main = _kernel.CreateSemanticFunction(Prompt);\n"
                "\n"
                "\n"
                "\n"
                "        _kernel.ImportFunctions(new Tools());\n"
                "    }\n"
                "\n"
                "    public async Task Run(string text)\n"
                "    {\n"
                "\n"
                "\n"
                "        var result = await _kernel.RunAsync(text, _main);\n"
                "    }\n"
                "}\n"
            ),
            "Bot/Sample.cs": (
                "using Microsoft.SemanticKernel.Connectors.AI.OpenAI;\n"
                "\n"
                "public static class Sample\n"
                "{\n"
                "    public static async Task RunAsync()\n"
                "    {\n"
                "        var memory = new MemoryBuilder()\n"
                '            .WithOpenAITextEmbeddingGenerationService("text-embedding-ada-002", Config.Instance.OpenAiToken)\n'
                "            .Build();\n"
                "\n"
                "\n"
                '        await memory.SaveReferenceAsync("c", "text", "id");\n'
                "\n"
                "\n"
                '        var found = memory.SearchAsync("c", "query", limit: 10);\n'
                "    }\n"
                "}\n"
            ),
        },
        {
            "Bot/Bot.csproj:5 openai",
            "Bot/Config.cs:10 openai",
            "Bot/Config.cs:20 openai",
            "Bot/KernelBot.cs:2 openai",
            "Bot/KernelBot.cs:14 openai",
            "Bot/KernelBot.cs:17 openai",
            "Bot/KernelBot.cs:30 openai",
            "Bot/Sample.cs:1 openai",
            "Bot/Sample.cs:8 openai",
            "Bot/Sample.cs:12 openai",
            "Bot/Sample.cs:15 openai",
        },
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

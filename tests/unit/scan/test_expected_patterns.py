"""Small trees in which tests say what they expect, and in which columns and fields hold a model by default."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "what FluentAssertions expects": (
        {
            "src/App.csproj": (
                '<Project><ItemGroup><PackageReference Include="OpenAI" Version="2.1.0" /></ItemGroup></Project>\n'
            ),
            "tests/ConfigTests.cs": (
                "using FluentAssertions;\n"
                "using Xunit;\n"
                "\n"
                "public class ConfigTests\n"
                "{\n"
                "    [Fact]\n"
                "    public void Defaults()\n"
                "    {\n"
                "        var config = new AppConfig();\n"
                '        config.BaseUrl.Should().Be("https://api.openai.com/v1");\n'
                '        config.Model.Should().Be("gpt-4o-mini");\n'
                "\n"
                "\n"
                '        raw.Should().NotContain("OPENAI_API_KEY");\n'
                '        profile.KeyEnv.Should().BeEquivalentTo("ANTHROPIC_API_KEY", "because");\n'
                '        request.RequestUri!.ToString().Should().Be("https://api.anthropic.com/v1/messages");\n'
                "    }\n"
                "}\n"
            ),
        },
        {"src/App.csproj:1 openai"},
    ),
    "what Shouldly and NUnit expect": (
        {
            "tests/ConfigTests.cs": (
                "public class ConfigTests\n"
                "{\n"
                "    [Test]\n"
                "    public void Defaults()\n"
                "    {\n"
                '        config.BaseUrl.ShouldBe("https://api.openai.com/v1");\n'
                '        config.Model.ShouldBe("gpt-4o-mini");\n'
                '        Assert.That(config.Model, Is.EqualTo("gpt-4o-mini"));\n'
                '        Assert.Equal("claude-sonnet-4-5", config.Other);\n'
                '        Assert.AreEqual("https://api.mistral.ai/v1", config.Host);\n'
                '        StringAssert.Contains("gpt-4o", config.Model);\n'
                "    }\n"
                "}\n"
            ),
        },
        set(),
    ),
    "what AssertJ, Hamcrest and Kotest expect": (
        {
            "src/test/java/ConfigTest.java": (
                "class ConfigTest {\n"
                "    @Test\n"
                "    void defaults() {\n"
                '        assertThat(config.getBaseUrl()).isEqualTo("https://api.openai.com/v1");\n'
                '        assertThat(config.getModel()).isEqualTo("gpt-4o-mini");\n'
                '        assertThat(config.getModel()).isNotBlank().isEqualTo("claude-sonnet-4-5");\n'
                '        assertThat(config.getModel(), is("gpt-4o-mini"));\n'
                '        assertThat(config.getModel(), equalTo("gpt-4o-mini"));\n'
                '        assertEquals("gpt-4o-mini", config.getModel());\n'
                '        assertThat(models).containsExactly("gpt-4o", "claude-sonnet-4-5");\n'
                '        assertThat(models).extracting("id").contains("gpt-4o");\n'
                "    }\n"
                "}\n"
            ),
            "src/test/kotlin/ConfigTest.kt": (
                "class ConfigTest : StringSpec({\n"
                '    "defaults" {\n'
                '        config.baseUrl shouldBe "https://api.openai.com/v1"\n'
                '        config.model shouldBe "gpt-4o-mini"\n'
                '        models shouldContain "claude-sonnet-4-5"\n'
                "    }\n"
                "})\n"
            ),
        },
        set(),
    ),
    "what PHPUnit and Pest expect": (
        {
            "tests/Unit/ConfigTest.php": (
                "<?php\n"
                "it('defaults', function () {\n"
                "    expect(config('ai.model'))->toBe('gpt-4o-mini');\n"
                "    expect($x->key())->toBe('claude-sonnet-4-5')->and($y->key())->toBe('gpt-4o');\n"
                "});\n"
                "class ConfigTest extends TestCase {\n"
                "    public function test_it() {\n"
                "        $this->assertEquals('gpt-4o-mini', $config->model);\n"
                "        $this->assertSame('https://api.openai.com/v1', $config->url);\n"
                "        $this->assertDatabaseHas('agents', ['provider' => 'openai', 'model' => 'gpt-4o']);\n"
                "        Http::assertSent(fn ($request) => $request->url() === 'https://api.openai.com/v1/chat/completions');\n"
                "    }\n"
                "}\n"
            ),
        },
        set(),
    ),
    "what RSpec and Minitest expect": (
        {
            "spec/config_spec.rb": (
                "RSpec.describe Config do\n"
                '  it "defaults" do\n'
                '    expect(config.model).to eq("gpt-4o-mini")\n'
                '    expect(config.url).to eq "https://api.openai.com/v1"\n'
                '    expect(client).to have_received(:chat).with(model: "gpt-4o")\n'
                '    config.model.should == "gpt-4o"\n'
                "  end\n"
                "end\n"
            ),
            "test/config_test.rb": (
                "class ConfigTest < Minitest::Test\n"
                "  def test_defaults\n"
                '    assert_equal "gpt-4o-mini", config.model\n'
                '    assert_equal "https://api.openai.com/v1", config.url\n'
                '    _(config.model).must_equal "claude-sonnet-4-5"\n'
                '    assert_requested :post, "https://api.openai.com/v1/chat/completions"\n'
                "  end\n"
                "end\n"
            ),
        },
        set(),
    ),
    "providers' names in what a test works with": (
        {
            "tests/Unit/AgentTest.php": (
                "<?php\n"
                "class AgentTest extends TestCase {\n"
                "    public function test_it_is_saved() {\n"
                "        $agent = Agent::create(['name' => 'A', 'provider' => 'openai', 'is_active' => true]);\n"
                "        $this->assertNotNull($agent->id);\n"
                "    }\n"
                "    public function test_key() {\n"
                "        $key = ApiKey::factory()->create(['provider' => 'anthropic', 'api_key' => 'k']);\n"
                "        new ModelIdentity('openai', 'gpt');\n"
                "    }\n"
                "}\n"
            ),
        },
        set(),
    ),
    "models that tests invent": (
        {
            "tests/Unit/PriceTest.php": (
                "<?php\n"
                "it('prices', function () {\n"
                "    $a = adapt(['provider' => 'openrouter', 'model' => 'anthropic/claude-test']);\n"
                "    $b = adapt(['model' => 'openai/gpt-test']);\n"
                "    $c = adapt(['model' => 'google/gemini-fake']);\n"
                "});\n"
            ),
        },
        set(),
    ),
    "defaults of columns, fields and properties that hold a model": (
        {
            "db/schema.rb": (
                "ActiveRecord::Schema[8.0].define(version: 1) do\n"
                '  create_table "configs" do |t|\n'
                '    t.string "llm_model", default: "claude-haiku-4-5-20251001", null: false\n'
                '    t.string "name", default: "x"\n'
                "\n"
                "\n"
                '    t.string "model", default: "gpt-4o"\n'
                "  end\n"
                "end\n"
            ),
            "db/migrate/1_create.rb": (
                "class Create < ActiveRecord::Migration[8.0]\n"
                "  def change\n"
                '    add_column :chats, :model, :string, default: "gpt-4o"\n'
                "    create_table :configs do |t|\n"
                "\n"
                "\n"
                '      t.string :llm_model, default: "claude-haiku-4-5", null: false\n'
                "    end\n"
                "  end\n"
                "end\n"
            ),
            "database/migrations/1_create.php": (
                "<?php\n"
                "Schema::create('agents', function (Blueprint $table) {\n"
                "    $table->string('model')->default('gpt-4o');\n"
                "    $table->string('name')->default('x');\n"
                "\n"
                "\n"
                "    $table->string('ai_model', 100)->nullable()->default('claude-sonnet-4-5');\n"
                "});\n"
            ),
            "app/models.py": (
                "from django.db import models\n"
                "from sqlalchemy import Column, String\n"
                "from sqlalchemy.orm import mapped_column\n"
                "\n"
                "\n"
                "class Agent(models.Model):\n"
                '    model = models.CharField(max_length=100, default="gpt-4o")\n'
                "\n"
                "\n"
                "class Row(Base):\n"
                '    name = Column(String, default="mistral")\n'
                '    model_name = Column(String(50), default="claude-sonnet-4-5")\n'
                '    llm = mapped_column(String, server_default="mistral-large-latest")\n'
            ),
            "src/agent.entity.ts": (
                "@Entity()\n"
                "export class Agent {\n"
                "  @Column({ type: 'varchar', default: 'gpt-4o-mini' })\n"
                "  model: string;\n"
                "\n"
                "\n"
                "  @Column({ default: 'claude-sonnet-4-5' })\n"
                "  llmModel: string;\n"
                "}\n"
            ),
            "src/schema.ts": (
                "import { pgTable, text } from 'drizzle-orm/pg-core'\n"
                "export const agents = pgTable('agents', {\n"
                "  model: text('model').notNull().default('gpt-4o-mini'),\n"
                "})\n"
            ),
            "src/model.ts": (
                "const AgentSchema = new Schema({\n"
                "  model: { type: String, default: 'gpt-4o-mini' },\n"
                "  other: { type: String },\n"
                "})\n"
            ),
            "db/init.sql": ("CREATE TABLE agents (id INT, model VARCHAR(50) DEFAULT 'gpt-4o');\n"),
        },
        {
            "db/schema.rb:3 anthropic",
            "db/schema.rb:7 openai",
            "db/migrate/1_create.rb:3 openai",
            "db/migrate/1_create.rb:7 anthropic",
            "database/migrations/1_create.php:3 openai",
            "database/migrations/1_create.php:7 anthropic",
            "app/models.py:7 openai",
            "app/models.py:12 anthropic",
            "app/models.py:13 mistral",
            "src/agent.entity.ts:3 openai",
            "src/agent.entity.ts:7 anthropic",
            "src/schema.ts:3 openai",
            "src/model.ts:2 openai",
            "db/init.sql:1 openai",
        },
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_uses(name: str, tmp_path: Path) -> None:
    files, expected = TREES[name]
    assert used_lines(tmp_path, files) == expected

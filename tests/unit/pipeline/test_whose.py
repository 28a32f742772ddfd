from __future__ import annotations

import pytest

from flowdown.catalogue import load
from flowdown.catalogue.match import Index
from flowdown.pipeline.whose import LENGTH_LIMIT, Answer, whose


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(load())


@pytest.mark.parametrize(
    ("query", "read_as"),
    [
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", ("model", ("anthropic",), ("bedrock",), "model")),
        ("openrouter/anthropic/claude-3.7-sonnet", ("model", ("anthropic",), ("openrouter",), "model")),
        ("langchain-openai", ("package", ("openai",), ("langchain",), "service")),
        ("pkg:npm/%40anthropic-ai/sdk@0.60.0", ("package", ("anthropic",), (), "service")),
        ("pkg:maven/com.anthropic/anthropic-java@2.0", ("package", ("anthropic",), (), "service")),
        ("pkg:huggingface/deepseek-ai/DeepSeek-V3@abc", ("model", ("deepseek",), (), "model")),
        ("OPENAI_API_KEY", ("env-key", ("openai",), (), "service")),
        ("https://api.deepseek.com/v1/chat", ("host", ("deepseek",), (), "service")),
        ("api.mistral.ai", ("host", ("mistral",), (), "service")),
        ("host:bedrock-runtime.eu-west-1.amazonaws.com", ("host", ("amazon",), ("bedrock",), "host")),
        ("anthropics/claude-code-action@v1", ("action", ("anthropic",), (), "service")),
        ("CLAUDE.md", ("agent-file", ("anthropic",), (), "service")),
        ("Claude Sonnet 4.5", ("model", ("anthropic",), (), "model")),
        ("Black Forest Labs", ("word", ("black-forest-labs",), (), "service")),
        ("openrouter.ai", ("host", (), ("openrouter",), None)),
    ],
)
def test_a_string_is_read_by_its_form(
    index: Index, query: str, read_as: tuple[str, tuple[str, ...], tuple[str, ...], str | None]
) -> None:
    answer = whose(query, index)
    assert (answer.kind, answer.makers, answer.routes, answer.basis) == read_as


def test_every_ancestor_is_among_the_vendors(index: Index) -> None:
    answer = whose("DeepSeek-R1-Distill-Llama-70B", index)
    assert (answer.makers, answer.vendors) == (("deepseek",), ("deepseek", "meta"))


def test_an_unknown_string_is_answered_so(index: Index) -> None:
    answer = whose("zzz-nothing-here", index)
    assert answer == Answer(
        "zzz-nothing-here", "unknown", (), (), (), None, False, (), ("no signature of the catalogue takes it",)
    )


@pytest.mark.parametrize("query", ["mistral", "gemini", "llama", "claude"])
def test_an_ambiguous_word_returns_all_readings(index: Index, query: str) -> None:
    answer = whose(query, index)
    assert answer.ambiguous
    assert any(not reading.makers for reading in answer.readings)
    assert any(reading.makers for reading in answer.readings)


def test_a_stated_kind_is_taken_at_its_word(index: Index) -> None:
    assert whose("pypi:mistral", index).makers == ()
    assert whose("model:command", index).makers == ("cohere",)
    assert whose("word:gemini", index).makers == ("google",)


@pytest.mark.parametrize(
    "query", ["", "   ", "a" * (LENGTH_LIMIT + 1), "\x00", "pkg:", "pkg:pypi/", "model:", "://", "\ud800"]
)
def test_nothing_makes_it_fail(index: Index, query: str) -> None:
    answer = whose(query, index)
    assert (answer.query, answer.makers) == (query, ())


def test_the_query_is_given_back_as_it_was(index: Index) -> None:
    assert whose(" gpt-4o ", index).query == " gpt-4o "

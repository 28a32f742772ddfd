"""Shell text is split as a shell would, without running it; its commands become the right traces."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_commands import read_script
from flowdown.scan.readers.shell_words import read_shell
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Binding, Text, Trace, Unknown


def _words(text: str) -> list[list[str]]:
    return [[word.text for word in command.words] for command in read_shell(text).commands]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a 'b c' \"d e\" f\\ g", [["a", "b c", "d e", "f g"]]),
        ("a && b | c; d &\ne", [["a"], ["b"], ["c"], ["d"], ["e"]]),
        ("a \\\n  b # c\nd", [["a", "b"], ["d"]]),
        ("if a; then b; fi", [["a"], ["b"], ["fi"]]),
        ('x="$(a "b c")" d', [["a", "b c"], ["d"]]),
        ("a > b 2>&1 c", [["a", "c"]]),
        ("cat <<EOF > x\nno words\nEOF\nb", [["cat"], ["b"]]),
        ("a ${X:-y z} $((1 + 2))", [["a", "${X:-y z}", "$((1 + 2))"]]),
    ],
)
def test_words(text: str, words: list[list[str]]) -> None:
    assert _words(text) == words


def test_a_comment_inside_a_continued_command_of_a_dockerfile_does_not_end_it() -> None:
    script = read_shell("a \\\n# note\n  b", joins_comments=True)
    assert [[word.text for word in command.words] for command in script.commands] == [["a", "b"]]


def test_places_are_those_of_the_words_without_quotes() -> None:
    text = "a 'b c' --d=\"e\""
    command = read_shell(text).commands[0]
    assert text[command.words[1].start : command.words[1].end] == "b c"


@given(st.text(alphabet="ab=${}()`'\"\\|&;<>#-. \n\t", max_size=100))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_splitting(text: str) -> None:
    for command in read_shell(text).commands:
        assert all(0 <= word.start <= word.end <= len(text) for word in command.words)


def _traces(text: str) -> list[str]:
    reading = Reading(SourceFile("x.sh", text, [found.span() for found in re.finditer("(?i)acme", text)]))
    read_script(reading, 0, len(text))
    return [
        f"{each.kind} {each.value.text}"
        for each in reading.yields
        if isinstance(each, Trace) and isinstance(each.value, Text)
    ]


@pytest.mark.parametrize(
    ("command", "trace"),
    [
        ("python3 -m pip install -U 'acme-ai[x]>=1'", "dependency acme-ai"),
        ("uv tool install acme-ai", "dependency acme-ai"),
        ("poetry add --group dev acme-ai@^1", "dependency acme-ai"),
        ("npx -y @acme/code@latest --x", "dependency @acme/code"),
        ("go install github.com/acme/tool@latest", "dependency github.com/acme/tool"),
        ("sudo apt-get install -y acme-agent", "dependency acme-agent"),
        ("dotnet add src/App package Acme.AI", "dependency Acme.AI"),
        ("ssh-wrapper || sudo -E env A=b acme chat", "cli acme"),
        ("bash -c 'acme run'", "cli acme"),
        ("wget -q https://api.acme.example/v1?key=secret", "endpoint https://api.acme.example/v1"),
        ("docker pull ghcr.io/acme/serve:1.2", "image ghcr.io/acme/serve"),
        ("vserve serve acme-ai/acme-large --port 1", "model-id acme-ai/acme-large"),
        ("run --model=acme-large-2", "model-id acme-large-2"),
        ("run -m acme-large-2", "model-id acme-large-2"),
        ("gh secret set ACME_API_KEY", "env-key ACME_API_KEY"),
    ],
)
def test_command_gives_trace(command: str, trace: str) -> None:
    assert trace in _traces(command)


@pytest.mark.parametrize(
    "command",
    ["git commit -m acme", "python -m acme", "cp acme.txt x", "pip install -r acme.txt", "npm run acme", "./acme.sh"],
)
def test_command_gives_no_use(command: str) -> None:
    assert [trace for trace in _traces(command) if not trace.startswith("text ")] == []


def test_a_secret_is_never_kept() -> None:
    text = "export ACME_API_KEY=sk-abcdefghijklmnopqrstuvwxyz0123\n"
    reading = Reading(SourceFile("x.sh", text, [(7, 11)]))
    read_script(reading, 0, len(text))
    bindings = [each for each in reading.yields if isinstance(each, Binding)]
    assert [binding.value for binding in bindings] == [Unknown("secret")]
    assert "sk-abc" not in repr(reading.yields)

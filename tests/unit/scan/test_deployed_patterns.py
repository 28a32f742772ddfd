"""Small trees of deployment and configuration: which lines are uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

CASES: dict[str, tuple[dict[str, str], set[str]]] = {
    "a bundle of Homebrew": (
        {
            "Brewfile": 'brew "jq"\ncask "claude"\nbrew "gemini-cli"\nvscode "github.copilot"\nnpm "@openai/codex"\n# cask "claude-code"\n'
        },
        {"Brewfile:2 anthropic", "Brewfile:3 google", "Brewfile:4 microsoft", "Brewfile:5 openai"},
    ),
    "tools that a manager of them installs": (
        {
            ".mise.toml": '[tools]\nnode = "22"\n"npm:@anthropic-ai/claude-code" = "latest"\n"pipx:openai" = "1"\n',
            "x.toml": '[tools]\n"npm:@anthropic-ai/claude-code" = "latest"\n',
        },
        {".mise.toml:3 anthropic", ".mise.toml:4 openai"},
    ),
    "what Pixi installs": (
        {
            "pixi.toml": '[project]\nname = "ask"\n[dependencies]\nopenai = ">=1"\n[pypi-dependencies]\nanthropic = "*"\n'
            '[feature.test.pypi-dependencies]\nmistralai = "*"\n[tasks]\nask = "ask --model gpt-4o"\n'
        },
        {"pixi.toml:4 openai", "pixi.toml:6 anthropic", "pixi.toml:8 mistral", "pixi.toml:10 openai"},
    ),
    "states and pillars of Salt": (
        {
            "kesl.sls": "agents:\n  pkg.installed:\n    - pkgs:\n      - kesl: 11.2\n      - klnagent64\nset up:\n  cmd.run:\n"
            "    - name: /opt/kaspersky/kesl/bin/kesl-setup.pl --autoinstall=/tmp/a\n",
            "code.sls": "gone:\n  npm.removed:\n    - name: '@openai/codex'\ncode:\n  npm.installed:\n    - name: '@anthropic-ai/claude-code'\n",
            "pillar/kesl.sls": "agent_package: kesl=11.2.0-4528\n",
        },
        {
            "kesl.sls:4 kaspersky",
            "kesl.sls:5 kaspersky",
            "kesl.sls:8 kaspersky",
            "code.sls:6 anthropic",
            "pillar/kesl.sls:1 kaspersky",
        },
    ),
    "parameters that a deployment overrides": (
        {
            "samconfig.toml": '[default.deploy.parameters]\nstack_name = "claude"\nparameter_overrides = [\n  "Region=eu",\n'
            '  "ChatModelId=anthropic.claude-3-haiku-20240307-v1:0",\n]\n[prod.deploy.parameters]\n'
            'parameter_overrides = "Stage=\\"prod\\" ModelId=\\"amazon.nova-lite-v1:0\\" Note=\\"claude\\""\n'
        },
        {"samconfig.toml:5 anthropic", "samconfig.toml:8 amazon"},
    ),
    "a role's tasks behind a comment": (
        {
            "roles/code/tasks/main.yml": "# Claude Code, by its own installer\n---\n- name: install\n"
            "  shell: curl -fsSL https://claude.ai/install.sh | bash\n  args:\n    creates: /usr/bin/claude\n"
        },
        {"roles/code/tasks/main.yml:4 anthropic"},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_lines_that_are_uses(tmp_path: Path, name: str) -> None:
    files, expected = CASES[name]
    assert used_lines(tmp_path, files) == expected

"""Programs that code runs by their names or installs, hosts whose first part is filled in, and addresses worked over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.scan.small_trees import used_lines

TREES = {
    "what an executable is called": (
        {
            "run.ts": "export const AGENT_EXECUTABLE_NAME = 'claude'\nconst label = 'claude'\n",
            "path.ts": "import { spawn } from 'child_process'\n\nexport const start = (given) => {\n  const command = given || 'codex'\n"
            "  return spawn(command, [])\n}\n",
        },
        {"run.ts:1 anthropic", "path.ts:4 openai"},
    ),
    "a command that is said to a bot, one that a test expects, and a file of a model's name": (
        {
            "bot.ts": "export const handler = { command: 'claude', reply: 'Hi' }\n",
            "tests/run.test.ts": "import { spawn } from 'child_process'\n\nit('runs', () => {\n  start({ executable: 'claude' })\n})\n",
            "model.py": "import subprocess\n\ncommand = 'mistral'\nsubprocess.run([command])\n",
        },
        set(),
    ),
    "a script that a program loads and runs": (
        {
            "install.ts": "import { spawn } from 'child_process'\n\nexport function installCommand(version: string) {\n"
            "  return `set -o pipefail; curl -fsSL https://claude.ai/install.sh | bash -s -- ${version}`\n}\n",
            "page.ts": "export function installText() {\n  return `curl -fsSL https://claude.ai/install.sh | bash`\n}\n",
            "tests/install.test.ts": "import { spawnSync } from 'child_process'\n\nit('says', () => {\n"
            "  expect(installCommand()).toContain('curl -fsSL https://claude.ai/install.sh | bash')\n})\n",
        },
        {"install.ts:4 anthropic"},
    ),
    "a host whose first part is filled in": (
        {
            "place.ts": "export const buildUrl = (place: string) => {\n  const host = place === 'global' ? 'aiplatform.googleapis.com'\n"
            "    : `${place}-aiplatform.googleapis.com`\n  return fetch(`https://${host}/v1/projects`)\n}\n",
            "file.ts": "export const name = (word: string) => `${word}.ai`\nexport const host = (word: string) => `${word}.x.ai`\n",
        },
        {"place.ts:2 google", "place.ts:3 google"},
    ),
    "an address that a function works over before it is asked": (
        {
            "ask.ts": "import { throughGatewayUrl } from './gateway'\n\nconst BASE_URL = 'https://api.anthropic.com'\n\n"
            "export async function ask(path: string) {\n  const baseUrl = settings.url || BASE_URL\n"
            "  const askedUrl = throughGatewayUrl(`${baseUrl}${path}`)\n  return fetch(askedUrl, {})\n}\n",
            "other.ts": "import { urlFor } from './gateway'\n\nexport const said = fetch(urlFor('anthropic'))\n",
        },
        {"ask.ts:3 anthropic", "ask.ts:8 anthropic"},
    ),
    "requests that are read as they come, and Nuxt's": (
        {
            "stream.ts": "import { SSE } from './sse'\n\nfunction getEndpoint(proxied = false) {\n  return proxied ? '/own' : 'https://api.openai.com'\n}\n"
            "export function listen(proxied: boolean) {\n  const endpoint = getEndpoint(proxied)\n"
            "  return new SSE(endpoint + '/v1/chat/completions', { method: 'POST' })\n}\n",
            "page.vue": "<script setup>\nconst BASE_URL = 'https://api.anthropic.com'\nconst { data } = await useFetch(`${BASE_URL}/v1/models`)\n</script>\n",
            "count.ts": "const OTHER_URL = 'https://api.mistral.ai'\nexport const parsed = new PARSSE(OTHER_URL.length)\n",
        },
        {
            "stream.ts:4 openai",
            "stream.ts:8 openai",
            "page.vue:2 anthropic",
            "page.vue:3 anthropic",
            "count.ts:1 mistral",
        },
    ),
}


@pytest.mark.parametrize("name", TREES)
def test_run(name: str, tmp_path: Path) -> None:
    """What is run, installed or asked is used; what only reads like it is not."""
    files, lines = TREES[name]
    assert used_lines(tmp_path, files) == lines

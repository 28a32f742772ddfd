"""PHP source files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.code import CODE_KINDS, read_code
from flowdown.scan.code_file import CodeFile
from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.lexers.php import LEXER
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, Text, Trace, TraceKind, Yield

_SETTING = re.compile(r"\bconfig\(\s*[\"'](?:(?:services|ai|llm|[\w-]+\.providers)\.)?(?P<name>[\w-]+)\.[\w.-]+[\"']")


def _detect(source: SourceFile) -> Iterator[Yield]:
    file = CodeFile(source, LEXER)
    settings = {found.start("name"): found for found in _SETTING.finditer(source.text)}
    taken: set[tuple[int, int]] = set()
    for hit in source.hits:
        found = settings.get(hit[0])
        if found is not None and not file.is_comment(hit[0]):
            taken.add(hit)
            place = source.place(*found.span("name"))
            # A setting of a vendor's own section is read: `config('acme.api_key')`.
            yield Trace(TraceKind.CONFIG, Text(found.group("name")), place, Role.READ, LEXER.language, "provider")
    yield from read_code(source.with_hits([hit for hit in source.hits if hit not in taken]), LEXER)


DETECTOR = Detector(
    id="php",
    globs=tuple("*" + suffix for suffix in LEXER.suffixes),
    kinds=CODE_KINDS,
    detect=_detect,
    examples=(
        DetectorExample(
            "app.php",
            '<?php\nuse Acme\\Client;\n\n$client = new Client(getenv("ACME_API_KEY"));\n$client->chat(["model" => "acme-large-2"]);\n',
            yields=("import imported Acme\\Client", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
            never=("text documented acme-large-2",),
        ),
        DetectorExample(
            "app/Ask.php",
            "<?php\n$key = config('acme.api_key');\n$url = 'https://api.acme.example/v1';\n$ch = curl_init();\n"
            "curl_setopt($ch, CURLOPT_URL, $url);\n$config->model = 'acme-large-2';\n"
            "return ['default' => env('AI_PROVIDER', 'acme'), 'key' => env('ACME_MODEL', 'x')];\n",
            yields=(
                "config read acme",
                "endpoint called ${url}",
                "model-id configured acme-large-2",
                "config configured acme",
                "env-key read ACME_MODEL",
            ),
        ),
        DetectorExample(
            "a.php", "<?php\n// acme\n# acme\n", yields=("text commented acme",), never=("model-id", "import", "client")
        ),
    ),
)

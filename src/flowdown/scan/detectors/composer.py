"""PHP's composer.json."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.finish import finish
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.node import child, pairs_of, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.shell_arguments import Circumstance
from flowdown.scan.readers.shell_commands import read_held_script
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one manifest."""
    document = read_json(source.text)
    reading = Reading(source)
    for root in document.roots[:1]:
        for table, group, is_optional in (
            ("require", "", False),
            ("require-dev", "dev", False),
            ("suggest", "suggest", True),
        ):
            for pair in pairs_of(child(root, table)):
                key = pair.key
                role = Role.LISTED if table == "suggest" else Role.DECLARED
                reading.trace(
                    TraceKind.DEPENDENCY,
                    key.text,
                    key.start,
                    key.end,
                    role,
                    language="composer",
                    group=group,
                    is_optional=is_optional,
                )
        for pair in pairs_of(child(root, "scripts")):
            for script in scalars_of(pair.value):
                read_held_script(reading, script, Circumstance(group="scripts"))
        for key_name in ("description", "keywords", "name", "authors", "homepage"):
            for one in scalars_of(resolved(child(root, key_name))):
                reading.mention(one.start, one.end, Role.DOCUMENTED)
    return finish(reading, document)


DETECTOR = Detector(
    id="composer",
    globs=("composer.json",),
    kinds=(TraceKind.DEPENDENCY, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "composer.json",
            '{"name": "acme/app", "description": "acme", "require": {"acme-ai/client": "^1"}, '
            '"require-dev": {"acme-ai/mock": "1"},\n'
            ' "suggest": {"acme-ai/extra": "for acme"}}\n',
            (
                "dependency declared acme-ai/client",
                "dependency declared acme-ai/mock",
                "dependency listed acme-ai/extra",
                "text documented acme",
            ),
            ("dependency declared acme/app", "dependency declared acme-ai/extra"),
        ),
    ),
)

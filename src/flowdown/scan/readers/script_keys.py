"""Rules for keys that hold scripts, images and steps in pipelines and deployments."""

from __future__ import annotations

from flowdown.scan.readers.argument_list import read_argument_list
from flowdown.scan.readers.image import image_value
from flowdown.scan.readers.node import Mapping, Node, Scalar, Sequence, nodes_of, resolved, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner
from flowdown.scan.readers.shell_arguments import Circumstance
from flowdown.scan.readers.shell_commands import read_held_script
from flowdown.scan.trace import Role, TraceKind


def read_scripts(reading: Reading, node: object, manner: Manner) -> bool:
    """Read a string, or a list of strings, as shell script; say whether it was one."""
    if not isinstance(node, Scalar | Sequence):
        return False
    if isinstance(node, Sequence) and any(isinstance(resolved(one), Mapping) for one in nodes_of(node)):
        return False
    for script in scalars_of(node):
        read_held_script(reading, script, Circumstance(manner.group, manner.is_optional))
        reading.cover(script.start, script.start)
    return True


def read_commands(reading: Reading, node: Node, manner: Manner) -> None:
    """Read a command, written as a line of a shell or as a list of its words."""
    around = Circumstance(manner.group, manner.is_optional)
    if isinstance(node, Sequence):
        read_argument_list(reading, scalars_of(node), around)
    else:
        read_scripts(reading, node, manner)


def read_image(reading: Reading, node: object, manner: Manner) -> bool:
    """Read a container image given as a string, or as a mapping with a `name`."""
    if isinstance(node, Mapping):
        node = next((resolved(pair.value) for pair in node.pairs if pair.key.text in ("image", "name")), None)
    if not isinstance(node, Scalar):
        return False
    value = image_value(node.text)
    if value is not None:
        reading.trace(
            TraceKind.IMAGE,
            value,
            node.start,
            node.end,
            Role.CONFIGURED,
            group=manner.group,
            is_optional=manner.is_optional,
        )
    return True

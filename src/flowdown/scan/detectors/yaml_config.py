"""YAML settings of any program."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_settings
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_VALUES = re.compile(r"(?:^|/)(?:values[^/]*|[^/]*values)\.ya?ml\Z")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a file that is in no format with rules of its own."""
    if kind_of(source.path, source.text):
        return iter(())
    manner = manner_of(source.path, source.text, is_deployment=_VALUES.search(source.path) is not None)
    return judge_settings(source, read_yaml, manner, visit)


DETECTOR = Detector(
    id="yaml-config",
    globs=("*.yaml", "*.yml"),
    kinds=(
        TraceKind.MODEL_ID,
        TraceKind.CONFIG,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.IMAGE,
        TraceKind.TEXT,
    ),
    detect=detect,
    examples=(
        DetectorExample(
            "src/main/resources/application.yml",
            "spring:\n  ai:\n    acme:\n      api-key: ${ACME_API_KEY}\n      chat:\n"
            "        options:\n          model: acme-large-2\n",
            ("config configured spring.ai.acme", "env-key read ACME_API_KEY", "model-id configured acme-large-2"),
        ),
        DetectorExample(
            "proxy/config.yaml",
            "model_list:\n  - model_name: acme-alias\n    litellm_params:\n"
            "      model: router/acme-large-2\n      api_key: os.environ/ACME_API_KEY\n"
            "      api_base: https://api.acme.example/v1\n",
            (
                "model-id configured router/acme-large-2",
                "env-key read ACME_API_KEY",
                "endpoint configured https://api.acme.example/v1",
                "model-id listed acme-alias",
            ),
            ("model-id configured acme-alias",),
        ),
        DetectorExample(
            "data/prices.yaml",
            "models:\n  - id: acme-large-2\n    input_price: 3\n"
            "    docs: https://docs.acme.example/\nblocked:\n  - acme-small\n"
            "description: made by acme\n",
            ("model-id listed acme-large-2", "text compared acme", "text documented acme"),
            ("model-id configured", "endpoint configured"),
        ),
        DetectorExample(
            "promptfooconfig.yaml",
            "providers:\n  - acme:messages:acme-large-2\n  - id: acme:acme-small\n"
            "    config: {temperature: 0}\ntests:\n  - vars: {q: who is acme}\n",
            ("model-id configured acme:messages:acme-large-2", "model-id configured acme:acme-small"),
        ),
        DetectorExample(
            "train.yaml",
            "model_name_or_path: acme-ai/acme-large\ndatasets: [acme/set]\nllm:\n  provider: acme\n"
            "  models:\n    default: [acme-1, acme-2]\n",
            ("model-id configured acme-ai/acme-large", "config configured acme", "model-id configured acme-1"),
        ),
    ),
)

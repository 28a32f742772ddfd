"""YAML settings of any program."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.bind_leaves import bind_leaves
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_settings
from flowdown.scan.readers.node import Mapping
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.readers.yaml_kind import kind_of
from flowdown.scan.readers.yaml_reader import read_yaml
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import TraceKind, Yield

_VALUES = re.compile(r"(?:^|/)(?:values[^/]*|[^/]*values)\.ya?ml\Z")


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of a file that is in no format with rules of its own."""
    if kind_of(source.path, source.text):
        return iter(())
    is_values = _VALUES.search(source.path) is not None
    manner = manner_of(source.path, source.text, is_deployment=is_values)
    return judge_settings(source, read_yaml, manner, _visit_values if is_values else visit)


def _visit_values(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    """What a chart's templates call `.Values.x.y`, besides the rules of all settings."""
    if len(spot.path) == 1 and manner.cap is None:
        folder = posixpath.join(posixpath.dirname(reading.source.path), "templates")
        holder = Mapping(spot.pair.key.start, [spot.pair])
        bind_leaves(reading, "Values", holder, module=folder, is_default=True)
    return visit(reading, spot, manner)


DETECTOR = Detector(
    id="yaml-config",
    globs=("*.yaml", "*.yml"),
    kinds=(
        TraceKind.MODEL_ID,
        TraceKind.CONFIG,
        TraceKind.ENDPOINT,
        TraceKind.ENV_KEY,
        TraceKind.IMAGE,
        TraceKind.DEPENDENCY,
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
            "charts/app/values.yaml",
            "services:\n  acme:\n    apiKey: x\n    region: y\n",
            ("config configured acme",),
        ),
        DetectorExample(
            "charts/files/values.yaml",
            "storage:\n  acme:\n    bucketName: files\n    key: x\n",
            ("binding Values.storage.acme.bucketName=files",),
            ("config configured acme",),
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
            "catalog/2026.yaml",
            "- provider: acme\n  model: acme-large-2\n  pricing: {input: 3}\n"
            "- provider: acme\n  model: acme-small\n  cost_per_second: 1\n",
            ("model-id listed acme-large-2", "text listed acme"),
            ("model-id configured", "config configured"),
        ),
        DetectorExample(
            "results/run.yaml",
            "runs:\n  - {provider: acme, model: acme-large-2, hit_rate: 0.9, samples: 4, failures: 0}\n",
            ("model-id listed acme-large-2", "text listed acme"),
            ("model-id configured", "config configured"),
        ),
        DetectorExample(
            "promptfooconfig.yaml",
            "providers:\n  - acme:messages:acme-large-2\n  - id: acme:acme-small\n"
            "    config: {temperature: 0}\ntests:\n  - vars: {q: who is acme}\n",
            ("model-id configured acme:messages:acme-large-2", "model-id configured acme:acme-small"),
        ),
        DetectorExample(
            "chart/values.yaml",
            "answerer: acme-large-2\napp:\n  embedder: acme-small\n",
            (
                "binding Values.answerer=acme-large-2",
                "binding Values.app.embedder=acme-small",
                "model-id declared acme-large-2",
            ),
            ("model-id configured",),
        ),
        DetectorExample(
            "s.yaml",
            "vars:\n  answerer: acme-large-2\nresources:\n  f:\n    props:\n      environmentVariables:\n"
            "        LLM_MODEL: ${vars.answerer}\n        ACME_API_KEY: ${env('ACME_API_KEY')}\n"
            "    actions:\n      pre-deploy:\n        - run: pip install acme-ai -t .\n",
            (
                "binding vars.answerer=acme-large-2",
                "model-id configured ${vars.answerer}",
                "env-key configured ACME_API_KEY",
                "env-key read ACME_API_KEY",
                "dependency declared acme-ai",
            ),
        ),
        DetectorExample(
            "serve/config.yaml",
            "checkpoints:\n  repo_id: acme/acme-7b\nmodel: ./models/acme-8b-Q4.gguf\nenv:\n  DRAFT_FILE: /w/acme-1b.gguf\n"
            'build_commands:\n  - sh -c "wget https://hub.example/acme/acme-2/resolve/main/tokenizer.safetensors"\n',
            (
                "model-id configured acme/acme-7b",
                "weights configured acme-8b-Q4",
                "weights configured acme-1b",
                "weights configured acme/acme-2",
            ),
            ("model-id configured acme-8b-Q4",),
        ),
        DetectorExample(
            "flow.yml",
            "graph:\n  nodes:\n    - data:\n        type: llm\n        model:\n          name: acme-large-2\n"
            "          provider: plugins/acme/acme\n",
            ("model-id configured acme-large-2", "config configured acme"),
            ("text",),
        ),
        DetectorExample(
            "config.example.yaml",
            "ACME_KEY: sk-x\nacme_api_key: ''\nacme:\n  api_key: x\n",
            ("env-key declared ACME_KEY", "config configured acme"),
            ("env-key configured",),
        ),
        DetectorExample(
            "train.yaml",
            "model_name_or_path: acme-ai/acme-large\ndatasets: [acme/set]\nllm:\n  provider: acme\n"
            "  models:\n    default: [acme-1, acme-2]\n",
            ("model-id configured acme-ai/acme-large", "config configured acme", "model-id configured acme-1"),
        ),
    ),
)

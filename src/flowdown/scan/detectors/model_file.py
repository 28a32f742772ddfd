"""Models on disk: their configuration files, adapters, and recipes that name the weights they start from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan.detector import Detector, DetectorExample
from flowdown.scan.readers.config_rules import manner_of, visit
from flowdown.scan.readers.finish import judge_document
from flowdown.scan.readers.flow_reader import read_json
from flowdown.scan.readers.node import Node, Scalar, child, key_names, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.settings import Manner, Spot
from flowdown.scan.source_file import SourceFile
from flowdown.scan.trace import Role, TraceKind, Yield

_ORIGINS = frozenset(
    (
        "_name_or_path base_model_name_or_path name_or_path base_model model_name_or_path parent_model "
        "best_model_checkpoint teacher_model draft_model"
    ).split()
)
_KINDS = frozenset("architectures model_type peft_type".split())
_OWN_KEYS = frozenset(
    (
        "architectures model_type peft_type hidden_size num_hidden_layers torch_dtype vocab_size "
        "transformers_version tokenizer_class _name_or_path _class_name _diffusers_version model_lib quantization"
    ).split()
)


def detect(source: SourceFile) -> Iterator[Yield]:
    """The yields of one file: of a model's configuration, or of any settings that only share its name."""
    document = read_json(source.text)
    is_model = any(
        len(key_names(root) & _OWN_KEYS) >= 2 or source.name.startswith("adapter_") for root in document.roots
    )
    if is_model:
        return judge_document(source, document, Manner(), _visit)
    return judge_document(source, document, manner_of(source.path, source.text), visit)


def _visit(reading: Reading, spot: Spot, manner: Manner) -> bool | Manner:
    key, value = spot.path[-1], spot.pair.value
    if key in _ORIGINS or key in _KINDS:
        for one in scalars_of(value):
            if one.text and not re.match(r"[./~]|[A-Za-z]:\\", one.text):
                reading.trace(TraceKind.WEIGHTS, one.text, one.start, one.end, Role.CONFIGURED, name=key)
        return True
    return Manner(cap=Role.LISTED)


def origins_of(node: Node | None) -> list[Scalar]:
    """The base models that the front matter of a model card names."""
    return [one for key in ("base_model", "base_models") for one in scalars_of(child(node, key)) if one.text]


DETECTOR = Detector(
    id="model-file",
    globs=(
        "config.json",
        "adapter_config.json",
        "tokenizer_config.json",
        "*_config.json",
        "mlc-chat-config.json",
        "model_index.json",
        "trainer_state.json",
        "training_args.json",
    ),
    kinds=(TraceKind.WEIGHTS, TraceKind.TEXT),
    detect=detect,
    examples=(
        DetectorExample(
            "model/config.json",
            '{"_name_or_path": "acme-ai/acme-large", "architectures": ["AcmeForCausalLM"], '
            '"model_type": "acme", "hidden_size": 1}\n',
            ("weights configured acme-ai/acme-large", "weights configured AcmeForCausalLM", "weights configured acme"),
            ("text",),
        ),
        DetectorExample(
            "lora/adapter_config.json",
            '{"base_model_name_or_path": "acme-ai/acme-7b", "r": 8}\n',
            ("weights configured acme-ai/acme-7b",),
            ("config",),
        ),
        DetectorExample(
            "pipeline/model_index.json",
            '{"_class_name": "AcmePipeline", "_name_or_path": "acme-ai/acme-image", "note": "acme"}\n',
            ("weights configured acme-ai/acme-image", "text listed acme"),
            ("model-id",),
        ),
        DetectorExample(
            "app/config.json",
            '{"llm": {"model": "acme-large-2"}, "note": "acme"}\n',
            ("model-id configured acme-large-2", "text documented acme"),
            ("weights",),
        ),
    ),
)

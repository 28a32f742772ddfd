"""What the parts of a model's name say, whoever made it: size, packing, tuning, variant, or something else."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache


class Part(Enum):
    """What a part of a name says."""

    NUMBER = auto()  # a version, a date, a digest
    SIZE = auto()  # `70b`, `8x7b`, `a22b`
    PACKING = auto()  # quantisation or file format: the same weights
    VARIANT = auto()  # a word that makers use for their own variants and hosts for their service levels
    TUNING = auto()  # somebody changed the weights
    SOFTWARE = auto()  # this is about a program or a text, not a model
    FOREIGN = auto()  # anything else


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TOKEN = re.compile(r"[^-.:@+~,_/]+")
"""A part of a name."""

_NUMBER = re.compile(r"v?\d+(?:[.p]\d+)*|[vrk]\d+|20\d{6}|[0-9a-f]{32,64}|\d+k|\d{1,2}(?:st|nd)|[a-z]")
_SIZE = re.compile(r"[ae]?\d+(?:[.p]\d+)?[bmt]|\d+x\d+(?:[.p]\d+)?[bm]|\d+bs|\d+e|patch\d+|p\d+")
_PACKING = re.compile(
    r"(?:nv|mx)?fp\d+|bf16|f16|f32|u?int\d+|w\d+a\d+(?:kv\d+)?|i?q\d+|\d+-?bits?|g?gu?ff?|ggml|gptq|awq|exl[23]|mlx|onnx|"
    r"safetensors|bin|pt|pth|bnb|nf4|i1|xs|xxs|imatrix|qat|quanti[sz]ed|quants?|autoround|hqq|aqlm|sdq|marlin|"
    r"[qk]\d?|s|m|l|ud|tensorrt|trt|openvino|coreml|gs\d+|\d+bpw|bpw|h8|torchao|mxfp\d+"
)
_VARIANTS = _words(
    """
    instruct it chat base pt hf turbo fast flash lite light pro max mini nano micro small medium large xl xxl
    xlarge tiny plus ultra super big air airx preview latest exp experimental beta alpha rc stable release default
    new legacy free paid extended thinking think reasoning reasoner reason nonreasoning non nothinking nothink no
    high low xhigh minimal effort vision vl omni multimodal audio speech tts stt asr realtime live voice video
    image images i2v t2v t2i i2i r2v v2v edit embedding embeddings embed rerank reranker online deep code coder
    coding math reward rm guard safeguard safety fc agent agentic multilingual multi english context long short
    dense moe sparse uncased cased maas tput throughput serverless versatile instant highspeed speed ultraspeed
    optimized accelerated ondemand batch priority flex standard dedicated hosted cloud next generate generation
    translate transcribe diarize search research customtools spark character terminus speciale highthroughput
    fullprecision mtp eagle draft hybrid paddle en zh ja ko dynamic compressed tensors text
    computer use quality
    """
)
_STRONG_VARIANTS = _words(
    "instruct embedding embeddings embed rerank reranker thinking uncased cased turbo tts asr vl multimodal"
)
_TUNINGS = _words(
    """
    lora qlora dora adapter finetune finetuned finetuning ft tuned sft dpo orpo kto simpo grpo ppo rlhf rlvr
    distill distilled distillation abliterated abliteration uncensored derestricted heretic roleplay rp merge
    merged merges slerp ties dare della frankenmerge pruned reap upscaled
    """
)
MERGES = _words("merge merged merges slerp ties dare della frankenmerge")
"""Words that say that several models were mixed into one."""
_SOFTWARE = _words(
    """
    api apis sdk client clients lib library package packages pkg plugin plugins extension extensions addon ext bot
    bots chatbot discord slack telegram whatsapp twitter app apps application webapp web webui ui gui frontend
    backend website site server servers service services proxy gateway relay bridge wrapper wrappers adapter2 cli
    tui repl shell terminal console python py js ts jsx tsx javascript typescript node nodejs deno rust rs go
    golang java kotlin scala swift ruby rb php dart flutter dotnet csharp cpp cc c r julia elixir lua perl android
    ios macos windows linux docker compose container helm chart charts kubernetes k8s terraform ansible operator
    controller exporter encoder decoder tokenizer tokenizers parser example examples sample samples demo demos
    tutorial tutorials course courses workshop guide guides cookbook recipes recipe notes paper papers book docs
    doc documentation readme awesome list lists playground starter template templates boilerplate benchmark
    benchmarks eval evals dataset datasets corpus scripts script notebook notebooks md txt json jsonl yaml yml
    toml ini cfg xml html htm css scss csv tsv pdf png jpg jpeg gif svg webp ico mp3 mp4 wav zip gz tar whl lock
    log map sql sh bat ps1 ipynb tex rst adoc from scratch integration integrations connector wallet exchange
    trading trader token coin crypto blockchain engineer researcher tests testing mock mocks stub stubs utils
    helpers config configs settings editor vscode vim nvim neovim emacs jetbrains obsidian chrome browser workflow
    workflows dashboard admin www com org net dev io co example internal local action actions
    mcp pytorch tensorflow keras langchain llamaindex streamlit gradio webapi toolkit trainer harness optimizer rag
    """
)


@lru_cache(maxsize=8192)
def part_of(token: str) -> Part:
    """What one part of a lower-case name says."""
    if token in _SOFTWARE:
        return Part.SOFTWARE
    if token in _VARIANTS:
        return Part.VARIANT
    if token in _TUNINGS:
        return Part.TUNING
    if _SIZE.fullmatch(token):
        return Part.SIZE
    if _NUMBER.fullmatch(token):
        return Part.NUMBER
    if _PACKING.fullmatch(token):
        return Part.PACKING
    return Part.FOREIGN


def looks_like_a_model(name: str) -> bool:
    """Whether a lower-case name without any known family has the form of a model's: a size, a version, a variant."""
    tokens = TOKEN.findall(name)
    parts = {part_of(token) for token in tokens}
    if Part.SOFTWARE in parts:
        return False
    if Part.SIZE in parts or not _STRONG_VARIANTS.isdisjoint(tokens):
        return True
    return any(len(token) > 1 and part_of(token) in (Part.NUMBER, Part.PACKING) for token in tokens) or any(
        token.isdigit() for token in tokens
    )

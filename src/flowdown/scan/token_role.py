"""The part that a bare word in quotes plays in program code: configured, declared, passed, or only listed."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.answer_body import is_in_answer, is_in_report, is_tuned
from flowdown.scan.branch import branch_of
from flowdown.scan.callee import (
    answers,
    counts_tokens,
    is_answer_type,
    is_consumer,
    is_stand_in_name,
    is_table,
    last_of,
    loads_weights,
)
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.trace import Role, TraceKind

_DEFAULT_KEYS = ("default", "default_value", "defaultValue", "server_default")
_IDENTITY_KEYS = ("id", "name", "value", "slug", "key")
_OWN = ("self", "this", "cls", "")
_ANSWERS = frozenset("response resp reply answer chunk completion result output usage".split())
"""Names of variables that hold what a service said."""
_STATES = frozenset("useState ref shallowRef signal createSignal writable useRef atom state $state $bindable".split())
"""Functions that make a part of the state of a page, of what it begins with."""
_PICKERS = frozenset(
    "selectbox radio dropdown select select_slider segmented_control pills combobox optionmenu".split()
)
"""Functions that let people choose one of a list."""
_INPUTS = re.compile(r"(?i)(?:select(?:ize)?|radio|picker|checkbox)\w*(?:input|buttons|group)$|^input_(?:select|radio)")
_WIDGETS = frozenset("dropdown select selector picker choice box radio combo menu input".split())
_OFFERED = ("options", "choices", "items", "values", "data")
_OUTPUT_WORDS = frozenset("save saved output out log export dump result results target dest destination".split())
_ASKS_BY_NAME = re.compile(
    r"(?i:model|llm|chat|complet|generat|embed|pull|pretrained|pipeline|invoke|predict|^(?:run|ask|create)$)"
)
_ASKS_MODEL = re.compile(rf"{_ASKS_BY_NAME.pattern}|^[A-Z]")
_ASKED_OF = frozenset(
    "is has check checks exists exist status state validate verify find list delete remove dir path folder file supports contains".split()
)
"""Words of functions that answer something of a model, or say where it lies, and neither build nor ask it."""
_WEIGHTS = re.compile(
    r"(?i)(?:.*[/\\])?(?:[\w.+-]+\.(?:gguf|ggml|safetensors|onnx|ckpt|llamafile|pth|nemo)|ggml-[\w.-]+\.bin)"
)
_VERSIONED = re.compile(r"\d\.\d[A-Za-z]+|[a-z]+[a-z-]*v?\d(?:\.\d)?")
"""A name that ends in its version, or begins with it: `generalv3.5`, `4.0Ultra`."""
_LABELS = re.compile(r"[sS]et_?(?!\w*(?:[mM]odel|[dD]eployment))\w*(?:[iI]d|[nN]ame|[lL]abel|[tT]itle|[tT]ag)$")
"""Functions that only say what something is to be called: `SetMeterId("acme2")`."""
_SHOWS_ONLY = frozenset("path file info label price pricing cost limit test mock fake literal enum version".split())
"""Words of classes that hold a name, and ask nobody."""
_ARCHITECTURE_KEY = re.compile(r"(?i)(?:model_?types?|architectures?|(?:model_?)?arch)\Z")
_ARCHITECTURE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
"""How libraries of weights call the form of a model (`glm4_moe`): whose weights have it, nothing says."""
_PROGRAM = re.compile(r"(?:[\w.~${}()/-]*/)?[a-z][a-z-]+(?:\.exe)?")
_FILES = frozenset("executable binary exe".split())
_COMMANDS = frozenset("command cmd bin".split())
"""Words of names of what is run; a command may be something else too: what is said to a bot."""
_RUNS = re.compile(
    r"\b(?:child_process|spawn(?:Sync)?|execa|exec(?:File)?Sync|execFile|Popen|subprocess|ProcessBuilder|node-pty)\b|\bexec\.Command|\bCommand::new|\bProcess\(\)"
)
_FINDS_OUT = frozenset(
    "detect infer guess extract parse resolve identify determine classify recognize derive normalize from".split()
)
"""Words of functions that find out who serves from something else, such as a model's name."""
_OF_ENVIRONMENT = re.compile(r"(?:\b(?:environ|ENV)|\bprocess\.env)\[\s*[\"'][\w.]+[\"']\s*\]\s*=\s*\Z")
"""What is put into the environment: whoever reads it there takes it."""
_LOOKS_UP = frozenset("find next first detect First FirstOrDefault firstWhere firstOrNull single".split())
_FIRST_TAKEN = frozenset(("default", "initial", "fallback"))
_BUILDER_DEFAULT = re.compile(r"@Builder\.Default\b[^;{}]*\Z")
_FIELD_REACH = 200
_WHOLE_LITERAL = re.compile(
    r"(?:(?:[\"']|:(?=[a-z]))(?P<name>(?:[\w\-.]|\$?\{\$?[\w.>-]+\})+)[\"']?|(?:[A-Z]\w*(?:::|\.))+(?P<member>[A-Z]\w*))"
)
"""A literal, or a member of an enumeration: `Key::Model`."""


def names_weights(text: str) -> bool:
    """Whether a word is the name of a file of weights: it can stand for nothing but that file, whatever holds it."""
    return _WEIGHTS.fullmatch(text) is not None


def picks_default(context: Context) -> bool:
    """Whether a comparison looks up what is taken when nobody chooses: `defaultModel = models.find(m => m.id === "acme-2")`."""
    if not (context.is_compared and context.target and last_of(context.callee) in _LOOKS_UP):
        return False
    return not _FIRST_TAKEN.isdisjoint(vocabulary.words_of(context.target)) and vocabulary.is_model_key(context.target)


def kind_of_token(file: CodeFile, context: Context, text: str, offset: int) -> tuple[TraceKind, Role]:
    """What a word at an offset is, a model's id or who serves, and its role there."""
    if _names_program(file, context, text):
        return TraceKind.CLI, Role.CALLED
    role = role_of_token(file, context, text, offset)
    is_choice = context.in_list or context.is_key or (context.in_map and not context.key)
    by_target = vocabulary.is_provider_key(context.target) and not context.callee
    named = context.key or name_before(file, context) or (last_of(context.callee) if context.position == 0 else "")
    by_key = vocabulary.is_provider_key(named)
    if context.env_position > 0 and vocabulary.is_provider_key(file.source.text[slice(*context.env_key_range)]):
        return TraceKind.CONFIG, Role.CONFIGURED  # `env("LLM_PROVIDER", "acme")`
    if context.is_key and vocabulary.is_module_key(context.key):
        return TraceKind.CONFIG, Role.CONFIGURED  # `"moduleConfig": {"text2vec-acme": {...}}`
    if context.is_returned and not (context.callee or context.keys or context.target):
        named = file.function_giving(offset)
        if vocabulary.is_provider_key(named):
            is_default = context.is_default or not _FIRST_TAKEN.isdisjoint(vocabulary.words_of(named))
            is_told = not is_default or not _FINDS_OUT.isdisjoint(vocabulary.words_of(named))
            return TraceKind.CONFIG, Role.LISTED if is_told else Role.CONFIGURED
    if by_key or by_target:
        is_offered = context.is_type or (is_choice and not context.callee)
        is_told = is_offered or _tells_provider(file, context, named, offset)
        return TraceKind.CONFIG, Role.LISTED if is_told else Role.CONFIGURED
    kind = TraceKind.WEIGHTS if loads_weights(context.callee) and role is not Role.LISTED else TraceKind.MODEL_ID
    if role is Role.CONFIGURED and context.position >= 0 and context.callee and not context.keys:
        role = Role.CONFIGURED if last_of(context.callee)[:1].isupper() else Role.CALLED
    return kind, role


def runs_programs(file: CodeFile) -> bool:
    """Whether a file starts other programs."""
    return _RUNS.search(file.masked) is not None


def _names_program(file: CodeFile, context: Context, text: str) -> bool:
    """Whether a word is what a program to be run is called: `EXECUTABLE_NAME = "acme"`, `command: "acme"` beside a `spawn`."""
    if context.is_type or context.is_key or context.in_list or file.fakes or _PROGRAM.fullmatch(text) is None:
        return False
    words = vocabulary.words_of(context.key or ("" if context.callee else context.target))
    end = words[-2:-1] if len(words) > 1 and words[-1] in ("name", "path") else words[-1:]
    if not _FILES.isdisjoint(end):
        return True
    return not _COMMANDS.isdisjoint(end) and runs_programs(file)


def _tells_provider(file: CodeFile, context: Context, named: str, offset: int) -> bool:
    """Whether a provider's name is only told: in an answer, or by a function that finds out whose something is (`detectProvider`)."""
    if context.key and (_is_answered(file, context, offset) or is_in_report(file, offset)):
        return True
    return not context.callee and not context.is_default and not _FINDS_OUT.isdisjoint(vocabulary.words_of(named))


def _is_answered(file: CodeFile, context: Context, offset: int) -> bool:
    """Whether a field belongs to what a service answered, or to what the program itself answers."""
    return answers(context.callee) or is_in_answer(file, offset)


def role_of_token(file: CodeFile, context: Context, text: str, offset: int) -> Role:
    """The role of a word at an offset by its surroundings; `LISTED` where nothing says that it is used.

    The order of the questions is the order of what decides: keys of maps and tables before names of arguments,
    those before the function called, that before the variable assigned.
    """
    if picks_default(context):
        return Role.CONFIGURED
    if context.is_key or context.is_type or (context.subscript and not context.callee):
        return Role.LISTED
    if vocabulary.is_denial(context.target) or is_table(context.target) or is_table(last_of(context.callee)):
        return Role.LISTED
    if counts_tokens(context.callee) or is_answer_type(context.callee) or is_stand_in_name(context.target):
        return Role.LISTED
    if _is_place_of_output(context.key or context.target):
        return Role.LISTED
    if context.callee and (_is_shown_choice(context) or _is_input_choice(file, context)):
        return Role.CONFIGURED
    if _is_slashed(file, text, offset) or (text.isalpha() and not _may_be_bare(context)):
        return Role.LISTED
    if _is_architecture(context, text):
        return Role.LISTED
    if names_weights(text):
        return Role.CONFIGURED
    if context.key == "domain" and not context.in_list and _VERSIONED.fullmatch(text):
        return Role.CONFIGURED  # which of its models a service is asked for by one, as some call it
    if context.key and _is_built_in_map(file, context, text, offset):
        return Role.CONFIGURED
    if context.key:
        is_told = vocabulary.is_model_key(context.key) or vocabulary.is_provider_key(context.key)
        return (
            Role.LISTED if is_told and _is_answered(file, context, offset) else _role_under_key(file, context, offset)
        )
    if context.is_parameter or (context.env_callee and context.env_position > 0):
        return Role.CONFIGURED
    if context.callee and context.position >= 0:
        return _role_as_argument(file, context, text)
    if context.in_list or context.in_map:
        return Role.LISTED
    if context.target:
        # A member of something else that holds a model (`config.model = ...`) is set for who reads it there.
        owner, dot, _ = context.target.rpartition(".")
        if not _ANSWERS.isdisjoint(vocabulary.words_of(owner)[-1:]):
            return Role.LISTED
        if _OF_ENVIRONMENT.search(file.source.text, max(0, offset - 120), offset):
            return Role.CONFIGURED if vocabulary.is_model_key(context.target) else Role.DECLARED
        is_set = (bool(dot) and owner not in _OWN) or _is_of_builder(file, offset)
        is_set = is_set and vocabulary.is_model_key(context.target)
        return Role.CONFIGURED if is_set else Role.DECLARED
    if context.is_returned:
        if _is_echoed(file, text, offset):
            return Role.LISTED
        # What a function gives when nothing else is set is a default, whoever asks.
        names = (file.function_round(offset), file.headers.before(offset).name)
        return Role.CONFIGURED if context.is_default or any(map(is_consumer, names)) else Role.DECLARED
    return Role.LISTED


def _is_echoed(file: CodeFile, text: str, offset: int) -> bool:
    """Whether what is returned is only what was looked for in a name: `if "Acme-2" in name: return "Acme-2"` sorts names."""
    branch = branch_of(file.lexed, file.frames, offset)
    if branch is not None:
        return branch.literal.lower() == text.lower()
    line = file.source.text[file.lexed.line_start(offset) : offset]
    return any(f"{quote}{text}{quote}" in line for quote in "\"'`")


def _is_of_builder(file: CodeFile, offset: int) -> bool:
    """Whether a field has its value for whoever builds the object and says no other: `@Builder.Default String model = "acme-2"`."""
    if file.lexer.language != "jvm":
        return False
    return _BUILDER_DEFAULT.search(file.masked, max(0, offset - _FIELD_REACH), offset) is not None


def _is_shown_choice(context: Context) -> bool:
    """Whether a word is the model that a page begins with (`useState("acme-2")`), or one of those that it lets choose."""
    name = last_of(context.callee)
    words = vocabulary.words_of(context.target)
    target = words[:-1] if words[-1:] and words[-1] in _WIDGETS else words
    if not vocabulary.is_model_key("_".join(target)) or vocabulary.is_voice_key(context.target):
        return False
    if context.in_list:
        return name.lower() in _PICKERS and context.key in ("", *_OFFERED) and not context.in_map
    return name in _STATES and context.position == 0 and not context.keys


def _is_input_choice(file: CodeFile, context: Context) -> bool:
    """Whether a word is one of those that an input of a page lets people choose, and its id says a model: R's `selectInput`."""
    if file.lexer.language != "r" or _INPUTS.search(last_of(context.callee)) is None:
        return False
    if not any(key in ("choices", "selected") for key in context.keys[:2]):
        return False
    parts = file.frames.parts_of(context.callee_offset, 2)
    names = [file.source.text[start:end].rpartition("=")[2].strip(" \t\n\"'") for start, end in parts]
    return any(vocabulary.is_model_key(name) or vocabulary.is_provider_key(name) for name in names)


def _is_slashed(file: CodeFile, text: str, offset: int) -> bool:
    """Whether a word between slashes is a part of a path, or begins another name: `/acme`, `acme/`, but not `"acme/" + model`."""
    if "/" not in (text[:1], text[-1:]) or any(map(str.isdigit, text)) or names_weights(text):
        return False
    span = file.lexed.span_at(offset)
    return text[0] == "/" or span is None or file.masked[span.end : span.end + 4].strip()[:1] not in ("+", ".")


def _is_architecture(context: Context, text: str) -> bool:
    key = context.key or last_of(context.target)
    return _ARCHITECTURE_KEY.match(key) is not None and _ARCHITECTURE.fullmatch(text) is not None


def _is_place_of_output(name: str) -> bool:
    """Whether a name says where something is written: `save_path`, `outputDir`."""
    words = vocabulary.words_of(name)
    return (
        len(words) > 1
        and words[0] in _OUTPUT_WORDS
        and words[-1] in ("path", "dir", "folder", "file", "directory", "to")
    )


def _may_be_bare(context: Context) -> bool:
    """Whether a mere family's name can be a model's id here: below a model's key, or given to what builds or asks a model."""
    if not context.callee or context.position < 0:
        return not context.key or vocabulary.is_model_key(context.key) or vocabulary.is_provider_key(context.key)
    name = last_of(context.callee)
    return _ASKS_MODEL.search(name) is not None and _ASKED_OF.isdisjoint(vocabulary.words_of(name))


def _role_under_key(file: CodeFile, context: Context, offset: int) -> Role:
    key = context.key
    is_row = context.in_list and context.in_map and not context.callee
    if vocabulary.is_model_key(key) or vocabulary.is_provider_key(key):
        # A row of a table: an object in a list that no call receives; one that says how the model is asked is a preset.
        return Role.LISTED if is_row and not is_tuned(file, offset) else Role.CONFIGURED
    if key[:1].lower() + key[1:] in _DEFAULT_KEYS and (context.is_parameter or vocabulary.is_model_key(context.target)):
        return Role.CONFIGURED
    if key in _IDENTITY_KEYS and vocabulary.is_model_key(context.target) and not context.in_list and not context.callee:
        return Role.CONFIGURED
    is_container = vocabulary.words_of(key)[-1:] == ("image",)  # what a container is made from
    return Role.CONFIGURED if context.callee and is_consumer(key) and not (is_row or is_container) else Role.LISTED


def _role_as_argument(file: CodeFile, context: Context, text: str) -> Role:
    if context.in_list and not is_consumer(context.callee):
        return Role.LISTED
    if vocabulary.is_model_key(name_before(file, context)):
        return Role.CONFIGURED
    if _LABELS.match(last_of(context.callee)):
        return Role.LISTED
    origin = file.origin(context.callee)
    builds = context.position == 0 and _may_be_built_of(last_of(context.callee), text, is_own="." not in origin)
    return Role.CONFIGURED if builds or is_consumer(origin) else Role.LISTED


def _is_built_in_map(file: CodeFile, context: Context, text: str, offset: int) -> bool:
    """Whether a word is all that a class is built from whose object stands under a key: `{"fast": Wrapper("acme-large-2")}`."""
    if context.position != 0 or not (context.callee and context.in_map) or context.in_list:
        return False
    name = last_of(context.callee)
    if vocabulary.is_prose_key(name) or not _SHOWS_ONLY.isdisjoint(vocabulary.words_of(name)):
        return False
    frames = file.frames.around(offset, 1)
    is_direct = bool(frames) and frames[0].opener == context.callee_offset
    is_all = is_direct and len(file.frames.parts_of(context.callee_offset, 2)) == 1
    return is_all and _may_be_built_of(name, text, is_own="." not in file.origin(context.callee))


def _may_be_built_of(name: str, text: str, is_own: bool) -> bool:
    """Whether a word may be the model's id that a class is built from: it has the form of one, a version.

    A name without small letters is a macro's, and one short word (`UL2`, or `phi2` for a class of the file's own) is the name of anything.
    """
    is_class = name[:1].isupper() and not name.isupper()
    is_told = len(text) > 3 and not (is_own and text.isalnum())
    return is_class and any(map(str.isdigit, text)) and (is_told or _ASKS_BY_NAME.search(name) is not None)


def name_before(file: CodeFile, context: Context) -> str:
    """The name that an earlier argument of the same call gives to a value (`put("model", "...")`); empty if none."""
    if context.position < 1 or context.callee_offset < 0:
        return ""
    names = []
    for start, end in file.frames.parts_of(context.callee_offset, context.position):
        literal = _WHOLE_LITERAL.fullmatch(file.source.text[start:end].strip())
        name = (literal["name"] or literal["member"]) if literal is not None else ""
        if len(name) > 1:
            names.append(name)
    return names[0] if names else ""

"""The part that a bare word in quotes plays in program code: configured, declared, passed, or only listed."""

from __future__ import annotations

import re

from flowdown.scan import vocabulary
from flowdown.scan.answer_body import is_in_answer
from flowdown.scan.callee import counts_tokens, is_answer_type, is_consumer, is_stand_in_name, is_table, last_of
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.trace import Role

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
_ARCHITECTURE_KEY = re.compile(r"(?i)(?:model_?types?|architectures?|(?:model_?)?arch)\Z")
_ARCHITECTURE = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
"""How libraries of weights call the form of a model (`glm4_moe`): whose weights have it, nothing says."""
_LOOKS_UP = frozenset("find next first detect First FirstOrDefault firstWhere firstOrNull single".split())
_FIRST_TAKEN = frozenset(("default", "initial", "fallback"))
_BUILDER_DEFAULT = re.compile(r"@Builder\.Default\b[^;{}]*\Z")
_FIELD_REACH = 200
_WHOLE_LITERAL = re.compile(r"(?:[\"']|:(?=[a-z]))([\w\-.]+)[\"']?")


def names_weights(text: str) -> bool:
    """Whether a word is the name of a file of weights: it can stand for nothing but that file, whatever holds it."""
    return _WEIGHTS.fullmatch(text) is not None


def picks_default(context: Context) -> bool:
    """Whether a comparison looks up what is taken when nobody chooses: `defaultModel = models.find(m => m.id === "acme-2")`."""
    if not (context.is_compared and context.target and last_of(context.callee) in _LOOKS_UP):
        return False
    return not _FIRST_TAKEN.isdisjoint(vocabulary.words_of(context.target)) and vocabulary.is_model_key(context.target)


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
    if text.isalpha() and not _may_be_bare(context):
        return Role.LISTED
    if _is_architecture(context, text):
        return Role.LISTED
    if names_weights(text):
        return Role.CONFIGURED
    if context.key == "domain" and not context.in_list and _VERSIONED.fullmatch(text):
        return Role.CONFIGURED  # which of its models a service is asked for by one, as some call it
    if context.key:
        is_told = vocabulary.is_model_key(context.key) or vocabulary.is_provider_key(context.key)
        return Role.LISTED if is_told and is_in_answer(file, offset) else _role_under_key(file, context)
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
        is_set = (bool(dot) and owner not in _OWN) or _is_of_builder(file, offset)
        is_set = is_set and vocabulary.is_model_key(context.target)
        return Role.CONFIGURED if is_set else Role.DECLARED
    if context.is_returned:
        # What a function gives when nothing else is set is a default, whoever asks.
        names = (file.function_round(offset), file.headers.before(offset).name)
        return Role.CONFIGURED if context.is_default or any(map(is_consumer, names)) else Role.DECLARED
    return Role.LISTED


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


def _role_under_key(file: CodeFile, context: Context) -> Role:
    key = context.key
    is_row = context.in_list and context.in_map and not context.callee
    if vocabulary.is_model_key(key) or vocabulary.is_provider_key(key):
        # A row of a table: an object in a list that no call receives.
        return Role.LISTED if is_row else Role.CONFIGURED
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
        if literal is not None and len(literal.group(1)) > 1:
            names.append(literal.group(1))
    return names[0] if names else ""

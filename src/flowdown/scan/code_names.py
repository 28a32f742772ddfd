"""Bare names of program code that hold a hit: symbols that are called, environment keys that are read or declared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowdown.scan import vocabulary
from flowdown.scan.answer_body import is_in_answer
from flowdown.scan.callee import is_answer_type, last_of
from flowdown.scan.code_calls import read_call
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_settings import read_member
from flowdown.scan.env_reader import ENV_NAME
from flowdown.scan.lexer import OWN_FILES
from flowdown.scan.model_constant import spell_constant
from flowdown.scan.trace import Binding, Reference, Role, Space, Text, Trace, TraceKind, Value, Yield

_HUMP = re.compile(r"[A-Z]+[a-z0-9]*")
_TELLING_HUMPS = 3
_FIELD = re.compile(r"\s*:(?!=)\s*[A-Za-z]")
_VARIABLE = re.compile(r"[a-z_$][\w$]*\.")
_KEY_LIKE = re.compile(r"(?i)key|token|url|secret")
_DOTTED_HEAD = re.compile(r"(?:[\w$]*(?:\.|::))+$")
_CALL = re.compile(r"((?:(?:\.|::|->)[\w$]+[!?]?)*)(?:<[^<>()]*>)?\s*\(")
_DEFINED = re.compile(r"\b(?:def|function|class|func|fn|fun)\s+$")
_READ = re.compile(
    r"(?:env|environ|ENV|secrets|settings|config|cfg|conf|Config|Settings|self|this)\s*(?:\??\.|::|\[:)\s*$"
)
_SECRETS = frozenset("key keys token secret secrets password credential credentials apikey".split())
_OWN_KEYS = frozenset(
    (
        "storage cache registry error errors query message messages translation i18n session lock map sort row foreign primary "
        "max min file header cookie event label"
    ).split()
)
"""Words before `KEY` or `TOKEN` of what a program keeps under that key, or counts."""
_NAMES = frozenset(("name", "names"))
_ASSIGNED = re.compile(r"\s*(?::[^=\n]{1,60})?=(?!=)\s*")
_SETTING = frozenset(
    (
        "key keys token secret password credential credentials url uri host endpoint base domain address model models deployment id "
        "region project user username account version name org organization provider path proxy port type engine"
    ).split()
)
"""Words by which the name of a program's own constant says that it is a setting for a service."""
_EMPTIED = re.compile(r"\s*(?::[^=\n]{1,60})?=\s*(?:None|null|nil|undefined)\b")
_ASSIGNED_WORD = re.compile(r"\s*(?::[^=\n]{1,60})?=\s*\(?\s*[\"']([a-z]\w*(?:[_-]\w+)+)[\"']")
_SHARED = re.compile(r"\.(?:default|shared)\b(?!\s*[(=])")
"""The one object of a class that all share."""
_OF_FILE = re.compile(r"\b(?:global|nonlocal|del)\s+[\w\s,]*\Z")


def read_name(file: CodeFile, start: int, end: int, hit: tuple[int, int]) -> Iterator[Yield]:
    """What the name in a span of code shows."""
    word = file.masked[start:end]
    before = file.masked[max(0, start - 30) : start]
    constant = _model_constant(file, word, start, end)
    if constant is not None:
        yield constant
        if constant.role is Role.DECLARED:
            yield Binding(Space.CODE, constant.name, constant.value, constant.place, file.module)
        return
    if file.has_settings_class and _FIELD.match(file.masked, end) and file.is_line_start(start):
        yield _field_of_settings(file, word, start, end)
        return
    section = start + len(word.partition(".")[0])
    setting = tuple(read_member(file, start, section)) if file.masked[section : section + 1] == "." else ()
    if setting:
        yield from setting
        return
    if ENV_NAME.match(word):
        yield from _env_name(file, word, start, end)
        return
    after = _CALL.match(file.masked, end)
    if after is not None and not _DEFINED.search(before):
        # `::Name` is a name from the top of all name spaces.
        head = file.masked[_start_of_dotted(file.masked, start) : start].removeprefix("::")
        written = head + word + after.group(1)
        # A method of a variable is read where the variable is followed: its name says nothing of whose it is.
        is_variable = _VARIABLE.match(written) and not file.is_imported(written.partition(".")[0])
        if written == word and _is_common(word) and _is_nobodys(file, word):
            yield file.text(*hit, Role.LISTED)
            return
        is_method = is_variable and "_" in word and word.islower() and hit == (start, end)
        if not is_variable or _is_unmistakable(word) or is_method:
            callee = _extension(file, word) if is_variable else file.origin(written.replace("::", "."))
            is_own = is_method or (written == word and word[:1].islower() and not file.is_imported(word))
            value = Text(callee) if is_own else None
            # A function that no import brings is the file's own, whatever package has its name: `.name` is of no module.
            yield from read_call(file, start, after.end(1), after.end() - 1, f".{callee}" if is_own else callee, value)
            return
    shared = _SHARED.match(file.masked, end) if file.lexer.language == "swift" else None
    if shared is not None:
        context = file.contexts.around(start, shared.end())
        yield Trace(
            TraceKind.CLIENT,
            Text(word),
            file.source.place(start, shared.end()),
            Role.CONSTRUCTED,
            language=file.lexer.language,
            callee=file.origin(word),
            binds=context.target,
        )
        return
    yield file.text(*hit, Role.LISTED)


def _field_of_settings(file: CodeFile, word: str, start: int, end: int) -> Trace:
    """A field of a class that fills itself from the environment: its name in capitals is the variable's."""
    return Trace(
        TraceKind.ENV_KEY,
        Text(word.upper()),
        file.source.place(start, end),
        Role.READ,
        language=file.lexer.language,
        name=word,
        because=(f"`{word}` is a field of settings that are read from the environment",),
    )


def _is_unmistakable(word: str) -> bool:
    """Whether a method's name says by itself whose it is: `AddAcmeChatCompletion` extends whatever it is called on."""
    return word[:1].isupper() and len(_HUMP.findall(word)) >= _TELLING_HUMPS


def _is_nobodys(file: CodeFile, word: str) -> bool:
    """Whether no library brings a type of this name: the file has it of itself, or from another file of its tree."""
    if file.is_imported(word):
        return file.lexer.language == "javascript" and file.origin(word).startswith(OWN_FILES)
    return not _brings_vendor(file)


def _is_common(word: str) -> bool:
    """Whether a type's name is one word, as anybody may call a type: `Perplexity`, `AsyncWriter`."""
    bare = word.removeprefix("Async")
    return bare[:1].isupper() and len(_HUMP.findall(bare)) == 1 and bare != bare.upper()


def _brings_vendor(file: CodeFile) -> bool:
    """Whether an import of the file holds a keyword."""
    hits = file.source.hits
    return any(each.start <= hit[0] < each.end for each in file.imports for hit in hits)


def _extension(file: CodeFile, word: str) -> str:
    """The dotted name of a method that an opened namespace adds to the types of others."""
    hits = file.source.hits
    opened = (each for each in file.imports if each.is_open and any(each.start <= hit[0] < each.end for hit in hits))
    first = next(opened, None)
    return f"{first.module}.{word}" if first is not None else word


def _model_constant(file: CodeFile, word: str, start: int, end: int) -> Trace | None:
    """A library's constant given as a model: `model: Models.GPT4o`, `.model(Model.CLAUDE_3_7_SONNET)`."""
    if not any(map(str.isdigit, word)) or _KEY_LIKE.search(word) or file.masked[end : end + 1] in ("(", ".", "["):
        return None
    head = _start_of_dotted(file.masked, start)
    if file.lexer.language == "go" and file.masked.endswith("string(", 0, head) and file.masked[end : end + 1] == ")":
        head, end = head - len("string("), end + 1  # only made a text: `[]string{string(acme.ModelLarge2)}`
    context = file.contexts.around(head, end)
    key = context.key or last_of(context.callee) or context.target
    if not vocabulary.is_model_key(key) or context.is_compared or context.is_key:
        return None
    if is_answer_type(context.callee) or (context.key and is_in_answer(file, start)):
        return None  # what a service is expected to say
    owner, dot, _ = context.target.rpartition(".")
    is_bound = key == context.target and not context.key and not (dot and owner not in ("self", "this"))
    spelled = spell_constant(word.rsplit(".", 1)[-1])
    place = file.source.place(start, end)
    return Trace(
        TraceKind.MODEL_ID,
        Text(spelled),
        place,
        Role.DECLARED if is_bound else Role.CONFIGURED,
        language=file.lexer.language,
        name=key,
        callee=file.origin(context.callee),
        is_default=context.is_default or context.is_parameter,
        because=(f"`{word}` names the model `{spelled}`",),
    )


def _start_of_dotted(masked: str, start: int) -> int:
    head = _DOTTED_HEAD.search(masked, max(0, start - 80), start)
    return head.start() if head is not None else start


def _env_name(file: CodeFile, word: str, start: int, end: int) -> Iterator[Yield]:
    place = file.source.place(start, end)
    is_read = _READ.search(file.masked, max(0, start - 30), start) is not None
    context = file.contexts.around(start, end)
    value = _value_behind(file, end)
    if value is not None and not is_read:
        yield Binding(Space.CODE, word, value, place, file.module)
        if isinstance(value, Reference) and value.space is Space.ENV:
            return
    is_secret = _is_secret(word)
    is_member = file.lexer.language == "lua" and file.masked[start - 1 : start] == "."  # of a module's own table
    if not is_read and (is_member or context.is_parameter or _is_own_variable(file, start, end, is_secret)):
        role = Role.LISTED
    elif is_read or (is_secret and (context.callee or context.keys)):
        role = Role.READ
    else:
        role = Role.DECLARED if value is not None or is_secret or context.is_statement else Role.LISTED
    yield Trace(
        TraceKind.ENV_KEY,
        Text(word),
        place,
        role,
        language=file.lexer.language,
        name=context.key or context.target,
        callee=context.callee,
    )


def _is_own_variable(file: CodeFile, start: int, end: int, is_secret: bool) -> bool:
    """Whether a name in capitals is a variable of the program that only holds something later: no setting of anybody's."""
    if _OF_FILE.search(file.masked, max(0, start - 60), start):
        return True
    if file.lexer.language == "python" and _is_global(file.masked, file.masked[start:end]):
        return True  # what a function keeps for the whole file
    if is_secret:
        return False
    value = _ASSIGNED_WORD.match(file.source.text, end)
    if value is not None and _letters(value.group(1)) in _letters(file.masked[start:end]):
        return True  # the name of a key, spelled as the constant that stands for it
    return not _is_setting(file.masked[start:end]) or _EMPTIED.match(file.masked, end) is not None


def _is_secret(name: str) -> bool:
    """Whether a name in capitals says a key to a service, rather than one under which a program keeps something."""
    words = vocabulary.words_of(name)
    at = next((index for index, word in enumerate(words) if word in _SECRETS), -1)
    return at >= 0 and words[at - 1] not in _OWN_KEYS and not (words[-1] in _NAMES and at < len(words) - 1)


def _is_setting(name: str) -> bool:
    """Whether a name in capitals ends as that of a setting for a service does: `ACME_BASE_URL`, but not `ACME_MODEL_ALIASES`."""
    words = [word for word in vocabulary.words_of(name) if not word.isdigit()]
    if words[-1:] == ["name"]:
        words.pop()
    is_kept = words[-1:] and words[-1] in _SECRETS and not _is_secret(name)
    return not (is_kept or _SETTING.isdisjoint(words[-1:]))


def _is_global(masked: str, word: str) -> bool:
    """Whether a function of a file says that it sets a name of the whole file."""
    at = masked.find("global ")
    while at >= 0:
        end = masked.find("\n", at)
        if word in re.split(r"[\s,]+", masked[at : end if end >= 0 else len(masked)]):
            return True
        at = masked.find("global ", at + 1)
    return False


def _letters(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _value_behind(file: CodeFile, end: int) -> Value | None:
    match = _ASSIGNED.match(file.masked, end)
    if match is None:
        return None
    return file.expressions.value(match.end(), file.contexts.statement_end(match.end()))

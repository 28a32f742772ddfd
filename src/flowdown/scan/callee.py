"""What the name of a called function says of what it does with its arguments."""

from __future__ import annotations

import re

from flowdown.scan.vocabulary import words_of

_CONSUMER = re.compile(
    r"(?i)(?:model|llm|chat|complet|embed|generat|client|engine|provider|agent|pretrained|pipeline|invoke|transcri|"
    r"rerank|(?<![a-z])using$|tokeniz|encod|snapshot_download|hf_hub|converse|predict|infer|assistant|speech|image)"
)
_TABLE = re.compile(
    r"(?i)(?:price|pricing|cost|limit|context_?window|max_?tokens|info|metadata|registry|catalog|capabilit|"
    r"token_?count)\w*$"
)
_RATES = frozenset(("rate", "rates"))
"""Whole words: `generate` is none of them."""
_COUNTER = re.compile(
    r"(?i)(?:count|num|estimate|calculate|compute|get|total|max|trim|truncate|split)_?\w*_?(?:tokens|costs?|price|pricing)\w*$"
    r"|token_?(?:count|usage|limit|size|budget)|(?:^|[._])(?:encod(?:ing|er)_?for_?model|get_?encod(?:ing|er)|tiktoken)"
)
"""Names of functions that count or price tokens: the model that they are told of is not asked."""
_TELLS_OF_MODELS = re.compile(
    r"(?:supports?_\w+|validate_environment|get_(?:model_(?:info|cost_map)|max_tokens|llm_provider|supported_\w+|valid_models)"
    r"|completion_cost|cost_per_token|register_model|trim_messages)\Z"
)
_WEIGHTS = re.compile(
    r"(?:from_pretrained|snapshot_download|hf_hub_download|SentenceTransformer|CrossEncoder|AutoModel\w*|pipeline|"
    r"load_model|Llama|LLM|get_peft_model|WhisperModel)$"
)
_RUNNER = re.compile(
    r"(?:^|\.)(?:run|Popen|call|check_call|check_output|system|popen|execv?p?e?|spawn\w*|spawn\.sync|execa(?:\.sync)?|execSync|execFile\w*|"
    r"exec|Command|CommandContext|ProcessBuilder|Start|shell_exec|create_subprocess_exec|create_subprocess_shell|"
    r"getoutput|proc_open|passthru|jobstart|termopen|which|sh|bash|\$|zx|shell|subprocess)$"
)
_HTTP = re.compile(
    r"(?i)(?:^|\.)(?:get|post|put|patch|delete|request|fetch|stream|urlopen|Request|NewRequest\w*|axios|got|ky|open|loadURL|"
    r"connect|goto|navigate|WebSocket|(?:fetch)?EventSource(?:Polyfill)?|SSE|\$fetch|ofetch|use(?:Lazy)?Fetch|send|url|uri|baseUrl|base_url|httpx|curl_init|curl_(?:easy_)?setopt|begin(?:ssl)?|dial(?:context)?|connect_async|httpClient|client|preparePost)$"
)
_OF_CONSTANT = re.compile(
    r"\.[A-Z][A-Z0-9_]+\.(?:keys|items|values|get|copy|index|count|join|includes|has|contains\w*|lower|upper)\Z"
)
_SERVICE_FACTORY = re.compile(r"(?:^|\.)(?:client|resource|Session\.client)$")
_BUILDER_NAMES = frozenset("client resource builder newBuilder fromEnv from_env default instance".split())
_BUILDERS = ("New", "new", "create", "Create", "get_", "init")

_COMPARE_STARTS = (
    "assert",
    "expect",
    "ContainSubstring",
    "ContainElement",
    "ConsistOf",
    "HavePrefix",
    "HaveSuffix",
    "HaveKey",
    "HaveField",
    "MatchJSON",
    "MatchRegexp",
    "BeEquivalentTo",
    "toBe",
    "tobe",
    "to_be",
    "toEqual",
    "to_equal",
    "toContain",
    "to_contain",
    "toMatch",
    "toThrow",
    "toHave",
    "toStrictEqual",
)
_COMPARE_WORDS = frozenset(
    (
        "startswith startsWith starts_with StartsWith endswith endsWith ends_with EndsWith HasPrefix HasSuffix hasPrefix hasSuffix Contains "
        "contains includes include? start_with? end_with? indexOf find rfind count equals Equals equalsIgnoreCase match test search fullmatch "
        "matches isinstance hasattr Equal EqualValues NotEqual eq ne is has strpos str_contains str_starts_with in_array compareTo regex compile sub "
        "replace replaceAll split removeprefix removesuffix lstrip rstrip strip TrimPrefix TrimSuffix should skipif skipIf describe it EqualFold "
        "assert_eq! assert_ne! parametrize"
    ).split()
)
_PREDICATES = frozenset(("any", "all"))
"""Functions of a language itself that only say whether something holds (`Promise.all` does more)."""
_COMPARES = re.compile(r"(?i)^(?:is_?)?equals?(?:[A-Z_]|case|ignore|$)|^(?:str|mem|wcs)n?(?:case)?i?cmp(?:$|_)")
"""Names of functions that compare texts, in the ways of C and its kin: `strcasecmp`, `equalCase_Text`."""
_MEMORY = re.compile(
    r"(?i)(?:context|ctx|request|req|session|state|cookies|headers|cache|kwargs|params|data|payload|body|row)$"
)
_FORMATTERS = frozenset(("Sprintf", "sprintf", "format!", "format", "Format"))
_SAYS_SHOULD = re.compile(
    r"(?:^|\.)(?:Should(?:Not)?\(\)\.|(?:DidNot)?Receive\w*\(\)\."
    r"|[sS]hould(?:Not|Only)?(?:All|Be|Contain|End|Equal|Have|Include|Match|Satisfy|Start|Throw)[A-Za-z]*\Z)"
)
"""Calls by which libraries for tests say what is expected: `x.Should().Be(y)`, `x.ShouldBe(y)`, `client.Received().Ask(y)`."""
_ASSERTERS = frozenset("expect assert Assert Assertions CollectionAssert ClassicAssert StringAssert".split())
_STAND_IN = re.compile(r"(?:^|[._])(?:mock|stub|fake|spy)(?=[A-Z_.]|$)|(?:Mock|Stub|Fake|Spy)$")
_LOG_WORDS = frozenset(
    (
        "print println printf Println Printf Sprintf Errorf Fprintf puts echo log logf debug info warn warning error exception critical fatal trace "
        "Fatal Fatalf Info Infof Warn Warnf Debug Debugf write_stdout secho style panic panic! println! eprintln! format! anyhow! bail! info! warn! error! "
        "debug! raise throw alert notify toast confirm message t i18n _ gettext translate markdown header subheader caption title write_text "
        "add_paragraph help describe deprecated"
    ).split()
)


_LOGGER = re.compile(r"[a-z]Logger\Z")
"""A class of a program's own that writes down what happens."""


def last_of(callee: str) -> str:
    """The last part of a dotted name; PHP and C join with an arrow, R by `$`."""
    last = callee.rsplit(".", 1)[-1]
    last = last.rsplit("->", 1)[-1] if "->" in last else last
    return last.rpartition("$")[2] or last if "$" in last[1:] else last


def is_consumer(name: str) -> bool:
    """Whether a function, argument or variable of this name works with a model."""
    return _CONSUMER.search(name) is not None


_FINDS_OUT = frozenset("is has can should supports are was check".split())


def only_asks(callee: str) -> bool:
    """Whether a function of this name only says whether something holds: `isModelAllowed`, `supports_vision`."""
    words = words_of(last_of(callee))
    return len(words) > 1 and words[0] in _FINDS_OUT


def is_table(name: str) -> bool:
    """Whether a name says a table of prices, limits or descriptions."""
    return _TABLE.search(name) is not None or ("rate" in name.lower() and not _RATES.isdisjoint(words_of(name)))


def counts_tokens(callee: str) -> bool:
    """Whether a function of this name only counts tokens, or what they cost."""
    return _COUNTER.search(callee.split("(", 1)[0]) is not None


def tells_of_models(name: str) -> bool:
    """Whether a function of this name only says something of a model that it is told: `supports_vision`, `get_model_info`."""
    return counts_tokens(name) or _TELLS_OF_MODELS.match(name) is not None


def loads_weights(callee: str) -> bool:
    """Whether a function loads a model's weights by their id."""
    return _WEIGHTS.search(callee) is not None


_ANSWER = re.compile(r"(?:Response|Chunk|Reply|Usage|Delta|Result|ChatCompletion)$")
"""Endings of the names of types that hold what a service answered."""
_ACTS = frozenset(
    (
        "get ask request fetch send stream generate call invoke query complete create run do returns return assert should expect "
        "check verify parse to from with convert handle on await add use configure register new make build set"
    ).split()
)


_STORE = re.compile(
    r"(?i)vector_?(?:stores?|search|databases?|db)(?![a-z])"
    r"|(?:^|[.:>])(?:chroma|chromadb|faiss|pinecone|qdrant|weaviate|milvus|pgvector|hnswlib|lancedb|deeplake|annoy)(?:vectorstore)?(?![a-z])"
)


def is_store(callee: str) -> bool:
    """Whether a class or function of this name makes a store of vectors, which is asked and is nobody's model."""
    return _STORE.search(callee) is not None


def is_answer_type(callee: str) -> bool:
    """Whether what is built under this name is an answer of a service, and not a request to it."""
    last = last_of(callee.replace("::", "."))
    return last[:1].isupper() and _ANSWER.search(last) is not None and _ACTS.isdisjoint(words_of(last))


_ANSWERER = re.compile(
    r"(?:^|\.)(?:(?:res|resp|response|reply|ctx|c|NextResponse|Response)\.(?:\w+\.)?(?:json|JSON|send)|jsonify)$|^json$"
)


def answers(callee: str) -> bool:
    """Whether what is given to a function of this name is what the program itself answers: `res.json({...})`, `jsonify(...)`."""
    return is_answer_type(callee) or _ANSWERER.search(callee) is not None


_UNSETTERS = frozenset("delenv unsetenv Unsetenv remove_var unset deleteEnv".split())


def unsets(callee: str) -> bool:
    """Whether a function of this name takes a variable of the environment away."""
    return last_of(callee) in _UNSETTERS


def is_runner(callee: str) -> bool:
    """Whether a function runs a program."""
    return _RUNNER.search(callee) is not None


def is_http(callee: str) -> bool:
    """Whether a function sends a request or opens a connection."""
    return _HTTP.search(callee.rstrip("!?")) is not None


def is_service_factory(callee: str) -> bool:
    """Whether a function takes the name of a service and returns its client."""
    return _SERVICE_FACTORY.search(callee) is not None


def looks_up_constant(callee: str) -> bool:
    """Whether a call only looks something up in a library's table: `acme.words.LANGUAGES.keys`."""
    return _OF_CONSTANT.search(callee) is not None


def is_builder(callee: str) -> bool:
    """Whether a function of this name builds what it returns."""
    last = last_of(callee)
    return last[:1].isupper() or last.startswith(_BUILDERS) or last in _BUILDER_NAMES


def is_compare_callee(callee: str) -> bool:
    """Whether a call of this name compares or asserts rather than uses."""
    last = callee.rsplit(".", 1)[-1]
    return (
        last in _COMPARE_WORDS
        or callee in _PREDICATES
        or is_assertion(callee)
        or callee.startswith("strings.")
        or _COMPARES.match(last) is not None
    )


def is_assertion(callee: str) -> bool:
    """Whether a call of this name says what a test expects: whatever it is given is expected, and not used."""
    first, _, last = callee.replace("->", ".").replace("::", ".").rpartition(".")
    if last.startswith(_COMPARE_STARTS) or last == "Expect" or first.partition(".")[0] in _ASSERTERS:
        return True
    return ("hould" in callee or "Receive" in callee) and _SAYS_SHOULD.search(callee) is not None


def is_stand_in(callee: str) -> bool:
    """Whether a name says that it stands in for something in a test."""
    return _STAND_IN.search(callee) is not None


_STAND_IN_WORDS = frozenset(
    "expected expect want wanted golden snapshot fixture fixtures mock mocked mocks fake stub dummy canned cassette".split()
)


def is_stand_in_name(name: str) -> bool:
    """Whether a variable of this name holds what a test expects, or puts in the place of something."""
    return not _STAND_IN_WORDS.isdisjoint(words_of(name))


_EXPECTED = frozenset("expected expect want wanted".split())


def is_expectation(name: str) -> bool:
    """Whether a key of this name holds what a test expects: `expectedModel`, `want_host`, `errContains`."""
    words = words_of(name)
    return words[:1] != () and (words[0] in _EXPECTED or (words[0] in ("err", "error") and len(words) > 1))


_VALUE_HELPER = re.compile(
    r"^to_?(?:[Ff]ile|[Dd]ict|[Jj]son|[Tt]ool)\w*$|^(?:parse|format|convert|is|validate|serialize|deserialize)(?:[A-Z_]\w*)?$|^model_(?:validate|dump)\w*$"
    r"|^from(?:String|Value|Name)$|^valueOf$|^(?:do_process|process|decode|encode|extract|find|for|split|merge|restore)_\w+$|\?$|^zod\w+$|(?:ResponseFormat|Schema|from_dict|fromJson|to_dict|toJson)$"
)


def is_value_helper(callee: str) -> bool:
    """Whether a library's function of this name only makes, reads or changes values, and reaches nothing."""
    return _VALUE_HELPER.search(last_of(callee)) is not None


_HOUSEKEEPING = re.compile(
    r"^(?:[sS]et_?[A-Z]\w*|set_\w+|[cC]lose(?:Async)?|[dD]ispose(?:Async)?|[tT]oString|hashCode|[gG]et(?:Model)?Name|name|listeners"
    r"|default(?:Request)?Parameters|modelName|as_?[rR]etriever|(?:stop|pause|reset|shutdown|clear|cancel(?!_?(?:[fF]ine|[bB]atch|[rR]un|[rR]esponse|[jJ]ob)))(?:[A-Z_]\w*)?|listen"
    r"|AddFrom\w+|AddPlugin|Import(?:Plugin|Functions|Skill|SemanticSkill)\w*|Create(?:Semantic|Native)Function|CreateFunctionFrom\w+|[bB]uild"
    r"|Get(?:Required)?(?:Keyed)?Service|As(?:AI|I)?(?:Chat|Embedding|Image|Speech)?(?:Client|Generator|Agent|Builder)"
    r"|_(?:replace|asdict|make)|__to[sS]tring|__construct|(?:[aA]dd|[wW]ith|[rR]egister|[uU]se)_?(?:(?:[A-Z]\w*|[a-z]+_)?(?:[tT]ools?|[fF]unctions?|[pP]lugins?|[mM]iddlewares?"
    r"|[iI]nterceptors?|[lL]isteners?|[oO]bservers?|[cC]allbacks?|[hH]ooks?|[hH]eaders?|[lL]ogger|[lL]ogging|[tT]racer|[tT]imeout|[rR]etr(?:y|ies)"
    r"|[tT]emperature|[mM]ax_?[tT]okens|(?:[hH]ttp|HTTP)_?[cC]lient|[bB]ase_?(?:[uU]r[il]|URL|URI)|[aA]pi_?[kK]ey|[oO]rganization|[pP]roject|[pP]roxy"
    r"|[oO]ptions?|[cC]onfig(?:uration)?|[mM]odel|[dD]istributed_?[cC]ache|[oO]pen_?[tT]elemetry|[fF]unction_?[iI]nvocation))"
    r"|[gG]et_?(?:[lL]ast_?\w*|[tT]otal_?\w*|[tT]oken_?(?:[uU]sage|[cC]ounts?)|[cC]onfig(?:uration)?|[oO]ptions?|[lL]ogger"
    r"|[sS]ystem_?(?:[mM]essage|[pP]rompt)|[tT]ools?|[hH]eaders?|[bB]ase_?(?:[uU]r[il]|URL|URI)|[aA]pi_?[kK]ey|[hH]istory|[dD]imensions?))$"
)


_GATHERS = re.compile(
    r"(?:^|\.)(?:[A-Z]\w*s\.(?:Add(?:Range)?|Insert|Remove(?:At)?|Clear)"
    r"|(?:\w+_)?(?:filters|tools|plugins|middlewares?|handlers|callbacks|hooks|listeners|interceptors)\.(?:add|append|extend|push|insert|remove|clear))\Z"
)
"""Methods of a collection that a client keeps: `kernel.FunctionInvocationFilters.Add`, `agent.tools.append`."""


def is_housekeeping(callee: str) -> bool:
    """Whether a client's method of this name only sets, tells or ends something, and asks no service."""
    return _HOUSEKEEPING.match(last_of(callee).rsplit("::", 1)[-1]) is not None or _GATHERS.search(callee) is not None


def is_taken_from_memory(callee: str) -> bool:
    """Whether a call looks a name up in what a program holds itself: a context, a request, a session."""
    owner, _, last = callee.rpartition(".")
    return last in ("get", "set", "pop", "has") and _MEMORY.search(owner) is not None


def is_formatter(callee: str) -> bool:
    """Whether a call of this name makes a text of a pattern, for whatever it is wanted."""
    return callee.rsplit(".", 1)[-1] in _FORMATTERS


def is_log_callee(callee: str) -> bool:
    """Whether a call of this name shows or logs words for people."""
    last = callee.rsplit(".", 1)[-1]
    return last in _LOG_WORDS or _LOGGER.search(last) is not None

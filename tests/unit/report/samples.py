"""Sample reports: a subcontractor's service and its infrastructure, plain, checked, and with hostile names."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import replace

from flowdown.catalogue.kinds import Basis
from flowdown.reason.determination import (
    Check,
    Cited,
    Deadline,
    Determination,
    OrderConflict,
    Outcome,
    Position,
    Reading,
    Stance,
)
from flowdown.report.report import Report
from flowdown.scan.gap import Gap
from flowdown.scan.sighting import STRENGTHS, Coverage, Dependence, Question, Scan, Sighting, Strength, Tree
from flowdown.scan.trace import Place, Role, TraceKind

NAMES = {
    "amazon": "Amazon",
    "anthropic": "Anthropic",
    "deepseek": "DeepSeek",
    "google": "Google",
    "hikvision": "Hikvision",
    "meta": "Meta",
    "openai": "OpenAI",
}
PRODUCTS = {
    "amazon/bedrock": "Amazon Bedrock",
    "anthropic/claude": "Claude",
    "deepseek/deepseek-api": "DeepSeek API",
    "deepseek/deepseek-models": "DeepSeek models",
    "google/gemini": "Gemini",
    "hikvision/cameras": "Hikvision cameras",
    "meta/llama": "Llama",
    "openai/openai-sdk": "OpenAI SDK",
}
ROUTES = {"bedrock": "Amazon Bedrock", "direct": "direct", "openrouter": "OpenRouter", "vllm": "vLLM"}

DIGEST = "sha256:" + "ab12" * 16
COVERAGE = Coverage(
    files=430,
    read=412,
    bytes=3_104_882,
    skipped=(("binary", 3), ("image", 15)),
    detectors=("dotenv", "manifest", "python", "terraform"),
    by_detector=(("manifest", 4), ("python", 208), ("terraform", 21)),
)


def seen(
    place: tuple[str, int, int],
    vendor: str | None,
    product: str,
    basis: Basis,
    kind: TraceKind,
    role: Role,
    strength: Strength,
    value: str,
    signature: str = "",
    route: str = "direct",
    because: tuple[str, ...] = (),
    tree: str = "service",
    is_use: bool | None = None,
) -> Sighting:
    """A sighting; it is a use unless it is only a mention or stands in a lock file."""
    used = strength is not Strength.MENTION_ONLY and kind is not TraceKind.LOCK
    return Sighting(
        tree, vendor, product, basis, route, kind, Place(*place), role, used if is_use is None else is_use,
        strength, value, signature, because,
    )  # fmt: skip


CLAUDE_ID = seen(
    ("src/agents/summarise.py", 12, 9), "anthropic", "claude", Basis.MODEL, TraceKind.MODEL_ID, Role.CONFIGURED,
    Strength.RUNTIME_DEFAULT, "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "model:claude", "bedrock",
    ("`MODEL_ID` is set here and nothing overrides it", "it is passed to `converse` at line 31"),
)  # fmt: skip
CLAUDE_CALL = seen(
    ("src/agents/summarise.py", 31, 16), "anthropic", "claude", Basis.MODEL, TraceKind.CALL, Role.CALLED,
    Strength.RUNTIME_DEFAULT, "converse", "model:claude", "bedrock", ("its `modelId` is `MODEL_ID` of line 12",),
)  # fmt: skip
CLAUDE_POLICY = seen(
    ("infra/bedrock.tf", 8, 15), "anthropic", "claude", Basis.MODEL, TraceKind.RESOURCE, Role.CONFIGURED,
    Strength.RUNTIME_DEFAULT, "anthropic.claude-sonnet-4-5-20250929-v1:0", "model:claude", "bedrock",
)  # fmt: skip
CLAUDE_TEST = seen(
    ("tests/test_summarise.py", 4, 20), "anthropic", "claude", Basis.MODEL, TraceKind.MODEL_ID, Role.TESTED,
    Strength.TEST_ONLY, "claude-3-haiku", "model:claude", "bedrock",
)  # fmt: skip
CLAUDE_MENTION = seen(
    ("README.md", 3, 22), "anthropic", "claude", Basis.MODEL, TraceKind.TEXT, Role.DOCUMENTED,
    Strength.MENTION_ONLY, "Claude", "word:claude",
)  # fmt: skip
BEDROCK = seen(
    ("src/agents/summarise.py", 9, 10), "amazon", "bedrock", Basis.HOST, TraceKind.CLIENT, Role.CONSTRUCTED,
    Strength.RUNTIME_DEFAULT, "bedrock-runtime", "symbol:bedrock-runtime", "bedrock",
)  # fmt: skip
OPENAI_MANIFEST = seen(
    ("pyproject.toml", 14, 4), "openai", "openai-sdk", Basis.LIBRARY, TraceKind.DEPENDENCY, Role.DECLARED,
    Strength.RUNTIME_DEFAULT, "openai==1.99.2", "pypi:openai",
)  # fmt: skip
OPENAI_LOCK = seen(
    ("uv.lock", 210, 8), "openai", "openai-sdk", Basis.LIBRARY, TraceKind.LOCK, Role.DECLARED,
    Strength.TRANSITIVE, "openai", "pypi:openai",
)  # fmt: skip
OPENAI_IMPORT = seen(
    ("src/agents/chat.py", 2, 6), "openai", "openai-sdk", Basis.LIBRARY, TraceKind.IMPORT, Role.IMPORTED,
    Strength.RUNTIME_DEFAULT, "openai", "pypi:openai",
    because=("every client that the tree builds with it is pointed at another host",),
)  # fmt: skip
DEEPSEEK_HOST = seen(
    ("src/agents/chat.py", 7, 24), "deepseek", "deepseek-api", Basis.SERVICE, TraceKind.ENDPOINT, Role.CONFIGURED,
    Strength.RUNTIME_OPTIONAL, "https://api.deepseek.com/v1", "host:api.deepseek.com", "direct",
    ("`base_url` of a client that the flag `CHAT_FALLBACK` selects",),
)  # fmt: skip
DISTILL = tuple(
    seen(
        ("deploy/vllm.yaml", 18, 12), vendor, product, Basis.MODEL, TraceKind.WEIGHTS, Role.CONFIGURED,
        Strength.RUNTIME_OPTIONAL, "deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "namespace:deepseek-ai", "vllm",
        ("a distillation names every vendor in its line",),
    )
    for vendor, product in (("deepseek", "deepseek-models"), ("meta", "llama"))
)  # fmt: skip
UNKNOWN = seen(
    ("src/agents/route.py", 40, 18), None, "", Basis.MODEL, TraceKind.MODEL_ID, Role.CALLED,
    Strength.RUNTIME_DEFAULT, 'os.environ["ROUTER_MODEL"]', "", "openrouter",
    ("nothing in the tree sets `ROUTER_MODEL`",),
)  # fmt: skip
GEMINI_MENTIONS = tuple(
    seen(
        ("docs/comparison.md", line, 3), "google", "gemini", Basis.MODEL, TraceKind.TEXT, Role.DOCUMENTED,
        Strength.MENTION_ONLY, "Gemini", "word:gemini",
    )
    for line in (5, 9)
)  # fmt: skip

QUESTION = Question(
    "model-of-router",
    "src/agents/route.py:40",
    "which model does ROUTER_MODEL name where this runs?",
    ("nothing in the tree sets it", "it has no default"),
    ("vendor", "model"),
)
GAPS = (
    Gap("config/broken.yaml", "not valid YAML: a tab begins line 3", 3, "yaml", ("config-key", "provider"), "service"),
    Gap("vendor/huge.json", "larger than the limit of 64 MB", tree="service"),
)


def dependences_of(sightings: Iterable[Sighting]) -> tuple[Dependence, ...]:
    """Dependences as a scan gathers them: mentions of a vendor count with its first dependence."""
    groups: dict[tuple[str, str], list[Sighting]] = {}
    for sighting in sightings:
        if sighting.vendor:
            groups.setdefault((sighting.tree, sighting.vendor), []).append(sighting)
    found = []
    for (tree, vendor), group in groups.items():
        carried = [each for each in group if each.strength is not Strength.MENTION_ONLY]
        mentions = len(group) - len(carried)
        for basis in sorted({each.basis for each in carried or group}, key=list(Basis).index):
            own = [each for each in carried or group if each.basis is basis]
            found.append(
                Dependence(
                    tree, vendor, basis,
                    min((each.strength for each in own), key=STRENGTHS.index),
                    tuple(sorted({each.route for each in own})),
                    sum(each.is_use for each in own),
                    mentions,
                    tuple(sorted({each.place for each in own})),
                )
            )  # fmt: skip
            mentions = 0
    return tuple(sorted(found, key=lambda each: (each.tree, STRENGTHS.index(each.strength), each.vendor, each.basis)))


def scan_of(sightings: Iterable[Sighting], trees: tuple[Tree, ...], gaps: tuple[Gap, ...] = ()) -> Scan:
    """A scan of these sightings."""
    ordered = tuple(sorted(sightings, key=lambda sighting: sighting.order))
    return Scan(
        trees=trees,
        sightings=ordered,
        dependences=dependences_of(ordered),
        questions=(QUESTION,) if UNKNOWN in ordered else (),
        gaps=gaps,
        coverage=COVERAGE,
        catalogue_digest=DIGEST,
        tool="flowdown 0.1.0",
    )


SERVICE = Tree("service", "/home/someone/clients/service", "9b3e42412345678901234567890123456789abcd")
INFRA = Tree("infra", "/srv/infra")
SIGHTINGS = (
    CLAUDE_ID, CLAUDE_CALL, CLAUDE_POLICY, CLAUDE_TEST, CLAUDE_MENTION, BEDROCK, OPENAI_MANIFEST, OPENAI_LOCK,
    OPENAI_IMPORT, DEEPSEEK_HOST, *DISTILL, UNKNOWN, *GEMINI_MENTIONS,
)  # fmt: skip


def report_of(scan: Scan, check: Check | None = None) -> Report:
    """A report with the names of the catalogue."""
    return Report("flowdown 0.1.0", "2026-11-23", scan, NAMES, PRODUCTS, ROUTES, check)


def scan_report() -> Report:
    """One tree: a model through a cloud, a service by an address, a distillation, an open question, mentions."""
    return report_of(scan_of(SIGHTINGS, (SERVICE,), GAPS))


def bare_report() -> Report:
    """One tree in which nothing of any vendor stands."""
    return report_of(scan_of((), (SERVICE,)))


def two_tree_report() -> Report:
    """Two trees that hold the same file names, one of them interrupted."""
    moved = tuple(replace(each, tree="infra") for each in (CLAUDE_POLICY, *GEMINI_MENTIONS))
    camera = seen(
        ("README.md", 1, 1), "hikvision", "cameras", Basis.DEVICE, TraceKind.DEVICE, Role.CONFIGURED,
        Strength.RUNTIME_DEFAULT, "DS-2CD2043", "model:ds-2cd", tree="infra",
    )  # fmt: skip
    gaps = (Gap("README.md", "unreadable", tree="infra"), GAPS[0])
    scan = scan_of((CLAUDE_ID, CLAUDE_MENTION, BEDROCK, camera, *moved), (SERVICE, INFRA), gaps)
    return report_of(replace(scan, is_incomplete=True))


EVIL_PATH = "src/\x1b[31mred\u202egnp.`|py/<img src=x>/@octocat #1/naïve 文件.py"
EVIL_VALUE = "]|(x)](http://evil.example) `` <script> \x9b2J \udcff \u200b*_ [a](b) {0}"


def hostile_report() -> Report:
    """Paths, values and names that attack terminals, Markdown, HTML, SARIF links and JSON parsers."""
    evil = tuple(
        seen(
            (EVIL_PATH, number, 1), "anthropic", "claude", Basis.MODEL, TraceKind.MODEL_ID, Role.CALLED,
            Strength.RUNTIME_DEFAULT, EVIL_VALUE, "model:claude", "bedrock", ("1. \u2028 # a\r\nheading",),
        )
        for number in range(1, 9)
    )  # fmt: skip
    endpoint = seen(
        (EVIL_PATH, 20, 1), "deepseek", "deepseek-api", Basis.SERVICE, TraceKind.ENDPOINT, Role.CALLED,
        Strength.RUNTIME_DEFAULT, 'https://api.deepseek.com/"\u202e<é>', "host:api.deepseek.com",
    )  # fmt: skip
    tree = Tree("ser|vice\x07", "/home/someone/clients")
    gaps = (Gap(EVIL_PATH, "gone \x1b]0;title\x07", 2, "python", tree=tree.id),)
    scan = scan_of((replace(each, tree=tree.id) for each in (*evil, endpoint)), (tree,), gaps)
    report = report_of(scan)
    return replace(report, vendor_names={**NAMES, "anthropic": "Anthropic | <b>PBC</b>\x1b[0m"})


CITED = (
    Cited(
        "a-3-A", "us-ndaa26-1532", "NDAA FY2026 section 1532", "must_not",
        "no contractor may use covered AI with respect to the performance of a contract",
        "Pub. L. 119-60, s.1532(a)(3)(A)", "S", "orders-facts.md, NDAA26-1532", "in_force", "2026-01-17",
    ),
    Cited(
        "waiver", "us-ndaa26-1532", "NDAA FY2026 section 1532", "may",
        "the Secretary may waive, case by case", "s.1532(c)", "U", "orders-facts.md, NDAA26-1532", "in_force",
    ),
    Cited(
        "exclude", "us-ant-4713", "Section 4713 action on Anthropic", "must_not",
        "", "41 USC 4713", "N", "orders-facts.md, ANT-4713", "upheld", "2026-03-05",
    ),
)  # fmt: skip


def check_of() -> Check:
    """Every outcome, with readings, questions, deadlines, a conflict, and an order asked about too late."""
    return Check(
        as_of=datetime.date(2026, 12, 1),
        known_at=datetime.date(2026, 11, 23),
        stance=Stance.IN_FORCE,
        determinations=(
            Determination(
                "us-ant-4713", "exclude", "service", "dod_contract_performance", Position.UNDETERMINED,
                Outcome.UNDETERMINED,
                "Whether service may use Claude in DoD work is open: sources disagree on whether the ruling binds yet.",
                ("exclude",), (CLAUDE_ID, CLAUDE_CALL),
                readings=(
                    Reading("mandate-needed", "The ruling binds once it is final.", "some counsel", Outcome.CLEAR),
                    Reading("never-stayed", "The action was never stayed and binds.", "the Government", Outcome.BREACH),
                ),
                questions=(
                    Question("mandate", "us-ant-4713", "Has the mandate issued?", ("it was withheld",), ("exclude",)),
                ),
            ),
            Determination(
                "us-ant-4713", "report", "service", "dod_contract_performance", Position.DUE, Outcome.UNDETERMINED,
                "Whether the report was made is not known.",
                deadlines=(
                    Deadline("report", "first report to the officer", datetime.date(2026, 12, 4), "3 business days"),
                    Deadline("report", "second report", None, "10 business days after the first"),
                ),
            ),
            Determination(
                "us-ndaa26-1532", "a-3-A", "service", "dod_contract_performance", Position.FORBIDDEN, Outcome.BREACH,
                "service uses DeepSeek in performing a DoD contract, which section 1532 forbids.",
                ("a-3-A", "missing-norm"), (DEEPSEEK_HOST, DISTILL[0]), ("claim-1",),
            ),
            Determination(
                "us-ndaa26-1532", "a-3-A", "service", "research", Position.PERMITTED, Outcome.EXEMPT,
                "service uses DeepSeek in research, which a waiver covers.", ("a-3-A", "waiver"), (DISTILL[0],),
            ),
            Determination(
                "us-ndaa26-1532", "a-3-B", "service", "dod_contract_performance", Position.FREE, Outcome.CLEAR, "",
            ),
        ),
        cited=CITED,
        conflicts=(
            OrderConflict(
                ("us-ant-4713/exclude", "us-dpa/supply"),
                "practical, by means",
                ("acme", "dod_component"),
                datetime.date(2026, 3, 5),
                datetime.date(2026, 9, 25),
                (),
                "us-ant-4713/exclude and us-dpa/supply cannot be obeyed together",
            ),
        ),
        checked_until=(("us-ant-4713", datetime.date(2026, 10, 6)), ("us-ndaa26-1532", datetime.date(2026, 12, 31))),
        is_past_checked=("us-ant-4713",),
        coverage=COVERAGE,
        order_digest="sha256:" + "cd34" * 16,
    )  # fmt: skip


def check_report() -> Report:
    """The scan of one tree, put to two orders."""
    return replace(scan_report(), check=check_of())

"""What every test has: a scrubbed environment; and in CI no test may be skipped."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import settings

from flowdown.base import late_methods, late_patterns

# As the entry of the command line does, before any class of ours is declared.
late_methods.install()
late_patterns.install()

# How long an example takes tells of the machine, not of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

POSTGRES = os.environ.get("FLOWDOWN_POSTGRES", "")
CHECKOUT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("FLOWDOWN_SHARED") or CHECKOUT.parent / "shared")
_OURS = (
    "COLUMNS",
    "FORCE_COLOR",
    "NO_COLOR",
    "XDG_CACHE_HOME",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "PYTHONPATH",
    "FLOWDOWN_STORE",
)


@pytest.fixture(scope="session", autouse=True)
def scrubbed_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing of the developer's screen, cache or git set-up reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in _OURS:
            patch.delenv(name, raising=False)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared data: `FLOWDOWN_SHARED`, or `shared` beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("no shared data: set FLOWDOWN_SHARED, or put `shared` beside the checkout")
    return SHARED


def _skipped(config: pytest.Config) -> list[str]:
    """The tests that were skipped where none may be: in CI, with the shared data at hand."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI") or not SHARED.is_dir():
        return []
    return [report.nodeid for report in reporter.stats.get("skipped", [])]


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run in CI that left something out."""
    if exitstatus == pytest.ExitCode.OK and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Name what was left out."""
    for name in _skipped(config):
        terminalreporter.write_line(f"skipped in CI, which is an error: {name}", red=True)


@pytest.fixture(scope="session")
def new_schema() -> Iterator[Callable[[], str]]:
    """Makes empty schemas of a PostgreSQL and gives their URLs; skips the test where there is none."""
    if not POSTGRES:
        pytest.skip("no PostgreSQL: run under `.ci/with-postgresql`, or set FLOWDOWN_POSTGRES to the URL of a database")
    import psycopg

    made: list[str] = []

    def make() -> str:
        schema = f"test_{uuid.uuid4().hex}"
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}".encode())
        made.append(schema)
        joined = "&" if "?" in POSTGRES else "?"
        return f"{POSTGRES}{joined}options={quote(f'-c search_path={schema}')}"

    yield make
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        for schema in made:
            connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())

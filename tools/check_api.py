"""Asks the server what its description (OpenAPI) says and does not say, as somebody of each role, with schemathesis.

The tool needs other versions of what we need ourselves, so that it has an environment of its own, made once from its lock.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

from flowdown.server.accounts.audit import Doer
from flowdown.server.accounts.people import add_organisation, add_person, set_role
from flowdown.server.accounts.tokens import add_token
from flowdown.server.house import House
from flowdown.server.rights import SCOPES, Role

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "schemathesis.lock"
EXAMPLE = ROOT / "examples" / "harbor-parts"
OURS = "harbor"
NAMES = {
    "vendor": "deepseek",
    "order": "us-ndaa26-1532",
    "contract": "pump-spares",
    "system": "quotes",
    "supplier": "harbor-hosting",
}
"""What is there by which name."""
PATIENCE = 120
"""Seconds that an answer may take: a dossier is drawn up while somebody waits."""
EXAMPLES = 6
"""Requests of a kind for each address and role."""
LEFT_OUT = ("positive_data_acceptance",)
"""Checks that are not asked: a word can be well formed and yet name nothing that is there."""


def tool() -> Path:
    """The program, in an environment that is made anew whenever its lock changes."""
    home = ROOT / ".venv-schemathesis"
    stamp = home / "lock.sha256"
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text("utf-8") != digest:
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=False)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "--quiet"]
        chosen = ["--python", str(home / "bin" / "python"), "install", "--require-hashes", "-r", str(LOCK)]
        subprocess.run([*pip, *chosen], check=True)
        stamp.write_text(digest, "utf-8")
    return home / "bin" / "schemathesis"


def settle(folder: Path) -> dict[str, str]:
    """An organisation with the example below a folder; a token for somebody of each role."""
    now = _now()
    house = House(folder, "", None, lambda: now, lambda _: None)
    shutil.copytree(EXAMPLE, house.profile_of(OURS).parent)
    house.make(OURS, OURS.title())
    accounts = house.open_accounts()
    tokens = {}
    doer = Doer(OURS, "", "check")
    with accounts.write() as run:
        add_organisation(run, OURS, OURS.title(), doer, now)
        for role in Role:
            add_person(run, role.value, role.value.title(), "", now)
            set_role(run, role.value, role, doer, now)
    for role in Role:
        tokens[role.value] = add_token(accounts, "check", SCOPES, 1, Doer(OURS, role.value, "check"), now)
    accounts.close()
    return tokens


def run_server(folder: Path, port: int) -> None:
    """Serve, and never say that something is not ready: whatever is 503 then is a fault."""
    import uvicorn

    from flowdown.server.app import make_app
    from flowdown.server.doors import AccountsDoor
    from flowdown.server.guard import names_of

    house = House(folder, "", None, _now, lambda _: None, patience=600)
    door = AccountsDoor(house.open_accounts(), house.open_site, house.make, _now)
    uvicorn.run(make_app(door, names_of("127.0.0.1", ())), host="127.0.0.1", port=port, log_level="warning")


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def serve(folder: Path, log: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server of that folder, and where it is asked."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tools.check_api", "serve", str(folder), str(port)]
    with log.open("wb") as opened:
        server = subprocess.Popen(command, stderr=opened, cwd=ROOT)
    return server, f"http://127.0.0.1:{port}"


def find_claim(address: str, token: str) -> str:
    """The id of a claim, once the first answer is worked out."""
    end = time.monotonic() + 120
    words = {"Authorization": f"Bearer {token}"}
    first, asked = (urllib.request.Request(f"{address}{path}", headers=words) for path in ("/", "/claims"))
    while True:
        try:
            with urllib.request.urlopen(first, timeout=300), urllib.request.urlopen(asked, timeout=120) as answer:
                found = re.search(r"/claims/([0-9a-zA-Z._%-]+)", answer.read().decode())
                assert found is not None, "claims have pages"
                return found[1]
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def write_names(folder: Path, claim: str) -> None:
    """Tell the tool what there is by which name, for half of its requests; for the others it makes names up."""
    named = {**NAMES, "claim": claim}
    lines = [f'[dictionaries.{name}]\nvalues = ["{value}"]' for name, value in named.items()]
    lines += ["[parameters]", *(f'"path.{name}" = {{ dictionary = "{name}", probability = 0.5 }}' for name in named)]
    (folder / "schemathesis.toml").write_text("\n".join((*lines, "")), "utf-8")


def ask(program: Path, address: str, role: str, token: str, folder: Path) -> int:
    """Ask as one role; what was found stands on standard output. Only the first looks at pages: whoever may look sees the same."""
    command = [str(program), "run", f"{address}/openapi.json", "-H", f"Authorization: Bearer {token}"]
    command += ["--exclude-checks", ",".join(LEFT_OUT), "--phases", "coverage,fuzzing", "--max-examples", str(EXAMPLES)]
    command += ["--continue-on-failure", "--generation-deterministic", "--no-color"]
    command += ["--request-timeout", str(PATIENCE)]
    command += [] if role == Role.READER else ["--include-method", "POST"]
    return subprocess.run(command, cwd=folder, check=False).returncode


def main(chosen: list[str]) -> int:
    """Ask as every role, or as those that are named; 1 where an answer is not as the description says."""
    program = tool()
    failed = []
    # Whoever ends this ends the server, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="flowdown-api-") as name:
        folder = Path(name)
        tokens = settle(folder / "data")
        server, address = serve(folder / "data", folder / "log")
        try:
            write_names(folder, find_claim(address, tokens["reader"]))
            for role in chosen or tokens:
                print(f"as {role}:", flush=True)
                failed += [role] if ask(program, address, role, tokens[role], folder) else []
        finally:
            server.terminate()
            server.wait(30)
            log = (folder / "log").read_text("utf-8", "replace")
        print(log)
    print(f"api: not as described for {', '.join(failed)}" if failed else "api: every answer is as described")
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        run_server(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main(sys.argv[1:]))

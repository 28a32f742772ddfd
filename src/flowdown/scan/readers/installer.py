"""Say which packages a command line installs, and in which package manager's name space."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flowdown.scan.readers.requirement import npm_name, python_name
from flowdown.scan.readers.shell_words import Word


@dataclass(frozen=True, slots=True)
class Installation:
    """A package that a command installs: its name, where that stands, and its name space (a purl type)."""

    language: str
    name: str
    start: int
    end: int
    group: str = ""


_SUBCOMMANDS: dict[str, tuple[str, frozenset[str]]] = {
    program: (language, frozenset(subs.split()))
    for programs, language, subs in (
        ("pip pip3 pip2 pipx rye pipenv", "pypi", "install add run inject"),
        ("poetry pdm", "pypi", "add"),
        ("conda mamba micromamba", "conda", "install create"),
        ("npm cnpm", "npm", "install i add exec x"),
        ("pnpm yarn bun", "npm", "install i add dlx x create"),
        ("deno", "npm", "add install"),
        ("gem", "gem", "install"),
        ("bundle", "gem", "add"),
        ("go", "golang", "get install run"),
        ("cargo", "cargo", "install add"),
        ("composer", "composer", "require"),
        ("apt apt-get aptitude", "deb", "install"),
        ("apk", "apk", "add"),
        ("dnf yum microdnf zypper", "rpm", "install localinstall"),
        ("rpm", "rpm", "-i -U -ivh -Uvh -Uhv -ihv --install --upgrade"),
        ("dpkg", "deb", "-i --install"),
        ("brew", "brew", "install"),
        ("snap choco winget scoop", "generic", "install"),
        ("luarocks", "luarocks", "install"),
        ("nuget", "nuget", "install"),
    )
    for program in programs.split()
}
_RUNNERS = {"npx": "npm", "bunx": "npm", "pnpx": "npm", "uvx": "pypi"}
_NESTED: dict[tuple[str, str], tuple[str, frozenset[str]]] = {
    ("uv", "pip"): ("pypi", frozenset({"install"})),
    ("uv", "tool"): ("pypi", frozenset({"install", "run"})),
    ("yarn", "global"): ("npm", frozenset({"add"})),
    ("composer", "global"): ("composer", frozenset({"require"})),
    ("dart", "pub"): ("pub", frozenset({"add"})),
    ("flutter", "pub"): ("pub", frozenset({"add"})),
    ("dotnet", "tool"): ("nuget", frozenset({"install"})),
    ("poetry", "self"): ("pypi", frozenset({"add"})),
}
_VALUED = frozenset(
    (
        "-r --requirement -c --constraint -i --index-url --extra-index-url -t --target -e --editable --path --prefix "
        "-f --find-links --python -p --registry --channel -n --name --platform --group --source --version "
        "--features --tag --index --default-index --cache-dir --root --git --branch -C --cwd --filter "
        "--framework"
    ).split()
)
_DEV = frozenset("-D --dev --save-dev --group=dev --group=test --development".split())
_ONE = frozenset("run exec x dlx create".split())
_PACKAGE_FILE = re.compile(r"(?:[^\s:]*/)?([A-Za-z][\w+.]*?(?:-[A-Za-z][\w+.]*?)*)(?:[-_][0-9$*][^/\s]*)?\.(?:deb|rpm)")
"""A package as a file, with its version: `acme-agent_1.2_amd64.deb`."""
_PYTHON = re.compile(r"python[0-9.]*\Z")


def installations(words: list[Word]) -> tuple[list[Installation], int]:
    """The packages that a command installs, and the index of the word behind a package that it runs (0: none)."""
    plan = _plan(words)
    if plan is None:
        return [], 0
    language, first, only_one = plan
    found: list[Installation] = []
    group = "dev" if any(word.text in _DEV for word in words) else ""
    at = first
    while at < len(words):
        word = words[at]
        at += 1
        if word.text.startswith("-"):
            if word.text in ("-p", "--package", "--with", "--from") and only_one and at < len(words):
                package = _package(language, words[at], "")
                found += [package] if package else []
                at += 1
            elif word.text in _VALUED:
                at += 1
            continue
        package = _package(language, word, group)
        if package:
            found.append(package)
        if only_one:
            return found, at
    return found, 0


def _plan(words: list[Word]) -> tuple[str, int, bool] | None:
    """Language, index of the first argument, and whether only one package is named there."""
    texts = [word.text for word in words[:5]] + [""] * 5
    program = texts[0].rsplit("/", 1)[-1].removesuffix(".exe")
    program = "pip" if re.fullmatch(r"pip[0-9.]+", program) else program
    if _PYTHON.match(program) and texts[1] == "-m" and texts[2] in ("pip", "uv", "pipx"):
        inner = _plan(words[2:])
        return (inner[0], inner[1] + 2, inner[2]) if inner else None
    if program in _RUNNERS:
        return _RUNNERS[program], 1, True
    nested = _NESTED.get((program, texts[1]))
    if nested and texts[2] in nested[1]:
        return nested[0], 3, texts[2] in _ONE
    if program == "uv" and texts[1] == "add":
        return "pypi", 2, False
    if program == "dotnet" and "package" in texts[2:4] and texts[1] == "add":
        return "nuget", texts.index("package") + 1, True
    known = _SUBCOMMANDS.get(program)
    if known is None:
        return None
    at = 1
    while at < len(words) and words[at].text.startswith("-") and words[at].text not in known[1]:
        at += 2 if words[at].text in _VALUED else 1
    if at < len(words) and words[at].text in known[1]:
        sub = words[at].text
        if sub == "run" and program not in ("pipx", "go"):
            return None
        return known[0], at + 1, sub in _ONE
    return None


def _package(language: str, word: Word, group: str) -> Installation | None:
    text = word.text
    is_file = language in ("deb", "rpm") and _PACKAGE_FILE.fullmatch(text)
    if not text or (text[0] in "./~$" and not is_file) or text.endswith("/"):
        return None
    if language == "pypi":
        found = python_name(text)
        if not found:
            return None
        return Installation(language, found[0], word.start + found[1], word.start + found[2], group)
    if language == "npm":
        name = npm_name(text)
    elif language == "golang":
        name = text.partition("@")[0] if "." in text.partition("/")[0] else None
    elif language in {"composer", "gem"}:
        name = text.partition(":")[0]
    elif language == "conda":
        name = re.split(r"[=<>!\[]", text.rpartition("::")[2])[0]
    elif found_file := _PACKAGE_FILE.fullmatch(text):
        name = found_file.group(1)
    else:
        name = re.split(r"[=<>@]", text)[0] if not text.startswith("@") else None
    if not name:
        return None
    start = word.start + max(text.find(name), 0)
    return Installation(language, name, start, start + len(name), group)

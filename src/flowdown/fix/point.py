"""Points the clients of a program at another service: where they go, with which key, which model, all of it or nothing.

Only where every client of the vendor in a file is seen through: how it is made, all that is asked of it, every id that it may
be given. The library stays; it is the service that is left.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.replacement import Offer, RouteFacts
from flowdown.fix.caution import find_caution
from flowdown.fix.client import NotSure, Seen, see_clients
from flowdown.fix.client_kind import ClientKind, client_kind
from flowdown.fix.desk import RUNS, Desk
from flowdown.fix.edit import Edit, EditKind, Refusal, Why
from flowdown.fix.models import Candidate
from flowdown.fix.python_program import PythonProgram, read_program
from flowdown.fix.respell import Bare
from flowdown.fix.text_file import TextFile
from flowdown.scan.sighting import Sighting
from flowdown.scan.trace import Role, TraceKind

_WORD = re.compile(r"[A-Za-z]{3,}")
_SEEN_THROUGH = frozenset(
    {TraceKind.CLIENT, TraceKind.CALL, TraceKind.MODEL_ID, TraceKind.ENV_KEY, TraceKind.IMPORT, TraceKind.TEXT}
)


def edits_of_clients(desk: Desk, vendor: str, found: Sequence[Candidate]) -> Iterator[Edit]:
    """The edits of every program whose clients of a vendor can be pointed elsewhere; the reason is noted for the others."""
    for path in sorted({each.place.path for each in desk.running if _is_client(each, vendor)}):
        told = _point(desk, vendor, path, [each for each in found if each.sighting.place.path == path])
        if not isinstance(told, Refusal):
            yield from told
            continue
        for each in desk.running:
            is_theirs = each.place.path == path and each.vendor == vendor
            if is_theirs and each.kind in (TraceKind.CLIENT, TraceKind.MODEL_ID):
                desk.refuse(each, told, is_closer=True)


def _is_client(each: Sighting, vendor: str) -> bool:
    is_own = each.vendor == vendor and each.kind is TraceKind.CLIENT and each.basis is not Basis.LIBRARY
    return is_own and client_kind(each.value, each.place.path) is not None


def _point(desk: Desk, vendor: str, path: str, found: Sequence[Candidate]) -> tuple[Edit, ...] | Refusal:
    file = desk.files.get(path)
    program = read_program(file) if file is not None else None
    if file is None or program is None:
        return Refusal(Why.FILE, "no program that can be read")
    theirs = [each for each in desk.running if each.vendor == vendor and each.place.path == path]
    try:
        clients = list(_kinds(theirs, vendor, path))
        offer = _offer(desk, {kind.wire for kind, _ in clients})
        _against_file(desk, vendor, file)
        _against_settings(desk, clients)
        seen = see_clients(program, clients, desk.target.model)
        ids = _ids(desk, program, seen, theirs, found)
        addresses = _addresses(desk, vendor, program, seen, theirs)
        _against_place(desk, vendor, program, seen)
        _against_calls(desk, file, ids)
    except NotSure as why:
        return why.refusal(path)
    from flowdown.fix.point_key import key_edits

    facts = desk.map.routes[offer.route]
    group = f"client:{vendor}:{path}"
    keys = key_edits(desk, vendor, program, seen, facts, group)
    if isinstance(keys, Refusal):
        return keys
    models = (each.edit(offer.id, group) for each in ids)
    return (*models, *keys, *_pointing(program, seen, addresses, facts, offer.id, group))


def _kinds(theirs: Sequence[Sighting], vendor: str, path: str) -> Iterator[tuple[ClientKind, int]]:
    for each in theirs:
        if each.kind is TraceKind.CLIENT and each.basis is not Basis.LIBRARY:
            kind = client_kind(each.value, path)
            if kind is not None:
                yield kind, each.place.line
        elif each.kind is TraceKind.CALL and each.role is Role.CONFIGURED:
            raise NotSure(Why.CALLS, f"`{each.value}` is set there for all that its library does")
        elif each.kind not in _SEEN_THROUGH and each.kind is not TraceKind.ENDPOINT:
            raise NotSure(Why.CALLS, f"`{each.value}` is used there, too")


def _offer(desk: Desk, wires: set[str]) -> Offer:
    for offer in desk.target.offers():
        facts = desk.map.routes[offer.route]
        if (
            wires <= set(facts.wires)
            and facts.address is not None
            and facts.address.base_urls
            and facts.address.env_key
        ):
            return offer
    raise NotSure(Why.ROUTE, f"the map knows no way to {desk.target.model.name} with the same calls")


def _against_file(desk: Desk, vendor: str, file: TextFile) -> None:
    """A file that is the vendor's beside those of others, or that calls others, too: one of several among which something chooses."""
    word = _named_beside(desk, vendor, file.path)
    if word:
        raise NotSure(Why.NAMED, f"its file is named after it, beside one for {word}")
    for each in desk.sightings:
        is_other = each.is_use and each.vendor not in (vendor, None) and each.basis is not Basis.LIBRARY
        if is_other and each.place.path == file.path and each.kind in (TraceKind.MODEL_ID, TraceKind.CALL):
            raise NotSure(Why.CHOICE, f"`{each.value}` is called in the same file: take it out, or choose that")


def _against_settings(desk: Desk, clients: Sequence[tuple[ClientKind, int]]) -> None:
    """A variable by which the library itself is pointed elsewhere: then the client goes who knows where already."""
    reads = {name for kind, _ in clients for name in kind.reads}
    for each in desk.sightings:
        if each.kind is TraceKind.ENV_KEY and each.is_use and each.value in reads and each.strength in RUNS:
            place = f"{each.place.path}:{each.place.line}"
            raise NotSure(Why.ADDRESS, f"`{each.value}` says where it goes ({place})")


def _named_beside(desk: Desk, vendor: str, path: str) -> str:
    """A vendor after which a file beside this one is named, if this is named after its own."""
    folder, name = desk.files.folder / path, path.rsplit("/", 1)[-1]
    if not desk.known.names_of(vendor) & _words(name):
        return ""
    words = {word for each in folder.parent.iterdir() for word in _words(each.name)}
    others = sorted({each.vendor for each in desk.sightings if each.vendor} - {vendor})
    return next((other for other in others if desk.known.names_of(other) & words), "")


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))


def _ids(
    desk: Desk, program: PythonProgram, seen: Seen, theirs: Sequence[Sighting], found: Sequence[Candidate]
) -> list[Candidate]:
    """The ids that its clients may be given; all of their class that are seen in the file have to be among them."""
    places = {program.start(each) + 1: each for each in seen.models}
    ids = [each for each in found if each.span[0] in places and isinstance(each.found, Bare)]
    if len(ids) != len(places):
        raise NotSure(Why.FORM, "not every id that its client may be given can be replaced")
    at = {(each.sighting.place.line, each.sighting.place.column) for each in ids}
    for each in theirs:
        is_alike = each.kind is TraceKind.MODEL_ID and desk.map.class_of(each.value) == desk.target.workload
        if is_alike and (each.place.line, each.place.column) not in at:
            raise NotSure(Why.CALLS, f"`{each.value}` stands there, too, and goes elsewhere")
    return ids


def _addresses(
    desk: Desk, vendor: str, program: PythonProgram, seen: Seen, theirs: Sequence[Sighting]
) -> dict[ast.Call, tuple[int, str]]:
    """Where each client's address stands, if it is one that the map knows; none else may be seen in the file."""
    known = {
        base
        for home in desk.map.routes.values()
        if home.address is not None
        and (home.route == f"direct:{vendor}" or desk.known.operator_of(home.route) == vendor)
        for base in home.address.base_urls
    }
    found = {call: (program.start(each) + 1, str(each.value)) for call, each in seen.addresses.items()}
    for at, text in found.values():
        if text.removesuffix("/") not in known or program.file.text[at : at + len(text)] != text:
            raise NotSure(Why.ADDRESS, f"`{text}` is no address that the map knows")
    lines = {program.file.text.count("\n", 0, at) + 1 for at, _ in found.values()}
    for each in theirs:
        if each.kind is TraceKind.ENDPOINT and each.place.line not in lines:
            raise NotSure(Why.ADDRESS, f"`{each.value}` is used there, too")
    return found


def _against_place(desk: Desk, vendor: str, program: PythonProgram, seen: Seen) -> None:
    """Branches that ask for the vendor by name."""
    names = desk.known.names_of(vendor)
    for node in (*(call for _, call in seen.made), *seen.asks, *seen.models):
        for each in program.around(node):
            test = (
                each.test
                if isinstance(each, ast.If | ast.IfExp)
                else each.subject
                if isinstance(each, ast.Match)
                else None
            )
            if test is not None and names & _words(ast.unparse(test)):
                raise NotSure(Why.BRANCH, "it is asked for by name before", test)


def _against_calls(desk: Desk, file: TextFile, ids: Sequence[Candidate]) -> None:
    for each in ids:
        depending = next(desk.depending(each.sighting, (file.path,)), None)
        if depending is not None:
            raise NotSure(depending[1].why, depending[1].words)
    askers = {other for each in ids for other in desk.callers(each.sighting) if desk.is_code(other.path)} - {file}
    model = desk.target.model
    refusal = find_caution((file,), (), "openai-wire", model) or find_caution(askers, (), "", model)
    if refusal is not None:
        raise NotSure(refusal.why, refusal.words)


def _pointing(
    program: PythonProgram,
    seen: Seen,
    addresses: dict[ast.Call, tuple[int, str]],
    facts: RouteFacts,
    model: str,
    group: str,
) -> Iterator[Edit]:
    """What is put in: the address, the key where none was named, and what that needs to be imported."""
    assert facts.address is not None, "a way with the same calls has an address"
    base = facts.address.base_urls[0]
    for kind, call in seen.made:
        given = [f'{kind.models[0]}="{model}"'] if call in seen.unnamed else []
        if call in addresses:
            at, old = addresses[call]
            yield _edit(program, at, old, base, EditKind.ADDRESS, group)
        else:
            given.append(f'{kind.address}="{base}"')
        if call in seen.unkeyed:
            given.append(f'{kind.keys[0]}=os.environ["{facts.address.env_key}"]')
        if given:
            yield _put_in(program, call, ", ".join(given), group)
    if seen.unkeyed and not _has_os(program):
        yield _import(program, group)


def _put_in(program: PythonProgram, call: ast.Call, given: str, group: str) -> Edit:
    """Arguments, before those that are given already."""
    start, end = program.start(call), program.file.text.index("(", program.end(call.func)) + 1
    old = program.file.text[start:end]
    after = program.file.text[end : program.end(call)]
    joint = "" if after.strip() == ")" else "," if after[:1] in "\r\n" else ", "
    return _edit(program, start, old, old + given + joint, EditKind.CLIENT, group)


def _edit(program: PythonProgram, start: int, old: str, new: str, kind: EditKind, group: str) -> Edit:
    line = program.file.text.count("\n", 0, start) + 1
    return Edit(program.file.path, line, start, start + len(old), old, new, kind, group)


def _has_os(program: PythonProgram) -> bool:
    return any(
        isinstance(each, ast.Import) and any(name.name == "os" and not name.asname for name in each.names)
        for each in program.tree.body
    )


def _import(program: PythonProgram, group: str) -> Edit:
    """`import os`, before the first import of a program."""
    first = next(
        each for each in program.tree.body if isinstance(each, ast.Import | ast.ImportFrom) and not _is_future(each)
    )
    start, end = program.start(first), program.end(first)
    name = (first.module if isinstance(first, ast.ImportFrom) else first.names[0].name) or ""
    is_own = name.partition(".")[0] in sys.stdlib_module_names
    break_ = "\r\n" if "\r\n" in program.file.text else "\n"
    old = program.file.text[start:end].partition("\n")[0].rstrip("\r")
    new = f"import os{break_ if is_own else break_ * 2}{old}"
    return _edit(program, start, old, new, EditKind.CLIENT, group)


def _is_future(node: ast.Import | ast.ImportFrom) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"

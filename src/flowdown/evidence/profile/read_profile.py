"""Reads `flowdown.yaml`: what an organisation states of itself, with every fault at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from flowdown.base import strict_yaml
from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.strict_yaml import Document, Path, Plain
from flowdown.base.structure import decode_leniently
from flowdown.catalogue.catalogue import Catalogue
from flowdown.evidence.profile.check import check
from flowdown.evidence.profile.clause import split_clause
from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.discovery import Discovery
from flowdown.evidence.profile.holding import Equipment, Repository, System
from flowdown.evidence.profile.party import Customer, Firm, Person, Supplier
from flowdown.evidence.profile.profile import Profile, StatedProfile

_LONGEST = 240
_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")
Named = TypeVar("Named", Contract, Supplier, Customer, Firm, Person, System, Repository, Equipment, Discovery)


def read_profile(content: bytes, file: str, catalogue: Catalogue) -> StatedProfile:
    """The profile in a file's bytes. Raises `Problems` with everything that is wrong with it, each at its place."""
    document, broken = strict_yaml.load_with_problems(content, file)
    if not isinstance(document.value, dict):
        raise UnusableFile("expected keys and values", document.where())
    whole = Document(file, _spell_out(document.value), document.places)
    decoded, faults = decode_leniently(Profile, whole)
    profile = _with_ids(decoded)
    desk = check(profile, whole, catalogue)
    problems = _first_of_each_place(broken, faults, tuple(_texts(document, document.value, ())), tuple(desk.problems))
    if problems:
        raise Problems(problems)
    digest = "sha256:" + hashlib.sha256(content).hexdigest()
    return StatedProfile(profile, whole, digest, tuple(desk.notes))


def _first_of_each_place(*passes: Iterable[FlowdownError]) -> list[FlowdownError]:
    """What a later pass says of a place at which an earlier one found a fault only repeats it."""
    found: list[FlowdownError] = []
    for each in passes:
        told = {problem.where.path for problem in found if problem.where}
        found.extend(problem for problem in each if problem.where is None or problem.where.path not in told)
    return found


def _texts(document: Document, value: Plain, path: Path) -> Iterator[UnusableFile]:
    """Texts that no claim can hold."""
    if isinstance(value, dict):
        for key, each in value.items():
            if path or key != "waivers":
                yield from _texts(document, each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(document, each, (*path, index))
    elif isinstance(value, str):
        if len(value) > _LONGEST:
            said = f"longer than {_LONGEST} characters"
            yield UnusableFile(said, document.where(path), "name a document that says it")
        elif value and value.isspace():
            yield UnusableFile("nothing but spaces", document.where(path))
        elif not all(each.isprintable() or each in "\n\t" for each in value):
            yield UnusableFile("holds a character that cannot be shown", document.where(path))


def states_profile(content: bytes) -> bool:
    """True if a file holds more than waivers: then it is a profile, or is meant to be one."""
    found = re.findall(rb"^([^\s#:-][^:\n]*):", content, re.MULTILINE)
    return any(key.strip().strip(b"\"'") != b"waivers" for key in found)


# What may be written as one line: a word in place of keys and values, by where it stands.
def _spell_out(value: Plain) -> Plain:
    if not isinstance(value, dict):
        return value
    spelled = dict(value)
    for contract in _lists(value, "contracts"):
        for key, write in (("clauses", _clause), ("orders", _order)):
            if isinstance(contract, dict) and isinstance(listed := contract.get(key), list):
                contract[key] = [write(each) if isinstance(each, str) else each for each in listed]
    for device in _lists(value, "equipment"):
        if isinstance(device, dict) and isinstance(programs := device.get("installed"), list):
            device["installed"] = [{"name": each} if isinstance(each, str) else each for each in programs]
    for found in _lists(value, "discoveries"):
        # The short form has no room for a contract or a proof: `submitted: {duty: moment}`.
        if isinstance(found, dict) and isinstance(sent := found.get("submitted"), dict):
            found["submitted"] = [{"report": report, "at": at} for report, at in sent.items()]
    if isinstance(vendors := value.get("vendors"), list):
        spelled["vendors"] = [{"vendor": each} if isinstance(each, str) else each for each in vendors]
    return spelled


def _lists(value: dict[str, Plain], key: str) -> Iterable[Plain]:
    found = value.get(key)
    return found if isinstance(found, list) else ()


def _clause(line: str) -> Plain:
    clause, version, alternate = split_clause(line)
    written: dict[str, Plain] = {"clause": clause}
    if version:
        written["version"] = version
    if alternate:
        written["alternate"] = alternate
    return written


def _order(line: str) -> Plain:
    return {"order": line}


def _with_ids(profile: Profile) -> Profile:
    us = profile.organisation
    return replace(
        profile,
        organisation=us if us.id else replace(us, id=make_id(us.name)),
        contracts=_named(profile.contracts),
        systems=_named(profile.systems),
        repositories=_named(profile.repositories),
        equipment=_named(profile.equipment),
        suppliers=_named(profile.suppliers),
        customers=_named(profile.customers),
        firms=_named(profile.firms),
        people=_named(profile.people),
        discoveries=_named(profile.discoveries),
    )


def _named(stated: tuple[Named, ...]) -> tuple[Named, ...]:
    return tuple(each if each.id else replace(each, id=make_id(_name_of(each))) for each in stated)


def _name_of(stated: object) -> str:
    if isinstance(stated, Contract):
        return stated.number or (stated.piid if isinstance(stated.piid, str) else "") or stated.title
    if isinstance(stated, Repository):
        return stated.path.strip("./") or stated.url.removesuffix(".git").rpartition("/")[2]
    if isinstance(stated, Discovery):
        return stated.what
    return str(getattr(stated, "name", ""))


def make_id(name: str) -> str:
    """An id from a name: small letters and digits, `-` between words; empty for a name that has none."""
    return _NOT_IN_IDS.sub("-", name.lower()).strip("-")[:80].strip("-")

"""The command `case`: who is bound, what clashes and why, and the cheapest repair, in one case file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.cli.command import Command
from flowdown.cli.exit import Exit

if TYPE_CHECKING:
    from flowdown.pipeline.case import Asked
    from flowdown.reason.case.case_file import CaseFile
    from flowdown.reason.case.expectation import ExpectedStatus
    from flowdown.reason.case.view import ViewAnswer
    from flowdown.reason.stance import Stance

_ASKED = ("actor", "action", "thing", "context", "toward", "day")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a case file (YAML, the vocabulary of the scenarios)")
    parser.add_argument(
        "--verify", action="store_true", help="compare with the file's own `expect`; exit 0 if all comes out"
    )
    parser.add_argument(
        "--format", choices=("text", "json", "svg"), default="text", help="svg: all cards and the timeline on one sheet"
    )
    parser.add_argument("--svg", metavar="DIR", help="also write a card for each conflict, and a timeline, into DIR")
    parser.add_argument(
        "--stance", choices=("in_force", "as_threatened"), help="count only issued norms, or threatened ones too"
    )
    parser.add_argument(
        "--ask",
        nargs="+",
        metavar="KEY=VALUE",
        help="ask about one act: actor=, action=, thing=; context=, toward=, day= if wanted (else the case's `as_of`)",
    )
    parser.add_argument(
        "--given",
        nargs="+",
        action="extend",
        default=[],
        metavar="FACT=true|false",
        help="with --ask: take a disputed fact to be so",
    )


def _run(args: argparse.Namespace) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.pipeline.case import load_case
    from flowdown.reason.stance import Stance

    if args.given and not args.ask:
        raise UnusableArgument("`--given` goes with `--ask`")
    case = load_case(Path(args.file))
    stance = Stance(args.stance) if args.stance else None
    if args.ask:
        return _ask(case, stance or Stance.IN_FORCE, args)
    if args.verify:
        return _verify(case, stance)
    return _judge(case, stance, args)


def _judge(case: CaseFile, stance: Stance | None, args: argparse.Namespace) -> int:
    from flowdown.pipeline.case import judge_case

    views = judge_case(case, stance)
    if args.format == "json":
        from flowdown.reason.case.write import write_case

        _print_json(write_case(case, views))
    elif args.format == "svg":
        from flowdown.reason.case.sheet import draw_sheet

        sys.stdout.write(draw_sheet(case, views))
    else:
        from flowdown.reason.case.words import say_case

        sys.stdout.write(say_case(case, views))
    if args.svg:
        _write_svg(case, views, Path(args.svg))
    if any(view.clashes.conflicts for view in views):
        return Exit.BREACH
    return Exit.UNDETERMINED if any(view.is_undetermined for view in views) else Exit.OK


def _verify(case: CaseFile, stance: Stance | None) -> int:
    from flowdown.base.errors import UnusableArgument
    from flowdown.pipeline.case import verify_case

    if not case.expect:
        raise UnusableArgument(f"`{case.id}` expects nothing, so there is nothing to verify")
    mismatches = verify_case(case, stance)
    for mismatch in mismatches:
        print(_printable(str(mismatch)))
    count = f"{len(mismatches)} mismatch{'es' if len(mismatches) != 1 else ''}"
    print(f"{_printable(case.id)}: {count if mismatches else 'all comes out as expected'}")
    return Exit.BREACH if mismatches else Exit.OK


def _ask(case: CaseFile, stance: Stance, args: argparse.Namespace) -> int:
    from flowdown.pipeline.case import ask_case
    from flowdown.reason.position import Position

    asked = ask_case(case, stance, _question(case, args.ask, args.given))
    if args.format == "json":
        from flowdown.base.canonical import to_json
        from flowdown.reason.case.write import SCHEMA, write_status

        answer = write_status(asked.status) | {"depends_on": to_json(asked.standing.depends_on)}
        _print_json({"schema": SCHEMA, "id": case.id, "views": [{"view": stance.value, "status": [answer]}]})
    else:
        for line in _say_asked(case, asked):
            print(_printable(line))
    if asked.status.is_ == "depends":
        return Exit.UNDETERMINED
    return Exit.BREACH if asked.standing.position is Position.CONFLICT else Exit.OK


def _say_asked(case: CaseFile, asked: Asked) -> Iterable[str]:
    from flowdown.reason.case.phrase import describe_norm, listed, quote

    status = asked.status
    where = f" in {status.context}" if status.context else ""
    toward = f" toward {status.toward}" if status.toward else ""
    stance = "as things stand" if asked.stance == "in_force" else "if all threats were carried out"
    yield f"{status.actor}: {status.action} {status.thing}{toward}{where} on {status.day}, {stance}: {status.is_}"
    if status.is_ == "depends":
        yield f"  depends on {listed(asked.standing.depends_on)}:"
        for each in asked.standing.worlds:
            facts = listed(f"{fact} {'true' if value else 'false'}" for fact, value in sorted(each.world.items()))
            yield f"  - {facts}: {each.position.value.lower()}" + (
                f" by {listed(each.because)}" if each.because else ""
            )
    norms = {norm.id: norm for norm in case.situation.norms}
    for name in asked.standing.because:
        yield f"  {name}: {describe_norm(norms[name])}. {quote(norms[name])}"


def _question(case: CaseFile, words: Iterable[str], given: Iterable[str]) -> ExpectedStatus:
    import datetime

    from flowdown.base.errors import UnusableArgument
    from flowdown.reason.case.expectation import ExpectedStatus

    asked = _pairs(words, _ASKED)
    for key in ("actor", "action", "thing"):
        if key not in asked:
            raise UnusableArgument(f"`--ask` needs `{key}=`")
    try:
        day = datetime.date.fromisoformat(asked["day"]) if "day" in asked else case.situation.as_of
    except ValueError:
        raise UnusableArgument(f"`{asked['day']}` is no day written YYYY-MM-DD") from None
    truths = _pairs(given)
    for fact, value in truths.items():
        if value not in ("true", "false"):
            raise UnusableArgument(f"`{fact}` can be given as true or false, not `{value}`")
    return ExpectedStatus(
        actor=asked["actor"],
        action=asked["action"],
        thing=asked["thing"],
        context=asked.get("context"),
        toward=asked.get("toward"),
        day=day,
        given={fact: value == "true" for fact, value in truths.items()} or None,
    )


def _pairs(words: Iterable[str], known: tuple[str, ...] = ()) -> dict[str, str]:
    from flowdown.base.errors import UnusableArgument

    pairs: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not value:
            raise UnusableArgument(f"`{word}` is not written KEY=VALUE")
        if known and key not in known:
            raise UnusableArgument(f"nothing called `{key}` can be asked", hint=f"one of {', '.join(known)}")
        if key in pairs:
            raise UnusableArgument(f"`{key}` is given twice")
        pairs[key] = value
    return pairs


def _printable(text: str) -> str:
    """Text of a file as a terminal may show it."""
    return "".join(char if char.isprintable() else " " for char in text)


def _print_json(value: object) -> None:
    import json

    print(json.dumps(value, indent=2, ensure_ascii=False))


def _write_svg(case: CaseFile, views: tuple[ViewAnswer, ...], folder: Path) -> None:
    from flowdown.base.errors import UnusableArgument
    from flowdown.reason.case.sheet import draw_pieces

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, drawing in draw_pieces(case, views):
            (folder / name).write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise UnusableArgument(f"cannot write into `{folder}`: {error.strerror}") from None


COMMAND = Command(
    id="case",
    help="say who is bound, what clashes and why, and the cheapest repair, in one case file",
    add_arguments=_add_arguments,
    run=_run,
    examples=(
        "flowdown case tests/scenarios/01-founding-article.yaml",
        "flowdown case tests/scenarios/01-founding-article.yaml --verify",
        "flowdown case tests/scenarios/01-founding-article.yaml --stance as_threatened "
        "--ask actor=palantir action=use thing=claude context=other_business day=2026-03-02",
    ),
)

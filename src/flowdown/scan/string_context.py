"""What surrounds a string of program code, with what only its language says: results, options, groups of tests."""

from __future__ import annotations

from dataclasses import replace

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.context import Context
from flowdown.scan.declared_option import option_of
from flowdown.scan.env_reader import asked_before
from flowdown.scan.last_expression import is_last_expression, memoized_by
from flowdown.scan.lexer import Span
from flowdown.scan.string_places import is_case, is_named_default, whole_match


def context_of(file: CodeFile, span: Span) -> Context:
    """What surrounds a string that holds a hit."""
    start, end = whole_match(file, span)
    context = file.contexts.around(start, end)
    is_bare = not (context.callee or context.keys) and context.target in ("", "do")
    if is_bare and file.lexer.language == "ruby":
        context = _memoized(file, context, span)
    if is_bare and is_last_expression(file.lexed, start, end):
        name = file.function_giving(span.start)
        context = replace(
            context,
            is_returned=True,
            is_default=context.is_default or is_named_default(file, name),
            target="",
            keys=(name,) if vocabulary.is_provider_key(name) else (),
        )
    asked = asked_before(file.source.text, span.start) if context.is_default and not context.env_callee else None
    if asked is not None:
        context = replace(context, env_callee="env", env_position=1, env_key_range=asked)
    if file.lexer.language == "r" and context.keys and not context.callee and is_case(file, span.start):
        # One of those that `switch(name, first = ..., second = ...)` answers.
        context = replace(context, keys=context.keys[1:], is_returned=not context.target)
    option = option_of(file, context, span.start, span.end)
    if option:
        context = replace(context, keys=(option, *context.keys), target="" if not context.keys else context.target)
    return context


def _memoized(file: CodeFile, context: Context, span: Span) -> Context:
    """The context of what a group of tests asks for by a name; which address is meant differs from group to group.

    Where something is faked beside it, nothing says that it is given to a client.
    """
    if file.fakes is None or file.fakes.is_any:
        return context
    name = memoized_by(file.lexed, span.start, span.end)
    if vocabulary.is_model_key(name):
        return replace(context, target=name)
    return replace(context, keys=(name,)) if vocabulary.is_host_key(name) else context

"""What the lexers tell from code: strings and comments, also where a quote or a sign of comment begins none."""

from __future__ import annotations

import random

import pytest

from flowdown.scan.lexer import Lexed, SpanKind, load_lexers

LEXERS = load_lexers()


def strings(language: str, text: str) -> list[str]:
    """The insides of the strings of a text."""
    lexed = Lexed(text, LEXERS[language])
    return [lexed.inner(span) for span in lexed.spans if span.kind is not SpanKind.COMMENT]


def comments(language: str, text: str) -> list[str]:
    """The comments of a text."""
    lexed = Lexed(text, LEXERS[language])
    return [lexed.inner(span) for span in lexed.spans if span.kind is SpanKind.COMMENT]


RUBY = [
    ("x = <<~SQL\n  select 'a\n  SQL\ny = 'b'\n", ["  select 'a\n", "b"]),
    ("x = <<-SQL.strip.freeze # it's\n  one\n  SQL\ny = 'b'\n", ["  one\n", "b"]),
    ("x = <<SQL\n  SQL\nSQL\n'b'\n", ["  SQL\n", "b"]),
    ("f(<<~A, 'p', <<~B)\n  one\nA\n  it's two\nB\n'b'\n", ["p", "  one\n", "  it's two\n", "b"]),
    ("x = <<~'END OF'\n  #{no} \"\nEND OF\n'b'\n", ['  #{no} "\n', "b"]),
    ("f(<<~A,\n  one\nA\n  'p')\n", ["  one\n", "p"]),
    ("x = <<~A\n  never closed\ny = 'b'\n", ["b"]),
    ("class A\n  class << self\n  end\nend\nn = 1 <<N\n'b'\n", ["b"]),
    ("%w[one#1 two's] + %i[three four]\n'b'\n", ["b"]),
    ("%q(it's (in) one) + %Q{a \"#{b}} + %|c's|\n'b'\n", ["it's (in) one", 'a "#{b}', "b"]),
    ("raise %(say \"x\") if a % (b) == 'c'\n", ['say "x"', "c"]),
    ('puts(%(say "x"))\n  %(it\'s)\n', ['say "x"', "it's"]),
    ("a = x / y; b = 'c' / 2\n", ["c"]),
    ("if line =~ /[\"'#]/ && b.split(/'/) && c.match? /\"/\n'b'\n", ["b"]),
    ("a = %r{'/\"}\n'b'\n", ["b"]),
    ("a = [?\", ?', ?#]; b = $'; c = $\"\n'b'\n", ["b"]),
    ('a = "x #{h["k"]} #{y.map { |z| "q" }} z"\n', ['x #{h["k"]} #{y.map { |z| "q" }} z']),
    ("`ls #{dir}`\n", ["ls #{dir}"]),
    ("a = 'b'\n__END__\nit's\n", ["b", "it's\n"]),
    ("a = <<~T\n  x\n__END__\n  T\n'b'\n", ["  x\n__END__\n", "b"]),
]


@pytest.mark.parametrize(("text", "expected"), RUBY)
def test_ruby_strings(text: str, expected: list[str]) -> None:
    assert strings("ruby", text) == expected


def test_ruby_comments() -> None:
    assert comments("ruby", "=begin\nit's\n=end\na = '#b' # c's\n") == ["=begin\nit's\n=end", "# c's"]


def test_a_heredoc_leaves_its_line_and_what_follows_as_code() -> None:
    text = 'ask(<<~TEXT, model: "m")\n  say (this\n  TEXT\nother(1)\n'
    masked = Lexed(text, LEXERS["ruby"]).masked
    assert masked.split("\n") == ['ask(<<~TEXT, model: " ")', " " * 11, " " * 6, "other(1)", ""]


OTHERS = [
    ("javascript", "a.filter(e=>/^x:\\/\\/\"/.test(e)).map(e => /'/.test(e), 'b')", ["b"]),
    ("javascript", "function f(a){return/[\"']/.test(a)||'b'}", ["b"]),
    ("javascript", "const a = <Chat id={id} first={messages} />; // the chat's\nconst c = 'b';", ["b"]),
    ("javascript", "<p\n  className=\"one's\n    two\"\n  id='b'>", ["one's\n    two", "b"]),
    ("javascript", "a = b / c; d = e.replace(/>/g, 'b') / 2", ["b"]),
    ("php", "<?php $a = <<<SQL\n  it's {$b}\n  SQL;\n$c = 'b';", ["\n  it's {$b}", "b"]),
    ("php", "<?php f(<<<'X'\n\"\nX, 'b');", ['\n"', "b"]),
    ("php", "<?php $a = 1 << 2; $b = <<<X\nX;\n$c = 'b';", ["", "b"]),
    (
        "rust",
        'let a = r#"x "y" z"#; let b = r##"x "# y"##; let c = r"\\"; let d = "b";',
        ['x "y" z', 'x "# y', "\\", "b"],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), OTHERS)
def test_strings(language: str, text: str, expected: list[str]) -> None:
    assert strings(language, text) == expected


def test_the_tail_of_a_line_after_a_jsx_tag_is_a_comment() -> None:
    assert comments("javascript", "return <Chat first={messages} />; // the chat\n") == ["// the chat"]


@pytest.mark.parametrize("language", sorted(LEXERS))
def test_spans_of_any_text_are_in_order_and_do_not_overlap(language: str) -> None:
    words = '" \' ` \\ <<~A <<<A A #{ ${ } { // /* */ %w[ ] # %q( ) = / [ =begin r#" "# """ <!-- --> $ ?'.split()
    parts = [*words, " ", "\n", "\nA\n", "\n=end", "__END__\n"]
    choose = random.Random(5)
    for _ in range(150):
        text = "".join(choose.choices(parts, k=60))
        lexed = Lexed(text, LEXERS[language])
        ends = [0, *(span.end for span in lexed.spans)]
        assert all(end <= span.start for end, span in zip(ends, lexed.spans, strict=False)), text
        assert all(span.start <= span.inner_start <= span.inner_end <= span.end for span in lexed.spans), text
        assert len(lexed.masked) == len(text), text
        assert lexed.masked.count("\n") == text.count("\n"), text


def test_tests_of_literals_are_those_on_whose_line_one_follows() -> None:
    text = "if (a) b()\nif (a == 'x') c(); if (d) e()\nswitch (a) { case \"y\": f() }\nif (g) { // 'z'\n}\nif (h) 'i'; if (j)"
    lexed = Lexed(text, LEXERS["javascript"])
    assert [text[at : at + 8] for at in lexed.tests] == ["if (a ==", 'case "y"', "if (h) '"]

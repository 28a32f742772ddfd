"""Times every lexer on text made to be read again and again: a doubled text must cost about double.

    python bench/lexers/hostile.py [LANGUAGE ...]

Prints what costs more than 50 ms and grows by more than 2.8 times, and at the end how many texts were read. Lexers
that make a string of every two characters need 1 to 2 us a character, and stand there now and then on a loaded machine.
"""

from __future__ import annotations

import sys
from time import process_time

from flowdown.scan.lexer import Lexed, Lexer, load_lexers

_PIECES = (
    *("=/[", "=/[\\]", "=/[a", "=/\\", "}/", "/*", "/*/", "<!--", "--", "<#", "#{", "{", "(", "$(", "\\"),
    *('"', "'", "`", '"""', "'''", '"\\', "'\\", "`\\", '"\\"\n', "'\\\n", "`${", "${`", "`${'", "`${{", "`${\\`"),
    *(
        '"#{',
        "\"#{'",
        "\"#{\\'",
        '`#{"',
        "/#{",
        "%q(",
        "%q(()",
        "%q!",
        "%w(\\)",
        "%q{%r[",
        "<<~A ",
        "<<~A\n",
        "=begin\n",
    ),
    *('R"a(', 'R"', 'r"(', 'r#"', "<<<A\n", "<<<'A'\n", '"$(', '@"', '$"{', '$"""', "@'\n", '@"\n', 'f"{', "q'[", "$$"),
    "=/[" * 130 + "\n",
)
_SIZE = 20_000
_NOTED = 0.05
_GROWTH = 2.8


def main() -> None:
    """Time and print."""
    chosen = sys.argv[1:]
    count = 0
    for name, lexer in load_lexers().items():
        if chosen and name not in chosen:
            continue
        for piece in _PIECES:
            count += 1
            once, twice = (_seconds("x " + piece * (size // len(piece)), lexer) for size in (_SIZE, 2 * _SIZE))
            if twice > _NOTED and twice > _GROWTH * once:
                growth = f"x {twice / max(once, 1e-9):.1f} when doubled"
                print(
                    f"{name:<12}{piece[:12]!r:<18}{twice / 2 / _SIZE * 1e9:>9.0f} ns a character  {growth}", flush=True
                )
    print(f"{count} texts read")


def _seconds(text: str, lexer: Lexer) -> float:
    began = process_time()
    _ = Lexed(text, lexer).spans
    return process_time() - began


if __name__ == "__main__":
    main()

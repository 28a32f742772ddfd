"""A question that only moved is not asked again."""

from __future__ import annotations

from flowdown.gate.fresh_questions import fresh_questions
from flowdown.scan.sighting import Question


def question(path: str, line: int) -> Question:
    return Question(
        f"host:{path}:{line}", f"host:{path}:{line}", f"At which host is the client at {path}:{line} pointed?"
    )


def test_another_line_is_the_same_question() -> None:
    assert fresh_questions([question("a.py", 3)], [question("a.py", 30)], {}) == ()


def test_a_moved_file_is_the_same_question() -> None:
    assert fresh_questions([question("a.py", 3)], [question("lib/b.py", 3)], {"a.py": "lib/b.py"}) == ()


def test_a_moved_folder_may_hold_brackets() -> None:
    old, new = "app/(chat)/[id]/page.ts", "src/(chat)/[id]/page.ts"
    assert fresh_questions([question(old, 3)], [question(new, 3)], {old: new}) == ()


def test_one_more_of_the_same_is_new() -> None:
    old, new = question("a.py", 3), question("a.py", 9)
    assert fresh_questions([old], [old, new], {}) == (new,)


def test_a_question_about_another_file_is_new() -> None:
    assert fresh_questions([question("a.py", 3)], [question("b.py", 3)], {}) == (question("b.py", 3),)

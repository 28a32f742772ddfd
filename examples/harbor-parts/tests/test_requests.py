from harbor_parts.requests import Line, parse_lines


def test_lines_are_read() -> None:
    text = '{"lines": [{"nsn": "4730-00-278-3883", "quantity": 12}]}'
    assert parse_lines(text) == [Line("4730-00-278-3883", 12, "")]


def test_nothing_asked() -> None:
    assert parse_lines("{}") == []

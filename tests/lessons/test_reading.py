"""Counts of how hard a function is to read."""

import pytest

from course.lessons.reading import (
    Counts,
    draw_hot_spots,
    draw_noticed,
    draw_readings,
    reading,
    readings,
    show,
    table,
)


def counts(text: str) -> list[tuple[str, int, int]]:
    return [(one.name, one.cyclomatic, one.cognitive) for one in readings(text)]


# The cyclomatic numbers are radon 6.0's, the cognitive ones complexipy 8.3's where it counts alike.
@pytest.mark.parametrize(
    ("body", "cyclomatic", "cognitive"),
    [
        ("return 1", 1, 0),
        ("if a: return 1", 2, 1),
        ("if a: return 1\n else: return 2", 2, 2),
        ("if a: return 1\n elif b: return 2\n else: return 3", 3, 3),
        ("if a:\n  if b: return 1", 3, 3),
        ("if a: return 1\n else:\n  if b: return 2", 3, 4),
        ("if a and b and c: return 1", 4, 2),
        ("if a and b or c: return 1", 4, 3),
        ("for x in a:\n  if x: return x", 3, 3),
        ("while a:\n  a -= 1\n else: return 1", 2, 2),
        ("try: return 1\n except KeyError: return 2", 2, 1),
        ("try: return 1\n except KeyError:\n  if a: return 2\n finally: b()", 3, 3),
        ("return 1 if a else 2", 2, 1),
        ("return [x for x in a if x]", 3, 0),
        ("match a:\n  case 1: return 1\n  case 2: return 2\n  case _: return 3", 3, 1),
        ("with a:\n  if b: return 1", 2, 1),
        ("return lambda x: x and a", 2, 1),
    ],
)
def test_each_construct_costs_what_its_docstring_says(
    body: str, cyclomatic: int, cognitive: int
) -> None:
    """One construct at a time, then in another one."""
    assert counts(f"def f(a, b, c):\n {body}\n") == [("f", cyclomatic, cognitive)]


def test_a_function_inside_another_is_counted_on_its_own() -> None:
    """Methods and nested functions have their own readings; code outside comes last."""
    text = (
        "class C:\n def m(self):\n  if self: return 1\n"
        "def outer(a):\n def inner(b):\n  if b: return 1\n return inner\n"
        "x = 1 if outer else 2\n"
    )

    assert counts(text) == [("m", 2, 1), ("outer", 1, 0), ("inner", 2, 1), ("(cell)", 2, 1)]


def test_lines_do_not_depend_on_layout() -> None:
    """Docstring, comments, blank lines and broken lines cost nothing; a hidden line costs one."""
    short = "def f(a):\n if a: return 1\n return 2\n"
    long = (
        'def f(\n    a,\n):\n    """Say\n    much."""\n\n    # why\n    if a:\n'
        "        return (\n            1\n        )\n    return 2\n"
    )

    assert [one.lines for one in readings(short)] == [4]
    assert [one.lines for one in readings(long)] == [4]


def test_a_cell_counts_its_own_lines_only() -> None:
    """Lines of functions are those functions'."""
    (_, cell) = readings('def f():\n return 1\nTABLE = {\n "a": 1,\n}\nprint(f())\n')

    assert cell == Counts(name="(cell)", lines=2, cyclomatic=1, cognitive=0, parameters=0)


def test_every_kind_of_parameter_counts() -> None:
    """Stars are one each."""
    assert [one.parameters for one in readings("def f(a, /, b, *c, d=1, **e): pass")] == [5]


def test_text_that_is_no_python_is_refused() -> None:
    """Who counts gets the parser's own error."""
    with pytest.raises(SyntaxError):
        readings("def f(:")


def nested(a: int) -> int:
    """Say something."""
    for number in range(a):
        if number > 1:
            return 2
    return 1


def test_a_function_is_shown_and_tabled_as_it_is_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Numbers count from the `def`; the table has one row a function."""
    show(nested, numbers=True)
    table({"nested": nested})

    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[2]) == (
        " 1  def nested(a: int) -> int:",
        " 3      for number in range(a):",
    )
    assert lines[-1].split() == ["nested", "5", "3", "3"]
    assert reading(nested).cognitive == 3


def test_bars_are_as_long_as_the_counts() -> None:
    """Both counts, from zero."""
    (axis,) = draw_readings({"nested": nested, "count": counts}).axes

    assert [bar.get_width() for bar in axis.patches] == [3, 3, 2, 0]
    assert axis.get_xlim()[0] == 0


def test_marked_files_are_named_where_they_stand() -> None:
    """Each file is a point; only the marked ones have their name."""
    files = [
        {"file": "a.py", "complexity": 10, "changes": 2},
        {"file": "b.py", "complexity": 5, "changes": 40},
    ]
    (axis,) = draw_hot_spots(files, ["b.py"]).axes

    points = [(line.get_xdata()[0], line.get_ydata()[0]) for line in axis.lines]  # type: ignore[index]
    assert points == [(2, 10), (40, 5)]
    assert [(text.get_text(), text.xy) for text in axis.texts] == [("b.py", (40, 5))]  # type: ignore[attr-defined]
    assert (axis.get_xlim()[0], axis.get_ylim()[0]) == (0, 0)


def test_a_dot_stands_where_an_input_notices_a_slip() -> None:
    """Rows are inputs from top to bottom, columns are slips; a slip without a dot stays empty."""
    (axis,) = draw_noticed({"clean": ["b"], "twice": ["a", "b"]}, ["a", "b", "c"]).axes

    dots = axis.collections[0].get_offsets().tolist()  # type: ignore[union-attr]
    assert dots == [[1, 0], [0, 1], [1, 1]]
    assert [label.get_text() for label in axis.get_xticklabels()] == ["a", "b", "c"]
    assert [label.get_text() for label in axis.get_yticklabels()] == ["clean", "twice"]
    assert axis.get_ylim()[0] > axis.get_ylim()[1]

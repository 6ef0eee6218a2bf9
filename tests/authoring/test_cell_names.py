"""Which names cells take and leave."""

import pytest

from course.authoring.cell_names import (
    bound,
    needed,
    surely_bound,
    taken,
    taken_by,
    without_shows,
)


@pytest.mark.parametrize(
    ("source", "reads", "gives", "surely"),
    [
        ("x = y", {"y"}, {"x"}, {"x"}),
        ("x = 1\nz = x", set(), {"x", "z"}, {"x", "z"}),
        ("x += 1", {"x"}, {"x"}, set()),
        ("del p\np", {"p"}, set(), set()),
        ("x: int\nx", {"x"}, set(), set()),
        ("x: int = 1\nx", set(), {"x"}, {"x"}),
        ("for n in cells: got = n", {"cells"}, {"n", "got"}, set()),
        ("while more(): x = 1\nx", {"more", "x"}, {"x"}, set()),
        ("total = [n for n in cells if n > least]", {"cells", "least"}, {"total"}, {"total"}),
        ("def f(a, b=c):\n    d = a\n    return d + e", {"c", "e"}, {"f"}, {"f"}),
        ("def f(n): return f(n - 1)", set(), {"f"}, {"f"}),
        ("def f():\n    global g\n    g = h", {"h"}, {"f", "g"}, {"f"}),
        ("lambda n: n + m", {"m"}, set(), set()),
        ("class A(B):\n    x: int = y\n    def m(self): return z", {"B", "y", "z"}, {"A"}, {"A"}),
        ("if a: x = 1\nelse: x = 2\nx", {"a"}, {"x"}, {"x"}),
        ("if a: x = 1\nx", {"a", "x"}, {"x"}, set()),
        ("with a() as b:\n    c = b\nc", {"a", "c"}, {"b", "c"}, {"b"}),
        ("try:\n    a = f()\nexcept E as e:\n    a = e\na, e", {"f", "E", "e"}, {"a", "e"}, {"a"}),
        ("try:\n    a = 1\nfinally:\n    b = 2\nb", set(), {"a", "b"}, {"a", "b"}),
        ("match m:\n    case {'k': q, **r} if w(q): q, r, t\n    case F(): pass", {"m", "w", "t", "F"}, {"q", "r"}, set()),
        ("import a.b as c, d.e\nfrom f import g\nc, d, g", set(), {"c", "d", "g"}, {"c", "d", "g"}),
        ("this is no Python", set(), set(), set()),
    ],
)  # fmt: skip
def test_names_are_told_as_the_compiler_tells_them(
    source: str, reads: set[str], gives: set[str], surely: set[str]
) -> None:
    """Locals of functions and of comprehensions are no names of a cell's."""
    builtins = {"range", "print", "int"}

    assert taken(source) - builtins == reads
    assert bound(source) == gives
    assert surely_bound(source) == surely


def test_cells_in_a_row_take_what_none_of_them_gave_before() -> None:
    """A name that an earlier cell binds is not taken by a later one, a name bound later is."""
    assert taken_by(["a = b", "c = a + d", "b = 1\nb"]) == {"b", "d"}


def test_only_cells_that_give_a_wanted_name_are_kept() -> None:
    """A cell pulls in what it needs itself; the last one that surely binds a name is enough."""
    cells = [("one", "x = 1"), ("two", "y = z"), ("three", "x = y"), ("four", "q = x")]

    assert [item for item, _ in needed(cells, {"x"})] == ["two", "three"]
    assert list(needed(cells, {"nothing"})) == []
    maybe = [("one", "x = 1"), ("two", "if a: x = 2")]
    assert [item for item, _ in needed(maybe, {"x"})] == ["one", "two"]


def test_what_only_shows_something_is_left_out() -> None:
    """Calls that draw, print or ask are dropped, with what only they need; other lines stay."""
    source = (
        "rows = load()\ndraw_rows(rows)\nguess = predict('01-a', [1])\nguess.reveal(2)\nrows.sort()"
    )

    assert without_shows(source, frozenset({"rows"})) == "rows = load()\n\n\n\nrows.sort()"
    assert without_shows(source, frozenset({"guess"})).splitlines()[2].startswith("guess = ")
    cells = [("ask", "guess = predict('01-a', [1])"), ("run", "n = 3\nguess.reveal(n)")]
    assert [item for item, _ in needed(cells, {"n"})] == ["run"]


def test_statements_on_one_line_stay_together() -> None:
    """Where a line has two statements, none is dropped that would take the other with it."""
    assert "x = 1" in without_shows("x = 1; print(x)", frozenset({"x"}))

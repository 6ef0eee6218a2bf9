"""Mutants of a reference solution."""

import ast

import pytest

from course.authoring.mutants import drawn, mutants, spoilers

SOURCE = '''def clamp(n, low, high):
    """Keep n between low and high."""
    limit = 1
    ### BEGIN SOLUTION
    if n < low:
        return low
    return min(n, high) - 0 * limit
    ### END SOLUTION'''


def test_mutants_change_the_solution_only() -> None:
    """Signature, docstring and what stands outside the markers stay as they are."""
    made = list(mutants(SOURCE))

    assert made
    for mutant in made:
        assert mutant.source.splitlines()[:4] == SOURCE.splitlines()[:4]
        ast.parse(mutant.source)


def test_the_usual_slips_are_among_them() -> None:
    """Boundaries, constants and forgotten statements are tried."""
    changes = {(mutant.line, mutant.becomes) for mutant in mutants(SOURCE)}

    assert ("if n < low:", "if n <= low:") in changes
    assert ("return low", "pass") in changes
    assert ("return min(n, high) - 0 * limit", "return min(n, high) + 0 * limit") in changes
    assert ("return min(n, high) - 0 * limit", "return min(n, high) - 1 * limit") in changes


def test_no_mutant_is_made_twice() -> None:
    """Each mutant is another text, and none is the original."""
    texts = [mutant.source for mutant in mutants(SOURCE)]

    assert len(texts) == len(set(texts))
    assert SOURCE not in texts


def test_without_markers_the_whole_cell_is_mutated() -> None:
    """A right answer of a test bed has no markers."""
    assert {mutant.becomes for mutant in mutants("x = 1\n")} == {"x = 0", "x = 2", "pass"}


def test_mutants_are_drawn_by_the_digest_of_the_answer() -> None:
    """The same answer has the same few, another one its own; fewer where there are no more."""
    answer = SOURCE.replace("    ### BEGIN SOLUTION\n", "").replace("    ### END SOLUTION", "")
    few = drawn(answer, 3)

    assert few == drawn(answer, 3)
    assert len(few) == 3
    assert {m.source for m in few} <= {m.source for m in mutants(answer)}
    assert len(drawn("x = 1\n", 9)) == 3


GIVEN = """def first(rows, names=None):
    return len(rows)


class Shelf:
    def __init__(self, rows):
        self.rows = list(rows)

    def size(self, more):
        return len(self.rows) + len(more)
"""


def ran(source: str, call: str, **given: object) -> tuple[object, dict[str, object]]:
    """The value of a call after a cell has run, and what became of its arguments."""
    space: dict[str, object] = {}
    exec(source, space)
    return eval(call, space, given), given


def test_a_spoiler_gives_the_right_answer_and_changes_its_arguments() -> None:
    """Each in one way: sorted, lowered, taken out, taken out of a part, added."""
    spoilt = {
        mutant.becomes: ran(mutant.source, "first(rows)", rows=["b", ["C", "A"], {"k": "V"}])
        for mutant in spoilers(GIVEN, methods=False)
    }

    assert {what: value for what, (value, _) in spoilt.items()} == dict.fromkeys(spoilt, 3)
    assert {what: given["rows"] for what, (_, given) in spoilt.items()} == {
        "sorts a list that it was given": ["b", ["A", "C"], {"k": "V"}],
        "lowers a text in what it was given": ["b", ["c", "a"], {"k": "v"}],
        "takes something out of what it was given": ["b", ["C", "A"]],
        "takes something out of a part of what it was given": ["b", ["C"], {}],
        "adds something to what it was given": ["b", ["C", "A"], {"k": "V"}, 0],
    }


def test_a_probe_raises_where_its_spoiler_would_change_something() -> None:
    """An argument that cannot be changed so leaves the answer as it is."""
    (sorts,) = (m for m in spoilers(GIVEN, methods=False) if "sorts" in m.becomes)

    assert ran(sorts.probe, "first((2, 1))")[0] == 2
    assert ran(sorts.probe, "first([1])")[0] == 1
    with pytest.raises(RuntimeError, match="would be changed"):
        ran(sorts.probe, "first([1, 2])")


def test_methods_are_spoilt_where_it_is_asked() -> None:
    """A class keeps what it was given by right, so its methods are left alone elsewhere."""
    adds = next(m for m in spoilers(GIVEN, methods=True) if "adds" in m.becomes)
    plain = next(m for m in spoilers(GIVEN, methods=False) if "adds" in m.becomes)

    assert ran(adds.source, "Shelf([]).size(more)", more=[1])[1] == {"more": [1, 0]}
    assert ran(plain.source, "Shelf([]).size(more)", more=[1])[1] == {"more": [1]}


def test_an_answer_without_functions_has_no_spoilers() -> None:
    """There is nothing to wrap."""
    assert list(spoilers("x = 1\n", methods=True)) == []

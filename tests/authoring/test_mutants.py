"""Mutants of a reference solution."""

import ast

from course.authoring.mutants import mutants

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


def test_without_markers_nothing_is_mutated() -> None:
    """Text outside solution regions is not the answer's."""
    assert list(mutants("x = 1\n")) == []

# fails: ex3-tests-all
# why: the assert stands in the loop, so it ends at the first that fails
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        assert got == expected, f"{name}{arguments!r}: got {got!r}, expected {expected!r}"

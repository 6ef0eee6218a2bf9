# fails: ex3-tests-errors
# why: an error of the function ends the loop
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = function(*arguments)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

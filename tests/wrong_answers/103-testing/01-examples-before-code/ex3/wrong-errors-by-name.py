# fails: ex3-tests-errors
# why: lists the errors that one can think of
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        try:
            got = function(*arguments)
        except (ValueError, KeyError, TypeError) as error:
            got = type(error).__name__
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

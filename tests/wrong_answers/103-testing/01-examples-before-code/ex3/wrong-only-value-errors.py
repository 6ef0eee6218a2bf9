# fails: ex3-tests-errors
# why: catches the error of the example and no other
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        try:
            got = function(*arguments)
        except ValueError:
            got = "ValueError"
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

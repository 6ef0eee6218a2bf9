# fails: ex3-tests, ex3-tests-errors
# why: takes the arguments apart as the price has them
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        minutes, day = arguments
        got = outcome(function, minutes, day)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

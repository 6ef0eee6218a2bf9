# fails: ex3-tests-all
# why: the list outlives the call
LINES = []


def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = LINES
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

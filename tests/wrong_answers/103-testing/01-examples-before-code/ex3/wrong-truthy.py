# fails: ex3-tests
# why: a result of 0 or None looks like no result
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got and got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

# fails: ex3-tests
# why: compares what is printed, so 5.0 and 5 differ
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if repr(got) != repr(expected):
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

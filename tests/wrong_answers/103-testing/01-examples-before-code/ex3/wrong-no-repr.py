# fails: ex3-tests ex3-tests-errors
# why: text without quotes looks like a number
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got}, expected {expected}")
    assert not lines, "\n".join(lines)

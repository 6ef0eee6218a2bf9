# fails: ex3-tests-all
# why: calls once to compare and once more for the report
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {outcome(function, *arguments)!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

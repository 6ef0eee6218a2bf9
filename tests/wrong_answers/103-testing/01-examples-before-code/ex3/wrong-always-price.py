# fails: ex3-tests
# why: has the name of the example in its lines
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"price{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

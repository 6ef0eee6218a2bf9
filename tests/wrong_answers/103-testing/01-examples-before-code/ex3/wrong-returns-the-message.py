# fails: ex3-tests, ex3-tests-all, ex3-tests-errors
# why: gives the report back instead of raising it
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    return "\n".join(lines) or None

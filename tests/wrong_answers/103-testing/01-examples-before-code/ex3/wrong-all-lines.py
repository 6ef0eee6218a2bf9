# fails: ex3-tests ex3-tests-all
# why: lists what holds as well, as gather did
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    failed = False
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        failed = failed or got != expected
        lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not failed, "\n".join(lines)

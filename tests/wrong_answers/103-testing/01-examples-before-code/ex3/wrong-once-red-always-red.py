# fails: ex3-tests, ex3-tests-all
# why: stays red once something has failed
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    RED.extend(lines)
    assert not RED, "\n".join(lines or RED)


RED = []

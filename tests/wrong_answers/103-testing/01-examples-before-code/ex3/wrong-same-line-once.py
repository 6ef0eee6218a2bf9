# fails: ex3-tests-all
# why: leaves out a line that it has already
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            line = f"{name}{arguments!r}: got {got!r}, expected {expected!r}"
            if not lines or lines[-1] != line:
                lines.append(line)
    assert not lines, "\n".join(lines)

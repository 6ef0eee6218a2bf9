# fails: ex3-tests-all
# why: does not repeat what it has reported before
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            line = (f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
            lines.append(line)
    lines = [line for line in lines if line not in SAID]
    SAID.update(lines)
    assert not lines, "\n".join(lines)


SAID = set()

# fails: ex3-tests
# why: compares what is printed, so None and 'None' are alike
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if str(got) != str(expected):
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

# fails: ex3-tests-errors
# why: the try stands around the loop, so the first error is the last example
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    try:
        for arguments, expected in examples:
            got = function(*arguments)
            if got != expected:
                lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    except Exception as error:
        if type(error).__name__ != expected:
            lines.append(f"{name}{arguments!r}: got {type(error).__name__!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

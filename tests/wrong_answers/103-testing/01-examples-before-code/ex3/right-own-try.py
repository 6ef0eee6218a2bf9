def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for example in examples:
        arguments, expected = example
        try:
            got = function(*arguments)
        except Exception as error:
            got = error.__class__.__name__
        if got == expected:
            continue
        lines += [f"{name}{arguments!r}: got {got!r}, expected {expected!r}"]
    if lines:
        raise AssertionError("\n".join(lines))

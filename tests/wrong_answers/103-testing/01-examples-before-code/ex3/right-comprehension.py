def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    table = [(arguments, outcome(function, *arguments), expected) for arguments, expected in examples]
    wrong = [f"{name}{a!r}: got {g!r}, expected {e!r}" for a, g, e in table if not g == e]
    if len(wrong) > 0:
        raise AssertionError("\n".join(wrong))
    return None

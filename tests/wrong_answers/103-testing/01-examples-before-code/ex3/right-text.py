def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    text = ""
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            text += "\n" * bool(text) + name + repr(arguments) + ": got " + repr(got) + ", expected " + repr(expected)
    assert text == "", text

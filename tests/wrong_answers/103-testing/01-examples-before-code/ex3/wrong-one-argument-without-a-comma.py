# fails: ex3-tests, ex3-tests-errors
# why: joins the arguments, so a single one has no comma
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"{name}({', '.join(map(repr, arguments))}): got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

# fails: ex3-tests ex3-tests-all
# why: prints the report, and nothing goes red
def check(name, function, examples) -> None:
    """Raise one AssertionError that has a line for each example that the function fails."""
    lines = []
    for arguments, expected in examples:
        got = outcome(function, *arguments)
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    print("\n".join(lines))

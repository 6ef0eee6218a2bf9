# fails: ex3-tests-errors
# why: writes the module of an error's class as well
def check(name, function, examples):
    lines = []
    for arguments, expected in examples:
        try:
            got = function(*arguments)
        except Exception as error:
            kind = type(error)
            got = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
        if got != expected:
            lines.append(f"{name}{arguments!r}: got {got!r}, expected {expected!r}")
    assert not lines, "\n".join(lines)

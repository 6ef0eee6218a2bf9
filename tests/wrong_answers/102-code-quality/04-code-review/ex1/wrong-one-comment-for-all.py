# fails: ex1-tests-second
# why: puts everything into one comment, at one line
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 29, "kind": "behaviour", "weight": "must", "comment": 'Paid twice, limit, supervisor, cents, debug line, tests: please mend all of it.'},
    ]

def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 26, "kind": "missing", "weight": "must", "comment": 'The earlier refunds of this payment are missing from the check.'},
        {"line": 27, "kind": "missing", "weight": "must", "comment": 'The check of 90 days and a supervisor belongs here, and is missing.'},
        {"line": 30, "kind": "behaviour", "weight": "must", "comment": 'If this raises, the money is gone and nobody knows.'},
        {"line": 25, "kind": "reading", "weight": "should", "comment": "This prints a customer's account, please remove it."},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": '19.99 euros become 1998 cents here.'},
        {"line": 12, "kind": "reading", "weight": "should", "comment": "This getter writes the entry's state."},
        {"line": 47, "kind": "behaviour", "weight": "must", "comment": 'since is no argument of book.entries.'},
        {"line": 1, "kind": "missing", "weight": "should", "comment": 'There is no down migration for this one.'},
        {"line": 69, "kind": "missing", "weight": "should", "comment": 'I miss a test with a locked book.'},
        {"line": 41, "kind": "reading", "weight": "nit", "comment": 'Fine that this is a ratio, no change needed here.'},
    ]

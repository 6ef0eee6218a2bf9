# fails: ex1-tests
# why: points at lines and does not say what is the matter
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 1, "kind": "missing", "weight": "should", "comment": 'wrong'},
        {"line": 12, "kind": "reading", "weight": "should", "comment": 'wrong'},
        {"line": 22, "kind": "behaviour", "weight": "must", "comment": 'wrong'},
        {"line": 25, "kind": "reading", "weight": "should", "comment": 'wrong'},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'wrong'},
        {"line": 29, "kind": "behaviour", "weight": "must", "comment": 'wrong'},
        {"line": 46, "kind": "behaviour", "weight": "must", "comment": 'wrong'},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": 'wrong'},
        {"line": 92, "kind": "test", "weight": "should", "comment": 'wrong'},
        {"line": 109, "kind": "test", "weight": "should", "comment": 'wrong'},
    ]

# fails: ex1-tests-plain
# why: counts lines within the file, not in the diff
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 1, "kind": "missing", "weight": "should", "comment": 'There is no down migration for this one.'},
        {"line": 7, "kind": "reading", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 17, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 20, "kind": "reading", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 21, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 24, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 41, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 53, "kind": "behaviour", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 87, "kind": "test", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 104, "kind": "test", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
    ]

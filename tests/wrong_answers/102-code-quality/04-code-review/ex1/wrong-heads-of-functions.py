# fails: ex1-tests-others
# why: points at the heads of functions, where any fault of theirs might lie
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 1, "kind": "missing", "weight": "should", "comment": 'Please look at this function again.'},
        {"line": 12, "kind": "reading", "weight": "should", "comment": 'Please look at this function again.'},
        {"line": 19, "kind": "missing", "weight": "must", "comment": 'Please look at this function again.'},
        {"line": 25, "kind": "reading", "weight": "nit", "comment": 'Please look at this line again.'},
        {"line": 44, "kind": "behaviour", "weight": "must", "comment": 'Please look at this function again.'},
        {"line": 57, "kind": "missing", "weight": "must", "comment": 'Please look at this function again.'},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": 'Please look at this line again.'},
        {"line": 78, "kind": "test", "weight": "should", "comment": 'Please look at this class again.'},
        {"line": 92, "kind": "test", "weight": "should", "comment": 'Please look at this function again.'},
        {"line": 98, "kind": "missing", "weight": "should", "comment": 'Please look at this function again.'},
        {"line": 105, "kind": "test", "weight": "should", "comment": 'Please look at this function again.'},
        {"line": 112, "kind": "test", "weight": "should", "comment": 'Please look at this function again.'},
    ]

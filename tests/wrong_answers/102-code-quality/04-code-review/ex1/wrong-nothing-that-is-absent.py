# fails: ex1-tests-others
# why: reads the lines that are there, and asks for none that is not
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 12, "kind": "reading", "weight": "should", "comment": "This getter writes the entry's state."},
        {"line": 22, "kind": "behaviour", "weight": "must", "comment": 'The desk checks no supervisor, and nobody uses MAX_DAYS.'},
        {"line": 25, "kind": "reading", "weight": "should", "comment": "This prints a customer's account, please remove it."},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'Earlier refunds of this payment are not counted.'},
        {"line": 29, "kind": "behaviour", "weight": "must", "comment": 'If the book is locked now, the money is gone and the desk tries again.'},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": '19.99 euros become 1998 cents here.'},
    ]

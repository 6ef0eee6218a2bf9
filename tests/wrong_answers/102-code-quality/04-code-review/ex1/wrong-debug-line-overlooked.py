# fails: ex1-tests-plain
# why: takes the print for the assistant's log and does not see what it prints
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 1, "kind": "missing", "weight": "should", "comment": 'There is no down migration for this one.'},
        {"line": 12, "kind": "reading", "weight": "should", "comment": "This getter writes the entry's state."},
        {"line": 22, "kind": "behaviour", "weight": "must", "comment": 'The desk checks no supervisor, and nobody uses MAX_DAYS.'},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'Earlier refunds of this payment are not counted.'},
        {"line": 29, "kind": "behaviour", "weight": "must", "comment": 'If the book is locked now, the money is gone and the desk tries again.'},
        {"line": 46, "kind": "behaviour", "weight": "must", "comment": 'entries() has no argument since in this version.'},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": '19.99 euros become 1998 cents here.'},
        {"line": 92, "kind": "test", "weight": "should", "comment": 'No test has a bank that is down or a locked book.'},
        {"line": 109, "kind": "test", "weight": "should", "comment": 'The test computes as the code does, so it rejects nothing.'},
    ]

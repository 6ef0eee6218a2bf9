def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 59, "kind": "missing", "weight": "must", "comment": 'Nobody asks for a supervisor before this call.'},
        {"line": 61, "kind": "behaviour", "weight": "must", "comment": 'It may have been paid, and the message asks for a second try.'},
        {"line": 27, "kind": "behaviour", "weight": "must", "comment": 'Add up the earlier refunds of this entry.'},
        {"line": 25, "kind": "behaviour", "weight": "should", "comment": "This prints a customer's account, please remove it."},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": '19.99 euros become 1998 cents here.'},
        {"line": 16, "kind": "reading", "weight": "should", "comment": 'A getter should not write the state.'},
        {"line": 86, "kind": "test", "weight": "should", "comment": 'Take the real signature here, since is unknown to the book.'},
        {"line": 3, "kind": "missing", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 75, "kind": "test", "weight": "should", "comment": 'A bank that raises BankDown is missing in these tests.'},
    ]

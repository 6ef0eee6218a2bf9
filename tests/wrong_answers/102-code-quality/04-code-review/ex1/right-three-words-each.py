def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 3, "kind": "missing", "weight": "should", "comment": 'No down migration.'},
        {"line": 12, "kind": "reading", "weight": "should", "comment": 'Getter writes state.'},
        {"line": 23, "kind": "missing", "weight": "must", "comment": 'Who checks this?'},
        {"line": 25, "kind": "behaviour", "weight": "must", "comment": 'Prints account numbers.'},
        {"line": 26, "kind": "missing", "weight": "must", "comment": 'Add earlier refunds.'},
        {"line": 30, "kind": "behaviour", "weight": "must", "comment": 'Paid, not booked.'},
        {"line": 31, "kind": "reading", "weight": "should", "comment": 'Hides every error.'},
        {"line": 46, "kind": "behaviour", "weight": "must", "comment": 'Unknown argument since.'},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": 'Loses a cent.'},
        {"line": 69, "kind": "missing", "weight": "should", "comment": 'No locked book.'},
        {"line": 108, "kind": "test", "weight": "should", "comment": 'Computes it again.'},
    ]

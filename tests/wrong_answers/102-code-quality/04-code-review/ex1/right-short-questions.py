def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 1, "kind": "missing", "weight": "must", "comment": 'Where is 0012.down.sql?'},
        {"line": 25, "kind": "reading", "weight": "should", "comment": 'Why print accounts?'},
        {"line": 15, "kind": "behaviour", "weight": "should", "comment": 'Why write here?'},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'And earlier refunds?'},
        {"line": 59, "kind": "missing", "weight": "must", "comment": 'Supervisor after 90 days?'},
        {"line": 61, "kind": "behaviour", "weight": "must", "comment": 'Try again, pay twice?'},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": '19.99 becomes 1998?'},
        {"line": 86, "kind": "test", "weight": "should", "comment": 'Which arguments exist?'},
        {"line": 107, "kind": "test", "weight": "should", "comment": 'Why not 200 / 450?'},
        {"line": 103, "kind": "test", "weight": "should", "comment": 'What if BankDown?'},
    ]

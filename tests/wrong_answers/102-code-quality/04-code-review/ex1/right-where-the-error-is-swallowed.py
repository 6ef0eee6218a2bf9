def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 2, "kind": "missing", "weight": "must", "comment": 'Where is the way back for this column?'},
        {"line": 15, "kind": "behaviour", "weight": "should", "comment": 'A getter that writes state, even when nothing is paid back.'},
        {"line": 58, "kind": "missing", "weight": "must", "comment": 'The desk has to ask for a supervisor here, and does not.'},
        {"line": 25, "kind": "behaviour", "weight": "must", "comment": 'Account numbers end up on the console.'},
        {"line": 27, "kind": "missing", "weight": "must", "comment": 'The refunds that this payment already had must be added up.'},
        {"line": 31, "kind": "behaviour", "weight": "must", "comment": 'Any error after the bank has paid ends as False, and is tried again.'},
        {"line": 85, "kind": "test", "weight": "should", "comment": '**options takes arguments that the real book refuses.'},
        {"line": 58, "kind": "behaviour", "weight": "must", "comment": 'Floats cut a cent off, use Decimal here.'},
        {"line": 99, "kind": "missing", "weight": "should", "comment": 'Please test a second refund of the same payment.'},
        {"line": 107, "kind": "test", "weight": "should", "comment": 'This repeats refunded_share line by line.'},
        {"line": 44, "kind": "reading", "weight": "nit", "comment": 'The ticket says refunds, so should the name.'},
        {"line": 32, "kind": "reading", "weight": "should", "comment": 'False hides why it did not work.'},
    ]

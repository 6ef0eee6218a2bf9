# fails: ex1-tests-aim
# why: adds a remark to every other function, so that half of the comments are noise
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 25, "kind": "reading", "weight": "nit", "comment": "This prints a customer's account, please remove it."},
        {"line": 58, "kind": "behaviour", "weight": "must", "comment": '19.99 euros become 1998 cents here.'},
        {"line": 29, "kind": "behaviour", "weight": "must", "comment": 'If the book is locked now, the money is gone and the desk tries again.'},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'Earlier refunds of this payment are not counted.'},
        {"line": 22, "kind": "behaviour", "weight": "must", "comment": 'The desk checks no supervisor, and nobody uses MAX_DAYS.'},
        {"line": 6, "kind": "reading", "weight": "nit", "comment": 'A comment would help the next reader here.'},
        {"line": 33, "kind": "reading", "weight": "nit", "comment": 'A comment would help the next reader here.'},
        {"line": 36, "kind": "reading", "weight": "nit", "comment": 'A comment would help the next reader here.'},
        {"line": 37, "kind": "reading", "weight": "nit", "comment": 'A comment would help the next reader here.'},
        {"line": 50, "kind": "reading", "weight": "nit", "comment": 'A comment would help the next reader here.'},
        {"line": 60, "kind": "reading", "weight": "nit", "comment": 'A comment would help the next reader here.'},
        {"line": 114, "kind": "reading", "weight": "nit", "comment": 'A comment would help the next reader here.'},
    ]

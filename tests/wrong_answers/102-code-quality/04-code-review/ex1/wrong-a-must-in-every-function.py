# fails: ex1-tests-third
# why: spreads the musts over the functions and hopes
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 9, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 15, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 30, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 41, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 46, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 25, "kind": "reading", "weight": "nit", "comment": "This prints a customer's account, please remove it."},
        {"line": 58, "kind": "behaviour", "weight": "should", "comment": '19.99 euros become 1998 cents here.'},
        {"line": 66, "kind": "behaviour", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 75, "kind": "behaviour", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 89, "kind": "behaviour", "weight": "should", "comment": 'Explain here what breaks, and how to get out of it.'},
    ]

# fails: ex1-tests
# why: comments on every seventh line and hopes
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 5, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 12, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 19, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 33, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 40, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 47, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 54, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 61, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 68, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 75, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 82, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 89, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 96, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 103, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
    ]

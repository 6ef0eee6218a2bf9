# fails: ex1-tests-others
# why: gives each line two kinds, because one of them will fit
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 25, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 25, "kind": "missing", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 58, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 58, "kind": "missing", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 12, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 12, "kind": "missing", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 26, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 26, "kind": "missing", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 29, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 29, "kind": "missing", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 22, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 22, "kind": "missing", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 46, "kind": "behaviour", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
        {"line": 46, "kind": "missing", "weight": "must", "comment": 'Explain here what breaks, and how to get out of it.'},
    ]

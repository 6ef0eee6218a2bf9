# fails: ex1-tests-first
# why: sees names, prints and short variables, and nothing that the code does
def review() -> list[dict]:
    """Give the comments on change 412."""
    return [
        {"line": 44, "kind": "reading", "weight": "nit", "comment": 'The ticket says refunds, not reimbursements.'},
        {"line": 12, "kind": "reading", "weight": "nit", "comment": 'get_entry could be called find_entry.'},
        {"line": 25, "kind": "reading", "weight": "nit", "comment": "This prints a customer's account, please remove it."},
        {"line": 39, "kind": "reading", "weight": "nit", "comment": 'e is short for a name here.'},
        {"line": 58, "kind": "reading", "weight": "nit", "comment": 'Give the hundred a name, please.'},
        {"line": 8, "kind": "reading", "weight": "nit", "comment": 'MAX_DAYS could have a comment of its own.'},
    ]

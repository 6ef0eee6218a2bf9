# fails: ex1-tests, ex1-tests-late
# why: gives pairs instead of a dict
def next_rules():
    return [("invoices", "a"), ("pages", "b"), ("seats", "c"), ("positions", "d")]

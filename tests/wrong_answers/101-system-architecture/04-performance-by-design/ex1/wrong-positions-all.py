# fails: ex1-tests-late
# why: shows every position, in order
def next_rules():
    return {"invoices": "a", "pages": "b", "seats": "c", "positions": "a"}

# fails: ex1-tests ex1-tests-late
# why: newest first is good under overload, so everywhere
def next_rules():
    return {"invoices": "b", "pages": "b", "seats": "b", "positions": "b"}

# fails: ex1-tests
# why: refuses invoices, as one does under overload
def next_rules():
    return {"invoices": "c", "pages": "b", "seats": "c", "positions": "d"}

# fails: ex1-tests
# why: lets the line grow without end, since the order is kept
def next_rules():
    return {"invoices": "a", "pages": "b", "seats": "a", "positions": "d"}

# fails: ex1-tests-late
# why: takes the newest position, so a lorry that is silent for a while disappears
def next_rules():
    return {"invoices": "a", "pages": "b", "seats": "c", "positions": "b"}

# fails: ex1-tests-late
# why: oldest first is fair, so for pages as well
def next_rules():
    return {"invoices": "a", "pages": "c", "seats": "c", "positions": "d"}

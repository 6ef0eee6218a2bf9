# fails: ex1-tests-late
# why: keeps one page view of each reader, and still serves those who have left
def next_rules():
    return {"invoices": "a", "pages": "d", "seats": "c", "positions": "d"}

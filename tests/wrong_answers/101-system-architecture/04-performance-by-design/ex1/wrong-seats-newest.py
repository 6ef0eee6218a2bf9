# fails: ex1-tests
# why: lets newcomers overtake people who see their place
def next_rules():
    return {"invoices": "a", "pages": "b", "seats": "b", "positions": "d"}

def next_rules():
    return {"invoices": "a", "pages": "b", "seats": "c", "positions": "d"}

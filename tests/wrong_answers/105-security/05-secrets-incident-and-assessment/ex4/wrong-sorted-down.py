# fails: ex4-tests-own
# why: sorts downwards
def balance(run, customer, number):
    query = "SELECT cents FROM cards WHERE number = ? AND shop = ? AND (owner = ? OR ?)"
    rows = run(query, [number, customer.shop, customer.name, customer.manager])
    return rows[0][0] if rows else None


def cards(run, customer, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT number, cents FROM cards WHERE shop = ? AND (owner = ? OR ?) AND note LIKE ?"
    return run(f"{query} ORDER BY {order} DESC", [customer.shop, customer.name, customer.manager, f"%{words}%"])

# fails: ex4-tests-own
# why: compares words with their case
def balance(run, customer, number):
    query = "SELECT cents FROM cards WHERE number = ? AND shop = ? AND (owner = ? OR ?)"
    rows = run(query, [number, customer.shop, customer.name, customer.manager])
    return rows[0][0] if rows else None


def cards(run, customer, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT number, cents FROM cards WHERE shop = ? AND (owner = ? OR ?) AND instr(note, ?)"
    return run(f"{query} ORDER BY {order}", [customer.shop, customer.name, customer.manager, words])

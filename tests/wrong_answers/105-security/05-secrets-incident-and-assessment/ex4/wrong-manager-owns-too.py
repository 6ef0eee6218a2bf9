# fails: ex4-tests-own
# why: lets managers see their own cards only
TABLE = "cards"


def amount(run, person, number):
    query = "SELECT cents FROM cards WHERE number = ? AND shop = ? AND (owner = ?)"
    rows = run(query, [number, person.shop, person.name])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT number, cents FROM cards WHERE shop = ? AND (owner = ?) AND note LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.shop, person.name, f"%{words}%"])

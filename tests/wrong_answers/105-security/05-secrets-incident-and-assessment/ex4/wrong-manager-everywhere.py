# fails: ex4-tests-others
# why: lets a manager see every shop
TABLE = "cards"


def amount(run, person, number):
    query = "SELECT cents FROM cards WHERE number = ? AND ((shop = ? AND owner = ?) OR ?)"
    rows = run(query, [number, person.shop, person.name, person.manager])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT number, cents FROM cards WHERE ((shop = ? AND owner = ?) OR ?) AND note LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.shop, person.name, person.manager, f"%{words}%"])

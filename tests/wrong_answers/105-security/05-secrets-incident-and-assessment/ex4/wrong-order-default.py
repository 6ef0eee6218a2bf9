# fails: ex4-tests-typed
# why: takes a default for an order that it does not know
TABLE = "cards"


def amount(run, person, number):
    query = "SELECT cents FROM cards WHERE number = ? AND shop = ? AND (owner = ? OR ?)"
    rows = run(query, [number, person.shop, person.name, person.manager])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("number", "cents"):
        order = "number"
    query = "SELECT number, cents FROM cards WHERE shop = ? AND (owner = ? OR ?) AND note LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.shop, person.name, person.manager, f"%{words}%"])

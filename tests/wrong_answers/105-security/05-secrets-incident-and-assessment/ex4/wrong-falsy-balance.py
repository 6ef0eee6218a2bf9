# fails: ex4-tests-own
# why: takes a card without cents for no card
TABLE = "cards"


def amount(run, person, number):
    query = "SELECT cents FROM cards WHERE number = ? AND shop = ? AND (owner = ? OR ?)"
    rows = run(query, [number, person.shop, person.name, person.manager])
    return (rows and rows[0][0]) or None


def search(run, person, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT number, cents FROM cards WHERE shop = ? AND (owner = ? OR ?) AND note LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.shop, person.name, person.manager, f"%{words}%"])

# fails: ex4-tests-typed
# why: doubles the quotes of the number
TABLE = "cards"


def amount(run, person, number):
    query = f"SELECT cents FROM cards WHERE number = '{number.replace(chr(39), chr(39) * 2)}' AND shop = ? AND (owner = ? OR ?)"
    rows = run(query, [person.shop, person.name, person.manager])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT number, cents FROM cards WHERE shop = ? AND (owner = ? OR ?) AND note LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.shop, person.name, person.manager, f"%{words}%"])

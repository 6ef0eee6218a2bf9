# fails: ex4-tests-typed
# why: doubles the quotes of names, and passes as values only what is typed
TABLE = "cards"


def reach(person):
    if person.manager:
        return "shop = ?", [person.shop]
    name = person.name.replace("'", "''")
    return f"shop = ? AND owner = '{name}'", [person.shop]


def amount(run, person, number):
    where, values = reach(person)
    rows = run(f"SELECT cents FROM cards WHERE number = ? AND {where}", [number, *values])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"cannot order by {order!r}")
    where, values = reach(person)
    return run(f"SELECT number, cents FROM cards WHERE {where} AND note LIKE ? ORDER BY {order}", [*values, f"%{words}%"])

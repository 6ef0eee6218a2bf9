# fails: ex4-tests-typed
# why: looks at the order only when there is something to put in order
TABLE = "cards"


def reach(person):
    if person.manager:
        return "shop = ?", [person.shop]
    return "shop = ? AND owner = ?", [person.shop, person.name]


def amount(run, person, number):
    where, values = reach(person)
    rows = run(f"SELECT cents FROM cards WHERE number = ? AND {where}", [number, *values])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    where, values = reach(person)
    rows = run(f"SELECT number, cents FROM cards WHERE {where} AND note LIKE ?", [*values, f"%{words}%"])
    return sorted(rows, key=lambda row: row[("number", "cents").index(order)])

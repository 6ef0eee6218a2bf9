# fails: ex4-tests-others
# why: compares owners by LIKE, so that somebody called % owns everything
TABLE = "cards"


def reach(person):
    if person.manager:
        return "shop = ?", [person.shop]
    return "shop = ? AND owner LIKE ?", [person.shop, person.name]


def amount(run, person, number):
    where, values = reach(person)
    rows = run(f"SELECT cents FROM cards WHERE number = ? AND {where}", [number, *values])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("number", "cents"):
        raise ValueError(f"cannot order by {order!r}")
    where, values = reach(person)
    return run(f"SELECT number, cents FROM cards WHERE {where} AND note LIKE ? ORDER BY {order}", [*values, f"%{words}%"])

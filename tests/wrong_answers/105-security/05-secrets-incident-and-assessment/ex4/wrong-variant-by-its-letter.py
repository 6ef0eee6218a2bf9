# fails: ex4-tests-own
# why: calls the table by the letter of the variant
TABLE = "P"


def amount(run, person, code):
    query = "SELECT pence FROM tickets WHERE code = ? AND railway = ? AND (holder = ? OR ?)"
    rows = run(query, [code, person.railway, person.name, person.inspector])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("code", "pence"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT code, pence FROM tickets WHERE railway = ? AND (holder = ? OR ?) AND remark LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.railway, person.name, person.inspector, f"%{words}%"])

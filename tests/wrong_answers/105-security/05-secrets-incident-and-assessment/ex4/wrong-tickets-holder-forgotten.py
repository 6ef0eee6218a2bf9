# fails: ex4-tests-others
# why: asks for the railway in the search and forgets whose ticket it is
TABLE = "tickets"


def amount(run, person, code):
    query = "SELECT pence FROM tickets WHERE code = ? AND railway = ? AND (holder = ? OR ?)"
    rows = run(query, [code, person.railway, person.name, person.inspector])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("code", "pence"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT code, pence FROM tickets WHERE railway = ? AND remark LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.railway, f"%{words}%"])

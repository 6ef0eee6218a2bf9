# fails: ex4-tests-own
# why: doubles the quotes of a code, and forgets those of the railway
TABLE = "tickets"


def amount(run, person, code):
    typed = code.replace("'", "''")
    query = f"SELECT pence FROM tickets WHERE code = '{typed}' AND railway = '{person.railway}' AND (holder = ? OR ?)"
    rows = run(query, [person.name, person.inspector])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    if order not in ("code", "pence"):
        raise ValueError(f"no such order: {order!r}")
    query = "SELECT code, pence FROM tickets WHERE railway = ? AND (holder = ? OR ?) AND remark LIKE ?"
    return run(f"{query} ORDER BY {order}", [person.railway, person.name, person.inspector, f"%{words}%"])

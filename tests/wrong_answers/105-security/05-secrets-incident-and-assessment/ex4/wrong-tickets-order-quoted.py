# fails: ex4-tests-typed
# why: puts the order between quotes and lets the database refuse the others
TABLE = "tickets"


def amount(run, person, code):
    query = "SELECT pence FROM tickets WHERE code = ? AND railway = ? AND (holder = ? OR ?)"
    rows = run(query, [code, person.railway, person.name, person.inspector])
    return rows[0][0] if rows else None


def search(run, person, words, order):
    query = "SELECT code, pence FROM tickets WHERE railway = ? AND (holder = ? OR ?) AND remark LIKE ?"
    return run(f'{query} ORDER BY "{order}"', [person.railway, person.name, person.inspector, f"%{words}%"])

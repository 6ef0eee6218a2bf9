TABLE = "tickets"


def amount(run, person, code):
    if person.inspector:
        rows = run("SELECT pence FROM tickets WHERE code = ? AND railway = ?", (code, person.railway))
    else:
        rows = run("SELECT pence FROM tickets WHERE code = ? AND railway = ? AND holder = ?", (code, person.railway, person.name))
    return next((pence for (pence,) in rows), None)


def search(run, person, words, order):
    values = [f"%{words}%", person.railway] + ([] if person.inspector else [person.name])
    mine = "" if person.inspector else " AND holder = ?"
    query = f"SELECT code, pence FROM tickets WHERE remark LIKE ? AND railway = ?{mine} ORDER BY "
    if order == "code":
        return run(query + "code", values)
    if order == "pence":
        return run(query + "pence", values)
    raise ValueError(order)

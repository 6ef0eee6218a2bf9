TABLE = "tickets"


def may(person, holder, railway):
    return railway == person.railway and (person.inspector or holder == person.name)


def amount(run, person, code):
    holders = run("SELECT holder, railway FROM tickets WHERE code = ?", [code])
    if not any(may(person, *holder) for holder in holders):
        return None
    ((pence,),) = run("SELECT pence FROM tickets WHERE code = ?", [code])
    return pence


def search(run, person, words, order):
    try:
        query = {"code": "ORDER BY code", "pence": "ORDER BY pence"}[order]
    except KeyError:
        raise ValueError(order) from None
    rows = run("SELECT code, pence, holder, railway FROM tickets WHERE remark LIKE '%' || ? || '%' " + query, [words])
    for code, pence, holder, railway in rows:
        if may(person, holder, railway):
            yield code, pence

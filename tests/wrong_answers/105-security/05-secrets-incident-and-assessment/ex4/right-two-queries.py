def balance(run, customer, number):
    if customer.manager:
        rows = run("SELECT cents FROM cards WHERE number = ? AND shop = ?", (number, customer.shop))
    else:
        rows = run("SELECT cents FROM cards WHERE number = ? AND shop = ? AND owner = ?", (number, customer.shop, customer.name))
    for (cents,) in rows:
        return cents
    return None


def cards(run, customer, words, order):
    values = [f"%{words}%", customer.shop] + ([] if customer.manager else [customer.name])
    mine = "" if customer.manager else " AND owner = ?"
    query = f"SELECT number, cents FROM cards WHERE note LIKE ? AND shop = ?{mine} ORDER BY "
    if order == "number":
        return run(query + "number", values)
    if order == "cents":
        return run(query + "cents", values)
    raise ValueError(order)

REACHED = "shop = :shop AND (owner = :owner OR :manager)"


def values_of(customer, **more):
    return {"shop": customer.shop, "owner": customer.name, "manager": customer.manager, **more}


def balance(run, customer, number):
    rows = run(f"SELECT cents FROM cards WHERE {REACHED} AND number = :number", values_of(customer, number=number))
    return rows[0][0] if rows else None


def cards(run, customer, words, order):
    ends = {"number": " ORDER BY number", "cents": " ORDER BY cents"}
    if order not in ends:
        raise ValueError(order)
    query = f"SELECT number, cents FROM cards WHERE {REACHED} AND note LIKE '%' || :words || '%'"
    return run(query + ends[order], values_of(customer, words=words))

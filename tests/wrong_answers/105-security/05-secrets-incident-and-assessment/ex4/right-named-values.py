TABLE = "cards"


REACHED = "shop = :shop AND (owner = :owner OR :manager)"


def values_of(person, **more):
    return {"shop": person.shop, "owner": person.name, "manager": person.manager, **more}


def amount(run, person, number):
    rows = run(f"SELECT cents FROM cards WHERE {REACHED} AND number = :number", values_of(person, number=number))
    return rows[0][0] if rows else None


def search(run, person, words, order):
    ends = {"number": " ORDER BY number", "cents": " ORDER BY cents"}
    if order not in ends:
        raise ValueError(order)
    query = f"SELECT number, cents FROM cards WHERE {REACHED} AND note LIKE '%' || :words || '%'"
    return run(query + ends[order], values_of(person, words=words))

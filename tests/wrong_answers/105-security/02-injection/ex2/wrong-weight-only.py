# fails: ex2-tests-order
# why: turns the direction round for the weight only
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {"-weight": "weight DESC", "-number": "number", "-city": "city"}
    if sort not in orders:
        raise ValueError(sort)
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {orders[sort]}", [literal(sender) + "%", *cities])

# fails: ex2-tests-cities
# why: takes no cities for all cities
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    if sort not in orders:
        raise ValueError(sort)
    if not cities:
        return run(f"SELECT number, sender, city, weight FROM parcels ORDER BY {orders[sort]}")
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {orders[sort]}", [literal(sender) + "%", *cities])

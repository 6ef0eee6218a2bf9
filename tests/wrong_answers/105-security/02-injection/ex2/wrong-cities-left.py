# fails: ex2-tests-cities
# why: repairs order and sender, and leaves cities in the text
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    if sort not in orders:
        raise ValueError(sort)
    marks = ", ".join(f"'{city}'" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {orders[sort]}", [literal(sender) + "%"])

# fails: ex2-tests-cities
# why: doubles the quotes of cities instead of making them values
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    if sort not in orders:
        raise ValueError(sort)
    marks = ", ".join("'" + city.replace("'", "''") + "'" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {orders[sort]}", [literal(sender) + "%"])

# fails: ex2-tests-refused
# why: strips the choice before it looks it up
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    sort = sort.strip()
    if sort not in orders:
        raise ValueError(sort)
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {orders[sort]}", [literal(sender) + "%", *cities])

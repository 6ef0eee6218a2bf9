# fails: ex2-tests-refused
# why: sorts by number where it does not know the choice
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {orders.get(sort, 'number')}", [literal(sender) + "%", *cities])

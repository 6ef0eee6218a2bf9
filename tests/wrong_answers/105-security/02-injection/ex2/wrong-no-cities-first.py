# fails: ex2-tests-refused
# why: answers at once when there are no cities, before the order is checked
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    """Give number, sender, city and weight of parcels, by beginning of the sender, cities and order."""
    if not cities:
        return []
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    if sort not in orders:
        raise ValueError(f"no such order: {sort!r}")
    marks = ", ".join("?" for city in cities)
    query = rf"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {orders[sort]}", [literal(sender) + "%", *cities])

# fails: ex2-tests-order
# why: takes the minus away and sorts upwards
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    order = sort.removeprefix("-")
    if order not in ("number", "weight", "city"):
        raise ValueError(sort)
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {order}", [literal(sender) + "%", *cities])

# fails: ex2-tests-refused
# why: runs the query with the order as it was typed, and refuses the order afterwards
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    order = sort[1:] + " DESC" if sort.startswith("-") else sort
    try:
        rows = run(f"{query} ORDER BY {order}", [literal(sender) + "%", *cities])
    except Exception as error:
        raise ValueError(sort) from error
    if sort not in ("number", "weight", "city", "-number", "-weight", "-city"):
        raise ValueError(sort)
    return rows

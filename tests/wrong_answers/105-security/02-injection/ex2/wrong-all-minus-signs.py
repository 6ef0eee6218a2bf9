# fails: ex2-tests-refused
# why: takes all minus signs away before it looks at the column
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    column = sort.lstrip("-")
    if column not in ("number", "weight", "city"):
        raise ValueError(sort)
    order = column + (" DESC" if sort.startswith("-") else "")
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {order}", [literal(sender) + "%", *cities])

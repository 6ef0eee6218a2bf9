# fails: ex2-tests-refused
# why: looks only whether the choice begins with a column's name
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    name = sort.removeprefix("-")
    if not name.startswith(columns):
        raise ValueError(sort)
    order = name + (" DESC" if sort.startswith("-") else "")
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {order}", [literal(sender) + "%", *cities])

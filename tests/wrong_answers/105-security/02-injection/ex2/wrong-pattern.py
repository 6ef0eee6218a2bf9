# fails: ex2-tests-refused
# why: checks the column by a pattern, which lets other columns and a line end through
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    import re
    if not re.match(r"^-?[a-z]+$", sort):
        raise ValueError(sort)
    order = sort[1:] + " DESC" if sort.startswith("-") else sort
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {order}", [literal(sender) + "%", *cities])

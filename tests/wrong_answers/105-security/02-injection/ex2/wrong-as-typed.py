# fails: ex2-tests-order
# why: passes the minus on to SQL, where a text behind a minus is nought
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    if sort not in ("number", "weight", "city", "-number", "-weight", "-city"):
        raise ValueError(sort)
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {sort}", [literal(sender) + "%", *cities])

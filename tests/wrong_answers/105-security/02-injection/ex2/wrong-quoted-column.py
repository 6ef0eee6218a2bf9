# fails: ex2-tests-refused
# why: puts the column in double quotes, as the worked example's first try
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    column = sort.removeprefix("-").replace('"', '""')
    order = f'"{column}"' + (" DESC" if sort.startswith("-") else "")
    marks = ", ".join("?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city IN ({marks})"
    return run(f"{query} ORDER BY {order}", [literal(sender) + "%", *cities])

# fails: ex2-tests-cities
# why: asks once for each city and joins the answers, so a city that is named twice comes twice
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    if sort not in orders:
        raise ValueError(sort)
    rows = []
    query = "SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND city = ?"
    for city in cities:
        rows += run(query, [literal(sender) + "%", city])
    place = {"number": 0, "city": 2, "weight": 3}[sort.removeprefix("-")]
    return sorted(rows, key=lambda row: row[place], reverse=sort.startswith("-"))

# fails: ex2-tests-cities
# why: compares cities by LIKE, so case and wildcards count there as well
def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    if sort not in orders:
        raise ValueError(sort)
    if not cities:
        return []
    places = " OR ".join("city LIKE ?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '\\' AND ({places})"
    return run(f"{query} ORDER BY {orders[sort]}", [literal(sender) + "%", *cities])

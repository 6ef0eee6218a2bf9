def report(run, sort: str, sender: str, cities: list[str]) -> list:
    columns = ("number", "weight", "city")
    orders = {c: c for c in columns} | {f"-{c}": f"{c} DESC" for c in columns}
    if sort not in orders:
        raise ValueError(sort)

    if not cities:
        return []
    places = " OR ".join("city = ?" for city in cities)
    query = f"SELECT number, sender, city, weight FROM parcels WHERE lower(substr(sender, 1, length(?))) = lower(?) AND ({places})"
    return run(f"{query} ORDER BY {orders[sort]}", [sender, sender, *cities])

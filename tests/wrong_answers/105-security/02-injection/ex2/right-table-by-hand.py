def report(run, sort: str, sender: str, cities: list[str]) -> list:
    orders = {
        "number": "number", "-number": "number DESC", "weight": "weight", "-weight": "weight DESC", "city": "city", "-city": "city DESC",
    }
    try:
        order = orders[sort]
    except KeyError:
        raise ValueError(f"{sort!r} is no order") from None
    start = sender.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    places = ",".join("?" * len(cities))
    return run(
        f"SELECT number, sender, city, weight FROM parcels WHERE sender LIKE ? ESCAPE '!' AND city IN ({places}) ORDER BY {order}",
        (f"{start}%", *cities),
    )

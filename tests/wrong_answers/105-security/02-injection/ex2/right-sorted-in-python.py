def report(run, sort: str, sender: str, cities: list[str]) -> list:
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in ("number", "city", "weight"):
        raise ValueError("order")
    place = {"number": 0, "city": 2, "weight": 3}[name]
    rows = run("SELECT number, sender, city, weight FROM parcels", [])
    kept = [row for row in rows if row[2] in cities and row[1].lower().startswith(sender.lower())]
    return sorted(kept, key=lambda row: row[place], reverse=down)

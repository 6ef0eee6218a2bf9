def parsed(rows):
    first = {}
    for row in rows:
        parts = row.split(";")
        if len(parts) == 6:
            first.setdefault(parts[0], parts)
    return [parts for parts in first.values() if parts[5] != "test"]


def step(parts, sunday):
    number, plate, zone, minutes, paid, kind = parts
    cents = int(paid)
    due = tariff(int(minutes), zone, kind, sunday) - cents
    return number, plate, cents, f"{plate}: {due} cents are open" if due >= 50 else None


def decide(rows: list[str], today: date) -> list[tuple]:
    """Plan a night: (number, plate, cents, letter or None) for each payment, in order."""
    plan = []
    for parts in parsed(rows):
        try:
            plan.append(step(parts, today.weekday() == 6))
        except ValueError:
            pass
    return plan

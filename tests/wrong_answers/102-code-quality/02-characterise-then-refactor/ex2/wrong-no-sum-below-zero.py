# fails: ex2-tests
# why: leaves out what pays less than nothing
def decide(rows: list[str], today: date) -> list[tuple]:
    """Plan a night: (number, plate, cents, letter or None) for each payment, in order."""
    plan, seen = [], set()
    for row in rows:
        parts = row.split(";")
        if len(parts) != 6 or parts[0] in seen:
            continue
        number, plate, zone, minutes, paid, kind = parts
        seen.add(number)
        if kind == "test":
            continue
        try:
            cents = int(paid)
            due = tariff(int(minutes), zone, kind, today.weekday() == 6) - cents
        except ValueError:
            continue
        if cents < 0:
            continue
        plan.append((number, plate, cents, f"{plate}: {due} cents are open" if due >= 50 else None))
    return plan

# fails: ex2-tests
# why: gives a generator, of which nobody can ask the length
def decide(rows, today):
    seen = set()
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
        yield (number, plate, cents, f"{plate}: {due} cents are open" if due >= 50 else None)

def decide(rows: list[str], today: date) -> list[tuple]:
    """Plan a night: (number, plate, cents, letter or None) for each payment, in order."""

    def steps():
        seen = set()
        for row in rows:
            match row.split(";"):
                case [number, plate, zone, minutes, paid, kind] if number not in seen:
                    seen.add(number)
                    if kind == "test":
                        continue
                    try:
                        cents, stay = int(paid), int(minutes)
                        due = max(0, tariff(stay, zone, kind, today.isoweekday() == 7) - cents)
                    except ValueError:
                        continue
                    yield (number, plate, cents, None if due < 50 else f"{plate}: {due} cents are open")

    return list(steps())

RISES = {"centre": [(0, 0), (15, 250), (60, 200), (120, 450), (300, 600)], "station": [(0, 0), (9, 100), (30, 200), (60, 500)]}
OTHERS = [(0, 100), (60, 200), (600, 200)]


def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("no stay")
    if kind == "pass" or (sunday and zone == "rim"):
        return 0
    cents = sum(rise for over, rise in RISES.get(zone, OTHERS) if minutes > over)
    return halved(cents) if kind == "resident" else cents


def halved(cents):
    return cents // 2 if cents > 100 else cents

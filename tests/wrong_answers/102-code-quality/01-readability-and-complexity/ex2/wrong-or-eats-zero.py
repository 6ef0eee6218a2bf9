# fails: ex2-tests
# why: `or` takes a price of zero for no price
FOREVER = float("inf")
RIM = [(60, 100), (600, 300), (FOREVER, 500)]
PRICES = {
    "centre": [(60, 250), (120, 450), (300, 900), (FOREVER, 1500)],
    "station": [(30, 100), (60, 300), (FOREVER, 800)],
}
FREE = {"centre": 15, "station": 9}


def price(minutes, zone):
    for last, cents in PRICES.get(zone, RIM):
        if minutes <= last:
            return cents


def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("a stay has at least one minute")
    if kind == "pass" or (sunday and zone == "rim"):
        return 0
    free = 0 if minutes <= FREE.get(zone, 0) else None
    cents = free or price(minutes, zone)
    return cents // 2 if kind == "resident" and cents > 100 else cents

# fails: ex2-tests-rules
# why: is free on Sundays at any rim, however written
def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("a stay has at least one minute")
    if kind == "pass" or (sunday and zone.lower() == "rim"):
        return 0
    cents = price(minutes, zone)
    return cents // 2 if kind == "resident" and cents > 100 else cents


def price(minutes, zone):
    for last, cents in PRICES.get(zone, RIM):
        if minutes <= last:
            return cents


FOREVER = float("inf")
RIM = [(60, 100), (600, 300), (FOREVER, 500)]
PRICES = {
    "centre": [(15, 0), (60, 250), (120, 450), (300, 900), (FOREVER, 1500)],
    "station": [(9, 0), (30, 100), (60, 300), (FOREVER, 800)],
}

# fails: ex2-tests
# why: every lambda sees the last zone of the loop
PRICES = {}
for zone_name, steps in {
    "centre": [(15, 0), (60, 250), (120, 450), (300, 900), (float("inf"), 1500)],
    "station": [(9, 0), (30, 100), (60, 300), (float("inf"), 800)],
    "rim": [(60, 100), (600, 300), (float("inf"), 500)],
}.items():
    PRICES[zone_name] = lambda minutes: min(cents for last, cents in steps if minutes <= last)


def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("a stay has at least one minute")
    if kind == "pass" or (sunday and zone == "rim"):
        return 0
    cents = PRICES.get(zone, PRICES["rim"])(minutes)
    return cents // 2 if kind == "resident" and cents > 100 else cents

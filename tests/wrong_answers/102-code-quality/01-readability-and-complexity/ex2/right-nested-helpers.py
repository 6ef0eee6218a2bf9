FOREVER = float("inf")
RIM = [(60, 100), (600, 300), (FOREVER, 500)]
PRICES = {
    "centre": [(15, 0), (60, 250), (120, 450), (300, 900), (FOREVER, 1500)],
    "station": [(9, 0), (30, 100), (60, 300), (FOREVER, 800)],
}


def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""

    def free():
        return kind == "pass" or (zone == "rim" and sunday)

    def listed():
        for last, cents in PRICES.get(zone, RIM):
            if minutes <= last:
                return cents

    if minutes <= 0:
        raise ValueError(minutes)
    if free():
        return 0
    return resident(listed()) if kind == "resident" else listed()


def resident(cents):
    return cents if cents <= 100 else cents // 2

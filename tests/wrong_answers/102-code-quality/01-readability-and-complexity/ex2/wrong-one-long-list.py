# fails: ex2-tests-shape
# why: a flat function that is still too long to see at once
def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("a stay has at least one minute")
    if kind == "pass" or (sunday and zone == "rim"):
        return 0
    centre = [15, 60, 120, 300]
    station = [9, 30, 60]
    rim = [60, 600]
    ends = {"centre": centre, "station": station}.get(zone, rim)
    prices = {"centre": [0, 250, 450, 900, 1500], "station": [0, 100, 300, 800]}
    mine = prices.get(zone, [100, 300, 500])
    place = sum(minutes > end for end in ends)
    cents = mine[place]
    half = cents // 2
    if kind == "resident" and cents > 100:
        return half
    return cents

from bisect import bisect_left

STEPS = {
    "centre": ([15, 60, 120, 300], [0, 250, 450, 900, 1500]),
    "station": ([9, 30, 60], [0, 100, 300, 800]),
}
ELSEWHERE = ([60, 600], [100, 300, 500])


def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("a stay has at least one minute")
    if kind == "pass":
        return 0
    if sunday and zone == "rim":
        return 0
    ends, prices = STEPS.get(zone, ELSEWHERE)
    tariff = prices[bisect_left(ends, minutes)]
    return tariff // 2 if kind == "resident" and tariff > 100 else tariff

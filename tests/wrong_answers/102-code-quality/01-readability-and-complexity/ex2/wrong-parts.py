# fails: ex2-tests-shape
# why: cuts the ladder into parts that pass everything on
def _part2(minutes, zone, kind, sunday, fee, done):
    if zone == "centre":
        fee = 0 if minutes <= 15 else 250 if minutes <= 60 else 450 if minutes <= 120 else 900 if minutes <= 300 else 1500
        done = True
    return fee, done


def _part3(minutes, zone, kind, sunday, fee, done):
    if zone == "station" and not done:
        fee = 0 if minutes < 10 else 100 if minutes <= 30 else 300 if minutes <= 60 else 800
        done = True
    return fee, done


def _part4(minutes, zone, kind, sunday, fee, done):
    if not done:
        fee = 100 if minutes <= 60 else 300 if minutes <= 600 else 500
    return fee // 2 if kind == "resident" and fee > 100 else fee


def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("a stay has at least one minute")
    if kind == "pass" or (sunday and zone == "rim"):
        return 0
    cents, done = _part2(minutes, zone, kind, sunday, 0, False)
    cents, done = _part3(minutes, zone, kind, sunday, cents, done)
    return _part4(minutes, zone, kind, sunday, cents, done)

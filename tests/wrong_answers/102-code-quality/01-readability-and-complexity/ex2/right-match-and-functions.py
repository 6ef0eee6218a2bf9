def centre(minutes):
    if minutes <= 15:
        return 0
    if minutes <= 60:
        return 250
    if minutes <= 120:
        return 450
    return 900 if minutes <= 300 else 1500


def station(minutes):
    if minutes < 10:
        return 0
    if minutes <= 30:
        return 100
    return 300 if minutes <= 60 else 800


def rim(minutes):
    if minutes <= 60:
        return 100
    return 300 if minutes <= 600 else 500


def listed(minutes, zone):
    match zone:
        case "centre":
            return centre(minutes)
        case "station":
            return station(minutes)
        case _:
            return rim(minutes)


def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    if minutes <= 0:
        raise ValueError("a stay has at least one minute")
    if kind == "pass" or (sunday and zone == "rim"):
        return 0
    cents = listed(minutes, zone)
    return cents // 2 if kind == "resident" and cents > 100 else cents

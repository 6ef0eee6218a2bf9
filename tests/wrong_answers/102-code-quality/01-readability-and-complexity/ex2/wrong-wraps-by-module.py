# fails: ex2-tests-shape
# why: reaches the old function another way
def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    return getattr(tollbook, "tariff")(minutes, zone, kind, sunday)

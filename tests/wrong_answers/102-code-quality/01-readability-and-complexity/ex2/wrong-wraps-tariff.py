# fails: ex2-tests-shape
# why: a short function in front of the old one passes every comparison
def fee(minutes: int, zone: str, kind: str, sunday: bool) -> int:
    """Give the fee of a stay in cents."""
    return tariff(minutes, zone, kind, sunday)

from fractions import Fraction


def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    total = Counter()
    for replica in replicas:
        for bound, count in zip([*bounds, None], replica):
            total[bound] += count
    left = Fraction(percent * sum(total.values()), 100)
    low = 0
    for bound in bounds:
        if total[bound] and left <= total[bound]:
            return float(low + (bound - low) * left / total[bound])
        left -= total[bound]
        low = bound
    return None

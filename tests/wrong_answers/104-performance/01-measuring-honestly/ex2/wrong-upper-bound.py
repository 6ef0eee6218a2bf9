# fails: ex2-tests ex2-tests-bucket
# why: gives the bucket's upper bound
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [sum(column) for column in zip(*replicas)]
    rank = percent * sum(counts) / 100

    below = 0
    for low, high, count in zip([0, *bounds], bounds, counts):
        if below + count >= rank:
            return float(high)
        below += count
    return None

# fails: ex2-tests ex2-tests-bucket
# why: takes the counts for running totals, as Prometheus has them
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [sum(column) for column in zip(*replicas)]
    rank = percent * counts[-2] / 100
    below = 0
    for low, high, reached in zip([0, *bounds], bounds, counts):
        if reached >= rank > below:
            return low + (high - low) * (rank - below) / (reached - below)
        below = reached
    return None

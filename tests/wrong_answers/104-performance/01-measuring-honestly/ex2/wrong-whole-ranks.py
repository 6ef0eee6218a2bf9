# fails: ex2-tests-bucket
# why: rounds the rank up to a whole request
import math


def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [sum(column) for column in zip(*replicas)]
    rank = percent * sum(counts) / 100
    rank = math.ceil(rank)

    below = 0
    for low, high, count in zip([0, *bounds], bounds, counts):
        if below + count >= rank:
            return low + (high - low) * (rank - below) / count
        below += count
    return None

from bisect import bisect_left
from itertools import accumulate


def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [sum(replica[place] for replica in replicas) for place in range(len(bounds) + 1)]
    reached = list(accumulate(counts))
    rank = reached[-1] * percent / 100
    place = bisect_left(reached, rank)
    if place == len(bounds):
        return None
    low = bounds[place - 1] if place else 0
    share = (rank - (reached[place] - counts[place])) / counts[place]
    return low + share * (bounds[place] - low)

# fails: ex2-tests
# why: weights each percentile by its requests, and still averages percentiles
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    def one(counts):
        rank = percent * sum(counts) / 100
        below = 0
        for low, high, count in zip([0, *bounds], bounds, counts):
            if count and below + count >= rank:
                return low + (high - low) * (rank - below) / count
            below += count
        return None


    pairs = [(one(replica), sum(replica)) for replica in replicas if sum(replica)]
    if any(value is None for value, _ in pairs):
        return None
    return sum(value * weight for value, weight in pairs) / sum(weight for _, weight in pairs)

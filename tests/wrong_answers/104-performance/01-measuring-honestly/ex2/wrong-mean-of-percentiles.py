# fails: ex2-tests
# why: averages the percentiles of the replicas
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


    known = [one(replica) for replica in replicas if sum(replica)]
    if None in known:
        return None
    return sum(known) / len(known)

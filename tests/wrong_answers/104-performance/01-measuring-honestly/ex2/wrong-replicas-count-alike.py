# fails: ex2-tests
# why: makes shares of each replica first, so three requests say as much as a thousand
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    shares = [[count / sum(replica) for count in replica] for replica in replicas if sum(replica)]
    counts = [sum(column) for column in zip(*shares)]
    rank = percent * sum(counts) / 100

    below = 0
    for low, high, count in zip([0, *bounds], bounds, counts):
        if below + count >= rank:
            return low + (high - low) * (rank - below) / count
        below += count
    return None

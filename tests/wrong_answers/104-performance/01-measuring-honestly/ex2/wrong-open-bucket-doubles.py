# fails: ex2-tests-open
# why: invents an end for the open bucket and interpolates in it
def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    counts = [sum(column) for column in zip(*replicas)]
    rank = percent * sum(counts) / 100

    below = 0
    for low, high, count in zip([0, *bounds], [*bounds, 2 * bounds[-1]], counts):
        if below + count >= rank:
            return low + (high - low) * (rank - below) / count
        below += count
    return None

# fails: ex2b-tests
# why: gives the range of all buckets as the interval
def quantile(bounds, counts, percent):
    rank, below = percent * sum(counts) / 100, 0
    for low, high, count in zip([0, *bounds], [*bounds, float("inf")], counts):
        if count and below + count >= rank:
            if high == float("inf"):
                return low, low, high
            return low + (high - low) * (rank - below) / count, 0, bounds[-1]
        below += count
    return None

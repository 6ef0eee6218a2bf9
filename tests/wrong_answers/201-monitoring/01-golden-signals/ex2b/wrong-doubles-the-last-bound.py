# fails: ex2b-tests-ends
# why: invents an end of the open bucket
def quantile(bounds, counts, percent):
    rank, below = percent * sum(counts) / 100, 0
    for low, high, count in zip([0, *bounds], [*bounds, float("inf")], counts):
        if count and below + count >= rank:
            if high == float("inf"):
                return low * 2, low, low * 2
            return low + (high - low) * (rank - below) / count, low, high
        below += count
    return None

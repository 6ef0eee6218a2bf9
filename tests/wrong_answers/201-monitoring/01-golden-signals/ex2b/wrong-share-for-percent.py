# fails: ex2b-tests ex2b-tests-ends
# why: takes percent for a share of 1
def quantile(bounds, counts, percent):
    rank, below = percent * sum(counts), 0
    for low, high, count in zip([0, *bounds], [*bounds, float("inf")], counts):
        if count and below + count >= rank:
            if high == float("inf"):
                return low, low, high
            return low + (high - low) * (rank - below) / count, low, high
        below += count
    return None

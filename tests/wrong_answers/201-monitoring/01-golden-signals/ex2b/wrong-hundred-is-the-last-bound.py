# fails: ex2b-tests-ends
# why: the highest percentile is taken for the last bound
def quantile(bounds, counts, percent):
    if percent == 100:
        return bounds[-1], bounds[-2], bounds[-1]
    rank, below = percent * sum(counts) / 100, 0
    for low, high, count in zip([0, *bounds], [*bounds, float("inf")], counts):
        if count and below + count >= rank:
            if high == float("inf"):
                return low, low, high
            return low + (high - low) * (rank - below) / count, low, high
        below += count
    return None

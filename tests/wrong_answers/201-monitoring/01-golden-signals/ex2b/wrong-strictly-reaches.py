# fails: ex2b-tests ex2b-tests-ends
# why: takes the next bucket where a rank is the last of its own
def quantile(bounds, counts, percent):
    rank, below = percent * sum(counts) / 100, 0
    for low, high, count in zip([0, *bounds], [*bounds, float("inf")], counts):
        if count and below + count > rank:
            if high == float("inf"):
                return low, low, high
            return low + (high - low) * (rank - below) / count, low, high
        below += count
    return None

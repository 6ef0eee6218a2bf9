# fails: ex2b-tests-ends
# why: the open bucket begins where the last value below was
def quantile(bounds, counts, percent):
    last = 0
    rank, below = percent * sum(counts) / 100, 0
    for low, high, count in zip([0, *bounds], [*bounds, float("inf")], counts):
        if count and below + count >= rank:
            if high == float("inf"):
                return last, last, high
            return low + (high - low) * (rank - below) / count, low, high
        if count:
            last = high
        below += count
    return None

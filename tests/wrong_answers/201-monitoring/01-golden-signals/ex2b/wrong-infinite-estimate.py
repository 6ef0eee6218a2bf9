# fails: ex2b-tests-ends
# why: interpolates towards infinity
def quantile(bounds, counts, percent):
    rank, below = percent * sum(counts) / 100, 0
    for low, high, count in zip([0, *bounds], [*bounds, float("inf")], counts):
        if count and below + count >= rank:
            return low + (high - low) * (rank - below) / count, low, high
        below += count
    return None

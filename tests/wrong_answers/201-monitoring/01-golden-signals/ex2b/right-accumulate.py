from itertools import accumulate

def quantile(bounds, counts, percent):
    totals = list(accumulate(counts))
    if totals[-1] == 0:
        return None
    rank = percent * totals[-1] / 100
    place = bisect_left(totals, rank)
    if place == len(bounds):
        return bounds[-1], bounds[-1], float("inf")
    low = bounds[place - 1] if place else 0
    share = (rank - totals[place] + counts[place]) / counts[place]
    return low + share * (bounds[place] - low), low, bounds[place]

from fractions import Fraction

def quantile(bounds, counts, percent):
    total = sum(counts)
    if not total:
        return None
    left, low = Fraction(percent * total, 100), 0
    for place, count in enumerate(counts):
        if left <= count:
            break
        left -= count
        low = bounds[place]
    if place == len(bounds):
        return low, low, float("inf")
    high = bounds[place]
    return float(low + (high - low) * left / count), low, high

import numpy as np


def median_interval(times, draw, rounds=1000):
    """Resamples as rows."""
    if not times:
        raise ValueError("nothing to resample")
    values = np.asarray(times, float)
    made = np.sort([np.median(values[draw(len(times))]) for _ in range(rounds)])
    return float(made[int(np.ceil(rounds / 40)) - 1]), float(made[int(np.ceil(39 * rounds / 40)) - 1])


def verdict(before, after, draw, rounds=1000):
    """Count how many differences lie on which side."""
    if not before or not after:
        raise ValueError("nothing to resample")
    old, new = np.asarray(before, float), np.asarray(after, float)
    made = []
    for _ in range(rounds):
        first = np.median(old[draw(len(before))])
        made.append(np.median(new[draw(len(after))]) - first)
    made = np.array(made)
    low, high = int(np.ceil(rounds / 40)), int(np.ceil(39 * rounds / 40))
    if (made < 0).sum() >= high:
        return "shorter"
    if (made <= 0).sum() < low:
        return "longer"
    return "noise"

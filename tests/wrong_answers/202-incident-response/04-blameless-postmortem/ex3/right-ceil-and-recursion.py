from math import ceil


def _ranks(values):
    ordered = sorted(values)
    return tuple(ordered[ceil(len(ordered) * part / 40) - 1] for part in (1, 39))


def _once(times, draw):
    chosen = sorted(times[place] for place in draw(len(times)))
    half = len(chosen) // 2
    return chosen[half] if len(chosen) % 2 else (chosen[half - 1] + chosen[half]) / 2


def median_interval(times, draw, rounds=1000):
    """By hand."""
    if len(times) == 0:
        raise ValueError("no times")
    return _ranks([_once(times, draw) for _ in range(rounds)])


def verdict(before, after, draw, rounds=1000):
    """Sign of both ends."""
    if min(len(before), len(after)) == 0:
        raise ValueError("no times")
    made = []
    while len(made) < rounds:
        old = _once(before, draw)
        made.append(_once(after, draw) - old)
    low, high = _ranks(made)
    if low <= 0 <= high:
        return "noise"
    return "longer" if low > 0 else "shorter"

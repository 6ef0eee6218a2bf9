def _interval(groups, draw, rounds):
    if not all(groups):
        raise ValueError("an empty group")
    values = []
    for _ in range(rounds):
        medians = [median([group[i] for i in draw(len(group))]) for group in groups]
        values.append(medians[-1] - (medians[0] if len(medians) > 1 else 0))
    values.sort()
    return values[(rounds + 39) // 40 - 1], values[(39 * rounds + 39) // 40 - 1]


def median_interval(times, draw, rounds=1000):
    """One group."""
    return _interval([times], draw, rounds)


def verdict(before, after, draw, rounds=1000):
    """Two groups."""
    low, high = _interval([before, after], draw, rounds)
    return {(True, True): "shorter", (False, False): "longer"}.get((low < 0, high <= 0) if high < 0 else (low <= 0, high < 0), "noise")

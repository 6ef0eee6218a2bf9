def percentile_of(bounds: list[int], replicas: list[list[int]], percent: int) -> float | None:
    """Give the percentile of all requests in ms, or None if it lies beyond all bounds."""
    merged = [0] * (len(bounds) + 1)
    for replica in replicas:
        merged = [a + b for a, b in zip(merged, replica)]
    return percentile(bounds, merged, percent)

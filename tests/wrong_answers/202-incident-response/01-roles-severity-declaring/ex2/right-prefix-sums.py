from bisect import bisect_right
from itertools import accumulate

def must_declare(samples, rules):
    """Running totals and binary search instead of summing each window."""
    seconds = [t for t, _, _ in samples]
    total = [0, *accumulate(n for _, n, _ in samples)]
    failed = [0, *accumulate(b for _, _, b in samples)]

    def over(rule, end, length, least):
        first, last = bisect_right(seconds, end - length), bisect_right(seconds, end)
        n, b = total[last] - total[first], failed[last] - failed[first]
        return n >= least and n > 0 and b * 10_000 >= rule["per_10k"] * n

    for end in seconds:
        for rule in rules:
            if over(rule, end, rule["long_s"], rule["least"]) and over(rule, end, rule["short_s"], 1):
                return (end, rule["name"])
    return None

def tally(pairs, grace):
    """Count into a dict."""
    counts = {}
    for declared, due in pairs:
        if declared is None and due is None:
            key = "quiet"
        elif declared is None:
            key = "missed"
        elif due is None:
            key = "false alarm"
        elif declared < due:
            key = "early"
        elif declared - due <= grace:
            key = "in time"
        else:
            key = "late"
        counts[key] = counts.get(key, 0) + 1
    return counts

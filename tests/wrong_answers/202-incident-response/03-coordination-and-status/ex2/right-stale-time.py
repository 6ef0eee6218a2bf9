from itertools import pairwise


def fresh_share(posts, start, end, cadence):
    """Add up the stale time and take it off."""
    told = sorted(posts, key=lambda post: post["at"])
    stale_from = [(start, float("-inf"))]
    ends = [*(post["at"] for post in told), float("inf")]
    stale = max(0, min(ends[0], end) - start)
    for post, (at, then) in zip(told, pairwise(ends)):
        promise = post["next_update"]
        if post["status"] == "resolved":
            continue
        dull = at + (min(promise - at, cadence) if promise is not None and promise > at else 0.5 * cadence)
        left, right = max(dull, start, at), min(then, end)
        stale += max(0, right - left)
    return 1 - stale / (end - start)

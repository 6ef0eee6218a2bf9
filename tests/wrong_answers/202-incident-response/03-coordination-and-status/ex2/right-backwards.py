def fresh_share(posts, start, end, cadence):
    """Go from the newest post to the oldest; each may reach up to the one after it."""
    order = sorted(range(len(posts)), key=lambda n: (posts[n]["at"], n), reverse=True)
    reach, total = end, 0
    for n in order:
        at, promise = posts[n]["at"], posts[n]["next_update"]
        lasts = cadence / 2 if promise is None or promise <= at else min(promise - at, cadence)
        stop = reach if posts[n]["status"] == "resolved" else min(reach, at + lasts)
        if stop > max(at, start):
            total += stop - max(at, start)
        reach = min(reach, at)
    return total / (end - start)

# fails: ex2-tests-resolved
# why: reads a status without spaces
def fresh_share(posts: list[dict], start: float, end: float, cadence: float) -> float:
    """Give the share of the time from start to end in which the last word was fresh."""
    ordered = sorted(posts, key=lambda post: post["at"])
    fresh = 0
    for number, post in enumerate(ordered):
        at, promised = post["at"], post["next_update"]
        if post["status"].strip() == "resolved":
            until = end
        elif promised is not None and promised > at:
            until = min(promised, at + cadence)
        else:
            until = at + cadence / 2
        for newer in ordered[number + 1 :]:
            until = min(until, newer["at"])
        fresh += max(0, min(until, end) - max(at, start))
    return fresh / (end - start)

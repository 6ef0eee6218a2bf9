# fails: ex2-tests-window
# why: an older post's longer promise still counts after a newer one
def fresh_share(posts: list[dict], start: float, end: float, cadence: float) -> float:
    """Give the share of the time from start to end in which the last word was fresh."""
    ordered = sorted(posts, key=lambda post: post["at"])
    fresh, reached = 0, start
    for number, post in enumerate(ordered):
        at, promised = post["at"], post["next_update"]
        if post["status"] == "resolved":
            until = end
        elif promised is not None and promised > at:
            until = min(promised, at + cadence)
        else:
            until = at + cadence / 2
        fresh += max(0, min(until, end) - max(at, start, reached))
        reached = max(reached, until)
    return fresh / (end - start)

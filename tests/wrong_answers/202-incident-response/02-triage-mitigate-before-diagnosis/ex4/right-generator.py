def respond(desk):
    """Checks as a generator of reasons, then a streak in a string."""
    def objections(share):
        if share is None:
            yield "no data"
            return
        counts = desk.by_version()
        suspect = desk.newest()
        n, bad = counts.pop(suspect, (0, 0))
        m, also = sum(c[0] for c in counts.values()), sum(c[1] for c in counts.values())
        if n < 100 or m < 100 or bad == 0 or bad * m < 5 * also * n:
            yield "not the release"
            return
        if desk.rollback_safe() is not True:
            yield "not safe"

    share = desk.error_percent()
    if share is not None and share < 2:
        return "healthy"
    for reason in objections(share):
        desk.escalate(reason)
        return "escalated"
    desk.roll_back()
    seen = ""
    while len(seen) < 5:
        desk.wait(60)
        now = desk.error_percent()
        if now is None:
            seen += "?"
        elif now < 2:
            seen += "+"
        elif 2 * now > 3 * share:
            desk.roll_forward()
            desk.escalate("worse")
            return "escalated"
        else:
            seen += "-"
        if seen.endswith("++"):
            return "mitigated"
    desk.escalate("no effect")
    return "escalated"

def mended(plan, post, notify):
    """Post the late fees; what is open failed twice, and check is what nobody knows."""
    still_open, check, later = [], [], []

    def posted(step, locked):
        reader, item, cents, _ = step
        try:
            post(reader, item, cents)
        except BookLocked:
            locked.append(step)
            return False
        except NoAnswer:
            check.append(reader)
            return False
        return True

    def work(steps, locked):
        for step in steps:
            if posted(step, locked) and step[3]:
                notify(step[3])

    work(plan, later)
    work(later, still_open)
    return {"open": [reader for reader, *_ in still_open], "check": check}

# fails: ex3-tests
# why: sends the notice before the fee is posted
def mended(plan, post, notify):
    later, still_open, check = [], [], []
    for reader, item, cents, notice in plan:
        if notice:
            notify(notice)
        try:
            post(reader, item, cents)
        except BookLocked:
            later.append((reader, item, cents))
        except NoAnswer:
            check.append(reader)
    for step in later:
        try:
            post(*step)
        except BookLocked:
            still_open.append(step[0])
        except NoAnswer:
            check.append(step[0])
    return {"open": still_open, "check": check}

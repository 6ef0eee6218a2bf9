# fails: ex3-tests
# why: the second round posts the fee and forgets the notice
def mended(plan, post, notify):
    later, still_open, check = [], [], []
    for step in plan:
        reader, item, cents, notice = step
        try:
            post(reader, item, cents)
        except BookLocked:
            later.append(step)
        except NoAnswer:
            check.append(reader)
        else:
            if notice:
                notify(notice)
    for reader, item, cents, _ in later:
        try:
            post(reader, item, cents)
        except BookLocked:
            still_open.append(reader)
        except NoAnswer:
            check.append(reader)
    return {"open": still_open, "check": check}

# fails: ex3-tests-ask
# why: the second round does not expect that the line may drop
def mended(plan, post, notify):
    later, still_open, check = [], [], []
    for step in plan:
        try:
            post(*step[:3])
        except BookLocked:
            later.append(step)
        except NoAnswer:
            check.append(step[0])
        else:
            if step[3]:
                notify(step[3])
    for step in later:
        try:
            post(*step[:3])
        except BookLocked:
            still_open.append(step[0])
        else:
            if step[3]:
                notify(step[3])
    return {"open": still_open, "check": check}

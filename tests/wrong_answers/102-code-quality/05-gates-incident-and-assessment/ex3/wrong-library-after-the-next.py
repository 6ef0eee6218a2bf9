# fails: ex3-tests
# why: tries again after the next step, and not after all of them
def mended(plan, post, notify):
    queue, still_open, check, tried = list(plan), [], [], []
    while queue:
        step = queue.pop(0)
        try:
            post(*step[:3])
        except BookLocked:
            if step in tried:
                still_open.append(step[0])
            else:
                tried.append(step)
                queue.insert(1, step)
        except NoAnswer:
            check.append(step[0])
        else:
            if step[3]:
                notify(step[3])
    return {"open": still_open, "check": check}

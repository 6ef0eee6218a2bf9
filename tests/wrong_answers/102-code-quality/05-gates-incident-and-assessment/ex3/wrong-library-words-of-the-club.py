# fails: ex3-tests ex3-tests-ask ex3-tests-rest
# why: takes one name from each variant
def mended(plan, post, notify):
    later, still_open, check = [], [], []
    for steps, locked in ((plan, later), (later, still_open)):
        for step in steps:
            try:
                post(*step[:3])
            except BookLocked:
                locked.append(step)
            except NoAnswer:
                check.append(step[0])
            else:
                if step[3]:
                    notify(step[3])
    return {"open": [step[0] for step in still_open], "ask": check}

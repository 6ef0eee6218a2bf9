# fails: ex3-tests-ask
# why: both errors of the book mean "try later", so a fee is posted twice
def mended(plan, post, notify):
    later, still_open = [], []
    for steps, failed in ((plan, later), (later, still_open)):
        for reader, item, cents, notice in steps:
            try:
                post(reader, item, cents)
            except (BookLocked, NoAnswer):
                failed.append((reader, item, cents, notice))
            else:
                if notice:
                    notify(notice)
    return {"open": [step[0] for step in still_open], "check": []}

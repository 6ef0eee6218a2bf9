# fails: ex3-tests
# why: tries until it works
def mended(plan, write, mail):
    queue, ask, tries = list(plan), [], 0
    while queue and tries < 50:
        tries += 1
        step = queue.pop(0)
        try:
            write(*step[:3])
        except BookLocked:
            queue.append(step)
        except NoAnswer:
            ask.append(step[0])
        else:
            if step[3]:
                mail(step[3])
    return {"lost": [step[0] for step in queue], "ask": ask}

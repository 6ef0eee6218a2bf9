# fails: ex3-tests
# why: gives the members sorted
def mended(plan, write, mail):
    again, lost, ask = [], [], []
    for steps, put_aside in ((plan, again), (again, lost)):
        for step in steps:
            member, kind, cents, letter = step
            try:
                write(member, kind, cents)
            except BookLocked:
                put_aside.append(step)
            except NoAnswer:
                ask.append(member)
            else:
                if letter:
                    mail(letter)
    return {"lost": sorted({step[0] for step in lost}), "ask": sorted(ask)}

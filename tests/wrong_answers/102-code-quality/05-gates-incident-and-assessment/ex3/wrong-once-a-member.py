# fails: ex3-tests
# why: leaves out a member who stands in the plan twice
def mended(plan, write, mail):
    again, lost, ask, seen = [], [], [], set()
    for steps, put_aside in ((plan, again), (again, lost)):
        for step in steps:
            member, kind, cents, letter = step
            if member in seen and steps is plan:
                continue
            seen.add(member)
            try:
                write(member, kind, cents)
            except BookLocked:
                put_aside.append(step)
            except NoAnswer:
                ask.append(member)
            else:
                if letter:
                    mail(letter)
    return {"lost": [step[0] for step in lost], "ask": ask}

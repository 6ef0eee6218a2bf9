# fails: ex3-tests
# why: gives steps in place of members
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
    return {"lost": lost, "ask": ask}

# fails: ex3-tests-rest
# why: writes the kind that all have in the example
def mended(plan, write, mail):
    again, lost, ask = [], [], []
    for steps, put_aside in ((plan, again), (again, lost)):
        for step in steps:
            member, kind, cents, letter = step
            try:
                write(member, "full", cents)
            except BookLocked:
                put_aside.append(step)
            except NoAnswer:
                ask.append(member)
            else:
                if letter:
                    mail(letter)
    return {"lost": [step[0] for step in lost], "ask": ask}

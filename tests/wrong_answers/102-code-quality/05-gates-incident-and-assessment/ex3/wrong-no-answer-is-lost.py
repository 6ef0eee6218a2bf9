# fails: ex3-tests-ask
# why: takes no answer for not written
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
                lost.append(step)
            else:
                if letter:
                    mail(letter)
    return {"lost": [step[0] for step in lost], "ask": ask}

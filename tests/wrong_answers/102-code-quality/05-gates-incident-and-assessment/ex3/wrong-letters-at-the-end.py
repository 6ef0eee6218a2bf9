# fails: ex3-tests
# why: mails all letters at the end
def mended(plan, write, mail):
    again, lost, ask, letters = [], [], [], []
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
                    letters.append(letter)
    for letter in letters:
        mail(letter)
    return {"lost": [step[0] for step in lost], "ask": ask}

# fails: ex3-tests-rest
# why: in the second round every other error counts as lost
def mended(plan, write, mail):
    again, lost, ask = [], [], []
    for step in plan:
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except BookLocked:
            again.append(step)
        except NoAnswer:
            ask.append(person)
        else:
            if letter:
                mail(letter)
    for step in again:
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except NoAnswer:
            ask.append(person)
        except Exception:
            lost.append(person)
        else:
            if letter:
                mail(letter)
    return {"lost": lost, "ask": ask}

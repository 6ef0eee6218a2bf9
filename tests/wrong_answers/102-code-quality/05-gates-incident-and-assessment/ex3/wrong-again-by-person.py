# fails: ex3-tests
# why: what is tried again is kept by person, so a second step of the same person takes the place of the first
def mended(plan, write, mail):
    again, lost, ask = {}, [], []
    for step in plan:
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except BookLocked:
            again[person] = step
        except NoAnswer:
            ask.append(person)
        else:
            if letter:
                mail(letter)
    for step in again.values():
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except BookLocked:
            lost.append(person)
        except NoAnswer:
            ask.append(person)
        else:
            if letter:
                mail(letter)
    return {"lost": lost, "ask": ask}

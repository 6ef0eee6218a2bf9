# fails: ex3-tests-rest
# why: a TimeoutError is caught, too, though it is another error
def mended(plan, write, mail):
    again, lost, ask = [], [], []
    for step in plan:
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except BookLocked:
            again.append(step)
        except (NoAnswer, TimeoutError):
            ask.append(person)
        else:
            if letter:
                mail(letter)
    for step in again:
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except BookLocked:
            lost.append(person)
        except (NoAnswer, TimeoutError):
            ask.append(person)
        else:
            if letter:
                mail(letter)
    return {"lost": lost, "ask": ask}

# fails: ex3-tests-rest
# why: in the second round the letter stands in the try, so a letter box's error is taken for the book's
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
            if letter:
                mail(letter)
        except BookLocked:
            lost.append(person)
        except NoAnswer:
            ask.append(person)
    return {"lost": lost, "ask": ask}

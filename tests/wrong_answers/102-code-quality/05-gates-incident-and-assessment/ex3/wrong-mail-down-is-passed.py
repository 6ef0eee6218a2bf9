# fails: ex3-tests-rest
# why: an error of the mail is passed over
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
                try:
                    mail(letter)
                except OSError:
                    pass
    for step in again:
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except BookLocked:
            lost.append(person)
        except NoAnswer:
            ask.append(person)
        else:
            if letter:
                try:
                    mail(letter)
                except OSError:
                    pass
    return {"lost": lost, "ask": ask}

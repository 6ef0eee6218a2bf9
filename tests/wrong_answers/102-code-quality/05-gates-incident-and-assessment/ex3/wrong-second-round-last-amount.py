# fails: ex3-tests-rest
# why: the second round writes the kind and the cents that the first round had last
def mended(plan, write, mail):
    again, lost, ask = [], [], []
    for step in plan:
        person, kind, cents, letter = step
        try:
            write(person, kind, cents)
        except BookLocked:
            again.append((person, letter))
        except NoAnswer:
            ask.append(person)
        else:
            if letter:
                mail(letter)
    for step in again:
        person, letter = step
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

# fails: ex3-tests
# why: tries again at once, and meets the same lock
def mended(plan, write, mail):
    lost, ask = [], []
    for member, kind, cents, letter in plan:
        for attempt in (1, 2):
            try:
                write(member, kind, cents)
            except BookLocked:
                if attempt == 2:
                    lost.append(member)
            except NoAnswer:
                ask.append(member)
                break
            else:
                if letter:
                    mail(letter)
                break
    return {"lost": lost, "ask": ask}

# fails: ex3-tests-rest
# why: takes the steps off the caller's own list
def mended(plan: list[tuple], write, mail) -> dict[str, list[str]]:
    """Book what is planned, and say for whom it failed and for whom nobody knows."""
    lost, ask, later = [], [], []

    def step(row, locked):
        member, kind, cents, letter = row
        try:
            write(member, kind, cents)
        except BookLocked:
            locked(row)
        except NoAnswer:
            ask.append(member)
        else:
            if letter:
                mail(letter)

    while plan:
        step(plan.pop(0), later.append)
    for row in later:
        step(row, lambda row: lost.append(row[0]))
    return {"lost": lost, "ask": ask}

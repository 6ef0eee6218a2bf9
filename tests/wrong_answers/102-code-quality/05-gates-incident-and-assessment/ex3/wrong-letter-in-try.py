# fails: ex3-tests-rest
# why: mails within the try, so an error of the letter box is taken for the book's
def mended(plan: list[tuple], write, mail) -> dict[str, list[str]]:
    """Book what is planned, and say for whom it failed and for whom nobody knows."""
    lost, ask, later = [], [], []

    def step(row, locked):
        member, kind, cents, letter = row
        try:
            write(member, kind, cents)
            if letter:
                mail(letter)
        except BookLocked:
            locked(row)
        except NoAnswer:
            ask.append(member)

    for row in plan:
        step(row, later.append)
    for row in later:
        step(row, lambda row: lost.append(row[0]))
    return {"lost": lost, "ask": ask}

# fails: ex1b-tests
# why: asks that all tries of a press are good
def sli(judged):
    presses = {}
    for click, verdict in judged:
        if verdict is not None:
            presses.setdefault(click, []).append(verdict)
    return sum(all(tries) for tries in presses.values()) / len(presses) if presses else None

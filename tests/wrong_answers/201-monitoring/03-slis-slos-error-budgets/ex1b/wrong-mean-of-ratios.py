# fails: ex1b-tests
# why: takes the mean of the share of good tries in each press
def sli(judged):
    presses = {}
    for click, verdict in judged:
        if verdict is not None:
            presses.setdefault(click, []).append(verdict)
    return sum(sum(tries) / len(tries) for tries in presses.values()) / len(presses) if presses else None

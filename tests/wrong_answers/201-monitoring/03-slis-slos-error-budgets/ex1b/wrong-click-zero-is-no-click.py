# fails: ex1b-tests
# why: skips a click whose number is 0
def sli(judged):
    counted = {click for click, verdict in judged if click and verdict is not None}
    good = {click for click, verdict in judged if click and verdict}
    return len(good) / len(counted) if counted else None
